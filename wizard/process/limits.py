"""How near the limits are: which alert steps are reached, and from when on talks with the licensor should begin.

What is counted and when a limit is crossed is the engine's answer, its headroom; here it is only read.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from catalog.knowledge.sentences import Part, for_translation, joined, month, sentence, verbatim

MONTHS_AHEAD = 12
"""A crossing is told when it is this near."""
MONTHS_OF_TALKS = 6
"""How long before the crossing talks should begin."""
SHARE_OF_TALKS = 75
"""Per cent of a limit from which on talks should begin, whatever the projection says."""
MONTHS = 12


class Step(StrEnum):
    """What is told once, the most pressing last: a share of the limit, a crossing that comes, or that talks begin."""

    HALF = "50"
    CROSSING = "crossing"
    THREE_QUARTERS = "75"
    EIGHTY = "80"
    TALKS = "talks"
    NINETY = "90"
    FULL = "100"


SHARES = {step: int(step) for step in Step if step.isdecimal()}
UNITS = for_translation({"mau": "monthly users", "revenue": "US dollars of revenue"})


@dataclass(frozen=True)
class Room:
    """A limit and what counts against it. `counted` None: not known. `settled`: tested once, at a release.

    `agreement`: whose numbers count and the last day, where an agreement sets the limit.
    """

    licence: str
    metric: str
    limit: int
    counted: int | None
    settled: bool
    crosses_on: date | None
    agreement: tuple[str, date | None] | None = None

    @property
    def name(self) -> tuple[str, str, int]:
        """What makes it the same limit, whatever counts against it."""
        return (self.licence, self.metric, self.limit)

    @property
    def share(self) -> int | None:
        """Whole per cent of the limit that are used, rounded down so that no step is told early."""
        return None if self.counted is None else self.counted * 100 // self.limit


def rooms(evaluation: Mapping[str, Any], models: Container[str]) -> tuple[Room, ...]:
    """The limits of these models in an evaluation/1, each once; what was tested once stands last."""
    found = {
        Room(
            licence=told["licence"],
            metric=told["metric"],
            limit=told["limit"],
            counted=told["counted"],
            settled=told["type"] == "at-release",
            crosses_on=date.fromisoformat(told["crosses_on"]) if told["crosses_on"] else None,
            agreement=_agreement(told.get("agreement")),
        )
        for model in evaluation["models"]
        if model["model"] in models
        for told in model["headroom"]
    }
    return tuple(sorted(found, key=lambda room: (room.settled, room.limit, room.name, room.counted or 0)))


def _agreement(told: Mapping[str, str | None] | None) -> tuple[str, date | None] | None:
    if told is None:
        return None
    return (told["counts"] or "", date.fromisoformat(told["until"]) if told["until"] else None)


def talks_from(room: Room) -> date | None:
    """The day from which on talks should begin by the projection; None where no crossing is foreseen."""
    return months_before(room.crosses_on, MONTHS_OF_TALKS) if room.crosses_on and not room.settled else None


def reached(room: Room, today: date) -> tuple[Step, ...]:
    """The steps that are reached, the most pressing last. A limit tested once has none: nothing grows towards it."""
    if room.settled or room.counted is None:
        return ()
    counted, limit = room.counted, room.limit
    found = {step for step, share in SHARES.items() if counted * 100 >= limit * share}
    if counted * 100 >= limit * SHARE_OF_TALKS:
        found.add(Step.TALKS)
    if room.crosses_on:
        ahead = ((Step.CROSSING, MONTHS_AHEAD), (Step.TALKS, MONTHS_OF_TALKS))
        found |= {step for step, months in ahead if months_before(room.crosses_on, months) <= today}
    return tuple(step for step in Step if step in found)


def alert_words(name: str, licence: str, room: Room, steps: Container[str]) -> str:
    """What is said of an approval, by the name of its assessment, when these steps are newly reached."""
    parts: dict[str, Part] = {
        "name": verbatim(name),
        "licence": sentence("{name}, by agreement", name=verbatim(licence)) if room.agreement else verbatim(licence),
        "limit": room.limit,
        "unit": UNITS[room.metric],
        "counted": room.counted or 0,
        "share": room.share or 0,
    }
    said: list[str] = []
    if any(step in steps for step in SHARES):
        said.append(sentence("{counted} of {limit} {unit} ({licence}) are counted, which is {share} %.", **parts))
    if room.crosses_on and (not said or Step.CROSSING in steps):
        said.append(
            sentence(
                "At the present growth the limit of {limit} {unit} ({licence}) is passed in {month}.",
                month=month(room.crosses_on),
                **parts,
            )
        )
    if Step.TALKS in steps:
        said.append(for_translation("It is time to talk to the licensor, or to prepare a model without a limit."))
    return joined(" ", (sentence("{name}:", name=parts["name"]), *said))


def not_told(steps: Iterable[Step], told: Container[str]) -> tuple[Step, ...]:
    """The steps that nobody has been told of yet."""
    return tuple(step for step in steps if step not in told)


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    return date(year, month + 1, 1)
