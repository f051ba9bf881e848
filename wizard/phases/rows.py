"""Tables inside an item: rows are typed, added and removed one by one, or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.presenters.language import number, told
from wizard.interchange.pasted import Column, Line, read
from wizard.phases.choices import Choice, YesNo
from wizard.phases.fields import Question, without_control
from wizard.phases.item import ItemForm

MOST_ROWS = 200
MOST_PASTED = 20_000
YES_NO = {
    **dict.fromkeys(("y", "true", "1", "x"), "yes"),
    **dict.fromkeys(("n", "false", "0", "-"), "no"),
    **dict.fromkeys(("?", "not known", "i don't know"), "unknown"),
}

Row = Mapping[str, Any]


class YesNoCell(YesNo):
    """Yes, no, or “I don’t know” in a list that opens; nothing is chosen before somebody chooses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Select(), "required": False, **options})
        self.choices = [("", gettext_lazy("Choose")), *self.choices]  # type: ignore[misc]


class RowForm(forms.Form):
    """One row of a table. `thing` is what a row is called in the singular, `headers` what a pasted column may be."""

    thing: ClassVar[Any] = ""
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    number: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ("name",)
    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, prefix: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        words, thing = _("%(column)s, %(thing)s %(place)d"), str(self.thing)
        for field in self.fields.values():
            parts = {"column": field.label, "thing": thing, "place": self.place}
            field.widget.attrs["aria-label"] = words % parts

    @property
    def place(self) -> int:
        """The number of the row, from one."""
        return int(str(self.prefix).rsplit("-", 1)[1]) + 1

    def is_blank(self) -> bool:
        """Whether nothing was entered: such a row is left out without a word."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def row(self) -> dict[str, Any]:
        """The row as it is kept; what is empty is left out."""
        cells = {name: self.question(name).stored(self.cleaned_data.get(name)) for name in self.fields}
        return {name: value for name, value in cells.items() if value is not None}

    def question(self, name: str) -> Question:
        """Return a field as the kind of question it is."""
        field = self.fields[name]
        assert isinstance(field, Question)  # noqa: S101 (rows declare nothing else)
        return field

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns as a reader of pasted text takes them."""
        return tuple(Column(name, cls.headers.get(name, (name,)), name == cls.number) for name in cls.base_fields)


@dataclass(frozen=True)
class Table:
    """What the rows of an item are kept under, what one of them is, and what stands around them.

    `total` stands beside what the rows add up to, where they do. `stacked`: a row has more cells than stand side by
    side, so each is set as a block of its own.
    """

    name: str
    row: type[RowForm]
    caption: Any
    add: Any
    paste: Any
    total: Any = ""
    stacked: bool = False

    @property
    def rows(self) -> str:
        """The name under which a page sends how many rows it shows."""
        return f"{self.name}-rows"

    @property
    def focus(self) -> str:
        """The name that tells which row was just added or moved up."""
        return f"{self.name}-focus"

    @property
    def pasted(self) -> str:
        """The name of the text that was pasted."""
        return f"{self.name}-pasted"

    @property
    def tried(self) -> str:
        """Set where the pasted text could not be read, so that the page says why."""
        return f"{self.name}-tried"

    @property
    def said(self) -> str:
        """The name of what is told about rows that were just read."""
        return f"{self.name}-said"

    def prefix(self, row: int) -> str:
        """The prefix of a row, counted from zero."""
        return f"{self.name}-{row}"


def with_row_added(data: QueryDict, table: Table) -> QueryDict:
    """Return what was typed, with one more empty row in the table."""
    changed = data.copy()
    changed[table.rows] = changed[table.focus] = str(min(_rows(data, table) + 1, MOST_ROWS))
    return changed


def with_row_removed(data: QueryDict, table: Table, place: int) -> QueryDict:
    """Return what was typed without the row at `place`, counted from zero; the rows below move up."""
    changed = data.copy()
    count = _rows(data, table)
    for row in range(place, count):
        for name in table.row.base_fields:
            below = data.get(f"{table.prefix(row + 1)}-{name}", "") if row + 1 < count else ""
            changed[f"{table.prefix(row)}-{name}"] = below
    changed[table.rows] = str(max(count - 1, 0))
    changed[table.focus] = str(place)
    return changed


def is_pasted(data: Mapping[str, Any], table: Table) -> bool:
    """Whether a text waits to be read into the table."""
    return bool(str(data.get(table.pasted, "")).strip())


def with_rows_pasted(data: QueryDict, table: Table) -> QueryDict:
    """Return what was typed with the pasted lines among the rows: known ones brought up to date, others added.

    Where a line does not fit nothing is changed, and the page says what is wrong; the text stays where it was pasted.
    """
    changed = data.copy()
    lines, left_out, problems = _read(str(data.get(table.pasted, "")), table)
    rows = [row for row in _typed_rows(data, table) if any(value.strip() for value in row.values())]
    known = {_key(row, table): row for row in rows}
    renewed = 0
    for line in lines:
        row = known.get(_key(line.cells, table))
        if row is None:
            row = known[_key(line.cells, table)] = {}
            rows.append(row)
        else:
            renewed += 1
        row.update(line.cells)
    if problems or len(rows) > MOST_ROWS:
        changed[table.tried] = "1"
        return changed
    for place, row in enumerate(rows):
        for name in table.row.base_fields:
            changed[f"{table.prefix(place)}-{name}"] = row.get(name, "")
    changed[table.rows] = str(len(rows))
    changed[table.pasted] = ""
    changed[table.said] = " ".join([_told(len(lines) - renewed, renewed), *left_out])
    return changed


def _told(added: int, renewed: int) -> str:
    parts = []
    if added:
        parts.append(ngettext("%(count)d row was added.", "%(count)d rows were added.", added) % {"count": added})
    if renewed:
        words = ngettext("%(count)d row was brought up to date.", "%(count)d rows were brought up to date.", renewed)
        parts.append(words % {"count": renewed})
    return " ".join(parts) or _("Nothing was added.")


def paste_problems(data: Mapping[str, Any], table: Table) -> list[str]:
    """What stands in the way of reading the pasted text, line by line."""
    lines, _left_out, problems = _read(str(data.get(table.pasted, "")), table)
    if problems:
        return problems
    rows = [row for row in _typed_rows(data, table) if any(value.strip() for value in row.values())]
    count = len({*(_key(row, table) for row in rows), *(_key(line.cells, table) for line in lines)})
    if count <= MOST_ROWS:
        return []
    words = _("With these lines the table would have %(count)d rows; it holds %(most)d. Add up the smallest ones.")
    return [words % {"count": count, "most": MOST_ROWS}]


def _read(text: str, table: Table) -> tuple[list[Line], list[str], list[str]]:
    """The lines with their cells as the fields take them; what was left out; every cell that a field refuses."""
    if len(text) > MOST_PASTED:
        words = _("Shorten what you paste to %(most)s characters; it has %(count)s.")
        return [], [], [words % {"most": number(MOST_PASTED), "count": number(len(text))}]
    found = read(text, table.row.columns())
    problems = [told(problem) for problem in found.problems]
    lines = []
    for line in found.lines:
        cells = {name: _as_offered(table.row.base_fields[name], cell) for name, cell in line.cells.items()}
        form = table.row({f"{table.prefix(0)}-{name}": cell for name, cell in cells.items()}, prefix=table.prefix(0))
        problems += [
            _("Line %(line)d, %(column)s: “%(said)s” does not fit. %(remedy)s")
            % {
                "line": line.number,
                "column": form.fields[name].label,
                "said": line.cells.get(name, "")[:60],
                "remedy": _remedy(form, name, errors),
            }
            for name, errors in form.errors.items()
        ]
        lines.append(Line(line.number, cells))
    return lines, [told(words) for words in found.left_out], [*problems, *_repeated(lines, table)]


def _repeated(lines: Iterable[Line], table: Table) -> Iterator[str]:
    """Two lines of one name would overwrite each other: a person has to say what was meant."""
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        before = first.setdefault(_key(line.cells, table), line.number)
        if before != line.number:
            words = _("Line %(line)d names the same as line %(before)d. Add the two up, or tell their names apart.")
            yield words % {"line": line.number, "before": before}


def _remedy(form: RowForm, name: str, errors: Sequence[Any]) -> str:
    field = form.fields[name]
    if not isinstance(field, Choice):
        return str(errors[0])
    offered = ", ".join(str(label) for value, label in field.choices if value)  # type: ignore[union-attr, misc]
    return _("Write one of: %(offered)s.") % {"offered": offered}


def _as_offered(field: forms.Field, cell: str) -> str:
    """A cell as a browser would send it: of a question with given answers, the answer that is meant."""
    if not isinstance(field, Choice):
        return without_control(cell)
    offered = {str(label).casefold(): str(value) for value, label in field.choices}  # type: ignore[union-attr, misc]
    said = cell.casefold().replace("’", "'")
    meant = YES_NO.get(said, said)
    return offered.get(cell.casefold(), meant)


def _key(row: Row, table: Table) -> tuple[str, ...]:
    """What makes two rows the same one; a row without a name is like no other."""
    words = tuple(" ".join(str(row.get(name, "")).casefold().split()) for name in table.row.key)
    return words if words[0] else (*words, str(id(row)))


def _typed_rows(data: Mapping[str, Any], table: Table) -> list[dict[str, str]]:
    names = table.row.base_fields
    places = range(_rows(data, table))
    return [{name: str(data.get(f"{table.prefix(row)}-{name}", "")) for name in names} for row in places]


def _rows(data: Mapping[str, Any], table: Table) -> int:
    return _whole(data, table.rows, 1)


def _whole(data: Mapping[str, Any], name: str, otherwise: int) -> int:
    """A number that our own page put into the form; anything else was not sent by it."""
    sent = str(data.get(name, ""))
    return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 6 else otherwise


class RowsForm(ItemForm):
    """An item with a table of rows beside its questions."""

    table: ClassVar[Table]

    def build(self) -> None:
        """Look at what was pasted; an item adds its groups after it."""
        tried = self.is_bound and self.table.tried in self.data
        self.paste_problems = paste_problems(self.data, self.table) if tried else []
        self.pasted = str(self.data.get(self.table.pasted, "")) if self.is_bound else ""
        self.said = str(self.data.get(self.table.said, "")) if self.is_bound else ""

    @cached_property
    def rows(self) -> list[RowForm]:
        """The rows as forms of their own. Facts and words are read from what is kept, and need none of them."""
        table = self.table
        if self.is_bound:
            rows = [table.row(self.data, prefix=table.prefix(place)) for place in range(_rows(self.data, table))]
            if rows and table.focus in self.data:
                first = next(iter(table.row.base_fields))
                at = min(_whole(self.data, table.focus, 0), len(rows) - 1)
                rows[at].fields[first].widget.attrs["autofocus"] = True
            return rows
        kept: Iterable[Row] = self.kept.get(table.name) or [{}]
        return [table.row(prefix=table.prefix(place), initial=row) for place, row in enumerate(kept)]

    @property
    def emptied(self) -> bool:
        """Whether the last row was just removed, so that only the button for a new one can take the focus."""
        return self.is_bound and not self.rows and self.table.focus in self.data

    def columns(self) -> Iterator[tuple[str, bool]]:
        """The head of each column, and whether numbers stand under it."""
        for name, field in self.table.row.base_fields.items():
            yield str(field.label), name == self.table.row.number

    def listed(self) -> list[dict[str, Any]]:
        """The rows that hold something, as they are kept."""
        if not self.is_bound:
            return list(self.kept.get(self.table.name, ()))
        return [row.row() for row in self.rows if not row.is_blank() and row.is_valid()]

    @property
    def total_words(self) -> str:
        """What stands under the column of numbers; empty for a table that adds nothing up."""
        return ""

    def clean(self) -> dict[str, Any]:
        """A refused row refuses the form, and so does a text that cannot be read; both say where."""
        for problem in self.paste_problems:
            self.add_error(None, problem)
        for row in self.rows:
            if row.is_blank() or row.is_valid():
                continue
            for name, errors in row.errors.items():
                for error in errors:
                    words = {"thing": str(row.thing).capitalize(), "place": row.place, "error": error}
                    column = row.fields[name].label
                    self.add_error(None, _("%(thing)s %(place)d, %(column)s: %(error)s") % {**words, "column": column})
        return super().clean() or {}

    def collected(self) -> dict[str, Any]:
        """Keep the accepted rows beside the other answers."""
        kept = {name: value for name, value in super().collected().items() if name != self.table.name}
        rows = self.listed()
        return {**kept, self.table.name: rows} if rows else kept
