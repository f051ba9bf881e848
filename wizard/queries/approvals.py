"""Which models the organisation may deploy: those of approvals in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F

from wizard.interchange.gate import Approved
from wizard.interchange.lbom import MAY_BE_USED, Line, lines_of, together
from wizard.models import Snapshot
from wizard.process.lifecycle import State


def in_force(today: date) -> list[Snapshot]:
    """The snapshots that a report approves, until the last day of their approval; by assessment."""
    standing = Snapshot.objects.filter(
        assessment__state=State.APPROVED, revision=F("assessment__revision"), report__isnull=False
    )
    snapshots = standing.select_related("assessment__author").prefetch_related("reviews").order_by("assessment_id")
    return [it for it in snapshots if it.valid_until is None or it.valid_until >= today]


def approved_models(today: date) -> Mapping[str, tuple[Approved, ...]]:
    """The approvals in force that allow a model, by its id."""
    found: dict[str, list[Approved]] = defaultdict(list)
    for snapshot in in_force(today):
        for result in _allowed(snapshot):
            found[result["model"]].append(Approved(snapshot.data["reference"], frozenset(result["licences"])))
    return {model: tuple(approvals) for model, approvals in found.items()}


def approved_lines(today: date) -> list[Line]:
    """One line of a bill for each model that an approval in force allows.

    Nothing is known of what was approved before bills were frozen with a decision.
    """
    lines: list[Line] = []
    for snapshot in in_force(today):
        if "bill" in snapshot.data:
            allowed = {result["model"] for result in _allowed(snapshot)}
            lines.extend(line for line in lines_of(snapshot.data) if line.id in allowed)
    return together(lines)


def _allowed(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """What was found of each candidate that may be used."""
    yield from (result for result in snapshot.data["evaluation"]["models"] if result["verdict"] in MAY_BE_USED)
