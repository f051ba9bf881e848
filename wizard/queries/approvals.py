"""Which models the organisation may deploy: those of approvals in force; and which it still uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from wizard.interchange.gate import Approved
from wizard.interchange.lbom import Line, lines_of, together
from wizard.models import RegisterEntry, Snapshot
from wizard.process.lifecycle import State


def standing() -> QuerySet[Snapshot]:
    """The snapshots that a report approves and that nobody ended, by assessment."""
    return _loaded(
        Snapshot.objects.filter(
            assessment__state=State.APPROVED, revision=F("assessment__revision"), report__isnull=False
        )
    )


def in_force(today: date) -> list[Snapshot]:
    """Those that stand, until the last day of their approval."""
    return [it for it in standing() if it.valid_until is None or it.valid_until >= today]


def still_used(today: date) -> list[Snapshot]:
    """Those in force, and those on which an open entry of the register rests although they are not: by assessment.

    What was approved is watched until it is retired, not until its approval ends.
    """
    valid = in_force(today)
    entered = RegisterEntry.objects.filter(ended_at=None).order_by().values("snapshot")
    outlived = _loaded(Snapshot.objects.filter(pk__in=entered).exclude(pk__in=[it.pk for it in valid]))
    return sorted((*valid, *outlived), key=lambda it: it.assessment_id)


def approved_models(today: date) -> Mapping[str, tuple[Approved, ...]]:
    """The approvals in force that allow a model, by its id; none for what was retired from the register or replaced."""
    found: dict[str, list[Approved]] = defaultdict(list)
    for snapshot in in_force(today):
        for result in _allowed(snapshot):
            found[result["model"]].append(Approved(snapshot.data["reference"], frozenset(result["licences"])))
    return {model: tuple(approvals) for model, approvals in found.items()}


def approved_lines(today: date) -> list[Line]:
    """One line of a bill for each model that an approval in force allows, with the places where it runs.

    Nothing is known of what was approved before bills were frozen with a decision.
    """
    lines: list[Line] = []
    for snapshot in in_force(today):
        if "bill" in snapshot.data:
            running = {entry.model: _places(entry) for entry in _open_entries(snapshot)}
            own = (line for line in lines_of(snapshot.data) if line.id in running)
            lines.extend(replace(line, deployed_in=running[line.id]) for line in own)
    return together(lines)


def _loaded(snapshots: QuerySet[Snapshot]) -> QuerySet[Snapshot]:
    beside = ("reviews", "assessment__entries__deployments")
    return snapshots.select_related("assessment__author").prefetch_related(*beside).order_by("assessment_id")


def _allowed(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """What was found of each candidate that may be used and stands in the register."""
    entered = {entry.model for entry in _open_entries(snapshot)}
    yield from (result for result in snapshot.data["evaluation"]["models"] if result["model"] in entered)


def _open_entries(snapshot: Snapshot) -> list[RegisterEntry]:
    return [entry for entry in snapshot.assessment.entries.all() if entry.ended_at is None]


def _places(entry: RegisterEntry) -> tuple[str, ...]:
    return tuple(deployment.place for deployment in entry.deployments.all() if deployment.until is None)
