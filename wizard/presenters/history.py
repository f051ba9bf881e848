"""What happened to an assessment, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.models import AuditEvent
from wizard.presenters.moments import moment
from wizard.queries.history import deed, who


@dataclass(frozen=True)
class EventView:
    """One event."""

    who: str
    what: str
    when: str


def history(events: Iterable[AuditEvent], names: Mapping[int, str]) -> tuple[EventView, ...]:
    """The events in the order given; `names` are those of the people whom they are about, by id."""
    return tuple(EventView(who(event), deed(event, names), moment(event.at)) for event in events)
