"""Every published case: the sentence, the facts and what must follow, searched and filtered by the address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.engine.law import Law
from catalog.engine.law.openness import licences_in_force
from catalog.knowledge.cases import CaseFile, PublishedCase
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.case_facts import Lexicon, Line, engine_facts, law_facts
from catalog.presenters.case_promises import Promise, engine_promises, finding_codes, law_promises
from catalog.presenters.case_words import FINDINGS, ROOM_TITLES, SAFE, SUBJECTS, UNKNOWN
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told, within
from catalog.presenters.matrix import Choice

NAMES = ("q", "subject", "finding", "licence")
IN_FULL = 60  # more cases than these are listed by their sentences


@dataclass(frozen=True)
class CaseView:
    """One case in words."""

    id: str
    name: str
    facts: tuple[Line, ...]
    rest: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Entry:
    """A case with what it is found by: `searched` holds its words, `keys` the values of each filter."""

    view: CaseView
    subject: str
    searched: str
    keys: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Subject:
    """The cases on one subject."""

    id: str
    title: str
    says: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Group:
    """The cases of one subject that are shown."""

    id: str
    title: str
    says: str
    cases: tuple[CaseView, ...]


@dataclass(frozen=True)
class Filter:
    """One filter; its choices stand in groups."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True)
class CasePage:
    """The cases that fit the address, in full or (where they are many) by their sentences alone."""

    query: str
    filters: tuple[Filter, ...]
    groups: tuple[Group, ...]
    count: str
    in_full: bool
    filtered: bool


@dataclass(frozen=True)
class CaseIndex:
    """Every case in words, by subject, and the choices of the filters: title of the group, then value and label."""

    subjects: tuple[Subject, ...]
    choices: Mapping[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]


def case_index(files: Iterable[CaseFile], catalogue: Catalogue, law: Law) -> CaseIndex:
    """Put every case into words. Done once for an edition."""
    lexicon = Lexicon(catalogue, law)
    subjects = tuple(_subject(file, lexicon) for file in files)
    entries = [entry for subject in subjects for entry in subject.entries]
    used = {name: frozenset().union(*(entry.keys[name] for entry in entries)) for name in ("finding", "licence")}
    outcomes = [(code, f"{code}: {told(it.says)}") for code, it in law.outcomes.items() if code in used["finding"]]
    licences = [(it.id, it.short) for it in catalogue.licences.values() if it.id in used["licence"]]
    choices = {
        "subject": tuple(
            (title, tuple((it.id, it.title) for it in subjects if it.id.startswith(f"{room}-")))
            for room, title in ROOM_TITLES.items()
        ),
        "finding": (
            (_("Findings"), tuple((code, label) for code, label in FINDINGS.items() if code in used["finding"])),
            (_("Outcomes of the AI Act"), tuple(outcomes)),
        ),
        "licence": (("", tuple(sorted(licences, key=lambda it: it[1].casefold()))),),
    }
    return CaseIndex(subjects, choices)


def case_page(index: CaseIndex, wanted: Mapping[str, str]) -> CasePage:
    """Show the cases that fit `wanted` (words, subject, finding, licence); a value that no filter has fits nothing."""
    found = [
        Group(
            subject.id,
            told(subject.title),
            told(subject.says),
            tuple(it.view for it in subject.entries if _fits(it, wanted)),
        )
        for subject in index.subjects
    ]
    groups = tuple(group for group in found if group.cases)
    number = sum(len(group.cases) for group in groups)
    total = sum(len(subject.entries) for subject in index.subjects)
    return CasePage(
        query=wanted.get("q", ""),
        filters=tuple(_filters(index, wanted)),
        groups=groups,
        count=words.counted(number, "case", "cases") + (_(" of %(total)s") % {"total": total} if wanted else ""),
        in_full=number <= IN_FULL or "subject" in wanted,
        filtered=bool(wanted),
    )


def _filters(index: CaseIndex, wanted: Mapping[str, str]) -> Iterator[Filter]:
    labels = {"subject": _("Subject"), "finding": _("Finding or outcome"), "licence": _("Licence")}
    for name, label in labels.items():
        groups = tuple(
            (title, tuple(Choice(value, spoken, wanted.get(name) == value) for value, spoken in choices))
            for title, choices in index.choices[name]
        )
        yield Filter(name, label, groups)


def _fits(entry: Entry, wanted: Mapping[str, str]) -> bool:
    keyed = all(wanted[name] in entry.keys[name] for name in NAMES[1:] if name in wanted)
    return keyed and all(word in entry.searched for word in wanted.get("q", "").casefold().split())


def _subject(file: CaseFile, lexicon: Lexicon) -> Subject:
    title, says = map(told, SUBJECTS[file.room][file.subject])
    name = f"{file.room}-{file.subject.replace('_', '-')}"
    entries = tuple(_entry(case, file, name, lexicon) for case in file.cases)
    return Subject(name, f"{ROOM_TITLES[file.room]}: {within(title)}", says, entries)


def _entry(case: PublishedCase, file: CaseFile, subject: str, lexicon: Lexicon) -> Entry:
    judges_licences = file.room == "engine"
    facts = tuple((engine_facts if judges_licences else law_facts)(case, lexicon))
    promises = (engine_promises if judges_licences else law_promises)(case, lexicon)
    rest = SAFE[file.room] if case.rest == "harmless" else told(UNKNOWN)
    view = CaseView(_slug(case.name), told(case.name), facts, rest, promises)
    licences = frozenset(_licences(case, lexicon.catalogue)) if judges_licences else frozenset[str]()
    keys = {"subject": frozenset({subject}), "finding": finding_codes(case), "licence": licences}
    return Entry(view, subject, " ".join(_words(view)).casefold(), keys)


def _words(view: CaseView) -> Iterator[str]:
    """Everything that a case says, for the search."""
    yield view.name
    for promise in view.promises:
        yield promise.verdict
        yield promise.model.label if promise.model else ""
    for line in (*view.facts, *(line for promise in view.promises for line in promise.lines)):
        yield line.label
        yield from (part.label for part in line.parts)


def _licences(case: PublishedCase, catalogue: Catalogue) -> Iterator[str]:
    """The licences that a case is about: of its models with their lineage, settled ones, and those it expects."""
    named = {name for name, it in case.expect.items() if isinstance(it, Mapping)}
    for name in named.union(case.facts.get("candidates") or ()):
        if model := catalogue.model(name):
            yield from (licence.id for licence in licences_in_force(model, catalogue))
    for given in case.own_models.values():
        yield given["licence"]
    for settled in (*case.facts.get("positions", ()), *case.facts.get("agreements", ())):
        yield settled["licence"]
    for name in named:
        yield from case.expect[name].get("licences", ())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
