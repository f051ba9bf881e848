"""Warning those concerned that a negotiated licence ends."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog
from catalog.presenters.words import agreed_limit, day, listed
from wizard.actions.notices import notify
from wizard.models import Notice, NoticeKind, Role, User
from wizard.process.agreements import step_of
from wizard.queries.agreements import Ending, agreements_ending


def agreements_due(*, today: date) -> list[Notice]:
    """Tell of each agreement that ends in 90, 45 or 14 days, or has ended: each person once for each step.

    Legal reviewers hear what rests on it; who wrote an assessment, or answers for an entry, hears of that alone. Each
    agreement in a transaction of its own. After days without a run only the step that stands is told.
    """
    return [notice for one in agreements_ending(today) for notice in _warn(one, today)]


@transaction.atomic
def _warn(one: Ending, today: date) -> list[Notice]:
    key = f"agreement:{one.agreement.id}:{one.until}:{step_of(one.until, today)}"
    own: dict[int, list[str]] = defaultdict(list)
    for assessment, people in one.assessments.items():
        for number in people:
            own[number].append(assessment.name)
    reviewers = User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True)
    others = User.objects.filter(pk__in=own).exclude(pk__in=reviewers)
    told = [(list(reviewers), [assessment.name for assessment in one.assessments])]
    told += [([person], own[person.pk]) for person in others]
    page = ("wizard:own_entry", "agreement", one.agreement.id)
    return [
        notice
        for people, names in told
        for notice in notify(to=people, kind=NoticeKind.AGREEMENT, key=key, says=_says(one, today, names), page=page)
    ]


def _says(one: Ending, today: date, names: list[str]) -> str:
    """One sentence on the end and one on what rests on it, told once and for all in the language of reports."""
    with translation.override(settings.REPORT_LANGUAGE):
        licence = current_catalog().licences.get(one.agreement.licence)
        told = {
            "licence": licence.short if licence else one.agreement.licence,
            "day": day(one.until),
            "names": listed(sorted(names)),
        }
        if one.until < today:
            said = [_("The agreement on %(licence)s ended on %(day)s.") % told]
        else:
            said = [_("The agreement on %(licence)s ends on %(day)s.") % told]
        if limit := one.agreement.limit:
            size = agreed_limit(limit.metric, limit.at_most, limit.counts)
            said.append(_("It covers %(size)s.") % {"size": size})
        if names:
            said.append(_("It carries the approval of %(names)s.") % told)
        return " ".join(said)
