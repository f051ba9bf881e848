"""What a save has changed elsewhere: verdicts that moved, other items that became stale, and a step to take back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.presenters.words import listed
from wizard.models import Answer
from wizard.phases import Item
from wizard.phases.assemble import Asked
from wizard.presenters.findings import Words
from wizard.presenters.panel import changes_said
from wizard.presenters.standing import Standing

STEP = "last-step"
"""Where a session keeps the last step that can be taken back."""


@dataclass(frozen=True)
class StaleView:
    """Another item that a save has changed: its name, where it is, and what became of it."""

    label: str
    href: str
    why: str


@dataclass(frozen=True)
class StepView:
    """A step that can be taken back: its name, by which a page says which step it shows, and what it did, in words."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """What followed from a save. `said` is for those who hear the page, and empty where nothing moved."""

    said: str
    stale: tuple[StaleView, ...]


def effects(reference: str, before: Standing, after: Standing, saved: Item) -> Effects:
    """Compare where a decision stood before and after a save."""
    stale = tuple(_stale(reference, before, after, saved))
    verdicts = changes_said(before.evaluation, after.evaluation, Words(after.context.catalogue, reference))
    names = listed(f"“{one.label}”" for one in stale)
    heard = _("Changed by this answer: %(items)s.") % {"items": names} if stale else ""
    return Effects(" ".join(part for part in (verdicts, heard) if part), stale)


def step_view(kept: Any, page: str, answers: Mapping[str, Answer]) -> StepView | None:
    """The last step, made on this page; None where none can be taken back.

    `kept` is what the session holds. A step can be taken back until one of its answers is changed again.
    """
    if not kept or kept["page"] != page:
        return None
    stands = all(one["item"] in answers and answers[one["item"]].version == one["version"] for one in kept["former"])
    return StepView(kept["id"], tuple(kept["words"])) if stands else None


def _stale(reference: str, before: Standing, after: Standing, saved: Item) -> Iterator[StaleView]:
    for item, turn in after.walk.asked.items():
        earlier = before.walk.asked[item]
        if item == saved.id or earlier is turn:
            continue
        if why := _why(earlier, turn):
            yield StaleView(turn.item.label, reverse("wizard:item", args=[reference, item]), why)


def _why(before: Asked, after: Asked) -> str:
    """What became of one item; empty where it is asked as before, or was not begun and needs nobody’s second look."""
    answered = bool(after.form.kept)
    if before.applies != after.applies:
        return _moved(after.applies, answered)
    if not after.applies or not answered:
        return ""
    shown = set(after.form.fields)
    new = [name for name in after.form.missing() if name not in before.form.fields]
    idle = [str(before.form.fields[name].label) for name in before.form.values if name not in shown]
    parts = []
    if new:
        count = len(new)
        parts.append(ngettext("%(count)s new question", "%(count)s new questions", count) % {"count": count})
    if idle:
        questions = listed(f"“{label}”" for label in idle)
        parts.append(_("what you answered to %(questions)s counts for nothing now") % {"questions": questions})
    return "; ".join(parts)


def _moved(applies: bool, answered: bool) -> str:
    if applies:
        return _("applies again, with what you answered before") if answered else _("applies now")
    return _("no longer applies; its answer is kept, but counts for nothing") if answered else _("no longer applies")
