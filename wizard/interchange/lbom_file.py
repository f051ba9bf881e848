"""Reading `ai-license-bom.yaml`: every value with the place where it stands, every fault with its remedy."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.knowledge.sentences import for_translation, sentence
from wizard.interchange.lbom import NOTHING
from wizard.interchange.yaml_values import Fault, Place, Span, Unreadable, Value, read_values

KEYS = (
    "id",
    "license",
    "source",
    "commercial_use",
    "restrictions",
    "mau_threshold",
    "last_reviewed",
    "deployed_in",
)


@dataclass(frozen=True)
class Entry:
    """One model of a file. `places` and `spans` tell where each of its values stands, and under "" the whole.

    A bill in another shape says nothing of commerce, limits and reviews: they are None then, and have no place.
    """

    id: str
    license: str
    source: str
    commercial_use: bool | None
    restrictions: tuple[str, ...]
    mau_threshold: int | None
    last_reviewed: date | None
    deployed_in: tuple[str, ...]
    places: Mapping[str, Place]
    spans: Mapping[str, Span]


@dataclass(frozen=True)
class Bill:
    """A file as it was read: its text, where its list of models stands, and the models.

    `marked`: the file began with the mark of its encoding, which is no part of the text.
    """

    text: str
    models: Span
    entries: tuple[Entry, ...]
    marked: bool


class _Wrong(Exception):
    """A value that does not fit its key, in one sentence."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


def read_bill(content: bytes) -> Bill:
    """Read a file; the entries keep its order. Raises Unreadable with everything that is wrong with it."""
    text, whole = read_values(content)
    faults: list[Fault] = []
    entries = tuple(_entries(whole, faults))
    if faults:
        raise Unreadable(faults)
    return Bill(text, whole.it["models"].span, entries, content.startswith(BOM_UTF8))


def _entries(whole: Value, faults: list[Fault]) -> Iterator[Entry]:
    models = whole.it.get("models") if isinstance(whole.it, dict) else None
    if models is None or not isinstance(models.it, list):
        at = models.at if models else whole.at
        faults.append(
            Fault(
                at,
                sentence("The list of models is missing."),
                sentence("Begin the file with “models:” and a list below it."),
            )
        )
        return
    seen: dict[str, Place] = {}
    for one in models.it:
        entry = _entry(one, faults)
        if entry is None:
            continue
        at = entry.places["id"]
        if entry.id in seen:
            says = sentence(
                "The model “{model}” stands here again; it stands first at {place}.",
                model=entry.id[:80],
                place=str(seen[entry.id]),
            )
            faults.append(Fault(at, says, sentence("Keep one entry and list all its products in “deployed_in”.")))
        seen.setdefault(entry.id, at)
        yield entry


def _entry(one: Value, faults: list[Fault]) -> Entry | None:
    """The entry; None with the faults noted where it is none."""
    if not isinstance(one.it, dict):
        faults.append(
            Fault(one.at, sentence("This is no entry."), sentence("Write its keys, such as “id”, below each other."))
        )
        return None
    before = len(faults)
    missing = [key for key in KEYS if key not in one.it]
    faults.extend(
        Fault(one.at, sentence("The key “{key}” is missing here.", key=key), _REMEDIES[key]) for key in missing
    )
    read: dict[str, Any] = {}
    for key in KEYS:
        if (value := one.it.get(key)) is None:
            continue
        try:
            read[key] = _READERS[key](value, key)
        except _Wrong as wrong:
            faults.append(Fault(value.at, wrong.says, _REMEDIES[key]))
    if len(faults) > before:
        return None
    places = {key: one.it[key].at for key in KEYS} | {"": one.at}
    return Entry(**read, places=places, spans={key: one.it[key].span for key in KEYS} | {"": one.span})


def _text(value: Value, key: str) -> str:
    if not isinstance(value.it, str) or not value.it.strip():
        raise _Wrong(sentence("“{key}” is no text.", key=key))
    return value.it.strip()


def _maybe_text(value: Value, key: str) -> str:
    return "" if value.it in (None, "") else _text(value, key)


def _yes_or_no(value: Value, key: str) -> bool:
    if not isinstance(value.it, bool):
        raise _Wrong(sentence("“{key}” is neither true nor false.", key=key))
    return value.it


def _texts(value: Value, key: str) -> tuple[str, ...]:
    if not isinstance(value.it, list):
        raise _Wrong(sentence("“{key}” is no list.", key=key))
    return tuple(_text(one, key) for one in value.it)


def _restrictions(value: Value, key: str) -> tuple[str, ...]:
    return () if value.it in (None, NOTHING) else _texts(value, key)


def _limit(value: Value, key: str) -> int | None:
    if value.it is None:
        return None
    if isinstance(value.it, bool) or not isinstance(value.it, int) or value.it < 1:
        raise _Wrong(sentence("“{key}” is no number of users.", key=key))
    return int(value.it)


def _day(value: Value, key: str) -> date:
    try:
        day = date.fromisoformat(value.it)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value.it:  # a week or a date without hyphens is one to Python alone
        raise _Wrong(sentence("“{key}” is no date.", key=key))
    return day


_READERS = {
    "id": _text,
    "license": _text,
    "source": _maybe_text,
    "commercial_use": _yes_or_no,
    "restrictions": _restrictions,
    "mau_threshold": _limit,
    "last_reviewed": _day,
    "deployed_in": _texts,
}
_REMEDIES = for_translation(
    {
        "id": 'Name the model, such as "qwen3-32b".',
        "license": 'Name its licence, such as "Apache-2.0"; several with AND between them.',
        "source": 'Write the address of its weights, or "" where there is none.',
        "commercial_use": "Write true or false.",
        "restrictions": "Write none, or a list of sentences.",
        "mau_threshold": "Write the number in full, such as 700000000, or null where the licence has no limit.",
        "last_reviewed": 'Write the day as year-month-day, such as "2026-11-23".',
        "deployed_in": 'Write the products in square brackets, such as ["customer-chatbot"], or [].',
    }
)
