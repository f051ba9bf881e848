"""From answers to the facts of the contract: item by item, in order, and only what applies.

A form depends on what is stored for it and on the earlier facts that it reads. So what was built is kept, and built
anew only where one of these is another: a save changes one item and the few that read what it states.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from wizard.phases import ITEMS
from wizard.phases.adopted import settled
from wizard.phases.context import Context
from wizard.phases.item import Item, ItemForm


@dataclass(frozen=True)
class Given:
    """What is stored for one item: its data, and whether the whole item was answered with “I don’t know yet”."""

    data: Mapping[str, Any]
    unknown: bool = False


@dataclass(frozen=True)
class Asked:
    """One item in its turn: whether it applies, and its form with what is stored, knowing the facts before it."""

    item: Item
    applies: bool
    form: ItemForm


@dataclass(frozen=True)
class Walk:
    """The checklist replayed: every item in its turn, and the facts that the answers state together."""

    asked: Mapping[str, Asked]
    facts: Mapping[str, Any]


def walk(answers: Mapping[str, Given], context: Context) -> Walk:
    """Replay the checklist from the first item; each item sees the facts stated before it."""
    facts: dict[str, Any] = {}
    asked = {}
    for item in ITEMS.values():
        given = answers.get(item.id, Given({}))
        turn = _asked(item, given.data, context.knowing(facts))
        asked[item.id] = turn
        if turn.applies and given.data and not given.unknown:
            facts = merged(facts, turn.form.facts())
    return Walk(asked, facts)


_kept: dict[Hashable, list[Asked]] = {}
MOST_KEPT = 1000
MOST_ALIKE = 4


def _asked(item: Item, data: Mapping[str, Any], here: Context) -> Asked:
    """An item in its turn, from what was built before where all that it read is the same."""
    around = (id(here.catalogue), id(here.law), here.candidates, here.today, here.own.key, get_language())
    key = (item.id, around, json.dumps(data, sort_keys=True))
    alike = _kept.get(key, [])
    found = next((turn for turn in alike if here.reads_alike(turn.form.context.read)), None)
    if found is None:
        found = Asked(item, item.applies(here), item.form(context=here, stored=data))
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = [found, *alike[: MOST_ALIKE - 1]]
    return _in_place(found, here)


def _in_place(turn: Asked, here: Context) -> Asked:
    """The same form for one walk: what it reads later, it reads from the facts of that walk."""
    form = copy(turn.form)
    form.__dict__.update(context=here, _bound_fields_cache={})  # bound fields point back to their form
    return Asked(turn.item, turn.applies, form)


def assemble(answers: Mapping[str, Given], context: Context, *, as_of: date | None = None) -> dict[str, Any]:
    """Return the facts document. What is unanswered, unknown or does not apply leaves no key."""
    return document(walk(answers, context).facts, context, as_of=as_of)


def document(facts: Mapping[str, Any], context: Context, *, as_of: date | None = None) -> dict[str, Any]:
    """Put the head of the contract before the facts of a walk, and behind them what the organisation has settled."""
    head: dict[str, Any] = {"schema": "facts/1", "candidates": list(context.candidates)}
    return {**head, **({"as_of": as_of.isoformat()} if as_of else {}), **facts, **settled(context)}


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, object by object; where both state a leaf, the second holds."""
    result = dict(first)
    for key, value in second.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result
