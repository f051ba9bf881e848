"""Planning what is owed, and ticking it off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from tests.wizard import factories
from wizard.actions.evidence import add_evidence, remove_evidence
from wizard.actions.participants import add_participant
from wizard.actions.reviews import reject
from wizard.actions.todos import Plan, keep_todo
from wizard.actions.uploads import MAX_BYTES
from wizard.models import AuditEvent, Todo
from wizard.process.refusal import Refused
from wizard.queries.files import stored_file
from wizard.queries.todos import todos_due, todos_of

TODAY = date(2026, 11, 23)
KEY = "ai-act:O-LIT"
PDF = b"%PDF-1.7 the footer"


def kept(assessment, **values):
    """A duty as its author plans it."""
    return keep_todo(**{"assessment": assessment, "key": KEY, "actor": assessment.author, "today": TODAY, **values})


def events(assessment):
    return list(
        AuditEvent.objects.filter(subject_id=assessment.reference, action__startswith="todo.").values_list(
            "action", flat=True
        )
    )


def test_a_plan_is_kept_with_its_event_and_counts_as_a_change(db):
    draft = factories.draft()
    edits = draft.edits
    todo = kept(draft, plan=Plan("  Paula Meyer ", TODAY, "In the footer."))
    assert (todo.owner, todo.due, todo.note, todo.done_at) == ("Paula Meyer", TODAY, "In the footer.", None)
    assert events(draft) == ["todo.planned"]
    draft.refresh_from_db()
    assert draft.edits == edits + 1


def test_the_log_tells_no_name_and_no_note(db):
    draft = factories.draft()
    kept(draft, plan=Plan("Paula Meyer", TODAY, "Secret launch."))
    (event,) = AuditEvent.objects.filter(action="todo.planned")
    assert event.details == {"duty": KEY, "due": "2026-11-23", "done": False}


def test_the_same_again_leaves_no_trace_and_nothing_planned_leaves_no_row(db):
    draft = factories.draft()
    kept(draft, plan=Plan())
    assert not Todo.objects.exists()
    kept(draft, plan=Plan("Paula Meyer"))
    kept(draft, plan=Plan("Paula Meyer"))
    kept(draft, done=False)
    assert events(draft) == ["todo.planned"]


def test_a_duty_is_ticked_off_and_opened_again_and_keeps_its_plan(db):
    draft = factories.draft()
    kept(draft, plan=Plan("Paula Meyer", TODAY))
    done = kept(draft, done=True)
    assert (done.done_by, done.owner) == (draft.author, "Paula Meyer")
    first = done.done_at
    assert kept(draft, done=True).done_at == first
    assert kept(draft, done=False).done_at is None
    assert events(draft) == ["todo.planned", "todo.done", "todo.reopened"]


def test_a_day_in_the_past_is_refused_and_one_that_has_passed_since_may_stay(db):
    draft = factories.draft()
    with pytest.raises(Refused, match="“By when” lies in the past: enter today or a later day"):
        kept(draft, plan=Plan("Paula Meyer", TODAY - timedelta(days=1)))
    kept(draft, plan=Plan("Paula Meyer", TODAY))
    later = TODAY + timedelta(days=9)
    assert kept(draft, today=later, plan=Plan("Jonas Weber", TODAY)).owner == "Jonas Weber"


def test_only_who_writes_the_assessment_plans_its_duties(db):
    draft, other = factories.draft(), factories.product_manager()
    with pytest.raises(Refused, match="Only its author and who takes part plan these duties"):
        kept(draft, actor=other, done=True)
    add_participant(assessment=draft, actor=draft.author, email=other.email)
    assert kept(draft, actor=other, done=True).done_by == other


def test_the_work_goes_on_while_it_is_reviewed_and_ends_with_a_rejection(db):
    waiting = factories.in_review()
    kept(waiting, done=True)
    reject(assessment=waiting, actor=factories.legal_reviewer(), comment="Not with this seat.")
    with pytest.raises(Refused, match="This assessment is rejected, and its duties can no longer be changed"):
        kept(waiting, done=False)


def test_what_is_due_is_told_to_its_author_and_to_who_is_named_soonest_first(db):
    author = factories.product_manager()
    owner = factories.person("product-manager", "Jonas Weber")
    draft = factories.draft(author)
    add_participant(assessment=draft, actor=author, email=owner.email)
    kept(draft, plan=Plan("jonas weber", TODAY + timedelta(days=5)))
    kept(draft, key="ai-act:O-T1", plan=Plan("Paula Meyer", TODAY + timedelta(days=2)))
    kept(draft, key="ai-act:O-T2", plan=Plan("Paula Meyer", TODAY + timedelta(days=2)), done=True)
    kept(draft, key="ai-act:O-T6", plan=Plan("Paula Meyer", TODAY + timedelta(days=50)))
    soon = TODAY + timedelta(days=30)
    assert [todo.key for todo in todos_due(author, soon)] == ["ai-act:O-T1", KEY]
    assert [todo.key for todo in todos_due(owner, soon)] == [KEY]
    assert list(todos_due(factories.legal_reviewer(), soon)) == []
    assert set(todos_of(draft)) == {KEY, "ai-act:O-T1", "ai-act:O-T2", "ai-act:O-T6"}


def test_evidence_of_fulfilment_is_a_web_address(db):
    draft = factories.draft()
    with pytest.raises(Refused, match="not a web address"):
        kept(draft, plan=Plan("Paula Meyer", TODAY, proof="the wiki"))
    kept(draft, plan=Plan("Paula Meyer", TODAY, proof=" https://wiki.example/footer "))
    kept_one = todos_of(draft)[KEY]
    assert kept_one.proof == "https://wiki.example/footer"
    assert (kept_one.proof_by, kept_one.proof_at is not None) == (draft.author, True)


def test_a_file_shows_that_a_duty_is_fulfilled_and_the_log_has_its_hash(db, data_dir):
    draft = factories.draft()
    kept(draft, plan=Plan("Paula Meyer", upload=ContentFile(PDF, name="../Footer.docx")), done=True)
    todo = todos_of(draft)[KEY]
    assert (todo.filename, todo.media_type, todo.size) == ("Footer.pdf", "application/pdf", len(PDF))
    assert (todo.file_by, todo.file_at is not None) == (draft.author, True)
    assert stored_file(todo.sha256).read_bytes() == PDF
    [event] = AuditEvent.objects.filter(action="todo.planned")
    assert event.details == {"duty": KEY, "due": None, "done": True, "link": False, "sha256": todo.sha256}
    kept(draft, plan=Plan("Paula Meyer", upload=ContentFile(PDF, name="again.pdf")))
    kept(draft, done=False)
    assert events(draft) == ["todo.planned", "todo.reopened"]
    assert todos_of(draft)[KEY].sha256 == todo.sha256


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "missing or empty"),
        (b"MZ\x90\x00", "not a PDF, PNG, JPEG or plain text"),
        (PDF + b"0" * MAX_BYTES, "10 MB"),
    ],
    ids=["empty", "a program", "too large"],
)
def test_a_file_that_is_no_evidence_is_refused_and_nothing_changes(db, data_dir, content, says):
    draft = factories.draft()
    with pytest.raises(Refused, match=says):
        kept(draft, plan=Plan("Paula Meyer", upload=ContentFile(content, name="footer.pdf")))
    assert not Todo.objects.exists()
    assert not AuditEvent.objects.filter(action="todo.planned").exists()


def test_a_file_goes_with_its_last_use(db, data_dir, django_capture_on_commit_callbacks):
    draft = factories.draft()

    def plan(**values):
        with django_capture_on_commit_callbacks(execute=True):
            return kept(draft, plan=Plan("Paula Meyer", **values))

    first = plan(upload=ContentFile(PDF, name="footer.pdf")).sha256
    item = add_evidence(
        assessment=draft, item="licence-text", actor=draft.author, kind="file", upload=ContentFile(PDF, name="a.pdf")
    )
    second = plan(upload=ContentFile(b"A note.", name="note.txt")).sha256
    assert stored_file(first).exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=item, actor=draft.author)
    assert not stored_file(first).exists()
    todo = plan(drop_file=True)
    assert (todo.filename, todo.sha256, todo.file_by) == ("", "", None)
    assert not stored_file(second).exists()
