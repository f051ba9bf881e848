"""The days of the law that arrive next, and what each of them changes for an approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from catalog.engine.law import Law
from catalog.engine.law.provisions import LawDate
from wizard.models import Snapshot, User
from wizard.queries.approvals import standing
from wizard.queries.assessments import assessments_for
from wizard.queries.material import Measure

A_PAGE = 25
DAY = timedelta(days=1)


def days_ahead(law: Law, today: date) -> dict[date, list[LawDate]]:
    """What begins on each day after today, the next day first."""
    coming: dict[date, list[LawDate]] = {}
    for one in sorted(law.dates.values(), key=lambda it: it.day):
        if one.day > today:
            coming.setdefault(one.day, []).append(one)
    return coming


def changes_on(snapshot: Snapshot, day: date, measure: Measure) -> tuple[str, ...]:
    """What will stand against an approval on a day and does not on the day before, one sentence each."""
    law_alone = replace(measure, numbers=())  # they are the same on both days
    before = law_alone.reasons_against(snapshot, day - DAY)
    return tuple(one for one in law_alone.reasons_against(snapshot, day) if one not in before)


def page_of_approvals(user: User, after: int) -> tuple[list[Snapshot], bool]:
    """Up to 25 approvals that this person sees, of assessments whose id comes after one; and whether more follow."""
    mine = standing().filter(assessment__in=assessments_for(user).order_by(), assessment_id__gt=after)
    found = list(mine[: A_PAGE + 1])
    return found[:A_PAGE], len(found) > A_PAGE
