"""Published cases: what the engine promises, one sentence each. The tests prove them, and a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

Room = Literal["engine", "law"]
ROOMS: tuple[Room, ...] = ("engine", "law")


@dataclass(frozen=True)
class PublishedCase:
    """One case as its file has it: the sentence, the facts, and what must follow.

    `rest` says what becomes of the facts that are left out: "harmless" or "unknown". `context` belongs to the cases on
    the AI Act, `own_models` to those on licences.
    """

    name: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    rest: str = "unknown"
    as_of: date | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    own_models: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseFile:
    """The cases on one subject: `engine` judges licences, `law` the AI Act. The subject is the name of the file."""

    room: Room
    subject: str
    cases: tuple[PublishedCase, ...]


def read_cases(folder: Path) -> tuple[CaseFile, ...]:
    """Read every case below `folder`, which has one folder a room; none where the folder is missing.

    Raises TypeError for a case with a key that no case has, and yaml.YAMLError for a file that is no YAML.
    """
    return tuple(
        CaseFile(room, path.stem, tuple(PublishedCase(**case) for case in _cases(path)))
        for room in ROOMS
        for path in sorted((folder / room).glob("*.yaml"))
    )


def _cases(path: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded
