"""Telling once of each step on the way to a limit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from catalog.ambient import current_catalog
from wizard.actions import audit
from wizard.actions.common import lock
from wizard.actions.notices import notify
from wizard.models import LimitAlert, NoticeKind
from wizard.process.limits import Room, Step, alert_words, not_told, reached
from wizard.queries.numbers import Watched, answering, readings, watched


def limits_due(*, today: date) -> list[LimitAlert]:
    """Record every step newly reached for an approval in force or still used, and return them, the most pressing last.

    Each approval in a transaction of its own. Called daily, and after numbers were entered; never within a transaction.
    Calling it again tells nothing again.
    """
    return [alert for it in watched(today, readings()) for alert in _raise(it, today)]


@transaction.atomic
def _raise(one: Watched, today: date) -> list[LimitAlert]:
    pressing = [room for room in one.rooms if reached(room, today)]
    if not pressing:
        return []
    assessment = lock(one.snapshot.assessment)
    told: dict[tuple[str, str, int], set[str]] = {}
    for licence, metric, limit, step in assessment.limit_alerts.values_list("licence", "metric", "threshold", "step"):
        told.setdefault((licence, metric, limit), set()).add(step)
    made: list[LimitAlert] = []
    for room in pressing:
        of_it = told.setdefault(room.name, set())
        steps = not_told(reached(room, today), of_it)
        of_it |= set(steps)
        made += _record(one, room, steps)
    return made


def _record(one: Watched, room: Room, steps: Iterable[Step]) -> list[LimitAlert]:
    assessment = one.snapshot.assessment
    made = [
        LimitAlert.objects.create(
            assessment=assessment,
            licence=room.licence,
            metric=room.metric,
            threshold=room.limit,
            step=step,
            counted=room.counted or 0,
            crosses_on=room.crosses_on,
            raised_at=timezone.now(),
        )
        for step in steps
    ]
    if made:
        words = alert_words(assessment.name, _name_of(room.licence), room, [alert.step for alert in made])
        notify(
            to=answering(assessment),
            kind=NoticeKind.LIMIT,
            key=f"limit:{assessment.reference}:{room.licence}:{room.metric}:{room.limit}:{made[-1].step}",
            says=words,
            page=("wizard:numbers_of", assessment.reference),
        )
    for alert in made:
        details = {"licence": alert.licence, "limit": alert.threshold, "step": alert.step, "counted": alert.counted}
        audit.record(actor=None, action="limit.reached", subject=assessment, details=details)
    return made


def _name_of(licence: str) -> str:
    found = current_catalog().licences.get(licence)
    return found.short if found else licence
