"""The answers as question and answer, item by item: for checking, for the reviewer, and for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Answer, Assessment, Evidence, Todo
from wizard.phases import PHASES
from wizard.phases.adopted import own_part
from wizard.presenters.comments import ThreadView
from wizard.presenters.moments import moment
from wizard.presenters.standing import Standing
from wizard.presenters.todos import document_todos


@dataclass(frozen=True)
class EvidenceView:
    """One piece of evidence: what it is and where it can be opened."""

    id: int
    title: str
    kind: str
    href: str
    added: str


@dataclass(frozen=True)
class AnswerView:
    """One item’s answer in words."""

    item: str
    label: str
    title: str
    change: str
    lines: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    note: str
    unknown: str
    answered: str
    evidence: tuple[EvidenceView, ...]
    thread: ThreadView | None = None


@dataclass(frozen=True)
class PhaseAnswers:
    """A phase with the answers to its items that apply."""

    title: str
    answers: tuple[AnswerView, ...]


def phase_answers(
    assessment: Assessment,
    stand: Standing,
    answers: Mapping[str, Answer],
    evidence: Mapping[str, Sequence[Evidence]],
) -> tuple[PhaseAnswers, ...]:
    """Every item that applies, phase by phase, built from the same declarations as the forms."""
    return tuple(
        PhaseAnswers(
            phase.title,
            tuple(
                _answer(assessment, stand, item.id, answers.get(item.id), evidence.get(item.id, ()))
                for item in phase.items
                if stand.walk.asked[item.id].applies
            ),
        )
        for phase in PHASES
    )


def document_answers(
    stand: Standing, answers: Mapping[str, Answer], evidence: Mapping[str, Sequence[Evidence]]
) -> list[dict[str, Any]]:
    """The answers as the snapshot keeps them: JSON values only, one entry for each item that applies."""
    return [
        {
            "item": item.id,
            "phase": phase.title,
            "title": item.title,
            **_stored(stand, item.id, answers.get(item.id)),
            "evidence": [_evidence_record(one) for one in evidence.get(item.id, ())],
        }
        for phase in PHASES
        for item in phase.items
        if stand.walk.asked[item.id].applies
    ]


def in_report_language() -> AbstractContextManager[None]:
    """Speak the language of reports, which is not always that of whoever hands an assessment over."""
    return translation.override(settings.REPORT_LANGUAGE)


def snapshot_content(
    stand: Standing,
    answers: Mapping[str, Answer],
    evidence: Mapping[str, Sequence[Evidence]],
    todos: Mapping[str, Todo],
) -> dict[str, Any]:
    """What a snapshot binds: facts, evaluation, answers in words, who sees to which duty, and what is our own.

    Made `in_report_language`, from a standing that was made there too. The language is named unless it is English.
    """
    language = settings.REPORT_LANGUAGE
    own, planned = own_part(stand.context), document_todos(stand.evaluation, todos)
    return {
        "facts": stand.facts,
        "evaluation": stand.evaluation,
        "answers": document_answers(stand, answers, evidence),
        **({"language": language} if language != settings.LANGUAGE_CODE else {}),
        **({"todos": planned} if planned else {}),
        **({"own": own} if own else {}),
    }


def left_open(
    assessment: Assessment, stand: Standing, answers: Mapping[str, Answer]
) -> tuple[tuple[str, str, str], ...]:
    """The items that somebody left open and that still apply: each with its title, who finds out, and its address."""
    return tuple(
        (asked.item.title, finder_words(answers[item]), reverse("wizard:item", args=[assessment.reference, item]))
        for item, asked in stand.walk.asked.items()
        if asked.applies and item in answers and answers[item].unknown
    )


def unknown_words(answer: Answer) -> str:
    """That it was left open, who will find out, and by when; empty for an answer that was given."""
    return " ".join(filter(None, (_("Left open."), finder_words(answer)))) if answer.unknown else ""


def finder_words(answer: Answer) -> str:
    """Who will find out, and by when; empty where nobody was named."""
    if not answer.unknown_owner or answer.unknown_due is None:
        return ""
    told = {"who": answer.unknown_owner, "day": day(answer.unknown_due)}
    return _("%(who)s finds out by %(day)s.") % told


def with_threads(phases: Iterable[PhaseAnswers], threads: Mapping[str, ThreadView]) -> tuple[PhaseAnswers, ...]:
    """The answers, each with what is said about it."""
    return tuple(
        replace(phase, answers=tuple(replace(it, thread=threads.get(it.item)) for it in phase.answers))
        for phase in phases
    )


def evidence_view(assessment: Assessment, evidence: Evidence) -> EvidenceView:
    """One piece of evidence for a page; a file is opened through us, a link where it leads."""
    file = reverse("wizard:evidence", args=[assessment.reference, evidence.pk])
    return EvidenceView(
        id=evidence.pk,
        title=evidence.title,
        kind=evidence.get_kind_display(),
        href=evidence.url or (file if evidence.sha256 else ""),
        added=_("Added by %(who)s, %(day)s") % {"who": evidence.added_by.full_name, "day": moment(evidence.added_at)},
    )


def _answer(
    assessment: Assessment, stand: Standing, item_id: str, answer: Answer | None, evidence: Sequence[Evidence]
) -> AnswerView:
    asked = stand.walk.asked[item_id]
    known = answer is not None and not answer.unknown
    missing = [] if answer and answer.unknown else asked.form.missing()
    return AnswerView(
        item=item_id,
        label=asked.item.label,
        title=asked.item.title,
        change=reverse("wizard:item", args=[assessment.reference, item_id]) + "?return=check",
        lines=tuple(asked.form.lines()) if known else (),
        missing=tuple(asked.form.asks(name) for name in missing),
        note=answer.note if answer else "",
        unknown=unknown_words(answer) if answer else "",
        answered=f"{answer.answered_by.full_name}, {moment(answer.answered_at)}" if answer else "",
        evidence=tuple(evidence_view(assessment, one) for one in evidence),
    )


def _stored(stand: Standing, item_id: str, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"lines": [], "note": "", "unknown": False, "answered_by": "", "answered_at": ""}
    open_ = [[_("Left open"), unknown_words(answer)]] if answer.unknown else []
    form = stand.walk.asked[item_id].form
    lines = [] if answer.unknown else [list(line) for line in form.lines()]
    contested = [] if answer.unknown else [list(line) for line in form.contested()]
    return {
        "lines": [*open_, *lines],
        **({"contested": contested} if contested else {}),
        "note": answer.note,
        "unknown": answer.unknown,
        "answered_by": answer.answered_by.full_name,
        "answered_at": answer.answered_at.isoformat(),
    }


def _evidence_record(evidence: Evidence) -> dict[str, Any]:
    return {"kind": evidence.kind, "title": evidence.title, "sha256": evidence.sha256, "url": evidence.url}
