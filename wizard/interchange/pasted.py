"""A table that somebody pasted from a spreadsheet or a CSV file, read line by line.

Tab, semicolon, comma or an upright stroke between the cells, with or without a line of headers, the columns in any
order. What does not fit is named by its line; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.presenters.language import gettext as _

TOTALS = {"total", "sum", "grandtotal", "grouptotal", "alltogether"}
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_GROUPED = re.compile(r"^\d{1,3}(?P<by>[ ,.'’\u00a0\u2009\u202f])\d{3}(?:(?P=by)\d{3})*$")
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Column:
    """A column by its name here; `headers` are the words that may stand above it, small letters without spaces.

    `number`: its cells are numbers, whose commas may have been taken for the ends of cells.
    """

    name: str
    headers: tuple[str, ...]
    number: bool = False


@dataclass(frozen=True)
class Line:
    """One line that holds something: its number in what was pasted, from one, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Pasted:
    """What was read: the lines, what was knowingly left out, and what is wrong, each as a sentence."""

    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    problems: tuple[str, ...]


def whole_number(text: str) -> int | None:
    """The number that a person wrote: 4000000, 4,000,000, 4.000.000 and 4 000 000; None for anything else."""
    digits = re.sub(r"\D", "", text) if _GROUPED.match(text) else text
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER else None


def read(text: str, columns: Sequence[Column]) -> Pasted:
    """Read what was pasted. `columns` stand in the order that counts where no header says otherwise."""
    rows, broken = _rows(text)
    if broken:
        return Pasted((), (), (broken,))
    if not rows:
        return Pasted((), (), (_("Nothing to read: paste at least one line."),))
    names, left_out = _header(rows[0][1], columns)
    body = rows[1:] if names else rows
    order = names or [column.name for column in columns]
    number = next((place for place, name in enumerate(order) if _is_number(name, columns)), None)
    lines, problems = [], []
    for at, cells in body:
        whole = _rejoined(cells, len(order), number)
        if len(whole) > len(order) and any(whole[len(order) :]):
            problems.append(_too_many(at, len(whole), len(order)))
            continue
        line = Line(at, {name: cell for name, cell in zip(order, whole, strict=False) if name and cell})
        if line.cells.keys() & {columns[0].name} and _plain(line.cells[columns[0].name]) in TOTALS:
            left_out.append(_("Line %(line)d is a total and was left out.") % {"line": at})
        elif line.cells:
            lines.append(line)
    if not lines and not problems:
        problems.append(_("There is no line below the header: paste the lines as well."))
    return Pasted(tuple(lines), tuple(left_out), tuple(problems))


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The lines that are not empty, each with its number; or what stopped the reading."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((begins, stripped))
            begins = reader.line_num + 1
    except csv.Error:
        return [], _("Line %(line)d: a quotation mark stands alone. Close it, or take it away.") % {"line": begins}
    return rows, ""


def _delimiter(text: str) -> str:
    """What parts the cells of the first line that holds something, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    stroke = "|" if outside.count("|") > outside.count(",") else ","  # a name may hold one stroke
    return next((mark for mark in "\t;" if mark in outside), stroke)


def _header(cells: Sequence[str], columns: Sequence[Column]) -> tuple[list[str], list[str]]:
    """The columns that a first line names, empty where it is no header, and what it names that fits nowhere."""
    known = {word: column.name for column in columns for word in column.headers}
    said = [cell for cell in cells if cell]
    fitting = [cell for cell in said if _plain(cell) in known]
    if len(fitting) * 2 < len(said) or not fitting:
        return [], []
    names: list[str] = []
    for cell in cells:
        name = known.get(_plain(cell), "")
        names.append("" if name in names else name)
    beside = [cell for cell, name in zip(cells, names, strict=True) if cell and not name]
    return names, [_left_out(cell, again=_plain(cell) in known) for cell in beside]


def _left_out(column: str, *, again: bool) -> str:
    """Why a column counts for nothing: `again`, because an earlier one says the same."""
    twice = _("The column “%(column)s” names what an earlier column names and was left out.")
    nowhere = _("The column “%(column)s” fits nowhere and was left out.")
    return (twice if again else nowhere) % {"column": column[:60]}


def _plain(words: str) -> str:
    """Letters alone, small: “Monthly Users” and “monthly_users” are one header."""
    return re.sub(r"[^a-z]", "", words.casefold())


def _is_number(name: str, columns: Sequence[Column]) -> bool:
    return any(column.number for column in columns if column.name == name)


def _rejoined(cells: list[str], width: int, number: int | None) -> list[str]:
    """Put a number together again whose thousands were parted, where that alone explains the cells too many."""
    over = len(cells) - width
    if number is None or over <= 0:
        return cells
    joined = ",".join(cells[number : number + over + 1])
    return [*cells[:number], joined, *cells[number + over + 1 :]] if _THOUSANDS.fullmatch(joined) else cells


def _too_many(at: int, cells: int, width: int) -> str:
    words = _(
        "Line %(line)d has %(cells)d cells, where %(width)d are expected. Put a cell that holds a comma in quotation "
        "marks, or part the cells by semicolons."
    )
    return words % {"line": at, "cells": cells, "width": width}
