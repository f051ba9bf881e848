"""Which answers of a frozen account a reviewer looks at first, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from catalog.ambient import current_law
from wizard.phases import ITEMS
from wizard.phases.places import item_for

LICENCES_READ = "licence-text"
"""The item in which somebody says which licence text was read, and when: stale facts are read again there."""


class Concern(StrEnum):
    """Why an answer is not accepted unread."""

    CONTESTED = "contested"
    OPEN = "open"
    ASSUMED = "assumed"
    DISPUTED = "disputed"
    STALE = "stale"


def concerns(content: Mapping[str, Any]) -> dict[str, frozenset[Concern]]:
    """The concerns about each item of a snapshot's content; an item without any is left out.

    Contested by the author, left open, assumed for the AI Act, decided by one of two readings, or resting on facts
    that nobody has read for long.
    """
    found: dict[str, set[Concern]] = {}
    for item, concern in _found(content):
        if item in ITEMS:
            found.setdefault(item, set()).add(concern)
    return {item: frozenset(about) for item, about in found.items()}


def stale_facts(evaluation: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The findings on facts that nobody has read for long, each once."""
    stale = [one for model in evaluation["models"] for one in model["findings"] if one["code"] == "fact.stale"]
    return tuple({one["says"]: one for one in stale}.values())


def _found(content: Mapping[str, Any]) -> Iterator[tuple[str, Concern]]:
    for answer in content["answers"]:
        if answer.get("contested"):
            yield answer["item"], Concern.CONTESTED
        if answer["unknown"]:
            yield answer["item"], Concern.OPEN
    evaluation, law = content["evaluation"], current_law()
    for name in evaluation["eu_ai_act"]["assumed"]:
        keys = law.answer_keys(name) if name in law.questions else (name,)
        yield item_for(f"/eu_ai_act/{keys[0]}") or "", Concern.ASSUMED
    for model in evaluation["models"]:
        for finding in model["findings"]:
            if finding["code"] == "fact.stale":
                yield LICENCES_READ, Concern.STALE
            elif model["contested"] and finding["reading"] == "guide":
                for pointer in finding["because"]:
                    yield item_for(pointer) or "", Concern.DISPUTED
