"""When somebody is warned that a negotiated licence ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.knowledge.overlay import Agreement
from catalog.knowledge.terms import AgreedLimit

STEPS = (90, 45, 14, 0)
"""Days before the end; the last is for an agreement that has ended and is still held."""
WARNED = STEPS[0]


def step_of(until: date, today: date) -> int | None:
    """The step that stands on a day: after days without a look only the most pressing; None while it is far off."""
    left = (until - today).days
    if left < 0:
        return 0
    return min((step for step in STEPS if step and left <= step), default=None)


def ending(agreements: Iterable[Agreement], today: date) -> Iterator[tuple[Agreement, date]]:
    """The agreements that end within 90 days, or have ended, with their last day; the soonest first.

    One that another agreement outlives, on the same licence, for all that it covers and up to as much, needs none.
    """
    held = tuple(agreements)
    dated = [(it, it.until) for it in held if it.until and step_of(it.until, today) is not None]
    yield from sorted((pair for pair in dated if not _outlived(pair, held)), key=lambda pair: (pair[1], pair[0].id))


def _outlived(pair: tuple[Agreement, date], held: Iterable[Agreement]) -> bool:
    agreement, until = pair
    return any(
        other.licence == agreement.licence
        and set(agreement.covers) <= set(other.covers)
        and (other.until is None or other.until > until)
        and _reaches(other.limit, agreement.limit)
        for other in held
    )


def _reaches(later: AgreedLimit | None, now: AgreedLimit | None) -> bool:
    """Whether a later limit covers whatever the present one does: the same is counted, up to as much at least."""
    if later is None or now is None:
        return later is None
    return (later.metric, later.counts) == (now.metric, now.counts) and later.at_most >= now.at_most
