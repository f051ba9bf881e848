"""What is ahead and what is watched: days of the law, the record of this assessment, and the pages upstream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.engine.law.provisions import LawDate
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.sketches import Sketch
from catalog.knowledge.terms import TOPICS
from catalog.presenters.language import told
from catalog.presenters.words import day, sentence
from catalog.texts import known_texts
from wizard.models import Assessment, TextKind, WatchedAddress
from wizard.phases.copies import Copy, entries_of, read_copy
from wizard.phases.legal import article
from wizard.presenters.act import begin_words, beginning
from wizard.presenters.findings import Link
from wizard.presenters.history import EventView, history
from wizard.presenters.sheets import Cell, Sheet
from wizard.presenters.standing import Standing
from wizard.queries.audit import audit_head, latest_events
from wizard.queries.history import people_in
from wizard.queries.people import names_of
from wizard.queries.watch import watched_addresses

LATEST = 8
SHORT_HASH = 16
HUB = "https://huggingface.co/"

Watched = Mapping[tuple[str, str], WatchedAddress]
"""What this service asks for by itself, by the kind of the text and whose it is."""


@dataclass(frozen=True)
class Ahead:
    """The days that begin something for this product, and the others."""

    mine: Sheet
    others: Sheet


def law_days(_assessment: Assessment, stand: Standing) -> Ahead:
    """The days of the Act that lie ahead: those that concern this product by its answers, and the rest."""
    today = stand.context.today
    duties = beginning(stand.evaluation["eu_ai_act"], today)
    known: dict[date, list[LawDate]] = {}
    for entry in stand.context.law.dates.values():
        if entry.day > today:
            known.setdefault(entry.day, []).append(entry)
    begins = _("What begins")
    return Ahead(
        Sheet(
            _("Days that concern this product"),
            (_("Day"), begins, _("For this product")),
            tuple((*_begins(on, known.get(on, [])), _binds(owed)) for on, owed in duties.items()),
            _("By your answers no day that lies ahead begins a duty of this product."),
        ),
        Sheet(
            _("Days that begin nothing for it, by your answers"),
            (_("Day"), begins),
            tuple(_begins(on, entries) for on, entries in sorted(known.items()) if on not in duties),
        ),
    )


def _begins(on: date, entries: list[LawDate]) -> tuple[Cell, ...]:
    says = " ".join(told(entry.says) for entry in entries) or _("Duties of this product begin, by the days you stated.")
    return Cell(day(on)), Cell(says, links=tuple(Link(article(entry.article)) for entry in entries))


def _binds(duties: Sequence[Mapping[str, Any]]) -> Cell:
    return Cell(begin_words(duties), points=tuple(dict.fromkeys(told(duty["says"]) for duty in duties)))


@dataclass(frozen=True)
class Trail:
    """The latest events of an assessment, the head of the chain that binds them all, and where the rest stands."""

    events: tuple[EventView, ...]
    head: str
    all: Link


def trail(assessment: Assessment, _stand: Standing) -> Trail:
    """What the audit log holds about this assessment. A fixed number of questions to the database."""
    events = list(latest_events(assessment)[:LATEST])
    page = reverse("wizard:assessment", args=[assessment.reference])
    return Trail(history(events, names_of(people_in(events))), audit_head(), Link(_("The whole history"), page))


def upstream(_assessment: Assessment, stand: Standing) -> Sheet:
    """Every page on which a change of terms would show: its hash, the day of reading, and who watches it."""
    copies = _recorded(stand.walk.asked["licence-text"].form.values)
    watched = {(it.document, it.subject): it for it in watched_addresses() if it.stopped_at is None}
    rows: list[tuple[Cell, ...]] = []
    for licence in stand.context.texts:
        rows += _licence_rows(licence, copies, stand, watched)
    for model in stand.context.models:
        rows += _card_rows(model, watched)
    return Sheet(
        _("What to watch for your candidates"),
        (_("Page"), _("Known by"), _("Read on"), _("Watched here")),
        tuple(rows),
        _("No model is chosen yet, so there is nothing to watch."),
    )


def _recorded(values: Mapping[str, Any]) -> dict[str, Copy]:
    """The copies of licence texts that were kept where they were read, by licence."""
    prefix = "copy-"
    return {
        name.removeprefix(prefix): read_copy(value)
        for name, value in values.items()
        if name.startswith(prefix) and isinstance(value, str)
    }


def _watched(watched: Watched, document: TextKind, subjects: Iterable[str]) -> Cell:
    """Whether this service itself asks an address for the text, and when it was answered last."""
    found = next((it for subject in sorted(subjects) if (it := watched.get((document, subject)))), None)
    if found is None:
        return Cell(_("No"))
    page = Link(_("What was seen"), reverse("wizard:watched", args=[found.pk]))
    if found.answered_at is None:
        return Cell(_("Yes, not answered yet"), links=(page,))
    return Cell(_("Yes, last on %(day)s") % {"day": day(found.answered_at.date())}, links=(page,))


def _licence_rows(
    licence: Licence, copies: Mapping[str, Copy], stand: Standing, watched: Watched
) -> Iterator[tuple[Cell, ...]]:
    entries = entries_of(licence.id, stand.context)
    bound = ", ".join(model.name for model in stand.context.models_under(licence.id))
    link = Link(_("Licence text"), str(licence.url))
    own = copies.get(licence.id)
    known = Cell(_("SHA-256 %(hash)s of your copy") % {"hash": own.sha256[:SHORT_HASH]}) if own else _known(licence)
    seen = _watched(watched, TextKind.LICENCE, entries)
    yield Cell(licence.short, bound, (link,)), known, Cell(day(_read_on(licence))), seen
    policy = licence.terms.use_policy.text
    if policy.value.url:
        change = _("May change on its own") if policy.value.changeable else ""
        head = Cell(policy.value.name, licence.short, (Link(_("Use policy"), str(policy.value.url)),))
        seen = _watched(watched, TextKind.USE_POLICY, entries)
        yield head, _known(licence, "use-policy", change), Cell(day(policy.read_on)), seen


def _read_on(licence: Licence) -> date:
    """The day on which the oldest of our facts about a licence was read from its text."""
    return min(licence.terms.term(topic).text.read_on for topic in TOPICS)


def _known(licence: Licence, document: str = "licence", beside: str = "") -> Cell:
    """The hashes on file of the words of a text; none for a text that nobody has sketched yet."""
    found = [it for it in known_texts().sketches if it.licence == licence.id and it.document == document]
    if not found:
        return Cell(_("No copy on file"), beside or _("Record one where the licence is read."))
    return Cell(_("SHA-256 %(hash)s of its words") % {"hash": _newest(found).sha256[:SHORT_HASH]}, beside)


def _newest(sketches: list[Sketch]) -> Sketch:
    return max(sketches, key=lambda sketch: sketch.read_on)


def _card_rows(model: Model, watched: Watched) -> Iterator[tuple[Cell, ...]]:
    if not model.hf_repo:
        return
    revision = model.revision[:SHORT_HASH]
    known = Cell(_("Revision %(revision)s") % {"revision": revision}) if revision else Cell(_("No revision pinned"))
    link = Link(_("Model card"), HUB + model.hf_repo)
    seen = _watched(watched, TextKind.MODEL_CARD, (model.id,))
    yield Cell(model.name, sentence(model.vendor), (link,)), known, Cell(day(model.weights_licence.text.read_on)), seen
