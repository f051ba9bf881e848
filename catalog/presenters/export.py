"""What is on the screen as a file: CSV and a spreadsheet for people, JSON with everything behind it for programs."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Literal

import xlsxwriter

from catalog.knowledge.guidance import Edition
from catalog.presenters.language import gettext as _

Value = str | int | float | None
Kind = Literal["csv", "xlsx", "json"]
CONTENT_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# A spreadsheet program takes a cell that begins with one of these for a formula, whoever wrote it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """A table to hand out: `name` begins the file name, `title` and the edition say what it is.

    `asked` says by which filters and for which situation it was made; empty where it is the whole.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    edition: Edition
    asked: str = ""


def file_name(sheet: Sheet, kind: str) -> str:
    """Return a name such as “clearweights-licences-2026.11.1.csv”."""
    return f"clearweights-{sheet.name}-{sheet.edition.version}.{kind}"


def csv_bytes(sheet: Sheet) -> bytes:
    """Return the table as CSV in UTF-8. A text that a spreadsheet would calculate begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([sheet.columns, *([_inert(value) for value in row] for row in sheet.rows)])
    # The mark at the beginning tells spreadsheet programs that the text is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """Return the table as a spreadsheet with a fixed heading. Texts are written as texts and never calculated."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        made = datetime.combine(sheet.edition.state_of, time(), UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": _("%(title)s, edition %(version)s") % {"title": sheet.title, "version": sheet.edition.version},
                "created": made,
                "comments": sheet.asked,
            }
        )
        page = book.add_worksheet(sheet.name)
        heading = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.write_row(0, 0, sheet.columns, heading)
        for number, row in enumerate(sheet.rows, start=1):
            page.write_row(number, 0, row, wrapped)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    return file.getvalue()


def json_bytes(sheet: Sheet, entries: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the entries behind the rows, in their order, with the edition that they belong to."""
    document = {
        "title": sheet.title,
        "edition": {"version": sheet.edition.version, "state_of": sheet.edition.state_of.isoformat()},
        **({"asked": sheet.asked} if sheet.asked else {}),
        sheet.name: list(entries),
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _inert(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.columns, *sheet.rows, strict=True)
    return [min(WIDEST, max(10, *(len(str(value or "")) for value in column)) + 2) for column in columns]
