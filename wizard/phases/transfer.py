"""Answers that come from a file: held against the questions of the items, one by one, before anything is kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.engine.problems import Problem
from wizard.phases import ITEMS
from wizard.phases.context import Context
from wizard.phases.fields import Question
from wizard.phases.item import ItemForm
from wizard.phases.rows import MOST_ROWS, RowsForm, Table
from wizard.process.canonical import canonical_json
from wizard.process.transfer import Given, Transfer


def asked(item: str, data: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """What an item keeps for questions that it may ask of the present models; the rest is of models long gone."""
    form = ITEMS[item].form(context=context, every=True)
    return {name: value for name, value in data.items() if name in form.fields or _table(form, name)}


def problems(transfer: Transfer, context: Context) -> Iterator[Problem]:
    """Everything in a file that the catalogue and the checklist do not know, with its place and a remedy."""
    for place, name in enumerate(transfer.candidates):
        if context.catalogue.model(name) is None:
            yield Problem.unknown_word(f"/candidates/{place}", name, context.catalogue.models, "model")
    for item, given in transfer.answers.items():
        if item not in ITEMS:
            remedy = _("Leave it out, or use one of: %(names)s.") % {"names": ", ".join(ITEMS)}
            yield Problem(
                f"/answers/{item[:80]}", _("“%(item)s” is no item of the checklist.") % {"item": item[:80]}, remedy
            )
        else:
            yield from _item_problems(f"/answers/{item}/data", given, ITEMS[item].form(context=context, every=True))


def _item_problems(at: str, given: Given, form: ItemForm) -> Iterator[Problem]:
    for name, value in given.data.items():
        if (table := _table(form, name)) is not None:
            yield from _rows(f"{at}/{name}", table, value)
        elif name not in form.fields:
            told = _("“%(name)s” is not asked of these models.") % {"name": name[:80]}
            yield Problem(
                f"{at}/{name[:80]}",
                told,
                _("Leave it out, or use one of: %(names)s.") % {"names": ", ".join(form.fields)},
            )
        elif wrong := _refusal(form.question(name), value):
            yield Problem(f"{at}/{name}", _("“%(value)s” does not fit here.") % {"value": str(value)[:80]}, wrong)


def _table(form: ItemForm, name: str) -> Table | None:
    return form.table if isinstance(form, RowsForm) and name == form.table.name else None


def _rows(at: str, table: Table, rows: Any) -> Iterator[Problem]:
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        yield Problem(
            at,
            _("This is not a list of %(name)s that fits.") % {"name": table.name},
            _("List at most %(most)d %(name)s.") % {"most": MOST_ROWS, "name": table.name},
        )
        return
    fields = table.row(prefix=table.prefix(0)).fields
    for place, row in enumerate(rows):
        if not isinstance(row, dict) or not set(row) <= set(fields):
            remedy = _("Use these keys: %(names)s.") % {"names": ", ".join(fields)}
            yield Problem(f"{at}/{place}", _("This is not a %(thing)s.") % {"thing": table.row.thing}, remedy)
            continue
        for name, value in row.items():
            field = fields[name]
            if isinstance(field, Question) and (wrong := _refusal(field, value)):
                yield Problem(
                    f"{at}/{place}/{name}", _("“%(value)s” does not fit here.") % {"value": str(value)[:80]}, wrong
                )


def _refusal(field: Question, stored: Any) -> str:
    """Why a kept value could not have been given as an answer; empty when it could.

    The value is shown as the page would show it and read back as the page would read it: it has to come out the same.
    """
    try:
        shown = field.prepare_value(stored)
        if not _is_typed(shown):
            return _("Write it as this product exports it.")
        again = field.stored(field.clean(shown))
    except ValidationError as refused:
        return str(refused.messages[0])
    except (OverflowError, ValueError):
        return _("Enter a plain number.")
    return "" if _same(again, stored) else _("Write it as this product exports it.")


def _is_typed(shown: Any) -> bool:
    """Whether a browser could have sent this: a text, or several."""
    return isinstance(shown, str) or (isinstance(shown, list) and all(isinstance(one, str) for one in shown))


def _same(one: Any, other: Any) -> bool:
    """Numbers are shown with six digits, so they count as the same when they agree that far."""
    numbers = [value for value in (one, other) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2:
        return math.isclose(*numbers, rel_tol=1e-5)
    return canonical_json(one) == canonical_json(other)
