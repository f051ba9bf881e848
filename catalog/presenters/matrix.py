"""The licence matrix: the guide's fifteen rows in families, filtered by what stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.cells import BY_TOPIC, COLUMNS, Column
from catalog.presenters.readings import BOTH, Shelf, TermView, term_view, warning


@dataclass(frozen=True)
class Cell:
    """One cell. `guide` is filled where the guide states something else than the text."""

    topic: str
    label: str
    says: str
    guide: str
    disputed: bool
    warning: str
    warning_class: str
    opened: bool


@dataclass(frozen=True)
class Row:
    """One licence of the matrix; `terms` holds the readings of the cell that is open, if one is."""

    id: str
    name: str
    note: str
    cells: tuple[Cell, ...]
    opened: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True)
class Group:
    """The rows of one family."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Choice:
    """One entry of a filter's list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter: the name it has in the address, its label and its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole page: filters, groups of rows, and how many rows are shown out of how many."""

    query: str
    filters: tuple[Filter, ...]
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    count: str
    filtered: bool


@dataclass(frozen=True)
class Behind:
    """A licence that stands behind a row of the guide: a version or text that models carry, and the guide lumps in."""

    id: str
    name: str
    family: str
    models: str


def matrix(catalogue: Catalogue, shelf: Shelf, wanted: Mapping[str, str]) -> Matrix:
    """Show the rows that fit `wanted` (keys `q`, `family` and the topics of the columns; empty values do not filter).

    Filters follow the licence text. A value that no list offers fits nothing, and is told by the count.
    """
    all_rows = sorted((licence for licence in catalogue.licences.values() if licence.guide_row), key=_place)
    chosen = [licence for licence in all_rows if _fits(licence, wanted)]
    groups = tuple(
        Group(label, tuple(row(licence, shelf) for licence in chosen if licence.family == family))
        for family, label in words.FAMILIES.items()
        if any(licence.family == family for licence in chosen)
    )
    total = words.counted(len(all_rows), "licence", "licences")
    filtered = len(chosen) != len(all_rows)
    return Matrix(
        query=wanted.get("q", ""),
        filters=_filters(wanted),
        columns=tuple(column.label for column in COLUMNS),
        groups=groups,
        count=f"{len(chosen)} of {total}" if filtered else total,
        filtered=filtered or any(wanted.values()),
    )


def row(licence: Licence, shelf: Shelf, opened: str = "") -> Row:
    """Show one licence; `opened` names the topic of the cell whose readings are shown under the row."""
    column = BY_TOPIC.get(opened)
    return Row(
        id=licence.id,
        name=licence.guide_row.name if licence.guide_row else licence.short,
        note=licence.version,
        cells=tuple(_cell(licence, each, shelf, opened=each.topic == opened) for each in COLUMNS),
        opened=column.label if column else "",
        terms=_opened(licence, column, shelf) if column else (),
    )


def behind(catalogue: Catalogue) -> tuple[Behind, ...]:
    """List the licences without a row of their own, in the order of their families and names."""
    order = list(words.FAMILIES)
    others = (licence for licence in catalogue.licences.values() if licence.guide_row is None)
    carried = dict.fromkeys(catalogue.licences, 0)
    for model in catalogue.models.values():
        carried[model.weights_licence.text.value] += 1
    return tuple(
        Behind(
            licence.id,
            licence.name,
            words.FAMILIES[licence.family],
            words.counted(carried[licence.id], "model", "models"),
        )
        for licence in sorted(others, key=lambda it: (order.index(it.family), it.name))
    )


def _opened(licence: Licence, column: Column, shelf: Shelf) -> tuple[TermView, ...]:
    """The readings behind a cell: its own topic, and of the others those on which somebody says something."""
    return tuple(
        term_view(topic, licence.terms.term(topic), shelf)
        for topic in column.covers
        if topic == column.topic or speaks(licence, topic)
    )


def speaks(licence: Licence, topic: str) -> bool:
    """True where the guide has a reading, or the text states more than that it is silent."""
    term = licence.terms.term(topic)
    return term.guide is not None or term.text.value != type(term.text.value)()


def _cell(licence: Licence, column: Column, shelf: Shelf, *, opened: bool) -> Cell:
    term = licence.terms.term(column.topic)
    disputed = any(licence.terms.term(topic).disputed for topic in column.covers)
    valueless = not column.choices
    told, css = warning(term.text.confidence, term.text.read_on, shelf.today)
    return Cell(
        topic=column.topic,
        label=column.label,
        says=column.short(licence.terms, "text"),
        guide=column.guide(licence.terms) if disputed or (valueless and term.guide) else "",
        disputed=disputed,
        warning=told,
        warning_class=css,
        opened=opened,
    )


def _place(licence: Licence) -> int:
    return licence.guide_row.place if licence.guide_row else 0


def _fits(licence: Licence, wanted: Mapping[str, str]) -> bool:
    family, query = wanted.get("family", ""), wanted.get("q", "").casefold()
    if family and licence.family != family:
        return False
    if any(wanted.get(it.topic) and it.key(licence.terms, "text") != wanted[it.topic] for it in COLUMNS if it.choices):
        return False
    return all(word in _searched(licence) for word in query.split())


def _searched(licence: Licence) -> str:
    """Everything about a licence that a search looks at: names, cells and sentences of both readings."""
    names = [licence.id, licence.name, licence.short, licence.steward, licence.version, licence.spdx]
    rows = [licence.guide_row.name] if licence.guide_row else []
    said = [column.short(licence.terms, name) for column in COLUMNS for name in BOTH]
    return " ".join(names + rows + said).casefold()


def _filters(wanted: Mapping[str, str]) -> tuple[Filter, ...]:
    lists = [("family", "Family", words.FAMILIES)]
    lists += [(column.topic, column.label, dict(column.choices)) for column in COLUMNS if column.choices]
    return tuple(
        Filter(name, label, tuple(Choice(value, told, wanted.get(name) == value) for value, told in choices.items()))
        for name, label, choices in lists
    )
