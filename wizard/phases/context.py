"""What an item may know while it asks: the catalogue, the law, the candidates, and the facts stated before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from catalog.engine.law import Law
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import ReadingName
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Overlay
from catalog.knowledge.terms import Limit

READINGS: tuple[ReadingName, ...] = ("text", "guide")


@dataclass(frozen=True)
class Derived:
    """Something that follows from earlier facts: how it is found, and the pointers of the facts that it looks at."""

    find: Callable[[Context], Any]
    pointers: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """Everything outside an item that its questions depend on. `today` is given, never read from the machine.

    `own` is what the organisation has added; its licences and models are in the catalogue already. `read` notes the
    facts that were asked for, so that a form need not be built again while these stand.
    """

    catalogue: Catalogue
    law: Law
    candidates: tuple[str, ...]
    today: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    own: Overlay = NO_OVERLAY
    read: dict[str | Derived, Any] = field(default_factory=dict, compare=False, repr=False)

    def knowing(self, facts: Mapping[str, Any]) -> Context:
        """Return the same surroundings with other facts; what was worked out about the candidates is kept."""
        other = replace(self, facts=facts, read={})
        other.__dict__.update(models=self.models, licences=self.licences, texts=self.texts)
        return other

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The candidate models that the catalogue knows, in the order they were chosen."""
        found = (self.catalogue.model(name) for name in self.candidates)
        return tuple({model.id: model for model in found if model}.values())

    @cached_property
    def licences(self) -> Mapping[str, Licence]:
        """Every licence that may bind a candidate, by either reading or by its lineage, in a steady order."""
        named = dict.fromkeys(name for model in self.models for name in self.licences_of(model))
        return {name: self.catalogue.licences[name] for name in named}

    @cached_property
    def texts(self) -> tuple[Licence, ...]:
        """The licence texts to read: entries that stand for the same text count once."""
        by_text: dict[str, Licence] = {}
        for licence in self.licences.values():
            by_text.setdefault(licence.spdx, licence)
        return tuple(by_text.values())

    def licences_of(self, model: Model) -> tuple[str, ...]:
        """The licence ids of one model: its weights by either reading, then what its base models bring."""
        lineage = (model, *self.catalogue.binding_ancestors(model))
        readings = (one.weights_licence.reading(name) for one in lineage for name in READINGS)
        named = (*(reading.value for reading in readings if reading), *(it for one in lineage for it in one.also_under))
        return tuple(dict.fromkeys(named))

    def models_under(self, licence: str) -> tuple[Model, ...]:
        """The candidates that one licence text may bind."""
        spdx = self.licences[licence].spdx
        bound = {model.id: {self.licences[name].spdx for name in self.licences_of(model)} for model in self.models}
        return tuple(model for model in self.models if spdx in bound[model.id])

    def values(self, topic: str) -> Iterator[tuple[Licence, Any]]:
        """Every value that a reading of any candidate's licence states on a topic."""
        for licence in self.licences.values():
            for name in READINGS:
                if reading := licence.terms.term(topic).reading(name):
                    yield licence, reading.value

    def any_value(self, topic: str, test: Callable[[Any], bool]) -> bool:
        """Whether some reading of some candidate's licence passes the test."""
        return any(test(value) for _, value in self.values(topic))

    @property
    def agreed(self) -> Iterator[tuple[Licence, Limit]]:
        """The limits of the agreements on the candidates' licences that have not ended, with the licence of each."""
        for agreement in self.own.agreements:
            runs = agreement.until is None or agreement.until >= self.today
            if agreement.limit and runs and agreement.licence in self.licences:
                yield self.licences[agreement.licence], agreement.limit.limit

    def fact(self, pointer: str) -> Any:
        """The fact stated so far at a JSON pointer; None when it is not known."""
        value: Any = self.facts
        for part in pointer.strip("/").split("/"):
            if not isinstance(value, Mapping) or part not in value:
                value = None
                break
            value = value[part]
        self.read[pointer] = value
        return value

    def derived(self, wanted: Derived) -> Any:
        """What follows from these surroundings, found once. Only `find` reads `facts` as a whole; forms do not."""
        if wanted not in self.read:
            self.read[wanted] = wanted.find(self)
        return self.read[wanted]

    def reads_alike(self, read: Mapping[str | Derived, Any]) -> bool:
        """Whether all that was read elsewhere would be read here too."""
        return all((self.fact(key) if isinstance(key, str) else self.derived(key)) == read[key] for key in [*read])

    @property
    def looked_at(self) -> frozenset[str]:
        """The pointers of the earlier facts that were asked for."""
        return frozenset(at for key in self.read for at in ((key,) if isinstance(key, str) else key.pointers))
