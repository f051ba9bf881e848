"""What happened to an assessment, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from wizard.models import AuditEvent
from wizard.phases import ITEMS
from wizard.presenters.answers import moment

ACTIONS = {
    "assessment.started": "started the assessment",
    "assessment.candidates-changed": "changed the models under assessment",
    "assessment.copied": "copied it",
    "assessment.imported": "read it in",
    "answer.saved": "answered",
    "answers.changed": gettext_lazy("changed answers in one step"),
    "answers.taken-back": gettext_lazy("took a step back"),
    "participant.added": gettext_lazy("let %(person)s take part"),
    "participant.removed": gettext_lazy("ended the part of %(person)s"),
    "assignment.made": gettext_lazy("asked %(person)s to answer"),
    "assignment.withdrawn": gettext_lazy("no longer asks %(person)s to answer"),
    "assignment.done": gettext_lazy("answered for %(person)s, who was asked,"),
    "comment.written": gettext_lazy("commented on"),
    "comment.settled": gettext_lazy("settled a comment on"),
    "comment.reopened": gettext_lazy("opened a comment again on"),
    "evidence.added": "added evidence to",
    "evidence.removed": "removed evidence from",
    "todo.planned": gettext_lazy("planned a duty"),
    "todo.done": gettext_lazy("marked a duty as done"),
    "todo.reopened": gettext_lazy("marked a duty as not done yet"),
    "assessment.submitted": "handed it over for review",
    "assessment.reviewed": "decided on it",
    "assessment.approved": "approved it and issued the report",
    "assessment.withdrawn": "withdrew the approval",
    "assessment.expired": "marked the approval as expired",
}


@dataclass(frozen=True)
class EventView:
    """One event."""

    who: str
    what: str
    when: str


def history(events: Iterable[AuditEvent], names: Mapping[int, str]) -> tuple[EventView, ...]:
    """The events in the order given; `names` are those of the people whom they are about, by id."""
    return tuple(EventView(_who(event), _what(event, names), moment(event.at)) for event in events)


def people_in(events: Iterable[AuditEvent]) -> set[int]:
    """The ids of the people whom the events are about, beside those who acted."""
    return {event.details["person"] for event in events if "person" in event.details}


def _who(event: AuditEvent) -> str:
    return event.actor.full_name if event.actor else "The service"


def _what(event: AuditEvent, names: Mapping[int, str]) -> str:
    words = str(ACTIONS.get(event.action, event.action))
    if "person" in event.details:
        words %= {"person": names.get(event.details["person"], "")}
    item = ITEMS.get(event.details.get("item", ""))
    if item:
        return f"{words} “{item.label}”"
    return f"{words} from {origin}" if (origin := event.details.get("from")) else words
