"""The page of one item: what is asked, why, and what was answered so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.knowledge.entries import Licence
from catalog.presenters.language import told
from catalog.presenters.words import clause_words
from wizard.models import Answer, Assessment, Evidence
from wizard.phases import PHASES, Item, Phase
from wizard.phases.context import Context
from wizard.phases.legal import article
from wizard.presenters.answers import EvidenceView, evidence_view
from wizard.presenters.moments import moment
from wizard.presenters.standing import Standing
from wizard.process.flow import following

ACT = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
MOST_CLAUSES = 6


@dataclass(frozen=True)
class Clause:
    """One reason to ask: a sentence, and the place it stands at."""

    says: str
    source: str
    clause: str
    url: str
    read_on: date | None


@dataclass(frozen=True)
class ItemView:
    """Everything around the form of one item. Its clauses are found when a page shows them, which no save does."""

    id: str
    title: str
    hint: str
    place: str
    clauses: Callable[[], tuple[Clause, ...]]
    evidence: tuple[EvidenceView, ...]
    version: int
    saved: str
    href: str
    next_href: str
    next_label: str
    previous_href: str
    back_words: str
    applies: bool


def item_view(
    assessment: Assessment, stand: Standing, item: Item, answer: Answer | None, evidence: Sequence[Evidence]
) -> ItemView:
    """Gather what the page of an item shows."""
    phase = next(phase for phase in PHASES if phase.id == item.phase)
    next_href, next_label = _next(assessment, stand, item)
    previous = _previous(stand, item)
    return ItemView(
        id=item.id,
        title=item.title,
        hint=item.hint,
        place=_place(phase, item),
        clauses=partial(clauses, item, stand.context),
        evidence=tuple(evidence_view(assessment, one) for one in evidence),
        version=answer.version if answer else 0,
        saved=_saved(answer) if answer else "",
        href=reverse("wizard:item", args=[assessment.reference, item.id]),
        next_href=next_href,
        next_label=next_label,
        previous_href=reverse("wizard:item", args=[assessment.reference, previous.id]) if previous else "",
        back_words=_("Back to “%(question)s”") % {"question": previous.label} if previous else "",
        applies=stand.walk.asked[item.id].applies,
    )


def clauses(item: Item, context: Context) -> tuple[Clause, ...]:
    """Why we ask: what the candidates’ licences say on the item’s topics, then the places in the AI Act."""
    said = [clause for topic in item.topics for licence in context.texts if (clause := _clause(licence, topic))]
    places = "; ".join(article(place) for place in item.articles)
    return (*said[:MOST_CLAUSES], *((Clause("", _("AI Act"), places, ACT, None),) if places else ()))


def _clause(licence: Licence, topic: str) -> Clause | None:
    """The text’s reading on one topic; nothing where the text is silent and nobody disputes it."""
    term = licence.terms.term(topic)
    if term.text.clause == "whole text" and not term.disputed:
        return None
    says = [told(term.text.says), _("The guide reads it differently.") if term.disputed else ""]
    address = reverse("catalog:licence", args=[licence.id]) + f"#{topic}"
    place = clause_words(term.text.clause)
    return Clause(" ".join(filter(None, says)), licence.short, place, address, term.text.read_on)


def _saved(answer: Answer) -> str:
    parts = {"who": answer.answered_by.full_name, "when": moment(answer.answered_at)}
    return _("Saved by %(who)s, %(when)s") % parts


def _place(phase: Phase, item: Item) -> str:
    parts = {"phase": phase.title, "place": phase.items.index(item) + 1, "all": len(phase.items)}
    return _("%(phase)s, question %(place)d of %(all)d") % parts


def _next(assessment: Assessment, stand: Standing, item: Item) -> tuple[str, str]:
    after = following(stand.position, item.id)
    if after is None:
        return reverse("wizard:check", args=[assessment.reference]), _("Check your answers")
    return reverse("wizard:item", args=[assessment.reference, after]), stand.walk.asked[after].item.label


def _previous(stand: Standing, item: Item) -> Item | None:
    before = [asked.item for asked in stand.walk.asked.values() if asked.applies]
    ids = [one.id for one in before]
    place = ids.index(item.id) if item.id in ids else 0
    return before[place - 1] if place else None
