"""From answers to the facts of the contract: item by item, in order, and only what applies.

A form depends on what is stored for it and on the earlier facts that it reads. So what was built is kept, and built
anew only where one of these is another: a save changes one item and the few that read what it states.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from copy import copy
from dataclasses import dataclass, replace
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

    def is_same(self, other: Given) -> bool:
        """Whether both hold the very same record, which nobody changes."""
        return self.data is other.data and self.unknown == other.unknown


@dataclass(frozen=True)
class Asked:
    """One item in its turn: whether it applies, and its form with what is stored, knowing the facts before it.

    `after` are the facts known once it is answered, `looked_at` the pointers of the earlier facts that it reads.
    """

    item: Item
    applies: bool
    form: ItemForm
    given: Given
    after: Mapping[str, Any]
    looked_at: frozenset[str]


@dataclass(frozen=True)
class Walk:
    """The checklist replayed: every item in its turn, and the facts that the answers state together."""

    asked: Mapping[str, Asked]
    facts: Mapping[str, Any]
    around: Hashable


_NOTHING: Mapping[str, Any] = {}
_NOT_GIVEN = Given({})


def walk(answers: Mapping[str, Given], context: Context, before: Walk | None = None) -> Walk:
    """Replay the checklist from the first item; each item sees the facts stated before it.

    `before` is a walk through some of the same answers: a turn with the same answer after the same facts is taken over.
    """
    around = surroundings(context)
    known = before.asked if before and before.around == around else {}
    facts = _NOTHING
    asked = {}
    for item in ITEMS.values():
        given, earlier = answers.get(item.id, _NOT_GIVEN), known.get(item.id)
        if earlier and earlier.given.is_same(given) and earlier.form.context.facts is facts:
            turn = earlier
        else:
            turn = _turn(item, given, context.knowing(facts), around)
            if earlier and earlier.after == turn.after:  # so that the turns that follow are taken over too
                turn = replace(turn, after=earlier.after)
        asked[item.id], facts = turn, turn.after
    return Walk(asked, facts, around)


def surroundings(context: Context) -> Hashable:
    """A name for all that a form rests on beside its answers and facts, as long as what it names is kept."""
    return (id(context.catalogue), id(context.law), context.candidates, context.today, context.own.key, get_language())


def _turn(item: Item, given: Given, here: Context, around: Hashable) -> Asked:
    applies, form = _asked(item, given.data, here, around)
    stated = form.facts() if applies and given.data and not given.unknown else None
    after = here.facts if stated is None else merged(here.facts, stated)
    return Asked(item, applies, form, given, after, here.looked_at)


_Built = tuple[bool, ItemForm]
_kept: dict[Hashable, list[_Built]] = {}
MOST_KEPT = 1000
MOST_ALIKE = 4


def _asked(item: Item, data: Mapping[str, Any], here: Context, around: Hashable) -> _Built:
    """Whether an item applies, and its form, from what was built before where all that it read is the same."""
    key = (item.id, around, json.dumps(data, sort_keys=True))
    alike = _kept.get(key, [])
    found = next((built for built in alike if here.reads_alike(built[1].context.read)), None)
    if found is None:
        found = item.applies(here), item.form(context=here, stored=data)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = [found, *alike[: MOST_ALIKE - 1]]
    return found[0], _in_place(found[1], here)


def _in_place(kept: ItemForm, here: Context) -> ItemForm:
    """The same form for one walk: what it reads later, it reads from the facts of that walk."""
    form = copy(kept)
    form.__dict__.update(context=here, _bound_fields_cache={})  # bound fields point back to their form
    return form


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
