"""Looking at an entry of the register again: when, and what is asked. Only what could have changed is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.knowledge.sentences import counted, joined, sentence, verbatim

AHEAD = timedelta(days=14)
"""How long before its day a review is asked for."""


@dataclass(frozen=True)
class Question:
    """One thing to look at. `changed` is what is known already: True where the service found a change itself."""

    code: str
    says: str
    changed: bool = False


@dataclass(frozen=True)
class Watched:
    """What is known of an entry on the day.

    `changes` are sentences on what changed since its approval; `limits` how many limits of users or revenue go on
    counting; `late` how many duties are late; `valid_until` the last day of the approval; `next_due` the day of the
    review after this one.
    """

    changes: Sequence[str]
    places: Sequence[str]
    limits: int
    late: int
    valid_until: date | None
    next_due: date


def questions(watched: Watched) -> Iterator[Question]:
    """What a review asks: first what the service found, then what only people know."""
    for number, change in enumerate(watched.changes, start=1):
        yield Question(f"found-{number}", change, changed=True)
    if watched.late:
        yield Question("duties", counted("{n} duty is late.", "{n} duties are late.", watched.late), changed=True)
    if watched.valid_until is not None and watched.valid_until < watched.next_due:
        yield Question("approval", sentence("The approval ends before the next review."), changed=True)
    if watched.places:
        places = joined(", ", tuple(map(verbatim, watched.places)))
        yield Question("places", sentence("It runs in these places and in no other: {places}.", places=places))
    else:
        yield Question("places", sentence("It runs nowhere yet."))
    yield Question("use", sentence("It is used as the assessment says: the same product, purpose, people and outputs."))
    yield Question("model", sentence("The weights are those that were approved: not trained further, not replaced."))
    if watched.limits:
        yield Question("numbers", sentence("The user numbers that were entered are those of today."))
