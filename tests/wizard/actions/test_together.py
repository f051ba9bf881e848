"""Several people at one assessment: who joins, who is asked, what they say, and who can then no longer review it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.ambient import today
from tests.wizard import factories
from wizard.actions.answers import Conflict
from wizard.actions.assignments import ask_for_answer, finish_requests, withdraw_request
from wizard.actions.comments import reopen_comment, settle_comment, write_comment
from wizard.actions.evidence import add_evidence
from wizard.actions.participants import add_participant, remove_participant
from wizard.actions.people import deactivate_person
from wizard.actions.reviews import reject, request_changes
from wizard.actions.todos import Plan, keep_todo
from wizard.models import Assignment, AuditEvent, Comment, Participant
from wizard.process.refusal import Refused
from wizard.queries.assessments import NotFound, assessment_for
from wizard.queries.permissions import permissions_for
from wizard.queries.queue import queue_for
from wizard.queries.together import open_comments, promised_by, requests_to

pytestmark = pytest.mark.django_db
SOON = timedelta(days=5)
ITEM = "outputs-training"


@pytest.fixture
def draft():
    return factories.draft()


@pytest.fixture
def colleague():
    return factories.product_manager()


def add(assessment, person):
    return add_participant(assessment=assessment, actor=assessment.author, email=person.email)


def ask(assessment, person, **changes):
    values = {"item": ITEM, "email": person.email, "due": today() + SOON, "message": "You know the data team."}
    return ask_for_answer(assessment=assessment, actor=assessment.author, **{**values, **changes})


def events(assessment):
    found = AuditEvent.objects.filter(subject_type="assessment", subject_id=assessment.reference)
    return list(found.order_by("seq").values_list("action", flat=True))


def test_who_was_added_sees_the_assessment_and_answers_in_their_own_name(draft, colleague):
    with pytest.raises(NotFound):
        assessment_for(colleague, draft.reference)
    add_participant(assessment=draft, actor=draft.author, email=f" {colleague.email.upper()} ")
    assert assessment_for(colleague, draft.reference) == draft
    assert factories.answer(draft, ITEM, actor=colleague).answered_by == colleague
    assert not permissions_for(colleague, draft).submit.allowed
    assert not permissions_for(colleague, draft).invite.allowed


def test_somebody_is_added_once(draft, colleague):
    assert add(draft, colleague) == add(draft, colleague)
    assert events(draft).count("participant.added") == 1


def test_who_was_removed_no_longer_sees_it_and_is_asked_for_nothing(draft, colleague):
    ask(draft, colleague)
    stored = factories.answer(draft, ITEM, actor=colleague)
    for _ in range(2):
        remove_participant(assessment=draft, actor=draft.author, person=colleague)
    with pytest.raises(NotFound):
        assessment_for(colleague, draft.reference)
    with pytest.raises(Refused, match="ask the author to add you"):
        factories.answer(draft, ITEM, actor=colleague, data={"x": 1}, seen=1)
    stored.refresh_from_db()
    assert stored.answered_by == colleague
    assert not requests_to(colleague).exists()
    assert events(draft).count("participant.removed") == 1


def test_everybody_may_leave_and_only_the_author_removes_others(draft, colleague):
    other = factories.product_manager()
    add(draft, colleague)
    add(draft, other)
    with pytest.raises(Refused, match="Only its author decides"):
        remove_participant(assessment=draft, actor=other, person=colleague)
    remove_participant(assessment=draft, actor=other, person=other)
    assert [one.person for one in Participant.objects.all()] == [colleague]


@pytest.mark.parametrize("who", ["nobody", "closed", "administrator", "author"])
def test_who_cannot_take_part_is_said_with_a_remedy(draft, who):
    person = factories.administrator() if who == "administrator" else factories.product_manager()
    if who == "closed":
        deactivate_person(actor=factories.administrator(), person=person)
    email = {"nobody": "nobody@example.com", "author": draft.author.email}.get(who, person.email)
    sentence = {
        "nobody": "ask an administrator to add the person",
        "closed": "This account is closed",
        "administrator": "An administrator does not write",
        "author": "takes part already",
    }[who]
    with pytest.raises(Refused, match=sentence):
        add_participant(assessment=draft, actor=draft.author, email=email)


def test_others_add_nobody(draft, colleague):
    add(draft, colleague)
    with pytest.raises(Refused, match="Only its author lets others take part"):
        add_participant(assessment=draft, actor=colleague, email=factories.legal_reviewer().email)


def test_nobody_joins_what_is_in_review(colleague):
    assessment = factories.in_review()
    with pytest.raises(Refused, match="so nobody can join it now"):
        add(assessment, colleague)


@pytest.mark.parametrize("how", ["takes part", "answered", "attached", "planned"])
def test_who_took_part_does_not_review(draft, how):
    reviewer = factories.legal_reviewer()
    add(draft, reviewer)
    if how == "answered":
        factories.answer(draft, ITEM, actor=reviewer)
        factories.answer(draft, ITEM, data={"train": "none"}, seen=1)  # the author answers it anew
    if how == "attached":
        add_evidence(assessment=draft, item=ITEM, actor=reviewer, kind="note", text="Seen.")
    if how == "planned":
        keep_todo(assessment=draft, key="ai-act:O-T6", actor=reviewer, today=today(), plan=Plan(owner="Ada"))
    if how != "takes part":
        remove_participant(assessment=draft, actor=draft.author, person=reviewer)
    factories.handed_over(draft)
    may = permissions_for(reviewer, draft)
    assert "You took part in this assessment" in may.approve.why
    assert not queue_for(reviewer).decide
    for decide in (reject, request_changes):
        with pytest.raises(Refused, match="You took part"):
            decide(assessment=draft, actor=reviewer, comment="No.")
    with pytest.raises(Refused, match="You took part"):
        factories.approved(draft, reviewer)
    assert permissions_for(factories.legal_reviewer(), draft).approve.allowed


def test_a_reviewer_who_left_without_a_word_may_review(draft):
    reviewer = factories.legal_reviewer()
    add(draft, reviewer)
    write_comment(assessment=draft, item=ITEM, actor=reviewer, text="I should rather review this.")
    remove_participant(assessment=draft, actor=reviewer, person=reviewer)
    factories.handed_over(draft)
    assert permissions_for(reviewer, draft).approve.allowed
    assert [seat.snapshot.assessment for seat in queue_for(reviewer).decide] == [draft]


def test_two_people_at_one_question_the_second_is_told(draft, colleague):
    add(draft, colleague)
    factories.answer(draft, ITEM, data={"train": "none"})
    with pytest.raises(Conflict, match=draft.author.full_name):
        factories.answer(draft, ITEM, actor=colleague, data={"train": "other-llm"})


def test_who_is_asked_takes_part_and_finds_it_waiting(draft, colleague):
    request = ask(draft, colleague)
    assert assessment_for(colleague, draft.reference) == draft
    assert list(requests_to(colleague)) == [request]
    assert events(draft)[-2:] == ["participant.added", "assignment.made"]


def test_who_is_asked_again_has_one_request_with_the_new_day(draft, colleague):
    first = ask(draft, colleague)
    assert ask(draft, colleague) == first
    ask(draft, colleague, due=today() + 2 * SOON, message="There is more time.")
    stored = Assignment.objects.get()
    assert (stored.due, stored.message) == (today() + 2 * SOON, "There is more time.")
    assert events(draft).count("assignment.made") == 2


@pytest.mark.parametrize("days", [0, -1])
def test_a_day_that_is_over_is_refused(draft, colleague, days):
    with pytest.raises(Refused, match="enter a day after today"):
        ask(draft, colleague, due=today() + timedelta(days=days))
    assert not Participant.objects.exists()


def test_a_message_that_is_too_long_is_refused(draft, colleague):
    with pytest.raises(Refused, match="The message has 4001 characters: shorten it to 4000"):
        ask(draft, colleague, message="x" * 4001)


def test_a_request_is_over_once_the_item_is_answered_or_it_is_withdrawn(draft, colleague):
    done, withdrawn = ask(draft, colleague), ask(draft, colleague, item="attribution")
    finish_requests(assessment=draft, item=ITEM, actor=draft.author)
    for _ in range(2):
        withdraw_request(request=withdrawn, actor=draft.author)
    finish_requests(assessment=draft, item="attribution", actor=draft.author)
    done.refresh_from_db()
    withdrawn.refresh_from_db()
    assert (bool(done.done_at), bool(done.withdrawn_at)) == (True, False)
    assert (bool(withdrawn.done_at), bool(withdrawn.withdrawn_at)) == (False, True)
    assert not requests_to(colleague).exists()
    assert events(draft)[-2:] == ["assignment.done", "assignment.withdrawn"]
    assert ask(draft, colleague).pk != done.pk


def test_only_the_author_withdraws_a_request(draft, colleague):
    request = ask(draft, colleague)
    with pytest.raises(Refused, match="Only its author"):
        withdraw_request(request=request, actor=colleague)


def test_what_was_handed_over_asks_nobody(draft, colleague):
    ask(draft, colleague)
    factories.handed_over(draft)
    assert not requests_to(colleague).exists()


def test_a_comment_is_written_settled_and_opened_again(draft):
    comment = write_comment(assessment=draft, item=ITEM, actor=draft.author, text="  Which data? ")
    assert comment.text == "Which data?"
    assert open_comments(draft) == {ITEM: 1}
    for _ in range(2):
        settle_comment(comment=comment, actor=draft.author)
    assert (comment.settled_by, open_comments(draft)) == (draft.author, {})
    for _ in range(2):
        reopen_comment(comment=comment, actor=draft.author)
    assert (comment.settled_by, comment.settled_at) == (None, None)
    assert events(draft)[-3:] == ["comment.written", "comment.settled", "comment.reopened"]


def test_the_log_knows_a_comment_by_its_hash_and_not_its_words(draft):
    write_comment(assessment=draft, item=ITEM, actor=draft.author, text="The price is secret.")
    details = AuditEvent.objects.order_by("-seq")[0].details
    assert len(details["sha256"]) == 64
    assert "secret" not in str(details)


def test_a_comment_sent_twice_is_one(draft):
    for _ in range(2):
        write_comment(assessment=draft, item=ITEM, actor=draft.author, text="Which data?")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("text", "sentence"), [(" ", "The comment is empty"), ("x" * 4001, "shorten it to 4000")])
def test_an_empty_or_endless_comment_is_refused(draft, text, sentence):
    with pytest.raises(Refused, match=sentence):
        write_comment(assessment=draft, item=ITEM, actor=draft.author, text=text)


def test_a_reviewer_comments_while_it_is_in_review_and_that_voids_nothing():
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    edits = assessment.edits
    write_comment(assessment=assessment, item=ITEM, actor=reviewer, text="Which data?")
    assessment.refresh_from_db()
    assert assessment.edits == edits
    assert permissions_for(reviewer, assessment).approve.allowed


def test_comments_close_with_the_decision():
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    comment = write_comment(assessment=assessment, item=ITEM, actor=reviewer, text="Which data?")
    reject(assessment=assessment, actor=reviewer, comment="No.")
    with pytest.raises(Refused, match="the comments on it are closed"):
        settle_comment(comment=comment, actor=reviewer)


def test_what_somebody_promised_is_found_by_name_or_address_where_they_may_see_it(draft, colleague):
    due = today() + SOON
    factories.answer(draft, ITEM, unknown=True, unknown_owner=colleague.full_name.upper(), unknown_due=due)
    factories.answer(draft, "attribution", unknown=True, unknown_owner=colleague.email, unknown_due=due)
    factories.answer(draft, "propagation", unknown=True, unknown_owner="Legal", unknown_due=due)
    assert not promised_by(colleague).exists()
    add(draft, colleague)
    assert [answer.item for answer in promised_by(colleague)] == [ITEM, "attribution"]
