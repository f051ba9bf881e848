from __future__ import annotations

import pytest

from tests.wizard import factories
from wizard.actions.evidence import add_evidence
from wizard.actions.reviews import request_changes
from wizard.queries.assessments import (
    NotFound,
    answers_of,
    assessment_for,
    assessments_for,
    evidence_of,
    latest_snapshot,
    report_by_sha256,
    report_of,
    reviews_of,
)
from wizard.queries.audit import latest_events
from wizard.queries.people import everybody
from wizard.queries.permissions import permissions_for
from wizard.queries.queue import queue_for

pytestmark = pytest.mark.django_db


def test_who_sees_what():
    author, colleague = factories.product_manager(), factories.product_manager()
    reviewer, administrator = factories.legal_reviewer(), factories.administrator()
    draft, submitted = factories.draft(author), factories.in_review(author)
    own = factories.draft(reviewer)
    sees = {
        author: {draft, submitted},
        colleague: set(),
        reviewer: {submitted, own},
        administrator: {draft, submitted, own},
    }
    for person, expected in sees.items():
        assert set(assessments_for(person)) == expected
        for assessment in (draft, submitted, own):
            if assessment in expected:
                assert assessment_for(person, assessment.reference) == assessment
            else:
                with pytest.raises(NotFound):
                    assessment_for(person, assessment.reference)


def test_a_reviewer_still_sees_what_was_sent_back():
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    request_changes(assessment=assessment, actor=reviewer, comment="Name the users.")
    assert assessment_for(reviewer, assessment.reference) == assessment


def test_what_waits_is_never_ones_own():
    reviewer = factories.legal_reviewer()
    factories.in_review(reviewer)
    first, second = factories.in_review(), factories.in_review()
    assert [seat.snapshot.assessment for seat in queue_for(reviewer).decide] == [first, second]
    assert not queue_for(factories.product_manager()).decide


def test_an_assessment_is_read_in_a_fixed_number_of_statements(django_assert_num_queries):
    assessment = factories.draft()
    author = assessment.author
    for number in range(5):
        factories.answer(assessment, f"item-{number}", data={"n": number})
        for text in ("one", "two"):
            add_evidence(assessment=assessment, item=f"item-{number}", actor=author, kind="note", text=text)
    with django_assert_num_queries(4):
        seen = assessment_for(author, assessment.reference)
        assert seen.author.full_name
        assert {answer.answered_by.full_name for answer in answers_of(seen).values()} == {author.full_name}
        notes = evidence_of(seen)
        assert [note.text for note in notes["item-3"]] == ["one", "two"]
        assert {note.added_by.full_name for notes in notes.values() for note in notes} == {author.full_name}
        assert {event.actor for event in latest_events(seen)} == {author}


def test_lists_are_read_in_one_statement(django_assert_num_queries):
    reviewer = factories.legal_reviewer()
    for _ in range(3):
        factories.in_review()
    with django_assert_num_queries(2):
        assert [assessment.author.full_name for assessment in assessments_for(reviewer)]
        assert [hasattr(person, "signing_key") for person in everybody()]


def test_snapshot_and_reviews_of_an_assessment():
    assessment = factories.draft()
    assert latest_snapshot(assessment) is None
    assert report_of(assessment) is None
    submitted = factories.in_review()
    review = request_changes(assessment=submitted, actor=factories.legal_reviewer(), comment="Name the users.")
    assert latest_snapshot(submitted) == review.snapshot
    assert reviews_of(submitted) == [review]
    assert report_by_sha256("0" * 64) is None


def test_permissions_follow_person_and_state():
    assessment = factories.in_review()
    for_author = permissions_for(assessment.author, assessment)
    assert not for_author.edit.allowed
    assert not for_author.approve.allowed
    assert permissions_for(factories.legal_reviewer(), assessment).approve.allowed
