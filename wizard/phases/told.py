"""The worked example as answers: the story typed into the forms, each seeing the facts stated before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from wizard.phases import ITEMS, story
from wizard.phases.assemble import merged
from wizard.phases.context import Context
from wizard.phases.item import ItemForm
from wizard.phases.rows import RowsForm


class DoesNotFit(Exception):
    """The story no longer fits the checklist; the message names the item and the field."""


def told(context: Context) -> Mapping[str, Mapping[str, Any]]:
    """What the items of the story that apply keep, in the order of the checklist, for its own candidates."""
    return _told(_Day(replace(context, candidates=story.CANDIDATES, facts={})))


class _Day:
    """A context that equals another of the same catalogue, overlay and day: what is told by one holds for both."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.key = (context.catalogue.sha256, context.own.key, context.today)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Day) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=2)
def _told(day: _Day) -> Mapping[str, Mapping[str, Any]]:
    answers: dict[str, Mapping[str, Any]] = {}
    here = day.context
    for item in ITEMS.values():
        if item.applies(here):
            typed = story.STORY[item.id](here)
            form = item.form(_typed(typed), context=here)
            if not form.is_valid():
                raise DoesNotFit(f"{item.id}: {form.errors.as_json()}")
            if needless := [n for n in typed if n not in form.fields and not _is_cell(form, n)]:
                raise DoesNotFit(f"{item.id}: nobody asks for {', '.join(needless)}")
            answers[item.id] = form.collected()
            here = here.knowing(merged(here.facts, item.form(context=here, stored=answers[item.id]).facts()))
    return answers


def _is_cell(form: ItemForm, name: str) -> bool:
    return isinstance(form, RowsForm) and name.startswith(f"{form.table.name}-")


def _typed(values: story.Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data
