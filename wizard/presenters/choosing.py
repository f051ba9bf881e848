"""Help with choosing: the models of the whole catalogue that fit the answers so far, to take as candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.presenters.language import number, told
from catalog.presenters.words import sentence
from wizard.models import Assessment
from wizard.phases import ITEMS
from wizard.presenters.findings import Link, Words
from wizard.presenters.standing import Standing, whole_catalogue
from wizard.presenters.tasks import CLASSES, WORDS
from wizard.process.flow import UNFINISHED, Status

MOST_OFFERED = 12
FIRST = ("weights-code-outputs", "behavioural-restrictions", "organisation-users", "outputs-training")
"""The items that tell most models apart, in the order in which they are best answered."""


@dataclass(frozen=True)
class OfferView:
    """One model that fits, with its verdict and why it stands where it stands."""

    model: str
    name: str
    href: str
    licences: str
    verdict: str
    reasons: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class FirstView:
    """One of the items to answer first."""

    title: str
    href: str
    status: str
    css: str


@dataclass(frozen=True)
class ChoosingView:
    """The models on offer, how many more fit, and what to answer first."""

    offers: tuple[OfferView, ...]
    words: str
    first: tuple[FirstView, ...]
    next_step: Link


def choosing(assessment: Assessment, stand: Standing) -> ChoosingView:
    """Look through the whole catalogue with the answers so far."""
    evaluation = whole_catalogue(stand)
    words = Words(stand.context.catalogue, assessment.reference)
    fitting = evaluation["recommended"]
    judged = {model["model"]: model for model in evaluation["models"]}
    chosen = {model.id for model in stand.context.models}
    shown = fitting[:MOST_OFFERED]
    offers = tuple(_offer(entry, judged[entry["model"]], words, entry["model"] in chosen) for entry in shown)
    return ChoosingView(
        offers=offers,
        words=_words(len(fitting), len(shown), [model["verdict"] for model in judged.values()]),
        first=tuple(_first(item, assessment, stand) for item in FIRST),
        next_step=next_step(assessment, stand),
    )


def next_step(assessment: Assessment, stand: Standing) -> Link:
    """Where a draft without models goes on: to the first of the telling items that is open, then to the choice."""
    for item in FIRST:
        if stand.position.statuses[item] in UNFINISHED | {Status.NOT_STARTED}:
            return Link(ITEMS[item].title, reverse("wizard:item", args=[assessment.reference, item]))
    return Link(_("Choose from the models that fit"), reverse("wizard:suggestions", args=[assessment.reference]))


def _words(fitting: int, shown: int, verdicts: Sequence[str]) -> str:
    undecided, blocked = verdicts.count("undecided"), verdicts.count("blocked")
    parts = {
        "count": number(fitting),
        "all": number(len(verdicts)),
        "shown": shown,
        "open": number(undecided),
        "blocked": number(blocked),
    }
    if undecided and not fitting:
        return _("No model fits for certain yet. Undecided: %(open)s of %(all)s. Blocked: %(blocked)s.") % parts
    if not fitting:
        return _("No model fits the answers so far, out of %(all)s: each is blocked or ruled out.") % parts
    words = ngettext(
        "%(count)s model fits the answers so far, out of %(all)s.",
        "%(count)s models fit the answers so far, out of %(all)s.",
        fitting,
    )
    first = _("The first %(shown)d are below, best first.") if shown < fitting else ""
    return " ".join(filter(None, (words, first))) % parts


def _offer(entry: Mapping[str, Any], model: Mapping[str, Any], words: Words, chosen: bool) -> OfferView:
    return OfferView(
        model=entry["model"],
        name=words.model(entry["model"]),
        href=reverse("catalog:model", args=[entry["model"]]),
        licences=", ".join(words.licence(licence) for licence in model["licences"]),
        verdict=model["verdict"],
        reasons=tuple(map(told, entry["because"])),
        chosen=chosen,
    )


def _first(item: str, assessment: Assessment, stand: Standing) -> FirstView:
    status = stand.position.statuses[item]
    href = reverse("wizard:item", args=[assessment.reference, item])
    return FirstView(ITEMS[item].title, href, sentence(str(WORDS[status])), CLASSES.get(status, ""))
