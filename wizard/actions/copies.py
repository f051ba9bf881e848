"""A new draft from what exists: the worked example, or an assessment for the next version of a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from catalog.ambient import current_catalog, current_law, overlay, today
from wizard.actions import audit
from wizard.actions.answers import save_answer
from wizard.actions.assessments import DOUBLE_CLICK, start_assessment
from wizard.actions.changes import apply_changes
from wizard.actions.common import touch
from wizard.models import Answer, Assessment, Evidence, User
from wizard.phases import story
from wizard.phases.changes import Change
from wizard.phases.context import Context
from wizard.phases.told import told
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.queries.permissions import person_of


@transaction.atomic
def copy_example(*, author: User) -> Assessment:
    """Open a draft with all answers of the worked example. The same button pressed twice opens one draft."""
    review.check_may_start(person_of(author))
    made = just_made(author, story.NAME, story.CANDIDATES)
    if made is not None:
        return made
    copy = start_example(author=author)
    audit.record(actor=author, action="assessment.copied", subject=copy, details={"from": "worked example"})
    return copy


@transaction.atomic
def start_example(*, author: User) -> Assessment:
    """Start the assessment of the worked example and answer every item that applies."""
    context = Context(current_catalog(), current_law(), story.CANDIDATES, today(), own=overlay())
    started = _started(author, story.NAME, story.DESCRIPTION, story.CANDIDATES)
    for item, data in told(context).items():
        save_answer(assessment=started, item=item, data=data, actor=author, seen_version=0)
    return started


@transaction.atomic
def copy_assessment(*, source: Assessment, author: User, name: str) -> Assessment:
    """Open a draft of the copier's own with the models, answers, notes and evidence of another assessment.

    Answers and evidence count as the copier's, who has to look them through; files are kept once and shared. Reviews
    and the report stay behind, and the draft follows the edition in force. Sent twice, it opens one draft.
    """
    review.check_may_start(person_of(author))
    made = just_made(author, name, source.candidates, other_than=source)
    if made is not None:
        return made
    copy = _started(author, name, source.description, source.candidates)
    answers = list(source.answers.all())
    for answer in answers:
        _copy_answer(answer, copy, author)
    evidence = _copy_evidence(source.evidence.all(), copy, author)
    touch(copy)
    details = {"from": source.reference, "answers": len(answers), "evidence": evidence}
    audit.record(actor=author, action="assessment.copied", subject=copy, details=details)
    return copy


@transaction.atomic
def copy_changed(*, source: Assessment, author: User, name: str, changes: Sequence[Change]) -> Assessment:
    """Duplicate an assessment with some answers changed. Raises Refused, and copies nothing, if one does not fit."""
    copy = copy_assessment(source=source, author=author, name=name)
    apply_changes(assessment=copy, actor=author, changes=changes)
    return copy


def just_made(
    author: User, name: str, candidates: Iterable[str], *, other_than: Assessment | None = None
) -> Assessment | None:
    """The draft that the same press of a button opened a moment ago; None for a first press."""
    since = timezone.now() - DOUBLE_CLICK
    drafts = Assessment.objects.filter(
        author=author, name=" ".join(name.split()), state=State.DRAFT, created_at__gt=since, edits__gt=0
    )
    others = drafts.exclude(pk=other_than.pk) if other_than else drafts
    return next((draft for draft in others if draft.candidates == list(candidates)), None)


def _started(author: User, name: str, description: str, candidates: Iterable[str]) -> Assessment:
    edition = current_catalog()
    return start_assessment(
        author=author,
        name=name,
        description=description,
        candidates=list(candidates),
        edition_version=edition.edition.version,
        edition_sha256=edition.sha256,
    )


def _copy_answer(answer: Answer, copy: Assessment, author: User) -> None:
    names = ("data", "unknown", "unknown_owner", "unknown_due", "note")
    content = {name: getattr(answer, name) for name in names}
    save_answer(assessment=copy, item=answer.item, actor=author, seen_version=0, **content)


def _copy_evidence(evidence: Iterable[Evidence], copy: Assessment, author: User) -> int:
    """Attach the same pieces to the copy; the bytes of a file are named by their hash and are not written again."""
    now = timezone.now()
    names = ("item", "kind", "title", "url", "filename", "media_type", "sha256", "size", "text")
    pieces = [
        Evidence(**{name: getattr(piece, name) for name in names}, assessment=copy, added_by=author, added_at=now)
        for piece in evidence
    ]
    return len(Evidence.objects.bulk_create(pieces))
