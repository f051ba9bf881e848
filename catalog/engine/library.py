"""What rules are told of a catalogue, whatever the facts: made once a catalogue and used by every evaluation of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from catalog.engine.answers import Known, ReadingMode
from catalog.engine.case import Stated, Tri, stated
from catalog.engine.memo import Memo
from catalog.engine.rules import RULES, SPEAK_OF_SILENCE
from catalog.engine.tried import Tried
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import ReadingName, Source, Term
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS, Propagation, Restrictions, Territory, Threshold

Adopted = Mapping[str, ReadingName]
NOTHING_ADOPTED: Adopted = {}
FREE = Territory()
VOICES: tuple[ReadingName, ...] = ("text", "guide")


class Part(NamedTuple):
    """What is judged by itself of a reading: the reading of that part alone, what it is about, and which one it is."""

    term: Stated[Any]
    about: Any
    place: int


@dataclass(frozen=True, eq=False)
class Heard:
    """The readings of a licence that count: of each topic the text first, so that it wins ties."""

    terms: Mapping[str, tuple[Stated[Any], ...]]

    @cached_property
    def speaking(self) -> tuple[tuple[str, tuple[Stated[Any], ...]], ...]:
        """The topics on which a rule can have something to say: on the others every reading that counts is silent."""
        of_rules = ((topic, self.terms[topic]) for topic in RULES)
        return tuple(it for it in of_rules if it[0] in SPEAK_OF_SILENCE or not all(map(silent, it[1])))

    @cached_property
    def parts(self) -> Mapping[str, tuple[Part, ...]]:
        """Of each topic that has a rule what is judged one by one, in every reading that counts."""
        return {topic: tuple(part for term in self.terms[topic] for part in _taken_apart(term)) for topic in RULES}

    @cached_property
    def oldest(self) -> Stated[Any]:
        """The reading that was read longest ago."""
        return min(self._all(), key=lambda term: (term.said.read_on, term.topic))

    @cached_property
    def unverified(self) -> tuple[Stated[Any], ...]:
        """The readings that nobody verified."""
        return tuple(term for term in self._all() if term.confidence == "knowledge")

    def _all(self) -> Iterator[Stated[Any]]:
        return (term for terms in self.terms.values() for term in terms)


def silent(term: Stated[Any]) -> bool:
    """Whether a reading states nothing: its value is that of a text that was searched in vain."""
    return bool(term.value == type(term.value)())


def _taken_apart(term: Stated[Any]) -> Iterator[Part]:
    """Each use of a list, each limit, and each of the things that a derivative has to keep; else the whole value."""
    parts: list[tuple[Any, Any]]
    match term.value:
        case Restrictions(items=items):
            parts = [(Restrictions(items=(item,)), item) for item in items]
        case Threshold(limits=limits):
            parts = [(Threshold(limits=(limit,)), limit) for limit in limits]
        case Propagation() as value:
            kept = (Propagation(relicensing=value.relicensing), value.model_copy(update={"relicensing": "any"}))
            parts = [(part, part) for part in kept]
        case value:
            parts = [(value, value)]
    return (Part(term.about(part), about, place) for place, (part, about) in enumerate(parts))


@dataclass(frozen=True, eq=False)
class Footing:
    """A model under one licence of its own, with all licences that bind it: its own first, then inherited ones.

    `bearers` are the model and its binding bases, each with the reading that says which licence it bears.
    """

    model: Model
    licences: tuple[Licence, ...]
    bearers: tuple[tuple[Model, Stated[str]], ...]

    @property
    def label(self) -> Stated[str]:
        """The reading that says which licence the model's own weights bear."""
        return self.bearers[0][1]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the licences."""
        return tuple(licence.id for licence in self.licences)

    @cached_property
    def doubted(self) -> frozenset[str]:
        """Ids of the licences of which nobody has verified that the weights, or those of a base, bear them."""
        verified = [(bearer, label) for bearer, label in self.bearers if label.confidence != "knowledge"]
        return frozenset(self.ids).difference(*((label.value, *bearer.also_under) for bearer, label in verified))

    @cached_property
    def image_input(self) -> Tri:
        """Whether the model takes images; None too where its licences ask for no territory, the one rule that looks."""
        territories = (licence.terms.territory for licence in self.licences)
        asked = any(it.text.value != FREE or (it.guide and it.guide.value != FREE) for it in territories)
        return self.model.image_input if asked else None

    @cached_property
    def verified_on(self) -> date | None:
        """The day on which all bearers' licences are known to be verified; None where one never was."""
        said = [label.said for _, label in self.bearers]
        return None if any(it.confidence == "knowledge" for it in said) else min(it.read_on for it in said)


class Library:
    """One catalogue as the rules take it. `memo` keeps what else follows from the catalogue alone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.memo = Memo()

    @cached_property
    def tried(self) -> Tried:
        """What else was found for some facts, kept beyond one evaluation and bounded."""
        return Tried()

    @cached_property
    def known(self) -> Known:
        """The names that a facts document may use."""
        models = {name: name for name in self.catalogue.models}
        for model in self.catalogue.models.values():
            models |= dict.fromkeys((*model.aliases, *((model.hf_repo,) if model.hf_repo else ())), model.id)
        return Known(models, frozenset(self.catalogue.licences), self.catalogue.vocabulary)

    def heard(self, licence: Licence, mode: ReadingMode, adopted: Adopted = NOTHING_ADOPTED) -> Heard:
        """Return the readings of a licence that count under a mode; `adopted` names other readings for some topics."""
        if adopted:
            return _heard(licence, mode, adopted, self.catalogue.sources)
        return self.memo.once(("heard", licence.id, mode), self._heard, licence, mode)

    def _heard(self, licence: Licence, mode: ReadingMode) -> Heard:
        """Of a licence that the guide does not know, every mode hears the same."""
        if mode != "text" and not known_to_guide(licence):
            return self.heard(licence, "text")
        return _heard(licence, mode, NOTHING_ADOPTED, self.catalogue.sources)

    def footings(self, model: Model, own: ReadingMode, mode: ReadingMode) -> tuple[Footing, ...]:
        """Return a model under each licence that may be its own, the text's first, so that it wins ties.

        `own` is the reading that names its own licence, `mode` the one that names those of its bases.
        """
        key = ("footings", model.id, own, mode == "guide")
        return self.memo.once(key, lambda: tuple(self._footing(model, it, mode) for it in _own_licences(model, own)))

    def alike(self, model: Model) -> str:
        """Return the id of the first model on which every verdict is the same as on this one, whatever the facts.

        Verdicts rest on the licences in force, on images where these matter, and on what is known of who bears them.
        """
        return self.memo.once(("alike", model.id), lambda: self._first_alike(model))

    def _first_alike(self, model: Model) -> str:
        footings = [it for own in VOICES for mode in VOICES for it in self.footings(model, own, mode)]
        key = ("first", *((it.ids, it.doubted, it.image_input, it.verified_on) for it in footings))
        return self.memo.once(key, lambda: model.id)

    def _footing(self, model: Model, own_id: str, mode: ReadingMode) -> Footing:
        bases = [(base, _bound(base, mode)) for base in self.catalogue.binding_ancestors(model)]
        bearers = ((model, self._label(model, own_id)), *((base, self._label(base, name)) for base, name in bases))
        brought = (each for base, name in bases for each in (name, *base.also_under))
        names = dict.fromkeys((own_id, *model.also_under, *brought))
        return Footing(model, tuple(self.catalogue.licences[name] for name in names), bearers)

    def _label(self, model: Model, own_id: str) -> Stated[str]:
        """Return the reading that says which licence the weights bear; one for all models of which the same is said."""
        term = model.weights_licence
        name: ReadingName = "text" if term.text.value == own_id or term.guide is None else "guide"
        reading = term.text if name == "text" or term.guide is None else term.guide
        key = ("label", own_id, name, reading)
        return self.memo.once(key, stated, "model-licence", own_id, name, reading, self.catalogue.sources)


@lru_cache(maxsize=4)  # the edition, the edition with the organisation's own entries, and an older one of each
def library_of(catalogue: Catalogue) -> Library:
    """Return the library of a catalogue. Catalogues are immutable, so what was made of one stays true."""
    return Library(catalogue)


def _own_licences(model: Model, mode: ReadingMode) -> list[str]:
    """Ids of the licences that may be the model's own under a reading."""
    term = model.weights_licence
    text, guide = term.text.value, term.guide.value if term.guide else None
    if guide is None or guide == text:
        return [text]
    return {"text": [text], "guide": [guide], "strictest": [text, guide]}[mode]


def _bound(base: Model, mode: ReadingMode) -> str:
    """Return the licence that a base passes on. Source: the licences' flow-down clauses."""
    term = base.weights_licence
    return term.guide.value if mode == "guide" and term.guide else term.text.value


def known_to_guide(licence: Licence) -> bool:
    """Whether the guide says anything on this licence."""
    return any(licence.terms.term(topic).guide is not None for topic in TOPICS)


def _heard(licence: Licence, mode: ReadingMode, adopted: Adopted, sources: Mapping[str, Source]) -> Heard:
    """A licence of which the guide says nothing at all is read by its text even under `guide`.

    Where the guide knows the licence and is silent on a topic, the topic is silent.
    """
    guided = known_to_guide(licence)

    def readings(topic: str) -> Iterator[Stated[Any]]:
        chosen = adopted.get(topic, mode)
        if chosen == "guide" and not guided:
            chosen = "text"
        names: tuple[ReadingName, ...] = VOICES if chosen == "strictest" else (chosen,)
        term: Term[Any] = licence.terms.term(topic)
        for name in names:
            if (reading := term.reading(name)) is not None:
                yield stated(topic, licence.id, name, reading, sources)

    return Heard({topic: tuple(readings(topic)) for topic in TOPICS})
