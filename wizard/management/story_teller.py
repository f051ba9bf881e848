"""Tells a story to the product: the same forms, the same actions and the same order as in the browser."""

from __future__ import annotations

from datetime import timedelta

from catalog.ambient import today
from wizard.actions import approve as approval
from wizard.actions.copies import start_example
from wizard.actions.keys import enrol_signing_key
from wizard.actions.making import make
from wizard.actions.reviews import submit
from wizard.actions.signing import sign_with_issued_key
from wizard.actions.todos import Plan, keep_todo
from wizard.models import Assessment, Making, Report, SigningKey, Snapshot, User
from wizard.phases import story
from wizard.presenters.answers import in_report_language, snapshot_content
from wizard.presenters.standing import standing
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of, evidence_of
from wizard.queries.todos import todos_of

DEMO_PASSPHRASE = "a signature for the demo"  # noqa: S105 - opens the demo reviewer's key only


def tell(author: User) -> Assessment:
    """Start the assessment of the story, answer every item that applies, and say who sees to what is owed."""
    assessment = start_example(author=author)
    for key, (owner, days, note) in story.DUTIES.items():
        plan = Plan(owner, today() + timedelta(days=days), note)
        keep_todo(assessment=assessment, key=key, actor=author, today=today(), plan=plan)
    return assessment


def hand_over(assessment: Assessment, author: User) -> Snapshot:
    """Freeze the answers and give them to the reviewer."""
    answers = answers_of(assessment)
    with in_report_language():
        content = snapshot_content(
            standing(assessment, answers), answers, evidence_of(assessment), todos_of(assessment)
        )
    return submit(assessment=assessment, actor=author, snapshot_content=content)


def approve(assessment: Assessment, handed_over: Snapshot, reviewer: User) -> Report:
    """Approve and sign as the only reviewer of the story; makes the reviewer's key when there is none."""
    if not SigningKey.objects.filter(user=reviewer).exists():
        enrol_signing_key(actor=reviewer, passphrase=DEMO_PASSPHRASE)
    approval.approve(
        assessment=assessment,
        actor=reviewer,
        read=handed_over.sha256,
        conditions=story.CONDITIONS,
        comment=story.COMMENT,
        valid_until=today() + timedelta(days=90),
    )
    making = Making.objects.get(snapshot=handed_over)
    make(making)
    making.refresh_from_db()
    if making.problem:
        raise Refused(making.problem)
    sign_with_issued_key(
        assessment=assessment,
        actor=reviewer,
        read=making.sha256,
        passphrase=DEMO_PASSPHRASE,
        authenticated_at=None,
    )
    return Report.objects.get(snapshot=handed_over)
