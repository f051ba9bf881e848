"""Reviewers in their seats: their order, dissent, stand-ins, marks, reminders."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.absences import end_absence, enter_absence
from wizard.actions.approve import approve
from wizard.actions.marks import accept_item, accept_uncontested, ask_change, unmark_item
from wizard.actions.review_mail import tell_waiting
from wizard.actions.reviews import dissent, reject, request_changes, submit
from wizard.models import Assessment, AuditEvent, Decision, Reminder, Review, Seat, Snapshot, User
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot
from wizard.queries.audit import check_log
from wizard.queries.marks import asked_before, looked_at
from wizard.queries.queue import queue_for
from wizard.queries.seats import may_decide_in, open_seat

pytestmark = pytest.mark.django_db
ITEM = "licence-text"


def handed_over(*reviewers: User | None) -> Snapshot:
    assessment = factories.draft()
    return submit(
        assessment=assessment, actor=assessment.author, snapshot_content=factories.content(), reviewers=reviewers
    )


def approve_as(snapshot: Snapshot, reviewer: User) -> Review:
    return approve(
        assessment=snapshot.assessment,
        actor=reviewer,
        read=snapshot.sha256,
        conditions="",
        comment="",
        valid_until=timezone.localdate() + timedelta(days=90),
    )


def away(person: User, stand_in: User) -> None:
    day = timezone.localdate()
    enter_absence(actor=person, first=day, last=day, stand_in=stand_in)


def due_in(snapshot: Snapshot, days: int) -> None:
    Seat.objects.filter(snapshot=snapshot).update(due=timezone.localdate() + timedelta(days=days))


def reminded(mailoutbox: list[object]) -> int:
    mailoutbox.clear()
    call_command("daily", stdout=StringIO())
    return len(mailoutbox)


def test_reviewers_decide_in_their_order():
    first, second = factories.legal_reviewer(), factories.legal_reviewer()
    snapshot = handed_over(first, second)
    with pytest.raises(Refused, match="another reviewer"):
        approve_as(snapshot, second)
    assert [mine.position for mine, _before in queue_for(second).later] == [2]
    approve_as(snapshot, first)
    assert [seat.position for seat in queue_for(second).decide] == [2]
    with pytest.raises(Refused, match="You have decided"):
        approve_as(snapshot, first)
    approve_as(snapshot, second)
    assert open_seat(snapshot) is None
    assert queue_for(first).sign
    assert not queue_for(factories.legal_reviewer()).decide


def test_who_dissents_leaves_the_seat_to_somebody_else():
    named, other = factories.legal_reviewer(), factories.legal_reviewer()
    snapshot = handed_over(named)
    said = dissent(assessment=snapshot.assessment, actor=named, comment="Clause 2 is read too kindly.")
    seat = open_seat(snapshot)
    assert (said.decision, said.position) == (Decision.DISSENTED, 1)
    assert seat is not None
    assert may_decide_in(seat, other).allowed
    assert "You have decided" in str(may_decide_in(seat, named).why)
    approve_as(snapshot, other)
    assert check_log().fault == ""


def test_until_the_report_is_issued_who_approved_may_still_send_it_back():
    reviewer, stranger = factories.legal_reviewer(), factories.legal_reviewer()
    snapshot = handed_over()
    approve_as(snapshot, reviewer)
    with pytest.raises(Refused, match="Everybody who was asked"):
        reject(assessment=snapshot.assessment, actor=stranger, comment="No.")
    request_changes(assessment=snapshot.assessment, actor=reviewer, comment="I overlooked clause 2.")
    assert snapshot.assessment.state == "draft"
    assert not hasattr(Snapshot.objects.get(pk=snapshot.pk), "making")


def test_a_stand_in_decides_only_during_the_absence_and_it_is_told(mailoutbox):
    named, stand_in = factories.legal_reviewer(), factories.legal_reviewer()
    snapshot = handed_over(named)
    assert not queue_for(stand_in).decide
    away(named, stand_in)
    assert queue_for(stand_in).decide
    end_absence(absence=named.absences.get(), actor=named)
    assert not queue_for(stand_in).decide
    away(named, stand_in)
    said = dissent(assessment=snapshot.assessment, actor=stand_in, comment="Not like this.")
    assert said.instead_of == named
    assert AuditEvent.objects.latest("seq").details["instead_of"] == named.pk
    assert approve_as(handed_over(named), stand_in).instead_of == named
    assert AuditEvent.objects.latest("seq").details["instead_of"] == named.pk


def test_a_message_ends_with_the_page_to_act_on_where_the_service_has_a_name(mailoutbox, settings):
    settings.PUBLIC_HOST = "clearweights.example.com"
    snapshot = handed_over(factories.legal_reviewer())
    reference = snapshot.assessment.reference
    tell_waiting(snapshot)
    assert mailoutbox[-1].body.rstrip().endswith(f"\n\nhttps://clearweights.example.com/reviews/{reference}/")
    settings.PUBLIC_HOST = ""
    tell_waiting(snapshot)
    assert "http" not in mailoutbox[-1].body


def test_absences_that_overlap_or_have_nobody_are_refused():
    named, stand_in = factories.legal_reviewer(), factories.legal_reviewer()
    away(named, stand_in)
    with pytest.raises(Refused, match="overlap"):
        away(named, stand_in)
    with pytest.raises(Refused, match="another legal reviewer"):
        away(stand_in, factories.product_manager())
    with pytest.raises(Refused, match="Only a legal reviewer"):
        away(factories.product_manager(), stand_in)


def test_the_author_names_only_who_could_decide():
    assessment, reviewer = factories.draft(), factories.legal_reviewer()
    for named in ([assessment.author], [factories.product_manager()], [reviewer, reviewer]):
        with pytest.raises(Refused, match="name"):
            submit(
                assessment=assessment,
                actor=assessment.author,
                snapshot_content=factories.content(),
                reviewers=named,
            )
    assert Assessment.objects.get(pk=assessment.pk).state == "draft"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["INSERT", "INSERT OR REPLACE"])
def test_the_database_refuses_a_second_approval_by_one_person_and_in_one_seat(how):
    reviewer, other = factories.legal_reviewer(), factories.legal_reviewer()
    snapshot = handed_over(None, None)
    approve_as(snapshot, reviewer)
    row = (
        f"{how} INTO wizard_review (snapshot_id, reviewer_id, position, decision, comment, conditions, valid_until,"
        " decided_at) VALUES (%s, %s, %s, 'approved', '', '', '2099-01-01', '2026-01-01')"
    )
    for reviewer_id, position in ((reviewer.pk, 2), (other.pk, 1)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(row, [snapshot.pk, reviewer_id, position])
    assert Review.objects.count() == 1


def test_what_is_marked_goes_along_and_the_next_revision_knows_it():
    reviewer = factories.legal_reviewer()
    snapshot = handed_over()
    assert looked_at(snapshot, reviewer) == set()
    accept_item(snapshot=snapshot, item=ITEM, actor=reviewer)
    ask_change(snapshot=snapshot, item=ITEM, actor=reviewer, words="Read version 1.1.")
    assert looked_at(snapshot, reviewer) == {ITEM}
    assessment = snapshot.assessment
    request_changes(assessment=assessment, actor=reviewer, comment="")
    assert [mark.words for mark in asked_before(assessment)[ITEM]] == ["Read version 1.1."]
    with pytest.raises(Refused):
        accept_item(snapshot=snapshot, item=ITEM, actor=reviewer)

    author, words = client_of(assessment.author), f"{reviewer.full_name} asks for a change"
    assert words in author.get(f"/assessments/{assessment.reference}/").text
    factories.answer(assessment, ITEM, seen=1, unknown=True)
    assert words not in author.get(f"/assessments/{assessment.reference}/").text


def test_only_answers_without_a_concern_are_accepted_at_once():
    reviewer, assessment, content = factories.legal_reviewer(), factories.draft(), factories.content()
    (plain,) = content["answers"]
    others = [
        {**plain, "item": "restrictions", "contested": [["A term", "It says otherwise."]]},
        {**plain, "item": "osi-status", "unknown": True},
        {**plain, "item": "eu-high-risk"},
    ]
    content = {**content, "answers": [plain, *others]}
    snapshot = submit(assessment=assessment, actor=assessment.author, snapshot_content=content)
    accept_uncontested(snapshot=snapshot, actor=reviewer)
    assert looked_at(snapshot, reviewer) == {ITEM}
    unmark_item(snapshot=snapshot, item=ITEM, actor=reviewer)
    assert looked_at(snapshot, reviewer) == set()


def test_each_reminder_goes_out_once_even_after_a_crash_and_days_without(mailoutbox, monkeypatch):
    for _ in range(2):
        factories.legal_reviewer()
    snapshot = handed_over()
    Snapshot.objects.filter(pk=snapshot.pk)
    assert reminded(mailoutbox) == 0
    monkeypatch.setattr("wizard.queries.seats.localdate", lambda *_: timezone.localdate() - timedelta(days=30))
    due_in(snapshot, 2)
    assert (reminded(mailoutbox), reminded(mailoutbox)) == (2, 0)
    due_in(snapshot, 0)
    Reminder.objects.filter(day=timezone.localdate()).delete()
    assert (reminded(mailoutbox), reminded(mailoutbox)) == (2, 0)
    due_in(snapshot, -8)  # days of reminders were missed: one message makes up for them
    assert (reminded(mailoutbox), reminded(mailoutbox)) == (2, 0)
    Reminder.objects.filter(pk=Reminder.objects.latest("id").pk).delete()  # as if stopped before the last one
    assert reminded(mailoutbox) == 1


def test_what_the_mail_server_refuses_is_tried_again(mailoutbox, monkeypatch, settings):
    factories.legal_reviewer()
    snapshot = handed_over()
    monkeypatch.setattr("wizard.queries.seats.localdate", lambda *_: timezone.localdate() - timedelta(days=30))
    due_in(snapshot, 0)
    settings.EMAIL_HOST = "mail.example"
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", _refused)
        assert reminded(mailoutbox) == 0
    assert latest_snapshot(snapshot.assessment) == snapshot
    assert reminded(mailoutbox) == 1


def _refused(*_args: object) -> int:
    raise OSError("the server is away")
