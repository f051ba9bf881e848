"""Where a decision stands: the answers replayed, the facts they state, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.engine.answers import Facts
from catalog.engine.evaluate import evaluate
from catalog.engine.memo import Memo
from wizard.models import Answer, Assessment
from wizard.phases.adopted import settled_everywhere
from wizard.phases.assemble import Asked, Given, Walk, document, walk
from wizard.phases.context import Context
from wizard.phases.places import item_for
from wizard.process.canonical import canonical_json
from wizard.process.flow import Position, Step, replay


@dataclass(frozen=True)
class Standing:
    """The surroundings, the replayed checklist, the facts document (`facts/1`) and its evaluation (`evaluation/1`).

    `read` are the facts as the rules see them. `memo` keeps what else was made of these facts alone, in no language or
    under the name of one.
    """

    context: Context
    walk: Walk
    facts: Mapping[str, Any]
    read: Facts
    evaluation: Mapping[str, Any]
    position: Position
    memo: Memo


def context_for(assessment: Assessment, day: date | None = None) -> Context:
    """The surroundings of an assessment's items today: the edition in force and the candidates it still knows."""
    catalogue = current_catalog()
    known = tuple(name for name in assessment.candidates if catalogue.model(name))
    return Context(catalogue, current_law(), known, day or today(), own=overlay())


def standing(assessment: Assessment, answers: Mapping[str, Answer], before: Standing | None = None) -> Standing:
    """Replay the stored answers and evaluate them. Reads no record beyond those given.

    `before` is where the decision stood with some of these answers: what rests on those alone is taken over.
    """
    context = context_for(assessment)
    given = {item: Given(answer.data, answer.unknown) for item, answer in answers.items()}
    replayed = walk(given, context, before.walk if before else None)
    position = replay(_steps(replayed, answers))
    if before and replayed.around == before.walk.around and replayed.facts is before.walk.facts:
        return replace(before, walk=replayed, position=position)
    facts = document(replayed.facts, context, as_of=context.today)
    found = _found(facts, context)
    return Standing(context, replayed, facts, found.read, found.evaluation, position, found.memo)


@dataclass(frozen=True)
class _Found:
    """An evaluation, with what its key names by identity: as long as it is kept, nothing else takes their place."""

    context: Context
    read: Facts
    evaluation: Mapping[str, Any]
    memo: Memo


_evaluated: dict[tuple[Any, ...], _Found] = {}
MOST_KEPT = 64


def evaluated(facts: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    """The evaluation of a facts document. The same facts by the same edition on the same day are evaluated once."""
    return _found(facts, context).evaluation


def _found(facts: Mapping[str, Any], context: Context) -> _Found:
    key = (id(context.catalogue), id(context.law), context.today, canonical_json(facts))
    if key not in _evaluated:
        if len(_evaluated) >= MOST_KEPT:
            _evaluated.clear()
        found = evaluate(facts, context.catalogue, context.law, context.today)
        _evaluated[key] = _Found(context, found.facts, found.as_json(), Memo())
    return _evaluated[key]


def whole_catalogue(stand: Standing) -> Mapping[str, Any]:
    """Evaluate every model of the catalogue by the same answers, with whatever the organisation has settled."""
    facts = {**stand.facts, **settled_everywhere(stand.context), "candidates": []}
    return evaluated(facts, stand.context)


def _steps(replayed: Walk, answers: Mapping[str, Answer]) -> list[Step]:
    return [
        Step(
            item=asked.item.id,
            phase=asked.item.phase,
            applies=asked.applies,
            answered=asked.item.id in answers,
            unknown=asked.item.id in answers and answers[asked.item.id].unknown,
            attention=not (asked.item.id in answers and answers[asked.item.id].unknown) and bool(asked.form.missing()),
            overtaken=_overtaken(asked, answers),
        )
        for asked in replayed.asked.values()
    ]


def _overtaken(asked: Asked, answers: Mapping[str, Answer]) -> bool:
    """Whether an item that states a fact on which this one’s questions depend was answered after it."""
    own = answers.get(asked.item.id)
    before = {item_for(at) or "" for at in asked.looked_at} - {asked.item.id}
    return own is not None and any(answers[it].answered_at > own.answered_at for it in before if it in answers)
