"""What the database refuses even to somebody who goes round the actions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.wizard import factories
from wizard.actions import audit
from wizard.actions.knowledge import save_entry
from wizard.actions.numbers import enter_numbers
from wizard.actions.policy import rule_on, waive
from wizard.actions.reviews import reject
from wizard.actions.texts import keep_text
from wizard.models import (
    Answer,
    Assessment,
    AuditEvent,
    Ending,
    EntryReview,
    HeadStamp,
    KeptText,
    LicenceRuling,
    LimitAlert,
    NumberSource,
    OwnEntry,
    Participant,
    RegisterEntry,
    Report,
    ReportSignature,
    Review,
    Revocation,
    Snapshot,
    TextDecision,
    UserNumber,
    Waiver,
    WatchedVersion,
)
from wizard.process.readings import Reading
from wizard.queries.permissions import WRITING

pytestmark = pytest.mark.django_db
FROZEN = (
    AuditEvent,
    Snapshot,
    Review,
    Report,
    ReportSignature,
    Ending,
    OwnEntry,
    KeptText,
    LicenceRuling,
    Waiver,
    Revocation,
    HeadStamp,
    UserNumber,
    LimitAlert,
    WatchedVersion,
    TextDecision,
    EntryReview,
)


@pytest.fixture
def decided():
    """One row in each frozen table."""
    assessment = factories.in_review()
    reviewer = factories.legal_reviewer()
    review = reject(assessment=assessment, actor=reviewer, comment="The licence forbids it.")
    Report.objects.create(
        snapshot=review.snapshot,
        sha256="a" * 64,
        length=1,
        path="reports/a.pdf",
        filename="a.pdf",
        issued_at=timezone.now(),
        service_fingerprint="b" * 64,
        audit_head="d" * 64,
    )
    ReportSignature.objects.create(
        snapshot=review.snapshot, position=1, signer=reviewer, fingerprint="c" * 64, signed_at=timezone.now()
    )
    Ending.objects.create(snapshot=review.snapshot, kind="withdrawn", reason="A flaw.", ended_at=timezone.now())
    Revocation.objects.create(
        fingerprint="e" * 64, authority="f" * 64, serial="1", subject="A", cause="superseded", revoked_at=timezone.now()
    )
    entry = RegisterEntry.objects.create(
        assessment=assessment, model="a", snapshot=review.snapshot, owner=reviewer, entered_at=timezone.now()
    )
    EntryReview.objects.create(entry=entry, due=timezone.localdate(), done_by=reviewer, done_at=timezone.now())
    limit = {"licence": "MIT", "metric": "mau", "threshold": 5}
    LimitAlert.objects.create(assessment=assessment, **limit, step="50", counted=3, raised_at=timezone.now())
    counted = Reading("", "Shop", "mau", date(2026, 10, 31), 3)
    enter_numbers(actor=reviewer, numbers=[counted], source=NumberSource.FORM, today=timezone.localdate())
    day = timezone.localdate() + timedelta(days=90)
    HeadStamp.objects.create(day=day, seq=1, head="d" * 64, at=timezone.now(), authority="A clock", token=b"0")
    ban = {"licence": "MIT", "ruling": "banned", "conditions": "", "reason": "A test."}
    rule_on(actor=reviewer, review_due=day, today=timezone.localdate(), **ban)
    waive(actor=reviewer, licence="MIT", assessment=None, reason="A test.", until=day, today=timezone.localdate())
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    keep_text(actor=reviewer, licence="MIT", document="licence", variant="", text="Permission is granted.", url="")
    seen = factories.changed_text(reviewer).versions.latest("id")
    TextDecision.objects.create(
        version=seen, says="nothing", reason="A test.", decided_by=reviewer, decided_at=timezone.now()
    )
    return assessment


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def column_to_change(model):
    columns = {
        AuditEvent: "action",
        EntryReview: "note",
        Snapshot: "content",
        Review: "decision",
        Report: "path",
        ReportSignature: "fingerprint",
        Ending: "reason",
        LicenceRuling: "reason",
        Waiver: "reason",
        Revocation: "subject",
        HeadStamp: "head",
        UserNumber: "product",
        LimitAlert: "licence",
        OwnEntry: "reason",
        KeptText: "text",
        WatchedVersion: "how",
        TextDecision: "reason",
    }
    return columns[model]


@pytest.mark.parametrize("model", FROZEN)
def test_a_frozen_row_cannot_be_changed(decided, model):
    with pytest.raises(IntegrityError, match="never changed or removed"):
        run(f"UPDATE {model._meta.db_table} SET {column_to_change(model)} = 'x'")


@pytest.mark.parametrize("model", FROZEN)
def test_a_frozen_row_cannot_be_removed(decided, model):
    with pytest.raises(IntegrityError, match="never changed or removed"):
        run(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("model", FROZEN)
def test_a_frozen_row_cannot_be_replaced(decided, model):
    table = model._meta.db_table
    with pytest.raises(IntegrityError, match="never changed or removed"):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


def insert_review(snapshot, reviewer, decision="approved"):
    run(
        "INSERT INTO wizard_review "
        "(snapshot_id, reviewer_id, position, decision, comment, conditions, valid_until, decided_at) "
        "VALUES (%s, %s, 1, %s, '', '', %s, %s)",
        snapshot.pk,
        reviewer.pk,
        decision,
        date(2027, 1, 1) if decision == "approved" else None,
        timezone.now(),
    )


def test_an_authors_own_approval_cannot_be_stored():
    assessment = factories.in_review(factories.legal_reviewer())
    with pytest.raises(IntegrityError, match="author of an assessment cannot approve"):
        insert_review(assessment.snapshots.get(), assessment.author)


def test_the_approval_of_somebody_who_takes_part_cannot_be_stored():
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    Participant.objects.create(
        assessment=assessment, person=reviewer, added_by=assessment.author, added_at=timezone.now()
    )
    with pytest.raises(IntegrityError, match="took part in an assessment cannot approve"):
        insert_review(assessment.snapshots.get(), reviewer)
    insert_review(assessment.snapshots.get(), reviewer, "rejected")


@pytest.mark.parametrize("action", WRITING)
def test_the_approval_of_somebody_who_once_wrote_in_the_assessment_cannot_be_stored(action):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    with transaction.atomic():
        audit.record(actor=reviewer, action=action, subject=assessment, details={})
    with pytest.raises(IntegrityError, match="took part in an assessment cannot approve"):
        insert_review(assessment.snapshots.get(), reviewer)


def test_who_wrote_in_another_assessment_can_approve_this_one():
    other, assessment, reviewer = factories.draft(), factories.in_review(), factories.legal_reviewer()
    with transaction.atomic():
        audit.record(actor=reviewer, action="answer.saved", subject=other, details={})
    insert_review(assessment.snapshots.get(), reviewer)
    assert Review.objects.get().decision == "approved"


def test_another_reviewers_approval_can_be_stored():
    assessment = factories.in_review()
    insert_review(assessment.snapshots.get(), factories.legal_reviewer())
    assert Review.objects.get().decision == "approved"


def test_an_assessment_keeps_its_author():
    assessment = factories.draft()
    with pytest.raises(IntegrityError, match="author of an assessment cannot be changed"):
        run("UPDATE wizard_assessment SET author_id = %s", factories.legal_reviewer().pk)
    assert Assessment.objects.get().author == assessment.author


@pytest.mark.parametrize(
    "values",
    [
        {"unknown": True, "unknown_owner": "Paula"},
        {"unknown": True, "unknown_due": date(2027, 1, 1)},
        {"unknown": False, "unknown_owner": "Paula", "unknown_due": date(2027, 1, 1)},
    ],
    ids=["owner without date", "date without owner", "both for a known answer"],
)
def test_an_unknown_answer_has_owner_and_date_or_neither(values):
    assessment = factories.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            assessment=assessment,
            item="osi-status",
            answered_by=assessment.author,
            answered_at=timezone.now(),
            **values,
        )


def test_every_guard_stands_after_all_migrations():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'wizard_%%'")
        names = {row[0] for row in cursor.fetchall()}
    assert names == {
        *(
            f"{model._meta.db_table}_no_{change}"
            for model in FROZEN
            for change in ("update", "delete", "replace")
        ),
        "wizard_review_decides_once",
        "wizard_review_not_by_author",
        "wizard_review_not_by_participant",
        "wizard_assessment_keeps_author",
    }  # fmt: skip
