"""Where an author stands, derived from the answers by replay and never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What an author has done with an item."""

    NOT_APPLICABLE = "not-applicable"
    NOT_STARTED = "not-started"
    NEEDS_ATTENTION = "needs-attention"
    LOOK_AGAIN = "look-again"
    UNKNOWN = "unknown"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Step:
    """One item as the caller knows it.

    `applies` is decided from the facts; `attention` means that questions which apply have no answer. `overtaken`
    means that an answer on which this item's questions depend was given after its own.
    """

    item: str
    phase: str
    applies: bool = True
    answered: bool = False
    unknown: bool = False
    attention: bool = False
    overtaken: bool = False


@dataclass(frozen=True)
class PhaseCount:
    """A phase's progress: `done` of `total` items that apply, `unknown` of them answered with "I don't know"."""

    phase: str
    done: int
    unknown: int
    total: int


@dataclass(frozen=True)
class Position:
    """The whole way: each item's status in order, the item to go to next (None when all is done), phase by phase."""

    statuses: Mapping[str, Status]
    next_item: str | None
    phases: tuple[PhaseCount, ...]

    @property
    def complete(self) -> bool:
        """Whether every item that applies is answered or knowingly left open."""
        return self.next_item is None


_DONE = frozenset({Status.ANSWERED, Status.UNKNOWN})
UNFINISHED = frozenset({Status.NEEDS_ATTENTION, Status.LOOK_AGAIN})
"""Begun, and something is missing."""
_TO_DO = frozenset({Status.NOT_STARTED}) | UNFINISHED


def replay(steps: Iterable[Step]) -> Position:
    """Walk the items in their order and say where the author stands."""
    ordered = tuple(steps)
    statuses = {step.item: _status(step) for step in ordered}
    return Position(
        statuses=statuses,
        next_item=next((item for item, status in statuses.items() if status in _TO_DO), None),
        phases=tuple(_count(phase, ordered, statuses) for phase in dict.fromkeys(step.phase for step in ordered)),
    )


def following(position: Position, item: str) -> str | None:
    """The next item after `item` that applies, or None at the end; raises KeyError for an item not on the way."""
    items = list(position.statuses)
    after = items[items.index(item) + 1 :] if item in position.statuses else None
    if after is None:
        raise KeyError(item)
    return next((other for other in after if position.statuses[other] is not Status.NOT_APPLICABLE), None)


def _status(step: Step) -> Status:
    if not step.applies:
        return Status.NOT_APPLICABLE
    if not (step.answered or step.unknown):
        return Status.NOT_STARTED
    if step.attention:
        return Status.LOOK_AGAIN if step.overtaken else Status.NEEDS_ATTENTION
    return Status.UNKNOWN if step.unknown else Status.ANSWERED


def _count(phase: str, steps: tuple[Step, ...], statuses: Mapping[str, Status]) -> PhaseCount:
    mine = [statuses[step.item] for step in steps if step.phase == phase and step.applies]
    return PhaseCount(
        phase=phase,
        done=sum(status in _DONE for status in mine),
        unknown=sum(status is Status.UNKNOWN for status in mine),
        total=len(mine),
    )
