"""What happened to an assessment, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
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
    "evidence.added": "added evidence to",
    "evidence.removed": "removed evidence from",
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


def history(events: Iterable[AuditEvent]) -> tuple[EventView, ...]:
    """The events in the order given."""
    return tuple(EventView(_who(event), _what(event), moment(event.at)) for event in events)


def _who(event: AuditEvent) -> str:
    return event.actor.full_name if event.actor else "The service"


def _what(event: AuditEvent) -> str:
    words = str(ACTIONS.get(event.action, event.action))
    item = ITEMS.get(event.details.get("item", ""))
    if item:
        return f"{words} “{item.label}”"
    return f"{words} from {origin}" if (origin := event.details.get("from")) else words
