"""A list that was drawn up line by line, and what a person says of single lines: nothing, a dispute, or a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.models import TEXT_LIMIT
from wizard.phases.fields import LONGEST_RUN, Question, without_control
from wizard.phases.item import ItemForm, Lines

DISPUTE, NOTE = "dispute", "note"
DISPUTED = {DISPUTE: gettext_lazy("I dispute it"), NOTE: gettext_lazy("A note for the reviewer")}
CORRECTED = {DISPUTE: gettext_lazy("I found something else"), NOTE: gettext_lazy("A note for the reviewer")}


HOW = gettext_lazy(
    "Open a line to see where it stands, to dispute it, or to add a note. A dispute changes no verdict by itself: the "
    "reviewer settles it."
)
"""How to use such a list, told once on a page."""


@dataclass(frozen=True)
class Line:
    """One line of a list: `key` stays the same from edition to edition, `called` names it, and `says` is its sentence.

    `place` and `href` say where it stands; `effect` is the word for what it does (with `css` as its shape), `also` what
    another reading says, and `doubt` why the fact is not good enough, if it is not.
    """

    key: str
    called: str
    says: str
    place: str = ""
    href: str = ""
    effect: str = ""
    css: str = ""
    also: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Mark:
    """What was said of one line. A dispute without a reason is only half said."""

    kind: str
    words: str

    @property
    def whole(self) -> bool:
        """Whether a reason or a note is there."""
        return bool(self.words)


@dataclass(frozen=True)
class MarkedLine:
    """One line as a page shows it: with the names of its controls and what stands in them."""

    line: Line
    name: str
    mark: Mark
    kinds: tuple[tuple[str, str, bool], ...]

    @property
    def mark_words(self) -> str:
        """What was said of the line, in a word or two."""
        return str(KINDS_TOLD.get(self.mark.kind, ""))


class MarksInput(forms.Widget):
    """Two controls a line, `NAME.KEY` and `NAME.KEY.words`, read into one list of texts.

    A line that a person leaves as it is adds nothing to the list, so that a long list costs little.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return one text for each line that something is said of: kind, key and words, each on a line of its own."""
        start, found = f"{name}.", []
        for control in data:
            key = control.removeprefix(start)
            if control.startswith(start) and not key.endswith(".words"):
                kind, words = data.get(control, ""), data.get(f"{control}.words", "")
                if kind or words.strip():
                    found.append(f"{kind or NOTE}\n{key}\n{words}")
        return found


class BoundMarks(BoundField):
    """The lines with what was typed or is stored."""

    field: Marks

    def rows(self) -> Iterator[MarkedLine]:
        """Every line in its order."""
        marks = self.field.read(self.value() or ())
        for line in self.field.lines.values():
            mark = marks.get(line.key, Mark("", ""))
            kinds = tuple((kind, str(label), kind == mark.kind) for kind, label in self.field.kinds.items())
            yield MarkedLine(line, f"{self.html_name}.{line.key}", mark, kinds)


class Marks(Question):
    """What a person says of the lines of a list; kept as kind and words by the key of the line.

    `draw` makes the list, and is called only where a line is shown or something is said of one.
    """

    marked = True

    def __init__(
        self, *, draw: Callable[[], Iterable[Line]], kinds: Mapping[str, Any] = DISPUTED, **options: Any
    ) -> None:
        self.draw, self.kinds = draw, kinds
        super().__init__(**{"widget": MarksInput(), "required": False, **options})

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The list by the keys of its lines, in order."""
        return {line.key: line for line in self.draw()}

    def get_bound_field(self, form: Any, field_name: str) -> BoundMarks:
        """Give the field its rows on the page."""
        return BoundMarks(form, self, field_name)

    def read(self, typed: Sequence[str]) -> dict[str, Mark]:
        """Read the texts of the list; what is about no line is left out."""
        split = (text.split("\n", 2) for text in typed)
        told = {parts[1]: Mark(parts[0], _clean(parts[2])) for parts in split if len(parts) == 3}
        if not told:
            return {}
        return {key: told[key] for key in self.lines if key in told and told[key].kind in self.kinds}

    def clean(self, value: Any) -> dict[str, dict[str, str]]:
        """Refuse a dispute without a reason, and words that no report could print."""
        marks = self.read(value or ())
        for key, mark in marks.items():
            called = self.lines[key].called
            if not mark.whole:
                told = _("%(line)s: say why, so that the reviewer can judge it.")
                raise ValidationError(told, code="required", params={"line": called})
            if len(mark.words) > TEXT_LIMIT:
                told = _("%(line)s: shorten the words to %(limit)s characters.")
                raise ValidationError(told, code="max_length", params={"line": called, "limit": f"{TEXT_LIMIT:,}"})
            if any(len(run) > LONGEST_RUN for run in mark.words.split()):
                told = _("%(line)s: put a space into the words; more than %(limit)s characters stand without one.")
                raise ValidationError(told, code="run", params={"line": called, "limit": LONGEST_RUN})
        return as_kept(marks)

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored in the shape in which it is typed."""
        if isinstance(value, Mapping):
            return [f"{it['kind']}\n{key}\n{it['words']}" for key, it in value.items()]
        return value

    def stored(self, cleaned: Any) -> Any:
        """Keep nothing where nothing is said."""
        return cleaned or None

    def words(self, stored: Any) -> str:
        """Return everything that is said, line after line."""
        return " ".join(f"{label}: {words}" for label, words in self.told(stored))

    def told(self, stored: Mapping[str, Mapping[str, str]]) -> Lines:
        """One pair for each marked line that the list still has: its name and the mark, its sentence and the words."""
        return [
            (f"{line.called}, {KINDS_TOLD[it['kind']]}", f"“{line.says}” {it['words']}".strip())
            for line in (self.lines.values() if stored else ())
            if (it := stored.get(line.key))
        ]


KINDS_TOLD = {DISPUTE: gettext_lazy("disputed"), NOTE: gettext_lazy("with a note")}


def as_kept(marks: Mapping[str, Mark]) -> dict[str, dict[str, str]]:
    """The marks as JSON."""
    return {key: {"kind": mark.kind, "words": mark.words} for key, mark in marks.items()}


def _clean(words: str) -> str:
    return without_control(words.replace("\r\n", "\n")).strip()


class MarkedForm(ItemForm):
    """An item with lists that a person can mark line by line."""

    def _marks(self) -> Iterator[tuple[str, Marks]]:
        return ((name, field) for name, field in self.fields.items() if isinstance(field, Marks))

    def pardon_gaps(self) -> None:
        """Keep a dispute whose reason is still being written, with the marks around it."""
        super().pardon_gaps()
        for name, field in self._marks():
            if name not in self.errors:
                typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                self.cleaned_data[name] = as_kept(field.read(typed))

    def missing(self) -> list[str]:
        """A dispute without a reason is missing something too."""
        half = [name for name, _field in self._marks() if any(not it["words"] for it in self._said(name).values())]
        return [*super().missing(), *half]

    def lines(self) -> Lines:
        """Each marked line stands for itself."""
        marks = {name for name, _field in self._marks()}
        about = {name: group.about for group in self.groups for name in group.names if group.about}
        plain = iter(super().lines())
        told: Lines = []
        for name in self.values:
            line = next(plain)
            told += self._told(name, about.get(name, "")) if name in marks else [line]
        return told

    def contested(self) -> Lines:
        """The lines that are disputed, with the reasons."""
        about = {name: group.about for group in self.groups for name in group.names if group.about}
        return [line for name, _field in self._marks() for line in self._told(name, about.get(name, ""), only=DISPUTE)]

    def _told(self, name: str, about: str, only: str = "") -> Lines:
        field = self.fields[name]
        assert isinstance(field, Marks)  # noqa: S101 (asked by name above)
        said = {key: it for key, it in self._said(name).items() if not only or it["kind"] == only}
        return [(f"{about}: {label}" if about else label, words) for label, words in field.told(said)]

    def _said(self, name: str) -> Mapping[str, Mapping[str, str]]:
        said: Mapping[str, Mapping[str, str]] = self.values.get(name, {})
        return said
