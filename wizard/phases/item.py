"""The language in which the checklist is declared: phases, items, and the form of an item.

An item's form builds its own questions from the context, hides those that do not apply, and states facts. A hidden
answer is kept, so that a slip of the mouse costs nothing, but it states no fact and stands in no report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import Promise

from wizard.phases.context import Context
from wizard.phases.fields import Day, Question

Values = Mapping[str, Any]
Rule = Callable[[Values, Context], bool]
Lines = list[tuple[str, str]]
Words = str | Promise
"""A text, or one that is told in the language of whoever reads it."""


@dataclass(frozen=True)
class Note:
    """Something the tool already knows, shown beside a question: a term, a sentence, and where to read on."""

    term: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Group:
    """Questions that belong together under one heading, with what is known about them.

    `about` names the licence they are asked for, or with `of_model` the model; outside the page it stands before each
    question. `table` marks the group that shows the form's table of rows above its questions.
    """

    names: tuple[str, ...]
    title: str = ""
    hint: str = ""
    notes: tuple[Note, ...] = ()
    about: str = ""
    table: bool = False
    of_model: bool = False


@dataclass(frozen=True)
class Section:
    """A group as a page shows it: only the questions that apply."""

    title: str
    hint: str
    notes: tuple[Note, ...]
    fields: tuple[BoundField, ...]
    table: bool


class ItemForm(forms.Form):
    """The form of one item. `depends` names, for a question, the rule by which it is asked at all.

    With `every` no rule is applied and nothing is answered: all questions that the item may ask of these candidates.
    """

    depends: ClassVar[Mapping[str, Rule]] = {}
    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, *, context: Context, stored: Values | None = None, every: bool = False
    ) -> None:
        self.kept, self.unhidden = dict(stored or {}), every
        super().__init__(data, initial=self.kept)
        self.context = context
        self.rules: dict[str, Rule] = dict(self.depends)
        self.groups: list[Group] = []
        self.build()
        self.values = {} if every else self._drop_hidden()

    def build(self) -> None:
        """Add the questions and groups that depend on the context. Most items have none."""

    def ask(self, name: str, field: Question, when: Rule | None = None) -> str:
        """Add one question and return its name."""
        self.fields[name] = field
        if when:
            self.rules[name] = when
        return name

    def _drop_hidden(self) -> dict[str, Any]:
        """Remove questions that do not apply, in order, so that a hidden answer cannot open another question."""
        values: dict[str, Any] = {}
        for name, field in list(self.fields.items()):
            rule = self.rules.get(name)
            if rule and not rule(values, self.context):
                del self.fields[name]
                continue
            if isinstance(field, Day):
                field.today = self.context.today
            if (value := self._value(name)) is not None:
                values[name] = value
        return values

    def _value(self, name: str) -> Any:
        if not self.is_bound:
            return self.kept.get(name)
        field = self.question(name)
        if field.disabled:
            return self.kept.get(name)
        try:
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            return field.stored(field.clean(typed))
        except ValidationError:
            return None

    def question(self, name: str) -> Question:
        """Return a field as the kind of question it is."""
        field = self.fields[name]
        assert isinstance(field, Question)  # noqa: S101 (items declare nothing else)
        return field

    def pardon_gaps(self) -> None:
        """Forget the errors of questions that are merely unanswered: nobody is scolded while still filling in."""
        pardon_gaps(self)

    def collected(self) -> dict[str, Any]:
        """What to keep: accepted answers; for refused ones what was kept before; hidden ones untouched."""
        refused = set(self.errors)
        kept = {name: value for name, value in self.kept.items() if name not in self.fields or name in refused}
        for name in self.fields:
            value = self.question(name).stored(self.cleaned_data.get(name)) if name not in refused else None
            if value is not None:
                kept[name] = value
        return kept

    def missing(self) -> list[str]:
        """Names of the questions that apply, want an answer and have none."""
        return [name for name, field in self.fields.items() if field.required and name not in self.values]

    def facts(self) -> dict[str, Any]:
        """The facts that the answers state, nested as in the contract; what is not known is left out."""
        stated: dict[str, Any] = {}
        for name, stored in self.values.items():
            field = self.question(name)
            fact = field.fact(stored) if field.at else None
            if fact is not None:
                put(stated, field.at, fact)
        return stated

    def lines(self) -> Lines:
        """The answers as pairs of question and answer, in the order they were asked."""
        return [(self.asks(name), self.question(name).words(value)) for name, value in self.values.items()]

    def asks(self, name: str) -> str:
        """A question as it reads away from its group: with what the group is about, where it is about something."""
        label = str(self.fields[name].label)
        about = next((group.about for group in self.groups if group.about and name in group.names), "")
        return f"{about}: {label}" if about else label

    def contested(self) -> Lines:
        """What the answers dispute of what the catalogue says, as pairs of point and reason."""
        return []

    def sections(self) -> Iterator[Section]:
        """The questions in their groups; a group without anything to show is left out."""
        for group in self.groups or [Group(tuple(self.fields))]:
            fields = tuple(self[name] for name in group.names if name in self.fields)
            if fields or group.notes or group.table:
                yield Section(group.title, group.hint, group.notes, fields, group.table)


def pardon_gaps(form: forms.Form) -> None:
    """Remove from a form the errors that only say that something is missing."""
    for name, errors in list(form.errors.as_data().items()):
        if all(error.code == "required" for error in errors):
            del form.errors[name]


def put(into: dict[str, Any], pointer: str, value: Any) -> None:
    """Set a value at a JSON pointer, making the objects on the way."""
    *path, last = pointer.strip("/").split("/")
    for part in path:
        into = into.setdefault(part, {})
    into[last] = value


def always(_context: Context) -> bool:
    """The rule of an item that every assessment has."""
    return True


@dataclass(frozen=True)
class Item:
    """One item of the checklist. `name` stands for it in the list, `question` at the head of its page, `about` below.

    They are told in the reader's language by `label`, `title` and `hint`. `topics` are terms of a licence, `articles`
    places in the AI Act: what “Why we ask” shows. `applies` looks at the facts stated by earlier items.
    """

    id: str
    phase: str
    name: Words
    question: Words
    about: Words
    form: type[ItemForm]
    topics: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    applies: Callable[[Context], bool] = always

    @property
    def label(self) -> str:
        """Its name in the list."""
        return str(self.name)

    @property
    def title(self) -> str:
        """The question at the head of its page."""
        return str(self.question)

    @property
    def hint(self) -> str:
        """What stands below the question."""
        return str(self.about)


@dataclass(frozen=True)
class Phase:
    """One of the four phases, with its items in the order of the checklist."""

    id: str
    name: Words
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return str(self.name)
