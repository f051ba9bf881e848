"""The numbers that hold, and the limits of the approvals in force with these numbers counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from catalog.ambient import current_catalog, current_law, overlay
from catalog.engine.answers import Unusable
from catalog.engine.evaluate import evaluate
from wizard.models import Assessment, LimitAlert, Snapshot, User, UserNumber
from wizard.phases.adopted import settled
from wizard.phases.context import Context
from wizard.process.limits import Room, rooms
from wizard.process.readings import Reading, facts_with
from wizard.queries.approvals import still_used
from wizard.queries.worlds import SETTLED


@dataclass(frozen=True)
class Watched:
    """An approval in force, the facts with the newest numbers in them, and its limits. `usable`: they were counted."""

    snapshot: Snapshot
    facts: dict[str, Any]
    rooms: tuple[Room, ...]
    usable: bool = True


def readings() -> tuple[Reading, ...]:
    """The numbers that hold, the oldest day first: of each thing and day the one that was entered last."""
    rows = UserNumber.objects.order_by("id").values_list("entity", "product", "metric", "counted_on", "value")
    held = {(it.key, it.on): it for it in (Reading(*row) for row in rows)}
    return tuple(sorted(held.values(), key=lambda it: it.on))


def entries(metric: str, entity: str, product: str) -> QuerySet[UserNumber]:
    """All that was ever entered of one thing, the latest day first and the latest entry of a day first."""
    mine = UserNumber.objects.filter(metric=metric, entity=entity, product=product)
    return mine.select_related("entered_by").order_by("-counted_on", "-id")


def names() -> tuple[list[str], list[str]]:
    """The products and the companies that numbers were entered of, by name."""
    pairs = set(UserNumber.objects.order_by().values_list("product", "entity").distinct())
    products, companies = ({pair[place] for pair in pairs} - {""} for place in (0, 1))
    return sorted(products), sorted(companies)


def alerts_of(assessment: Assessment) -> QuerySet[LimitAlert]:
    """What was told of the limits of an assessment, the latest first."""
    return assessment.limit_alerts.order_by("-id")


def approval(reference: str, today: date, numbers: Sequence[Reading]) -> Watched | None:
    """The approval of an assessment with its limits, in force or still used; None without one."""
    found = (it for it in still_used(today) if it.assessment.reference == reference)
    snapshot = next(found, None)
    return watch(snapshot, today, numbers) if snapshot else None


def watched(today: date, numbers: Sequence[Reading]) -> tuple[Watched, ...]:
    """Every approval in force or still used with its limits, these numbers counted."""
    return tuple(watch(snapshot, today, numbers) for snapshot in still_used(today))


def watch(snapshot: Snapshot, today: date, numbers: Sequence[Reading]) -> Watched:
    """One approval with its limits: its facts, with these numbers in them, evaluated by the catalogue of today.

    Models that were blocked are left out, since nobody was allowed to deploy them, and so are those that were retired
    from the register or replaced.
    """
    data = snapshot.data
    approved = {told["model"] for told in data["evaluation"]["models"] if told["verdict"] != "blocked"}
    approved -= ended_models(snapshot)
    catalogue = current_catalog()
    known = tuple(sorted(name for name in approved if name in catalogue.models))
    facts = facts_with({key: it for key, it in data["facts"].items() if key not in SETTLED}, numbers)
    if not known:
        return Watched(snapshot, facts, (), usable=False)
    context = Context(catalogue, current_law(), known, today, own=overlay())
    document = {**facts, "candidates": list(known), **settled(context)}
    try:
        now = evaluate(document, catalogue, current_law(), today).as_json()
    except Unusable:
        return Watched(snapshot, facts, (), usable=False)
    return Watched(snapshot, facts, rooms(now, known))


def answering(assessment: Assessment) -> set[User]:
    """Who answers for what was approved: the owners in the register, or the author where nothing stands there."""
    owners = {entry.owner for entry in assessment.entries.select_related("owner").filter(ended_at=None)}
    return owners or {assessment.author}


def ended_models(snapshot: Snapshot) -> set[str]:
    """The models whose use has ended by the register."""
    entries = snapshot.assessment.entries.all()
    return {it.model for it in entries if it.ended_at} - {it.model for it in entries if not it.ended_at}
