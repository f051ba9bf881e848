"""The tool that some items bring along, beside their questions: what it shows follows from the answers so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.presenters.words import day
from wizard.models import Assessment
from wizard.phases import Item
from wizard.presenters.findings import Link
from wizard.presenters.growth import growth
from wizard.presenters.papers import papers_views
from wizard.presenters.reviews import reviews
from wizard.presenters.standing import Standing
from wizard.presenters.tools.compute import compute_tool
from wizard.presenters.tools.families import families
from wizard.presenters.tools.openness import openness
from wizard.presenters.tools.outputs import per_answer
from wizard.presenters.tools.parts import read_differently
from wizard.presenters.tools.route import route
from wizard.presenters.tools.safety import safety
from wizard.presenters.tools.texts import texts
from wizard.presenters.tools.training import training
from wizard.presenters.tools.users import steps, what_counts
from wizard.presenters.tools.uses import use_lists
from wizard.presenters.tools.watch import law_days, trail, upstream

EVERY = {1: gettext_lazy("%(day)s, then every month"), 12: gettext_lazy("%(day)s, then every year")}


@dataclass(frozen=True)
class Tool:
    """A tool to show: its template and its content.

    One that leads stands before the questions and follows from earlier answers alone; the others stand after them and
    follow each change.
    """

    template: str
    content: Any
    leads: bool


@dataclass(frozen=True)
class Dates:
    """The days of a calendar file, and where it is handed out."""

    file: Link
    days: tuple[tuple[str, str], ...]


def tool(assessment: Assessment, stand: Standing, item: Item) -> Tool | None:
    """The tool of an item; None for the items that are only asked, and where the item does not apply."""
    if item.id not in TOOLS or not stand.walk.asked[item.id].applies:
        return None
    leads, make = TOOLS[item.id]
    if item.id in OF_MODELS and not stand.context.candidates:
        return Tool(NO_MODEL, None, leads)
    return Tool(f"wizard/tools/{item.id}.html", make(assessment, stand), leads)


def _growth(_assessment: Assessment, stand: Standing) -> Any:
    names = {licence.id: licence.short for licence in stand.context.catalogue.licences.values()}
    rooms = [room for model in stand.evaluation["models"] for room in model["headroom"]]
    rate = stand.facts.get("organisation", {}).get("monthly_growth")
    return growth(rooms, names, rate, stand.context.today)


def _dates(assessment: Assessment, stand: Standing) -> Dates:
    address = reverse("wizard:review_calendar", args=[assessment.reference])
    days = tuple(
        (review.title.removesuffix(f": {assessment.name}"), _when(review.on, review.every))
        for review in reviews(assessment, stand)
    )
    return Dates(Link(_("Calendar file"), address), days)


def _when(on: date, months: int) -> str:
    if not months:
        return day(on)
    words = EVERY.get(months) or ngettext(
        "%(day)s, then every %(count)d month", "%(day)s, then every %(count)d months", months
    )
    return words % {"day": day(on), "count": months}


NO_MODEL = "wizard/tools/_no_model.html"
OF_MODELS = frozenset(
    (
        "licence-text", "weights-code-outputs", "behavioural-restrictions", "organisation-users", "outputs-training",
        "systemic-risk", "attribution", "propagation",
    )
)  # fmt: skip
"""The items whose tools speak of candidates alone: without one there is nothing to show."""

TOOLS: Mapping[str, tuple[bool, Callable[[Assessment, Standing], Any]]] = {
    "licence-text": (True, texts),
    "licence-family": (True, families),
    "osi-status": (True, openness),
    "weights-code-outputs": (False, read_differently),
    "behavioural-restrictions": (False, use_lists),
    "eu-high-risk": (False, route),
    "systemic-risk": (False, compute_tool),
    "attribution": (True, papers_views),
    "propagation": (False, papers_views),
    "licence-review": (False, _dates),
    "user-growth": (True, _growth),
    "organisation-users": (False, what_counts),
    "outputs-training": (False, per_answer),
    "user-monitoring": (False, steps),
    "fine-tuning-data": (False, training),
    "content-safety": (False, safety),
    "regulatory-updates": (True, law_days),
    "audit-trail": (True, trail),
    "upstream-changes": (True, upstream),
}
