from __future__ import annotations

import hashlib
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from tests.wizard import factories
from wizard.actions.reviews import expire_due, reject, request_changes, submit, withdraw
from wizard.models import Assessment, AuditEvent, Review, Snapshot
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db


def approved(until=date(2027, 2, 23)):
    """An approval as it is stored, without the report that `issue` makes for it."""
    assessment = factories.in_review()
    Review.objects.create(
        snapshot=assessment.snapshots.get(),
        reviewer=factories.legal_reviewer(),
        decision="approved",
        valid_until=until,
        decided_at=timezone.now(),
    )
    Assessment.objects.filter(pk=assessment.pk).update(state="approved")
    assessment.refresh_from_db()
    return assessment


def test_submitting_freezes_what_was_read():
    assessment = factories.draft()
    snapshot = submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    assert assessment.state == "in-review"
    assert snapshot.sha256 == hashlib.sha256(snapshot.content.encode()).hexdigest()
    assert snapshot.data["reference"] == assessment.reference
    assert AuditEvent.objects.latest("seq").details == {"revision": 1, "snapshot": snapshot.sha256}


def test_submitting_pins_the_edition_that_was_evaluated():
    assessment = factories.draft(edition_version="2026.10.1", edition_sha256="0" * 64)
    submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    assessment.refresh_from_db()
    assert assessment.edition_sha256 == factories.evaluated()["edition"]["sha256"]


def test_what_changed_while_submitting_has_to_be_read_first():
    assessment = factories.draft()
    read = Assessment.objects.get(pk=assessment.pk)
    factories.answer(assessment, "osi-status", data={"relies_on": "exemption"})
    with pytest.raises(Refused, match="read the answers again"):
        submit(assessment=read, actor=read.author, snapshot_content=factories.content())
    assert not Snapshot.objects.exists()


def test_changes_requested_open_the_next_revision():
    assessment = factories.in_review()
    review = request_changes(assessment=assessment, actor=factories.legal_reviewer(), comment=" Name the users. ")
    assert (assessment.state, assessment.revision) == ("draft", 2)
    assert (review.decision, review.comment) == ("changes-requested", "Name the users.")
    second = submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    assert second.revision == 2


@pytest.mark.parametrize("action", [request_changes, reject])
def test_a_decision_against_needs_its_reason(action):
    assessment = factories.in_review()
    with pytest.raises(Refused, match="comment is empty"):
        action(assessment=assessment, actor=factories.legal_reviewer(), comment="  ")
    assessment.refresh_from_db()
    assert assessment.state == "in-review"


@pytest.mark.parametrize("action", [request_changes, reject])
@pytest.mark.parametrize("who", [factories.product_manager, factories.administrator])
def test_only_legal_reviewers_decide(action, who):
    with pytest.raises(Refused, match="Only a legal reviewer"):
        action(assessment=factories.in_review(), actor=who(), comment="No.")


@pytest.mark.parametrize("action", [request_changes, reject])
def test_nobody_decides_on_their_own(action):
    assessment = factories.in_review(factories.legal_reviewer())
    with pytest.raises(Refused, match="somebody else"):
        action(assessment=assessment, actor=assessment.author, comment="Fine.")


def test_a_decision_is_made_once():
    assessment = factories.in_review()
    stale = Assessment.objects.get(pk=assessment.pk)
    reject(assessment=assessment, actor=factories.legal_reviewer(), comment="No.")
    with pytest.raises(Refused, match="is rejected"):
        request_changes(assessment=stale, actor=factories.legal_reviewer(), comment="Please.")
    assert Review.objects.count() == 1


def test_an_approval_is_withdrawn_with_its_reason():
    assessment = approved()
    withdraw(assessment=assessment, actor=factories.legal_reviewer(), reason="The licence changed.")
    assert assessment.state == "withdrawn"
    assert AuditEvent.objects.latest("seq").details["reason"] == "The licence changed."


def test_a_colleague_does_not_withdraw():
    with pytest.raises(Refused, match="author or a legal reviewer"):
        withdraw(assessment=approved(), actor=factories.product_manager(), reason="I dislike it.")


def test_approvals_expire_on_the_day_after_their_last():
    assessment = approved(until=date(2027, 2, 23))
    assert expire_due(today=date(2027, 2, 23)) == []
    assert expire_due(today=date(2027, 2, 24)) == [assessment]
    assert expire_due(today=date(2027, 2, 25)) == []
    assessment.refresh_from_db()
    assert assessment.state == "expired"
    assert AuditEvent.objects.latest("seq").actor is None


def test_the_daily_command_names_what_expired():
    ended, lasting = approved(until=date(2020, 1, 1)), approved(until=date(2999, 1, 1))
    out = StringIO()
    call_command("daily", stdout=out)
    assert ended.reference in out.getvalue()
    assert lasting.reference not in out.getvalue()


def test_the_daily_command_forgets_sessions_that_have_ended():
    now = timezone.now()
    for key, hours in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    call_command("daily", stdout=StringIO())
    assert [session.session_key for session in Session.objects.all()] == ["open"]
