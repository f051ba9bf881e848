"""The licence matrix: every licence in its family, filtered, ordered and cut to columns by what the address asks for.

What a row says depends on the edition and the day alone, so its `Line` is made once; a page then chooses among lines.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS
from catalog.presenters import language, words
from catalog.presenters.address import VERDICT, Address
from catalog.presenters.cells import COLUMNS, UNREAD, Column
from catalog.presenters.language import Spoken
from catalog.presenters.language import gettext as _
from catalog.presenters.readings import Shelf, mark
from catalog.presenters.screened import RowVerdict, tally

GUIDE = Spoken({"row": "Answers a row of the guide", "differ": "Text and guide differ"})


@dataclass(frozen=True)
class Cell:
    """One cell. `guide` is filled where the guide states something else than the text."""

    name: str
    label: str
    says: str
    guide: str
    disputed: bool
    warning: str
    warning_class: str
    wide: bool
    lesser: bool


@dataclass(frozen=True)
class Line:
    """Everything the matrix knows of one licence, whatever the address asks for."""

    licence: Licence
    note: str
    searched: str
    keys: Mapping[str, tuple[str, ...]]
    orders: Mapping[str, Any]
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Row:
    """One row of the page. `cells` is what was drawn of its cells; `verdict` stands where a situation is given."""

    id: str
    name: str
    family: str
    notes: tuple[str, ...]
    cells: str
    picked: bool
    verdict: RowVerdict | None


@dataclass(frozen=True)
class Group:
    """The rows of one family; without a label where an order of one's own dissolves the families."""

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
class Heading:
    """The heading of a column, which sorts by it: the whole address, and the order alone.

    `direction` is the value of aria-sort, empty where the page is in another order.
    """

    name: str
    label: str
    href: str
    order: str
    direction: str
    wide: bool
    lesser: bool


@dataclass(frozen=True)
class Matrix:
    """The rows and headings of the page, and how many rows are shown out of how many."""

    headings: tuple[Heading, ...]
    groups: tuple[Group, ...]
    width: int
    count: str
    tally: str
    situated: bool
    chosen_columns: bool


Draw = Callable[[Line, tuple[str, ...]], str]


def lines(catalogue: Catalogue, shelf: Shelf) -> tuple[Line, ...]:
    """Return a line for every licence: by family, there the guide's rows in its order, then by name."""
    order = list(words.FAMILIES)
    licences = sorted(
        catalogue.licences.values(),
        key=lambda it: (order.index(it.family), it.guide_row.place if it.guide_row else 99, it.short.casefold()),
    )
    return tuple(line(licence, shelf) for licence in licences)


def line(licence: Licence, shelf: Shelf) -> Line:
    """Return the line of one licence."""
    return Line(
        licence=licence,
        note=_("Guide: row %(place)s, %(name)s") % {"place": licence.guide_row.place, "name": licence.guide_row.name}
        if licence.guide_row
        else "",
        searched=_searched(licence),
        keys={**{column.name: column.held(licence) for column in COLUMNS}, "guide": _guide_keys(licence)},
        orders={column.name: column.order(licence) for column in COLUMNS},
        cells={column.name: _cell(licence, column, shelf) for column in COLUMNS},
    )


def chosen(all_lines: Iterable[Line], address: Address, verdicts: Mapping[str, RowVerdict]) -> tuple[Line, ...]:
    """Return the lines that fit the address, in its order."""
    found = [each for each in all_lines if _fits(each, address)]
    if address.order == "name":
        found.sort(key=lambda each: each.licence.short.casefold(), reverse=address.descending)
    elif address.order == VERDICT and verdicts:
        found.sort(key=lambda each: verdicts[each.licence.id].rank, reverse=address.descending)
    elif address.order in COLUMN_NAMES:
        found.sort(key=lambda each: each.orders[address.order], reverse=address.descending)
    return tuple(found)


def matrix(all_lines: tuple[Line, ...], address: Address, verdicts: Mapping[str, RowVerdict], draw: Draw) -> Matrix:
    """Show what the address asks for. `draw` makes the cells of a line; `verdicts` are empty without a situation.

    Filters follow the licence text. A filter's value that no list offers fits nothing, and is spoken by the count.
    """
    fitting = chosen(all_lines, address, verdicts)
    total = words.counted(len(all_lines), "licence", "licences")
    columns = columns_of(address)
    names = tuple(column.name for column in columns)
    rows = tuple(row(each, address, verdicts, draw(each, names)) for each in fitting)
    return Matrix(
        headings=_headings(columns, address, situated=bool(verdicts)),
        groups=_groups(rows) if not address.order else (Group("", rows),) if rows else (),
        width=len(columns) + 1 + bool(verdicts),
        count=total
        if len(fitting) == len(all_lines)
        else _("%(n)s of %(total)s") % {"n": len(fitting), "total": total},
        tally=tally(verdicts[each.licence.id] for each in fitting) if verdicts else "",
        situated=bool(verdicts),
        chosen_columns=bool(address.columns),
    )


def row(each: Line, address: Address, verdicts: Mapping[str, RowVerdict], cells: str) -> Row:
    """Show one line as a row with these cells."""
    licence = each.licence
    family = words.FAMILIES[licence.family]
    return Row(
        id=licence.id,
        name=licence.short,
        family=family,
        notes=tuple(filter(None, (family if address.order else "", each.note))),
        cells=cells,
        picked=licence.id in address.picked,
        verdict=verdicts.get(licence.id),
    )


def columns_of(address: Address) -> tuple[Column, ...]:
    """Return the columns to show: those that were chosen, or all."""
    return tuple(column for column in COLUMNS if not address.columns or column.name in address.columns)


def filters(address: Address) -> tuple[Filter, ...]:
    """Return the filters with what is chosen in them: the family first."""
    lists: list[tuple[str, str, Mapping[str, str]]] = [("family", _("Family"), words.FAMILIES)]
    lists += [(column.name, column.label, column.offered) for column in COLUMNS if column.choices]
    lists.append(("guide", _("The guide"), GUIDE))
    wanted = dict(address.filters)
    return tuple(
        Filter(
            name, label, tuple(Choice(value, spoken, wanted.get(name) == value) for value, spoken in choices.items())
        )
        for name, label, choices in lists
    )


def column_choices(address: Address) -> tuple[Choice, ...]:
    """Return the columns with those that are shown."""
    shown = {column.name for column in columns_of(address)}
    return tuple(Choice(column.name, column.label, column.name in shown) for column in COLUMNS)


def told(chosen_filters: Iterable[Filter]) -> str:
    """Say which choices are made, for paper and for whoever cannot see the form: “Family: Copyleft.”."""
    parts = ((each.label, choice.label) for each in chosen_filters for choice in each.choices if choice.chosen)
    return " ".join(f"{label}: {choice}." for label, choice in parts)


def speaks(licence: Licence, topic: str) -> bool:
    """True where the guide has a reading, or the text states more than that it is silent."""
    term = licence.terms.term(topic)
    return term.guide is not None or term.text.value != type(term.text.value)()


COLUMN_NAMES = frozenset(column.name for column in COLUMNS)


def _groups(rows: Iterable[Row]) -> tuple[Group, ...]:
    by_family: dict[str, list[Row]] = {}
    for each in rows:
        by_family.setdefault(each.family, []).append(each)
    return tuple(Group(label, tuple(members)) for label, members in by_family.items())


def _headings(columns: Iterable[Column], address: Address, *, situated: bool) -> tuple[Heading, ...]:
    named = [("name", _("Licence"), False, False)]
    named += [(VERDICT, _("For you"), False, False)] if situated else []
    named += [(column.name, column.label, column.wide, column.lesser) for column in columns]
    direction = "descending" if address.descending else "ascending"
    return tuple(
        _heading(name, label, address, direction if name == address.order else "", wide=wide, lesser=lesser)
        for name, label, wide, lesser in named
    )


def _heading(name: str, label: str, address: Address, direction: str, *, wide: bool, lesser: bool) -> Heading:
    turned = address.sorted_by(name)
    return Heading(name, label, turned.written(), turned.order_written(), direction, wide, lesser)


def _cell(licence: Licence, column: Column, shelf: Shelf) -> Cell:
    disputed = column.disputed(licence)
    guided = bool(column.covers) and licence.terms.term(column.name).guide is not None
    spoken, css = "", ""
    if column.covers:
        text = licence.terms.term(column.name).text
        spoken, css = mark(text.confidence, text.read_on, shelf.today)
        if not spoken and column.unread(licence):
            whole = UNREAD in column.held(licence)
            spoken, css = _("not verified") if whole else _("not read in full"), "unverified"
    return Cell(
        name=column.name,
        label=column.label,
        says=column.text(licence),
        guide=column.guide(licence) if disputed or (not column.choices and guided) else "",
        disputed=disputed,
        warning=spoken,
        warning_class=css,
        wide=column.wide,
        lesser=column.lesser,
    )


def _guide_keys(licence: Licence) -> tuple[str, ...]:
    differ = any(licence.terms.term(topic).disputed for topic in TOPICS)
    return tuple(key for key, holds in (("row", licence.guide_row is not None), ("differ", differ)) if holds)


def _fits(each: Line, address: Address) -> bool:
    for name, value in address.filters:
        if name == "family":
            if each.licence.family != value:
                return False
        elif value not in each.keys[name]:
            return False
    return all(word in each.searched for word in address.query.casefold().split())


def _searched(licence: Licence) -> str:
    """Everything about a licence that a search looks at: names, cells and sentences of both readings."""
    names = [licence.id, licence.name, licence.short, licence.steward, licence.version, licence.spdx, *licence.hub_tags]
    rows = [licence.guide_row.name] if licence.guide_row else []
    said = [said for column in COLUMNS for said in (column.text(licence), column.short(licence, "guide"))]
    terms = (licence.terms.term(topic) for topic in TOPICS)
    sentences = [language.told(reading.says) for term in terms for reading in (term.text, term.guide) if reading]
    return " ".join(names + rows + said + sentences).casefold()
