"""Which assessments would come to another verdict if the organisation's own entries changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.ambient import current_catalog, current_law, edition, overlay, today
from catalog.engine.evaluate import evaluate
from catalog.knowledge.facts import Fact
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay, with_overlay
from wizard.models import Assessment
from wizard.phases.assemble import Given, document, walk
from wizard.phases.context import Context
from wizard.process.lifecycle import State

LIVE = (State.DRAFT, State.IN_REVIEW, State.APPROVED)


@dataclass(frozen=True)
class Changed:
    """The verdict of one candidate, before and after; empty where the model is not known."""

    model: str
    before: str
    after: str


@dataclass(frozen=True)
class Affected:
    """An assessment that a change would touch."""

    assessment: Assessment
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class _World:
    """A catalogue with the overlay that made it."""

    catalogue: Catalogue
    own: Overlay

    def context(self, assessment: Assessment, day: date) -> Context:
        known = tuple(name for name in assessment.candidates if self.catalogue.model(name))
        return Context(self.catalogue, current_law(), known, day, own=self.own)


def impact_of(candidate: Overlay) -> list[Affected]:
    """The drafts and the assessments in review or approved whose verdict on some candidate would change.

    They are evaluated by their present answers as of today, before and after. Nothing is written.
    """
    before = _World(current_catalog(), overlay())
    after = _World(with_overlay(edition(), candidate), candidate)
    touched = _touched(before.own, candidate)
    if not touched:
        return []
    day = today()
    live = Assessment.objects.select_related("author").prefetch_related("answers").filter(state__in=LIVE)
    return [
        Affected(assessment, changes)
        for assessment in live.order_by("id")
        if touched & (_bearing(before.context(assessment, day)) | _bearing(after.context(assessment, day)))
        and (changes := tuple(_changes(assessment, before, after, day)))
    ]


def _touched(before: Overlay, after: Overlay) -> set[tuple[str, str]]:
    """Kind and id of every licence and model that the change concerns."""
    pairs: set[tuple[str, str]] = set()
    held: tuple[tuple[str, Mapping[str, Fact], Mapping[str, Fact]], ...] = (
        ("licence", before.licences, after.licences),
        ("model", before.models, after.models),
    )
    for kind, old, new in held:
        pairs |= {(kind, name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    positions = {it.licence for it in set(before.positions) ^ set(after.positions)}
    agreements = {it.licence for it in set(before.agreements) ^ set(after.agreements)}
    return pairs | {("licence", name) for name in positions | agreements}


def _bearing(context: Context) -> set[tuple[str, str]]:
    """Kind and id of the candidates, their lineage, and the licences that may bind them."""
    models = {base.id for model in context.models for base in (model, *context.catalogue.binding_ancestors(model))}
    models |= {name for model in context.models for name in model.base_models}
    return {("model", name) for name in models} | {("licence", name) for name in context.licences}


def _changes(assessment: Assessment, before: _World, after: _World, day: date) -> Iterator[Changed]:
    old, new = (_verdicts(assessment, world.context(assessment, day)) for world in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield Changed(name, old.get(name, ""), new.get(name, ""))


def _verdicts(assessment: Assessment, context: Context) -> dict[str, str]:
    """Verdict by model; empty where no candidate is known, since no candidate at all would mean every model."""
    if not context.candidates:
        return {}
    answers = {answer.item: Given(answer.data, answer.unknown) for answer in assessment.answers.all()}
    facts = document(walk(answers, context).facts, context, as_of=context.today)
    results = evaluate(facts, context.catalogue, context.law, context.today).models
    return {result.judgement.model.id: result.verdict for result in results}
