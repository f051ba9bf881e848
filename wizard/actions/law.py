"""Telling those concerned of a day of the law before it arrives, and of an edition that judges anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from catalog.ambient import current_law, edition
from catalog.knowledge.sentences import counted, sentence, verbatim
from catalog.presenters.words import day as day_words
from wizard.actions.notices import notify
from wizard.models import Notice, NoticeKind, Role, Snapshot, User
from wizard.queries.ahead import changes_on, days_ahead
from wizard.queries.approvals import in_force
from wizard.queries.material import Measure, measure_now

SOON = timedelta(days=90)
"""How long before its day a change of the law is told."""


def law_due(*, today: date) -> list[Notice]:
    """Tell of every day of the law within 90 days that something of an approval will change, once per approval.

    Told are the author, who approved it, and who answers for its models. What was not run for days is caught up while
    the day lies ahead; an approval that ends before that day is not told of. An edition in force by which approvals
    were not judged is told to the legal reviewers once.
    """
    measure, approvals = measure_now(), in_force(today)
    days = [day for day in days_ahead(current_law(), today) if day <= today + SOON]
    new = [
        notice
        for snapshot in approvals
        for day in days
        if snapshot.valid_until is None or snapshot.valid_until >= day
        for notice in _tell(snapshot, day, measure)
    ]
    return [*new, *_tell_edition(approvals)]


def _tell(snapshot: Snapshot, day: date, measure: Measure) -> list[Notice]:
    changes = changes_on(snapshot, day, measure)
    if not changes:
        return []
    says = sentence(
        "On {day} the law changes something for {product}: {changes}. The approval will be superseded on that day.",
        day=day_words(day),
        product=verbatim(snapshot.assessment.name),
        changes=counted("{n} point", "{n} points", len(changes)),
    )
    owners = (entry.owner for entry in snapshot.assessment.entries.all() if entry.ended_at is None)
    people = {snapshot.assessment.author, *(one.reviewer for one in snapshot.approvals), *owners}
    with transaction.atomic():
        return notify(
            to=people,
            kind=NoticeKind.LAW,
            key=f"law:{day}:{snapshot.sha256}",
            says=says,
            page=("wizard:law_ahead_on", day.isoformat()),
        )


def _tell_edition(approvals: Iterable[Snapshot]) -> list[Notice]:
    version = edition().edition.version
    others = [one for one in approvals if one.data["edition"]["version"] != version]
    if not others:
        return []
    says = sentence(
        "Edition {version} of the catalogue is in force; {approvals} rest on another one.",
        version=version,
        approvals=counted("{n} approval", "{n} approvals", len(others)),
    )
    reviewers = User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True)
    with transaction.atomic():
        return notify(
            to=reviewers, kind=NoticeKind.EDITION, key=f"edition:{version}", says=says, page=("catalog:editions",)
        )
