"""The checklist with its statuses: beside a question, and as the page of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wizard.models import Assessment
from wizard.phases import ITEMS, PHASES, Item
from wizard.presenters.standing import Standing
from wizard.process.flow import Status

WORDS = {
    Status.NOT_APPLICABLE: gettext_lazy("does not apply"),
    Status.NOT_STARTED: gettext_lazy("not started"),
    Status.NEEDS_ATTENTION: gettext_lazy("to finish"),
    Status.LOOK_AGAIN: gettext_lazy("to look at again"),
    Status.UNKNOWN: gettext_lazy("left open"),
    Status.ANSWERED: gettext_lazy("answered"),
}
CLASSES = {
    Status.ANSWERED: "done",
    Status.NEEDS_ATTENTION: "stale",
    Status.LOOK_AGAIN: "stale",
    Status.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class TaskView:
    """One item in the list."""

    id: str
    label: str
    title: str
    href: str
    status: str
    css: str
    applies: bool
    current: bool
    note: str = ""


@dataclass(frozen=True)
class PhaseView:
    """One phase with its items and how far it is done."""

    title: str
    place: int
    count: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class TasksView:
    """The whole list, with the item to go on with; no next item means that all is done."""

    phases: tuple[PhaseView, ...]
    next_href: str
    next_label: str
    done: int
    total: int
    complete: bool


def tasks(
    assessment: Assessment, stand: Standing, current: str = "", notes: Mapping[str, str] = MappingProxyType({})
) -> TasksView:
    """The checklist of an assessment; `current` is the item on whose page the list stands.

    `notes` tell by item what waits there beside the answer: comments, and who is asked.
    """
    position = stand.position
    counts = {count.phase: count for count in position.phases}
    phases = tuple(
        PhaseView(
            title=phase.title,
            place=place,
            count=_("%(done)d of %(all)d") % {"done": counts[phase.id].done, "all": counts[phase.id].total},
            tasks=tuple(_task(item, assessment, stand, current, notes) for item in phase.items),
        )
        for place, phase in enumerate(PHASES, start=1)
    )
    following = next((task for phase in phases for task in phase.tasks if task.id == position.next_item), None)
    return TasksView(
        phases=phases,
        next_href=following.href if following else reverse("wizard:check", args=[assessment.reference]),
        next_label=following.title if following else _("Check your answers"),
        done=sum(count.done for count in position.phases),
        total=sum(count.total for count in position.phases),
        complete=position.complete,
    )


@lru_cache(maxsize=2000)
def _named(reference: str, item_id: str, _language: str) -> tuple[str, str, str]:
    """The label, title and address of an item, found once in each language: each save shows all twenty."""
    item = ITEMS[item_id]
    return item.label, item.title, reverse("wizard:item", args=[reference, item_id])


def _task(item: Item, assessment: Assessment, stand: Standing, current: str, notes: Mapping[str, str]) -> TaskView:
    status = stand.position.statuses[item.id]
    inert = status is Status.NOT_APPLICABLE and bool(stand.walk.asked[item.id].form.kept)
    label, title, href = _named(assessment.reference, item.id, get_language() or "")
    return TaskView(
        id=item.id,
        label=label,
        title=title,
        href=href,
        status=_("does not apply; its answer counts for nothing") if inert else str(WORDS[status]),
        css=CLASSES.get(status, ""),
        applies=status is not Status.NOT_APPLICABLE,
        current=item.id == current,
        note=notes.get(item.id, ""),
    )
