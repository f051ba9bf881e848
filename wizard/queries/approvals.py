"""Which models the organisation may deploy: those of approvals in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import F

from wizard.interchange.gate import Approved
from wizard.interchange.lbom import MAY_BE_USED
from wizard.models import Snapshot
from wizard.process.lifecycle import State


def approved_models(today: date) -> Mapping[str, tuple[Approved, ...]]:
    """The approvals in force that allow a model, by its id. An approval past its last day allows nothing."""
    found: dict[str, list[Approved]] = defaultdict(list)
    standing = Snapshot.objects.filter(
        assessment__state=State.APPROVED, revision=F("assessment__revision"), report__isnull=False
    ).prefetch_related("reviews")
    for snapshot in standing.order_by("assessment_id"):
        if snapshot.valid_until is not None and snapshot.valid_until < today:
            continue
        data = snapshot.data
        for result in data["evaluation"]["models"]:
            if result["verdict"] in MAY_BE_USED:
                found[result["model"]].append(Approved(data["reference"], frozenset(result["licences"])))
    return {model: tuple(approvals) for model, approvals in found.items()}
