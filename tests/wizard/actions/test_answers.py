from __future__ import annotations

from datetime import date

import pytest

from tests.wizard import factories
from wizard.actions.answers import Conflict
from wizard.models import Answer, AuditEvent
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db


def test_each_save_is_the_next_version():
    assessment = factories.draft()
    first = factories.answer(assessment, "osi-status", data={"relies_on": "nothing"})
    second = factories.answer(assessment, "osi-status", data={"relies_on": "exemption"}, seen=first.version)
    assert (first.pk, second.version) == (second.pk, 2)
    assert Answer.objects.get(item="osi-status").data == {"relies_on": "exemption"}


def test_saving_the_same_again_leaves_no_trace():
    assessment = factories.draft()
    saved = factories.answer(assessment, "osi-status", data={"b": 1, "a": [1, 2]})
    before = AuditEvent.objects.count(), assessment.edits
    again = factories.answer(assessment, "osi-status", data={"a": [1, 2], "b": 1}, seen=saved.version)
    assert (AuditEvent.objects.count(), assessment.edits, again.version) == (*before, 1)


def test_true_and_one_are_different_answers():
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"a": True})
    assert factories.answer(assessment, "osi-status", data={"a": 1}, seen=1).version == 2


def test_the_second_of_two_editors_is_told_and_nothing_is_lost():
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"a": "first"})
    factories.answer(assessment, "osi-status", data={"a": "one tab"}, seen=1)
    with pytest.raises(Conflict) as conflict:
        factories.answer(assessment, "osi-status", data={"a": "other tab"}, seen=1)
    assert conflict.value.answer.data == {"a": "one tab"}
    assert assessment.author.full_name in conflict.value.sentence
    assert Answer.objects.get(item="osi-status").data == {"a": "one tab"}


def test_two_who_save_the_first_answer_conflict_too():
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"a": 1})
    with pytest.raises(Conflict):
        factories.answer(assessment, "osi-status", data={"a": 2}, seen=0)


def test_two_who_save_the_same_do_not_conflict():
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"a": 1})
    assert factories.answer(assessment, "osi-status", data={"a": 1}, seen=0).version == 1


def test_unknown_names_who_finds_out_and_by_when():
    assessment = factories.draft()
    saved = factories.answer(
        assessment, "osi-status", unknown=True, unknown_owner=" Paula ", unknown_due=date(2027, 1, 1)
    )
    saved.refresh_from_db()
    assert (saved.unknown, saved.unknown_owner, saved.unknown_due) == (True, "Paula", date(2027, 1, 1))


@pytest.mark.parametrize("values", [{"unknown_owner": "Paula"}, {"unknown_due": date(2027, 1, 1)}])
def test_an_owner_without_a_date_is_refused_and_the_reverse(values):
    with pytest.raises(Refused, match="enter both or leave both empty"):
        factories.answer(factories.draft(), "osi-status", unknown=True, **values)


def test_a_known_answer_drops_owner_and_date():
    saved = factories.answer(
        factories.draft(), "osi-status", unknown=False, unknown_owner="Paula", unknown_due=date(2027, 1, 1)
    )
    assert (saved.unknown_owner, saved.unknown_due) == ("", None)


def test_a_note_too_long_for_a_report_is_refused():
    with pytest.raises(Refused, match="4001 characters"):
        factories.answer(factories.draft(), "osi-status", note="x" * 4001)


def test_what_is_in_review_cannot_be_answered():
    assessment = factories.in_review()
    with pytest.raises(Refused, match="can no longer be changed"):
        factories.answer(assessment, "osi-status")


def test_only_the_author_answers():
    assessment = factories.draft()
    with pytest.raises(Refused, match="Only its author"):
        factories.answer(assessment, "osi-status", actor=factories.product_manager())


def test_the_log_tells_of_the_save_but_not_what_was_answered():
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"secret": "merger"}, note="merger")
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.details["item"]) == ("answer.saved", "osi-status")
    assert "merger" not in str(event.details)


def test_a_page_that_saves_on_change_does_not_conflict_with_itself():
    assessment = factories.draft()
    factories.answer(assessment, "outputs-training", data={"train": "none"}, sheet="a" * 16)
    again = factories.answer(assessment, "outputs-training", data={"train": "other-llm"}, sheet="a" * 16)
    assert (again.version, again.data) == (2, {"train": "other-llm"})


def test_two_pages_of_the_same_person_do_conflict():
    assessment = factories.draft()
    factories.answer(assessment, "outputs-training", data={"train": "none"}, sheet="a" * 16)
    with pytest.raises(Conflict):
        factories.answer(assessment, "outputs-training", data={"train": "other-llm"}, sheet="b" * 16)
