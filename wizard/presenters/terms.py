"""The terms on which an organisation can take a position, and both readings of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS
from catalog.presenters import words
from catalog.presenters.language import within
from catalog.presenters.readings import BOTH, ReadingView, Shelf, reading_view, term_view
from wizard.process.own import MODEL_LICENCE, disputed_models


@dataclass(frozen=True)
class TopicLink:
    """One term with two readings."""

    topic: str
    label: str


@dataclass(frozen=True)
class LicenceTerms:
    """A licence with the terms on which its readings differ."""

    licence: str
    name: str
    topics: tuple[TopicLink, ...]


@dataclass(frozen=True)
class TermToSettle:
    """One term: its title, and its readings; for the licence of models, the readings of each model."""

    title: str
    readings: tuple[tuple[str, tuple[ReadingView, ...]], ...]


def terms_to_settle(catalogue: Catalogue) -> tuple[LicenceTerms, ...]:
    """Every term with two readings that differ, by licence."""
    found = (LicenceTerms(it.id, it.short, _topics(it.id, catalogue)) for it in catalogue.licences.values())
    return tuple(sorted((it for it in found if it.topics), key=lambda it: it.name.casefold()))


def readings_of(licence: str, topic: str, shelf: Shelf, catalogue: Catalogue) -> TermToSettle | None:
    """Both readings of a term; None where there are not two."""
    known = catalogue.licences.get(licence)
    if known is None:
        return None
    if topic == MODEL_LICENCE:
        models = disputed_models(licence, catalogue)
        told = tuple((model.name, _of_model(model.id, shelf, catalogue)) for model in models)
        title = _("%(licence)s: which licence a model bears") % {"licence": known.short}
        return TermToSettle(title, told) if told else None
    if topic not in TOPICS or known.terms.term(topic).guide is None:
        return None
    view = term_view(topic, known.terms.term(topic), shelf)
    return TermToSettle(f"{known.short}: {within(view.label)}", (("", view.readings),))


def _topics(licence: str, catalogue: Catalogue) -> tuple[TopicLink, ...]:
    terms = catalogue.licences[licence].terms
    topics = [topic for topic in TOPICS if terms.term(topic).disputed]
    if disputed_models(licence, catalogue):
        topics.append(MODEL_LICENCE)
    return tuple(TopicLink(topic, words.TOPICS[topic]) for topic in topics)


def _of_model(model: str, shelf: Shelf, catalogue: Catalogue) -> tuple[ReadingView, ...]:
    term = catalogue.models[model].weights_licence
    readings = ((name, term.reading(name)) for name in BOTH)
    return tuple(
        reading_view(name, reading, shelf, value=catalogue.licences[reading.value].short)
        for name, reading in readings
        if reading is not None
    )
