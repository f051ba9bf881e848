"""Approval from end to end: real layout, real signatures, real verification."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.wizard import factories
from tests.wizard.factories import PASSPHRASE
from wizard.actions.issue import approve_and_issue, prepare_approval, record_approval
from wizard.actions.keys import enrol_signing_key
from wizard.actions.people import change_role, deactivate_person
from wizard.actions.reviews import reject, request_changes, submit, withdraw
from wizard.models import Assessment, AuditEvent, Report, Review
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot, report_of
from wizard.queries.audit import audit_head
from wizard.queries.files import report_bytes
from wizard.queries.verification import verification

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


@pytest.fixture
def reviewer(data_dir):
    person = factories.legal_reviewer()
    enrol_signing_key(actor=person, passphrase=PASSPHRASE)
    return person


def decision(assessment, actor, **changes):
    read = latest_snapshot(assessment)
    values = {
        "read": read.sha256 if read else "",
        "conditions": "Ship the licence copy first.",
        "comment": "Read in full.",
        "valid_until": in_days(90),
        "passphrase": PASSPHRASE,
    }
    return {"assessment": assessment, "actor": actor, **values, **changes}


def verify(*arguments):
    out, problems = StringIO(), StringIO()
    try:
        call_command("verify_report", *arguments, stdout=out, stderr=problems)
    except SystemExit as end:
        return end.code, problems.getvalue()
    return 0, out.getvalue()


def test_an_approval_issues_a_report_that_anybody_can_verify(reviewer, data_dir, tmp_path):
    assessment = factories.in_review()
    head = audit_head()
    report = approve_and_issue(**decision(assessment, reviewer))
    file = report_bytes(report)

    assert assessment.state == "approved"
    assert report_of(assessment) == report
    assert (report.sha256, report.length) == (hashlib.sha256(file).hexdigest(), len(file))
    assert report.audit_head == head
    assert report.filename == f"{assessment.reference}-revision-1.pdf"
    assert [one.fingerprint for one in report.snapshot.signatures.all()] == [reviewer.signing_key.fingerprint]
    review = Review.objects.get(snapshot=report.snapshot)
    assert (review.decision, review.conditions) == ("approved", "Ship the licence copy first.")
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor, event.details["report"]) == ("assessment.approved", reviewer, report.sha256)

    found = verification(file, today=in_days(1))
    assert found.verdict.ok
    assert [signature.name for signature in found.verdict.signatures][1:] == [reviewer.full_name]
    assert "in force until" in found.standing
    assert "has ended" in verification(file, today=in_days(91)).standing

    path = tmp_path / "report.pdf"
    path.write_bytes(file)
    code, words = verify(str(path))
    assert code == 0
    assert reviewer.full_name in words
    assert "in force" in words
    assert "ETSI EN 319 102-1: TOTAL-PASSED" in words
    assert "PAdES B-B" in words
    assert verify(str(path), "--trust", str(data_dir / "keys/ca.pem"))[0] == 0

    path.write_bytes(file + b"\n%%EOF\n")
    code, words = verify(str(path))
    assert code == 1
    assert "something was added" in words
    path.write_bytes(file.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    code, words = verify(str(path))
    assert code == 1
    assert "could not be verified" in words

    withdraw(assessment=assessment, actor=reviewer, reason="The licence changed.")
    found = verification(file, today=in_days(1))
    assert found.verdict.ok
    assert "was withdrawn" in found.standing


def test_an_approval_that_lost_the_race_issues_nothing(reviewer, data_dir):
    assessment = factories.in_review()
    prepared = prepare_approval(**decision(assessment, reviewer))
    reject(assessment=Assessment.objects.get(pk=assessment.pk), actor=factories.legal_reviewer(), comment="No.")
    with pytest.raises(Refused, match="is rejected"):
        record_approval(assessment=assessment, actor=reviewer, prepared=prepared)
    assert not Report.objects.exists()
    assert list((data_dir / "reports").iterdir()) == []
    # Signed by us, and yet not a decision: the register knows nothing of it.
    found = verification(prepared.pdf, today=in_days(0))
    assert not found.verdict.ok
    assert "no decision is on record" in found.verdict.sentence


def test_a_revision_submitted_meanwhile_is_not_approved_unread(data_dir):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    prepared = factories.prepared(assessment, reviewer)
    request_changes(assessment=assessment, actor=factories.legal_reviewer(), comment="Name the users.")
    submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    with pytest.raises(Refused, match="submitted again"):
        record_approval(assessment=assessment, actor=reviewer, prepared=prepared)
    assert assessment.state == "in-review"


def test_who_stopped_being_a_reviewer_meanwhile_approves_nothing(data_dir):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    prepared = factories.prepared(assessment, reviewer)
    change_role(
        actor=factories.administrator(), person=type(reviewer).objects.get(pk=reviewer.pk), role="administrator"
    )
    with pytest.raises(Refused, match="Only a legal reviewer"):
        record_approval(assessment=assessment, actor=reviewer, prepared=prepared)


def test_whose_account_was_closed_meanwhile_approves_nothing(data_dir):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    prepared = factories.prepared(assessment, reviewer)
    deactivate_person(actor=factories.administrator(), person=type(reviewer).objects.get(pk=reviewer.pk))
    with pytest.raises(Refused, match="account was closed"):
        record_approval(assessment=assessment, actor=reviewer, prepared=prepared)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"passphrase": "a loud harbour in May"}, "passphrase does not open"),
        ({"valid_until": in_days(0)}, "beyond today"),
        ({"conditions": "x" * 4001}, "shorten it to 4000"),
    ],
)
def test_a_wrong_passphrase_a_past_end_and_endless_conditions_are_refused(reviewer, changes, says):
    assessment = factories.in_review()
    with pytest.raises(Refused, match=says):
        approve_and_issue(**decision(assessment, reviewer, **changes))
    assert not Review.objects.exists()


def test_an_author_cannot_approve(data_dir):
    author = factories.legal_reviewer()
    enrol_signing_key(actor=author, passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="somebody else"):
        approve_and_issue(**decision(factories.in_review(author), author))


@pytest.mark.parametrize("who", [factories.product_manager, factories.administrator])
def test_only_legal_reviewers_approve(data_dir, who):
    with pytest.raises(Refused, match="Only a legal reviewer"):
        approve_and_issue(**decision(factories.in_review(), who()))


def test_without_a_key_there_is_no_approval(data_dir):
    with pytest.raises(Refused, match="no signing key"):
        approve_and_issue(**decision(factories.in_review(), factories.legal_reviewer()))


@pytest.mark.parametrize(("content", "code", "says"), [(b"hello", 1, "not a PDF"), (b"%PDF-1.7\nhello", 1, "verified")])
def test_a_file_that_is_no_report_is_told_so(data_dir, tmp_path, content, code, says):
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    ended, words = verify(str(path))
    assert ended == code
    assert says in words


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_to_trust_that_is_no_certificate_is_named(data_dir, tmp_path, content):
    report, trust = tmp_path / "report.pdf", tmp_path / "trust.pem"
    report.write_bytes(b"%PDF-1.7\nhello")
    trust.write_bytes(content)
    code, words = verify(str(report), "--trust", str(trust))
    assert code == 2
    assert "trust.pem is no certificate" in words


def test_a_missing_file_is_named(data_dir, tmp_path):
    code, words = verify(str(tmp_path / "nothing.pdf"))
    assert code == 2
    assert "nothing.pdf cannot be read" in words


def test_nobody_approves_a_revision_that_came_after_the_one_that_was_read(reviewer):
    assessment = factories.in_review()
    opened = decision(assessment, reviewer)
    request_changes(assessment=assessment, actor=reviewer, comment="Name the data sources.")
    factories.answer(assessment, "osi-status", data={"relies_on": "exemption"})
    submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    with pytest.raises(Refused, match="read the new revision"):
        approve_and_issue(**opened)
    assert report_of(assessment) is None
