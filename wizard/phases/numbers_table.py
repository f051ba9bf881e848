"""Numbers of users and revenue as a table, pasted or uploaded. What does not fit is named by line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.knowledge.sentences import Part, for_translation, joined, sentence, verbatim
from wizard.interchange.pasted import Column, Line, read, whole_number
from wizard.process.readings import MAU, REVENUE, Reading, check
from wizard.process.refusal import Refused

MOST_CHARACTERS = 200_000
MOST_LINES = 2000
SHOWN = 60
COMPANY, PRODUCT, DAY, NUMBER, METRIC = "company", "product", "day", "number", "metric"
COLUMNS = (
    Column(COMPANY, ("company", "entity", "legalentity", "subsidiary", "affiliate", "organisation", "organization")),
    Column(PRODUCT, ("product", "productname", "service", "app", "application", "name")),
    Column(DAY, ("day", "date", "countedon", "on", "asof")),
    Column(
        NUMBER,
        ("number", "users", "monthlyusers", "monthlyactiveusers", "mau", "activeusers", "value", "count", "amount"),
        number=True,
    ),
    Column(METRIC, ("metric", "what", "counted", "kind", "unit")),
)
LABELS: Mapping[str, str] = for_translation(
    {COMPANY: "Company", PRODUCT: "Product", DAY: "Day", NUMBER: "Number", METRIC: "Metric"}
)
WORDS = {
    **dict.fromkeys(("", "mau", "users", "monthly users", "monthly active users"), MAU),
    **dict.fromkeys(("revenue", "usd", "yearly revenue", "annual revenue"), REVENUE),
}


@dataclass(frozen=True)
class NumbersTable:
    """What was read: the numbers, what was knowingly left out, and what is wrong, each as a sentence."""

    numbers: tuple[Reading, ...]
    left_out: tuple[str, ...]
    problems: tuple[str, ...]


class _Unfit(Exception):
    """A cell that cannot be read: its column and what to write instead."""

    def __init__(self, column: str, remedy: str) -> None:
        super().__init__(column, remedy)
        self.column, self.remedy = column, remedy


def read_numbers(text: str, today: date) -> NumbersTable:
    """Read a table with a day and a number in each line, and a company, a product and a metric where they apply."""
    if len(text) > MOST_CHARACTERS:
        counts = {"count": len(text), "most": MOST_CHARACTERS}
        return _refused(sentence("The table has {count} characters: send at most {most} at once.", **counts))
    found = read(text, COLUMNS)
    if found.problems:
        return NumbersTable((), found.left_out, found.problems)
    if len(found.lines) > MOST_LINES:
        counts = {"count": len(found.lines), "most": MOST_LINES}
        return _refused(sentence("The table has {count} lines: send at most {most} at once.", **counts))
    if all(len(line.cells) < 2 for line in found.lines):
        at = found.lines[0].number
        return _refused(sentence("Line {line} has one cell: part its cells by commas, semicolons or tabs.", line=at))
    numbers, problems = _numbers(found.lines, today)
    problems += _repeated(numbers, found.lines, problems)
    # A column that was left out may be the very one that the lines miss.
    return NumbersTable(tuple(numbers), found.left_out, (*found.left_out, *problems) if problems else ())


def _refused(problem: str) -> NumbersTable:
    return NumbersTable((), (), (problem,))


def _numbers(lines: Sequence[Line], today: date) -> tuple[list[Reading], list[str]]:
    numbers, problems = [], []
    for line in lines:
        try:
            number = _number(line.cells)
            check(number, today)
            numbers.append(number)
        except _Unfit as unfit:
            problems.append(_unfit(line, unfit))
        except Refused as refused:
            problems.append(joined(" ", (sentence("Line {line}:", line=line.number), refused.sentence)))
    return numbers, problems


def _number(cells: Mapping[str, str]) -> Reading:
    metric = WORDS.get(" ".join(cells.get(METRIC, "").casefold().replace("_", " ").split()))
    if metric is None:
        raise _Unfit(METRIC, for_translation("Write “users” or “revenue”, or leave it empty for users."))
    product, company = cells.get(PRODUCT, ""), cells.get(COMPANY, "")
    return Reading(company, product, metric, _day(cells.get(DAY, "")), _value(cells.get(NUMBER, "")))


def _day(cell: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell, re.ASCII):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise _Unfit(DAY, for_translation("Write a day that exists as year-month-day, such as 2026-10-31."))


def _value(cell: str) -> int:
    if cell.startswith(("-", "−", "–")):
        raise _Unfit(NUMBER, for_translation("Write zero or a positive number."))
    number = whole_number(cell)
    if number is None:
        raise _Unfit(NUMBER, for_translation("Write a whole number in digits, such as 4,000,000."))
    return number


def _unfit(line: Line, unfit: _Unfit) -> str:
    cell = line.cells.get(unfit.column, "")
    parts: dict[str, Part] = {"line": line.number, "column": LABELS[unfit.column], "remedy": unfit.remedy}
    if not cell:
        return sentence("Line {line}, column “{column}”: it is empty. {remedy}", **parts)
    said = verbatim(cell[:SHOWN])
    return sentence("Line {line}, column “{column}”: “{cell}” does not fit. {remedy}", cell=said, **parts)


def _repeated(numbers: Sequence[Reading], lines: Sequence[Line], problems: Sequence[str]) -> Iterator[str]:
    """Two lines for one day of one thing: a person has to say which is right. Looked at when every line fits."""
    if problems:
        return
    first: dict[tuple[tuple[str, str, str], date], int] = {}
    for line, number in zip(lines, numbers, strict=True):
        before = first.setdefault((number.key, number.on), line.number)
        if before != line.number:
            yield sentence(
                "Line {line} names the same product and day as line {before}: keep the one that is right.",
                line=line.number,
                before=before,
            )
