"""What a legal reviewer sees: the frozen snapshot, with what is contested or assumed before everything else."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language

from catalog.ambient import current_catalog, current_law
from catalog.engine.answers import Unusable
from catalog.presenters.language import Spoken
from catalog.presenters.retold import with_sentences
from catalog.presenters.words import day
from wizard.models import Assessment, Decision, Review, Snapshot
from wizard.phases.concerns import stale_facts
from wizard.presenters.act import ActView, act
from wizard.presenters.comments import ThreadView
from wizard.presenters.contested import Contested, frozen
from wizard.presenters.findings import FindingView, Words, finding_view
from wizard.presenters.marks import MarkView
from wizard.presenters.moments import moment
from wizard.presenters.result import ResultView, result
from wizard.presenters.standing import context_for, evaluated
from wizard.presenters.todos import TodosView, handed_over, todos_view
from wizard.presenters.traps import TrapView, trap_views

EVIDENCE = Spoken({"file": "file", "link": "link", "note": "note"})


@dataclass(frozen=True)
class FrozenAnswer:
    """One answer as it was handed over; what is said about it since is not part of that."""

    item: str
    label: str
    lines: tuple[tuple[str, str], ...]
    note: str
    unknown: bool
    answered: str
    evidence: tuple[str, ...]
    thread: ThreadView | None = None
    mark: MarkView | None = None


@dataclass(frozen=True)
class DecidedView:
    """One earlier decision on the assessment; `absent` is the reviewer for whom somebody stood in."""

    decision: str
    who: str
    absent: str
    when: str
    revision: int
    comment: str
    conditions: str
    valid_until: str


@dataclass(frozen=True)
class ReviewView:
    """The whole page of a review."""

    reference: str
    product: str
    description: str
    author: str
    revision: int
    taken: str
    sha256: str
    edition: str
    engine: str
    result: ResultView
    act: ActView
    todos: TodosView
    traps: tuple[TrapView, ...]
    unknown: tuple[FrozenAnswer, ...]
    contested: tuple[Contested, ...]
    stale: tuple[FindingView, ...]
    phases: tuple[tuple[str, tuple[FrozenAnswer, ...]], ...]


def review_view(assessment: Assessment, snapshot: Snapshot) -> ReviewView:
    """Show a snapshot exactly as it was frozen."""
    data = snapshot.data
    words = Words(current_catalog(), assessment.reference)
    phases = _phases(data["answers"])
    evaluation = _evaluation(assessment, data)
    return ReviewView(
        reference=assessment.reference,
        product=data["product"],
        description=data["description"],
        author=data["author"]["name"],
        revision=data["revision"],
        taken=moment(snapshot.taken_at),
        sha256=snapshot.sha256,
        edition=data["edition"]["version"],
        engine=data["engine"],
        result=result(evaluation, words),
        act=act(evaluation, current_law(), words),
        todos=todos_view(evaluation, handed_over(data), words, localdate(snapshot.taken_at)),
        traps=trap_views(evaluation, words),
        unknown=tuple(answer for _, answers in phases for answer in answers if answer.unknown),
        contested=frozen(data["answers"]),
        stale=tuple(finding_view(finding, words) for finding in stale_facts(evaluation)),
        phases=phases,
    )


def _evaluation(assessment: Assessment, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The evaluation that was frozen. For who reads another language, its sentences are those of today's rules.

    A sentence that the rules no longer say stays in English.
    """
    frozen: Mapping[str, Any] = data["evaluation"]
    if (get_language() or "en").startswith("en"):
        return frozen
    try:
        anew = evaluated(data["facts"], context_for(assessment, date.fromisoformat(frozen["as_of"])))
    except Unusable:
        return frozen
    told: Mapping[str, Any] = with_sentences(frozen, anew)
    return told


def with_marks(view: ReviewView, marks: Mapping[str, MarkView]) -> ReviewView:
    """The page with the marks beside the answers."""
    phases = tuple(
        (phase, tuple(replace(it, mark=marks.get(it.item)) for it in answers)) for phase, answers in view.phases
    )
    return replace(view, phases=phases)


def with_talk(view: ReviewView, threads: Mapping[str, ThreadView]) -> ReviewView:
    """The page with what is said about each answer since."""
    phases = tuple(
        (phase, tuple(replace(it, thread=threads.get(it.item)) for it in answers)) for phase, answers in view.phases
    )
    return replace(view, phases=phases)


def only(view: ReviewView, items: Container[str]) -> ReviewView:
    """The page with none but the answers to these items."""
    kept = ((phase, tuple(one for one in answers if one.item in items)) for phase, answers in view.phases)
    return replace(view, phases=tuple((phase, answers) for phase, answers in kept if answers))


def decided(reviews: Iterable[Review]) -> tuple[DecidedView, ...]:
    """Every decision made so far, latest first."""
    return tuple(
        DecidedView(
            decision=str(Decision(one.decision).label),
            who=one.reviewer.full_name,
            absent=one.instead_of.full_name if one.instead_of else "",
            when=moment(one.decided_at),
            revision=one.snapshot.revision,
            comment=one.comment,
            conditions=one.conditions,
            valid_until=day(one.valid_until),
        )
        for one in reviews
    )


def _phases(answers: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[FrozenAnswer, ...]], ...]:
    by_phase: dict[str, list[FrozenAnswer]] = {}
    for answer in answers:
        by_phase.setdefault(answer["phase"], []).append(_frozen(answer))
    return tuple((phase, tuple(found)) for phase, found in by_phase.items())


def _frozen(answer: Mapping[str, Any]) -> FrozenAnswer:
    when = f", {moment(datetime.fromisoformat(answer['answered_at']))}" if answer["answered_at"] else ""
    return FrozenAnswer(
        item=answer["item"],
        label=answer["title"],
        lines=tuple((label, value) for label, value in answer["lines"]),
        note=answer["note"],
        unknown=answer["unknown"],
        answered=f"{answer['answered_by']}{when}",
        evidence=tuple(_evidence(one) for one in answer["evidence"]),
    )


def _evidence(evidence: Mapping[str, Any]) -> str:
    mark = f", SHA-256 {evidence['sha256'][:16]}" if evidence["sha256"] else ""
    return f"{evidence['title']} ({EVIDENCE.get(evidence['kind'], evidence['kind'])}{mark})"
