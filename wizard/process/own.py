"""The organisation's own entries: from their documents to an overlay, and everything that may be wrong with them.

A licence or a model is kept as {"entry": ..., "sources": {id: ...}}: the entry whole, with the documents it cites that
the edition does not know. A position or an agreement is kept as it stands in an overlay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Fact, Source
from catalog.knowledge.index import Catalogue
from catalog.knowledge.integrity import readings
from catalog.knowledge.loading import CatalogueProblem, Loaded, Problem
from catalog.knowledge.overlay import NO_OVERLAY, Agreement, Overlay, Position, with_overlay
from catalog.knowledge.sentences import joined, sentence, verbatim
from catalog.knowledge.single import entry_from
from catalog.knowledge.terms import TOPICS
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.refusal import Refused
from wizard.process.review import ADMINISTRATOR, LEGAL_REVIEWER, Person, twin_of

LICENCE, MODEL, POSITION, AGREEMENT = "licence", "model", "position", "agreement"
MODEL_LICENCE = "model-licence"
SHAPES: Mapping[str, type[Fact]] = {LICENCE: Licence, MODEL: Model, POSITION: Position, AGREEMENT: Agreement}
_FOLDERS = {LICENCE: "licences", MODEL: "models"}


@dataclass(frozen=True)
class Entry:
    """One version of one entry. `kind` is a key of SHAPES."""

    kind: str
    key: str
    version: int
    document: Mapping[str, Any]
    retired: bool = False

    @property
    def label(self) -> str:
        """How problems name this entry; a licence or a model like the edition's file of the same id."""
        return f"{_FOLDERS[self.kind]}/{self.key}.yaml" if self.kind in _FOLDERS else f"{self.kind} {self.key}"


@dataclass(frozen=True)
class Unfit:
    """An entry that does not fit the edition, and why; it is left out of the overlay."""

    entry: Entry
    problems: tuple[Problem, ...]


def check_may_rehearse(person: Person) -> None:
    """Who answers for decisions tries an edition before it is in force: legal reviewers and administrators."""
    if person.role not in (LEGAL_REVIEWER, ADMINISTRATOR):
        raise Refused(sentence("Only legal reviewers and administrators try a new edition: ask one of them."))


may_rehearse = twin_of(check_may_rehearse)


def problem_words(problem: Problem) -> str:
    """One problem in a sentence, with the key it concerns."""
    told = joined(" ", (problem.problem, problem.remedy))
    return joined(": ", (verbatim(problem.key), told)) if problem.key else told


def position_key(licence: str, topic: str) -> str:
    """The key of a position: a term has one."""
    return f"{licence}:{topic}"


def state_after(previous: str, entry: Entry) -> str:
    """Name the state that `entry` leads to from the `previous` one: equal names, equal content."""
    row = {"previous": previous, **asdict(entry)}
    return sha256_of(canonical_json(row))


def latest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that hold: of each the latest version, unless it is retired."""
    newest: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda it: it.version):
        newest[entry.kind, entry.key] = entry
    return tuple(entry for _, entry in sorted(newest.items()) if not entry.retired)


def fitting(entries: Iterable[Entry], edition: Catalogue, key: str) -> tuple[Overlay, tuple[Unfit, ...]]:
    """Make an overlay of the entries that fit the edition, and say which do not.

    An edition moves on under an organisation's entries. One that no longer fits must not take the others with it.
    """
    held, unfit = list(entries), list[Unfit]()
    while True:
        found = problems(held, edition)
        if not found:
            return overlay_of(held, key), tuple(unfit)
        blamed = [entry for entry in held if entry.label in found] or [it for it in held if it.kind in _FOLDERS]
        unfit += [Unfit(entry, tuple(found.get(entry.label, next(iter(found.values()))))) for entry in blamed]
        held = [entry for entry in held if entry not in blamed]


def problems(entries: Sequence[Entry], edition: Catalogue) -> dict[str, list[Problem]]:
    """Everything that is wrong with these entries beside this edition, by the label of what it is said of."""
    found: list[Problem] = []
    read = [(entry, _read(entry, found)) for entry in entries]
    found += _clashing_sources(entries, edition)
    if not found:
        try:
            catalogue = with_overlay(edition, overlay_of(entries, ""))
        except CatalogueProblem as refusal:
            found += refusal.problems
        else:
            for entry, fact in read:
                found += _outside_the_catalogue(entry, fact, catalogue)
    by_label: dict[str, list[Problem]] = {}
    for problem in found:
        by_label.setdefault(problem.file.partition("#")[0], []).append(problem)
    return by_label


def future_readings(entry: Entry, today: date) -> Iterator[Problem]:
    """Problems of readings that nobody can have made yet."""
    overlay = overlay_of([entry], "")
    held = Loaded(licences=dict(overlay.licences), models=dict(overlay.models))
    for placed in readings(held):
        if placed.reading.read_on > today:
            told = sentence("Read on {day}, which is after today.", day=verbatim(str(placed.reading.read_on)))
            yield Problem(
                placed.file, f"{placed.key}.read_on", told, sentence("Enter the day on which somebody read it.")
            )


def overlay_of(entries: Iterable[Entry], key: str) -> Overlay:
    """Make the overlay of entries that are known to be sound by themselves."""
    overlay = replace(NO_OVERLAY, key=key)
    for entry in entries:
        document = entry.document
        match entry.kind:
            case "licence":
                licence = Licence.model_validate(document["entry"])
                overlay = replace(overlay, licences={**overlay.licences, entry.key: licence})
            case "model":
                model = Model.model_validate(document["entry"])
                overlay = replace(overlay, models={**overlay.models, entry.key: model})
            case "position":
                overlay = replace(overlay, positions=(*overlay.positions, Position.model_validate(document)))
            case _:
                overlay = replace(overlay, agreements=(*overlay.agreements, Agreement.model_validate(document)))
        overlay = replace(overlay, sources={**overlay.sources, **_sources(entry)})
    return overlay


def _read(entry: Entry, found: list[Problem]) -> Fact | None:
    document = entry.document if entry.kind not in _FOLDERS else entry.document.get("entry")
    for key, source in _given_sources(entry).items():
        given = {**source, "id": key} if isinstance(source, dict) else source
        entry_from(Source, given, f"{entry.label}#sources.{key}", found)
    fact = entry_from(SHAPES[entry.kind], document, entry.label, found)
    if fact is not None and (name := _name(fact)) != entry.key:
        told = sentence(
            "The entry is kept under “{key}”, and calls itself “{name}”.", key=verbatim(entry.key), name=verbatim(name)
        )
        found.append(Problem(entry.label, "id", told, sentence("Use the same id for both.")))
    return fact


def _name(fact: Fact) -> str:
    """The key under which a fact has to be kept, so that no term can have two positions."""
    match fact:
        case Position():
            return position_key(fact.licence, fact.topic)
        case Licence() | Model() | Agreement():
            return fact.id
        case _:
            return ""


def _given_sources(entry: Entry) -> dict[str, Any]:
    given = entry.document.get("sources") if entry.kind in _FOLDERS else None
    return given if isinstance(given, dict) else {}


def _sources(entry: Entry) -> dict[str, Source]:
    return {key: Source.model_validate({**value, "id": key}) for key, value in _given_sources(entry).items()}


def _clashing_sources(entries: Iterable[Entry], edition: Catalogue) -> Iterator[Problem]:
    """A name stands for one document: an own source may neither replace the edition's nor another entry's."""
    owner: dict[str, Entry] = {}
    for entry in entries:
        for key in _given_sources(entry):
            if key in edition.sources:
                told = sentence("“{key}” is a source of the edition.", key=verbatim(key))
                yield Problem(entry.label, f"sources.{key}", told, sentence("Give your source another name."))
            elif key in owner:
                told = sentence(
                    "“{key}” is already a source of {owner}.", key=verbatim(key), owner=verbatim(owner[key].key)
                )
                yield Problem(entry.label, f"sources.{key}", told, sentence("Give your source another name."))
            owner.setdefault(key, entry)


def _outside_the_catalogue(entry: Entry, fact: Fact | None, catalogue: Catalogue) -> Iterator[Problem]:
    """Positions and agreements name licences and topics; the catalogue has to know both."""
    if isinstance(fact, Position):
        yield from _position(entry, fact, catalogue)
    elif isinstance(fact, Agreement):
        if fact.licence not in catalogue.licences:
            yield _unknown_licence(entry, fact.licence)
        for topic in fact.covers:
            if topic not in TOPICS:
                yield Problem(
                    entry.label,
                    "covers",
                    sentence("“{topic}” is no topic.", topic=verbatim(topic)),
                    sentence("Choose topics from the list."),
                )


def _position(entry: Entry, position: Position, catalogue: Catalogue) -> Iterator[Problem]:
    licence = catalogue.licences.get(position.licence)
    if licence is None:
        yield _unknown_licence(entry, position.licence)
    elif position.topic == MODEL_LICENCE:
        if not disputed_models(position.licence, catalogue):
            told = sentence("No model has two readings of its licence of which one is this licence.")
            yield Problem(entry.label, "topic", told, sentence("Choose another licence or topic."))
    elif position.topic not in TOPICS:
        yield Problem(
            entry.label,
            "topic",
            sentence("“{topic}” is no topic.", topic=verbatim(position.topic)),
            sentence("Choose a topic from the list."),
        )
    elif licence.terms.term(position.topic).guide is None:
        told = sentence("The guide says nothing on this, so there is one reading only.")
        yield Problem(entry.label, "reading", told, sentence("Choose a term with two readings."))


def _unknown_licence(entry: Entry, licence: str) -> Problem:
    return Problem(
        entry.label,
        "licence",
        sentence("The licence “{licence}” does not exist.", licence=verbatim(licence)),
        sentence("Choose one from the list."),
    )


def disputed_models(licence: str, catalogue: Catalogue) -> tuple[Model, ...]:
    """The models of which text and guide name different licences, one of them this."""
    return tuple(
        model
        for model in catalogue.models.values()
        if (term := model.weights_licence).guide and term.disputed and licence in (term.text.value, term.guide.value)
    )
