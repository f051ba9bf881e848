"""A page of the audit log: the events that somebody looks for, latest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from wizard.models import AuditEvent, User
from wizard.process.chain import reads_whole_log
from wizard.queries.assessments import assessments_for
from wizard.queries.permissions import person_of

A_PAGE = 50
SERVICE = "service"
"""Who acted, where nobody did: the service itself."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; whatever is empty or None does not narrow it. `last` is the last day that counts.

    `who` is the id of a person, or SERVICE. `before` is the number of an event: only earlier ones are wanted.
    """

    who: str = ""
    action: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


def open_to(user: User) -> QuerySet[AuditEvent]:
    """The events that a person may read: all, or their own and those of the assessments that they may see."""
    if reads_whole_log(person_of(user)):
        return AuditEvent.objects.all()
    seen = assessments_for(user).order_by().values("reference")
    return AuditEvent.objects.filter(Q(actor=user) | Q(subject_type="assessment", subject_id__in=seen))


def page_of_log(user: User, wanted: Wanted) -> tuple[list[AuditEvent], bool]:
    """Up to fifty events with who acted, latest first, and whether there are earlier ones."""
    events = open_to(user).select_related("actor").order_by("-seq")
    if wanted.who:
        events = events.filter(actor=None if wanted.who == SERVICE else int(wanted.who))
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.about:
        events = events.filter(subject_type="assessment", subject_id=wanted.about.upper())
    if wanted.first:
        events = events.filter(at__gte=datetime.combine(wanted.first, time.min, UTC))
    if wanted.last:
        events = events.filter(at__lte=datetime.combine(wanted.last, time.max, UTC))
    if wanted.before is not None:
        events = events.filter(seq__lt=wanted.before)
    found = list(events[: A_PAGE + 1])
    return found[:A_PAGE], len(found) > A_PAGE


def led_to(user: User, events: Iterable[AuditEvent]) -> set[str]:
    """The references of the assessments of these events that a person may see."""
    about = {event.subject_id for event in events if event.subject_type == "assessment"}
    return set(assessments_for(user).filter(reference__in=about).order_by().values_list("reference", flat=True))


def who_acted(user: User) -> list[tuple[str, str]]:
    """Id and name of everybody who did something that this person may read."""
    theirs = Exists(open_to(user).filter(actor=OuterRef("pk")).order_by())
    people = User.objects.filter(theirs).order_by("full_name", "pk").values_list("pk", "full_name")
    return [(str(key), name) for key, name in people]
