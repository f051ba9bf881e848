"""The audit log as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from wizard.models import AuditEvent, HeadStamp
from wizard.presenters.moments import moment
from wizard.queries.history import deed, who


@dataclass(frozen=True)
class LogRow:
    """One event. `about` is the reference of an assessment, or the name of an account; `href` may be empty."""

    seq: int
    when: str
    who: str
    what: str
    about: str
    href: str
    hash: str


@dataclass(frozen=True)
class StampRow:
    """One daily time-stamp: the event up to which it covers the log, and the head it was made for."""

    when: str
    authority: str
    seq: int
    head: str


def stamp_rows(stamps: Iterable[HeadStamp]) -> tuple[StampRow, ...]:
    """The time-stamps in the order given."""
    return tuple(StampRow(moment(one.at), one.authority, one.seq, one.head) for one in stamps)


def log_rows(events: Iterable[AuditEvent], names: Mapping[int, str], seen: Collection[str]) -> tuple[LogRow, ...]:
    """The events in the order given.

    `names` are those of the people whom they are about, by id; only the assessments in `seen` are led to.
    """
    return tuple(_row(event, names, seen) for event in events)


def people_about(events: Iterable[AuditEvent]) -> set[int]:
    """The ids of the accounts that events are about."""
    return {int(event.subject_id) for event in events if event.subject_type == "user"}


def _row(event: AuditEvent, names: Mapping[int, str], seen: Collection[str]) -> LogRow:
    about, href = "", ""
    if event.subject_type == "assessment":
        about = event.subject_id
        href = reverse("wizard:assessment", args=[about]) if about in seen else ""
    elif event.subject_type == "user":
        about = names.get(int(event.subject_id), "")
    return LogRow(event.seq, moment(event.at), who(event), deed(event, names), about, href, event.hash)
