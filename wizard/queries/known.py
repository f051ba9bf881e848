"""A decision replayed: the account of a day, what it came to then, and what the same facts come to now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from catalog.engine.answers import Unusable
from catalog.engine.evaluate import evaluate
from catalog.knowledge.editions import Damaged
from wizard.models import Assessment, Ending, Report, Snapshot
from wizard.process.canonical import canonical_json
from wizard.queries.assessments import NotFound
from wizard.queries.worlds import World, world_now, world_of


class Replay(StrEnum):
    """How a frozen evaluation compares with the one that its facts give again."""

    SAME = "same"
    OTHER = "other"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Account:
    """An evaluation with what it rests on, in the shape that a snapshot has."""

    evaluation: dict[str, Any]
    own: str

    @property
    def data(self) -> dict[str, Any]:
        """As a part of a snapshot: evaluation, edition, engine and own."""
        kept = {"own": {"key": self.own}} if self.own else {}
        return {
            "evaluation": self.evaluation,
            "edition": self.evaluation["edition"],
            "engine": self.evaluation["engine"],
            **kept,
        }


@dataclass(frozen=True)
class Known:
    """What was known on a day. `then` and `now` are None where the facts cannot be evaluated by that knowledge."""

    snapshot: Snapshot
    replay: Replay
    then: Account | None
    now: Account | None
    later: Snapshot | None
    report: Report | None
    ending: Ending | None


def account_on(assessment: Assessment, day: date) -> Snapshot | None:
    """The last account that was handed over by the end of a day (UTC); None before the first."""
    by_then = assessment.snapshots.filter(taken_at__lte=datetime.combine(day, time.max, UTC))
    return by_then.select_related("taken_by").prefetch_related("reviews").order_by("-revision").first()


def first_day(assessment: Assessment) -> date | None:
    """The day (UTC) on which the first account was handed over; None for a draft that never was."""
    first = assessment.snapshots.order_by("revision").values_list("taken_at", flat=True).first()
    return first.astimezone(UTC).date() if first else None


def known_on(snapshot: Snapshot, day: date, today: date) -> Known:
    """Replay an account: as it was frozen, as its facts stood on a day, and as they stand today.

    Then counts the edition and the own entries under which it was handed over, with the law as of the day; today
    counts what is known now.
    """
    world = _world_of(snapshot)
    facts = snapshot.data["facts"]
    return Known(
        snapshot=snapshot,
        replay=_replayed(snapshot, world),
        then=_as_frozen(facts, world, day) if world else None,
        now=_as_now(facts, world_now(), today),
        later=Snapshot.objects.filter(assessment=snapshot.assessment_id, revision=snapshot.revision + 1).first(),
        report=Report.objects.filter(snapshot=snapshot).first(),
        ending=Ending.objects.filter(snapshot=snapshot).first(),
    )


def _world_of(snapshot: Snapshot) -> World | None:
    try:
        return world_of(snapshot)
    except (Damaged, NotFound):
        return None


def _replayed(snapshot: Snapshot, world: World | None) -> Replay:
    frozen = snapshot.data["evaluation"]
    again = _as_frozen(snapshot.data["facts"], world, date.fromisoformat(frozen["as_of"])) if world else None
    if again is None:
        return Replay.IMPOSSIBLE
    return Replay.SAME if json.loads(canonical_json(again.evaluation)) == frozen else Replay.OTHER


def _as_frozen(facts: dict[str, Any], world: World, day: date) -> Account | None:
    """With the positions and agreements of the facts themselves: those that held when they were handed over."""
    try:
        found = evaluate({**facts, "as_of": day.isoformat()}, world.catalogue, world.law, day)
    except Unusable:
        return None
    return Account(found.as_json(), world.own.key)


def _as_now(facts: dict[str, Any], world: World, today: date) -> Account | None:
    try:
        found = world.evaluated(facts, today)
    except Unusable:
        return None
    return Account(found, world.own.key) if found else None
