"""Every question before any is answered: the blank checklist, made from the declarations of the items themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext_lazy

from wizard.phases import PHASES, Item
from wizard.phases.choices import Choice, Several
from wizard.phases.context import Context
from wizard.phases.item import Group, ItemForm, always
from wizard.phases.rows import RowsForm

MOST_CHOICES = 60
"""A longer list, such as that of all countries, is a line to write on."""
FOR_EACH = gettext_lazy("For each licence of your models")
FOR_EACH_MODEL = gettext_lazy("For each of your models")


@dataclass(frozen=True)
class BlankQuestion:
    """One question with its boxes, or the lines to write on. `sometimes` says that an earlier answer decides on it."""

    label: str
    hint: str
    boxes: tuple[str, ...]
    lines: int
    optional: bool
    sometimes: bool


@dataclass(frozen=True)
class BlankGroup:
    """Questions under one heading; `table` are the columns of a table with rows."""

    title: str
    hint: str
    questions: tuple[BlankQuestion, ...]
    table: tuple[str, ...]


@dataclass(frozen=True)
class BlankItem:
    """One item with its questions."""

    id: str
    label: str
    title: str
    hint: str
    groups: tuple[BlankGroup, ...]
    sometimes: bool


@dataclass(frozen=True)
class BlankPhase:
    """One phase with its items."""

    title: str
    items: tuple[BlankItem, ...]


_made: dict[tuple[str, str, str | None], tuple[BlankPhase, ...]] = {}


def blank(context: Context) -> tuple[BlankPhase, ...]:
    """The questions of all items, phase by phase, as any model may bring them. Kept for the edition and a language."""
    about = (context.catalogue.sha256, context.own.key)
    key = (*about, get_language())
    if key not in _made:
        for other in [kept for kept in _made if kept[:2] != about]:
            del _made[other]
        everything = replace(context, candidates=tuple(context.catalogue.models), facts={})
        _made[key] = tuple(
            BlankPhase(phase.title, tuple(_item(item, everything) for item in phase.items)) for phase in PHASES
        )
    return _made[key]


def _item(item: Item, context: Context) -> BlankItem:
    form = item.form(context=context, every=True)
    return BlankItem(
        item.id, item.label, item.title, item.hint, tuple(_groups(form)), sometimes=item.applies is not always
    )


def _groups(form: ItemForm) -> Iterator[BlankGroup]:
    """The groups of a form; what is asked again for each licence stands there once."""
    each = False
    for group in form.groups or [Group(tuple(form.fields))]:
        if group.about and each:
            continue
        each = each or bool(group.about)
        questions = tuple(_question(form, name) for name in group.names)
        if questions or group.table:
            columns = _columns(form) if group.table and isinstance(form, RowsForm) else ()
            yield BlankGroup(_title(group), group.hint, questions, columns)


def _title(group: Group) -> str:
    if not group.about:
        return group.title
    return str(FOR_EACH_MODEL if group.of_model else FOR_EACH)


def _columns(form: RowsForm) -> tuple[str, ...]:
    return tuple(str(field.label) for field in form.table.row.base_fields.values())


def _question(form: ItemForm, name: str) -> BlankQuestion:
    field = form.question(name)
    choices = dict(field.choices) if isinstance(field, Choice | Several) else {}  # type: ignore[arg-type]
    labels = tuple(str(label) for value, label in choices.items() if value)
    boxes = labels if len(labels) <= MOST_CHOICES else ()
    lines = 0 if boxes else int(field.widget.attrs.get("rows", 1))
    return BlankQuestion(
        str(field.label), str(field.help_text), boxes, lines, not field.required, sometimes=name in form.rules
    )
