"""What the tests of the checklist share: surroundings, typed answers, and every question an item could ever ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from catalog.ambient import current_catalog, current_law
from wizard.phases import ITEMS
from wizard.phases.context import Context

DAY = date(2026, 11, 23)
THREE = ("llama-4-maverick", "qwen3-32b", "deepseek-r1")


def surroundings(*candidates, facts=None):
    """The context of the real catalogue on a fixed day."""
    return Context(current_catalog(), current_law(), candidates or THREE, DAY, facts or {})


def typed(**values):
    """What a browser sends. Names with dashes are given with two underscores."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def filled(item, context=None, stored=None, **values):
    """The form of an item with what was typed."""
    return ITEMS[item].form(typed(**values), context=context or surroundings(), stored=stored)


def stored(item, context=None, **values):
    """The form of an item with what is stored."""
    return ITEMS[item].form(context=context or surroundings(), stored=values)


def every_question(item, context):
    """All questions of an item, also those that its rules hide."""
    unhidden: Any = type("Unhidden", (ITEMS[item].form,), {"_drop_hidden": lambda self: {}})
    return unhidden(context=context).fields
