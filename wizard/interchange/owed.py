"""What the licences of one model ask to be shown, shipped and passed on, read from the catalogue’s terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Reading, ReadingName, Source
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import Limit, Threshold
from catalog.presenters.words import UNITS, amount

DUTIES = ("attribution", "notice", "licence-copy")
READINGS: tuple[ReadingName, ...] = ("text", "guide")
RANKS = {"none": 0, "recommended": 1, "required": 2}
Positions = Mapping[tuple[str, str], ReadingName]


@dataclass(frozen=True)
class Due:
    """One thing that a licence asks for, and the place that says so.

    `label` is what to show, empty where the licence fixes a wording of its own, which stands at `clause` under `url`.
    `triggers` are the ways of delivery that make it owed, none where it is always; `above` is the size from which.
    `commercial`: commercial use alone owes it.
    """

    topic: str
    strength: str
    label: str
    says: str
    clause: str
    url: str
    reading: ReadingName
    triggers: tuple[str, ...] = ()
    above: str = ""
    commercial: bool = False

    @property
    def required(self) -> bool:
        """Whether it is owed, and not merely recommended."""
        return self.strength == "required"


@dataclass(frozen=True)
class Applied:
    """The reading of a term that applies, and which one it is."""

    name: ReadingName
    reading: Reading[Any]

    @property
    def value(self) -> Any:
        """The value of the term, of its topic’s own class."""
        return self.reading.value


@dataclass(frozen=True)
class Bound:
    """One licence in force, the models that bear it, and what it asks for."""

    licence: Licence
    models: tuple[Model, ...]
    dues: tuple[Due, ...]

    def of(self, *topics: str) -> tuple[Due, ...]:
        """What it asks for on these topics."""
        return tuple(due for due in self.dues if due.topic in topics)


@dataclass(frozen=True)
class Papers:
    """A model with every licence in force for it: what notices and packages are written from."""

    model: Model
    bound: tuple[Bound, ...]
    edition: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that have to be shown whatever the size, each once, in the order of the licences."""
        shown = (due for bound in self.bound for due in bound.of("attribution"))
        return tuple(dict.fromkeys(due.label for due in shown if due.required and due.label))


def papers(model: Model, licences: Iterable[str], catalogue: Catalogue, positions: Positions) -> Papers:
    """Gather what the licences in force for a model ask for.

    `licences` are their ids, as an evaluation names them. Without a position of the organisation, the reading of a
    term applies that asks for more, and the text where both ask for the same.
    """
    lineage = (model, *catalogue.binding_ancestors(model))
    found = (catalogue.licences[name] for name in licences)
    bound = tuple(
        Bound(licence, _bearing(licence, lineage), tuple(_dues(licence, catalogue.sources, positions)))
        for licence in found
    )
    return Papers(model, bound, catalogue.edition.version)


def _bearing(licence: Licence, lineage: Iterable[Model]) -> tuple[Model, ...]:
    """The models of a lineage that are under a licence, by either reading."""
    return tuple(
        model
        for model in lineage
        if any((reading := model.weights_licence.reading(name)) and reading.value == licence.id for name in READINGS)
    )


def _dues(licence: Licence, sources: Mapping[str, Source], positions: Positions) -> Iterator[Due]:
    """Everything that a licence asks for, topic by topic."""
    ask = partial(_applied, licence, positions=positions)
    due = partial(_due, sources=sources)
    for topic in DUTIES:
        applied = ask(topic, weight=lambda value: RANKS[value.strength])
        if (value := applied.value).strength != "none":
            scope = {"triggers": value.triggers, "commercial": value.commercial_only}
            yield due(topic, applied, label=value.label, strength=value.strength, **scope)
    yield from _displays(ask("threshold", weight=lambda value: len(_shown(value))), due)
    applied = ask("output-naming", weight=lambda value: value.duty != "none")
    if (value := applied.value).duty != "none":
        topic = "output-naming" if value.duty == "name-prefix" else "output-display"
        yield due(topic, applied, label=value.label, triggers=("publishes-weights",))
    applied = ask("propagation", weight=lambda value: (value.restrictions, value.relicensing != "any"))
    if (value := applied.value).restrictions:
        yield due("propagation", applied, triggers=value.triggers)
    if value.relicensing != "any":
        yield due(f"relicensing-{value.relicensing}", applied)
    applied = ask("copyleft", weight=lambda value: value.kind != "none")
    if applied.value.kind != "none":
        yield due("copyleft", applied)


def _displays(applied: Applied, due: Callable[..., Due]) -> Iterator[Due]:
    """Above some limits of scale a name has to be displayed."""
    for limit in _shown(applied.value):
        above = UNITS[limit.metric].format(amount=amount(limit.limit))
        yield due("attribution", applied, label=limit.label, above=above)


def _shown(value: Threshold) -> list[Limit]:
    return [limit for limit in value.limits if limit.above == "display"]


def _due(
    topic: str, applied: Applied, *, sources: Mapping[str, Source], strength: str = "required", **more: Any
) -> Due:
    said = applied.reading
    url = str(sources[said.source].url)
    fixed: dict[str, Any] = {"label": "", "says": said.says, "clause": said.clause, "url": url, "reading": applied.name}
    return Due(topic, strength, **{**fixed, **more})


def _applied(licence: Licence, topic: str, *, positions: Positions, weight: Callable[[Any], Any]) -> Applied:
    """The reading of a term that applies: the one adopted, otherwise the one that weighs more, the text on a tie."""
    term = licence.terms.term(topic)
    adopted = positions.get((licence.id, topic))
    names = (adopted,) if adopted else READINGS
    found = [Applied(name, reading) for name in names if (reading := term.reading(name))]
    return max(found or [Applied("text", term.text)], key=lambda it: weight(it.value))


@dataclass(frozen=True)
class NameCheck:
    """Whether a name begins as a licence asks. `met` is None while there is no name; `proposal` would be right."""

    licence: str
    due: Due
    met: bool | None
    proposal: str


def name_checks(of: Papers, name: str | None) -> tuple[NameCheck, ...]:
    """Hold the name of a published model against every prefix that a licence in force asks for."""
    return tuple(
        NameCheck(
            bound.licence.short,
            due,
            begins_with(due.label, name) if name else None,
            f"{due.label}-{name.strip()}" if name else f"{due.label}-…",
        )
        for bound in of.bound
        for due in bound.of("output-naming")
    )


def begins_with(label: str, name: str) -> bool:
    """Whether a name begins with a label as a word of its own: “Llama-Shop” and “llama3” do, “Llamas” does not."""
    return re.match(rf"\s*{re.escape(label)}(?![a-z])", name, re.IGNORECASE) is not None
