from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from tests.wizard import factories
from wizard.actions import audit
from wizard.actions.numbers import enter_numbers
from wizard.actions.reviews import reject
from wizard.models import AuditEvent, NumberSource
from wizard.process.readings import Reading
from wizard.queries.audit import audit_head

pytestmark = pytest.mark.django_db


def go_round_the_guards(*statements):
    """Write as somebody who owns the database file: triggers dropped, then the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def log():
    """A few events, some with details in other scripts and with numbers."""
    assessment = factories.draft()
    factories.answer(assessment, "osi-status", data={"größe": 1.5})
    factories.answer(assessment, "restrictions", data={})
    return assessment


def verify(*options):
    out, problems = StringIO(), StringIO()
    try:
        call_command("verify_audit", *options, stdout=out, stderr=problems)
    except SystemExit as end:
        return end.code, problems.getvalue()
    return 0, out.getvalue()


def test_an_untouched_log_is_sound(log):
    code, words = verify()
    assert code == 0
    assert f"{AuditEvent.objects.count()} events" in words
    assert audit_head() in words


def test_an_empty_log_is_sound():
    assert verify()[0] == 0
    assert audit_head() == "0" * 64


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE wizard_auditevent SET details = '{}' WHERE seq = 2", "Event 2 (assessment.started) is not what"),
        ("UPDATE wizard_auditevent SET actor_id = NULL WHERE seq = 3", "Event 3 (answer.saved) is not what"),
        ("UPDATE wizard_auditevent SET at = '2020-01-01 00:00:00' WHERE seq = 3", "Event 3"),
        ("DELETE FROM wizard_auditevent WHERE seq = 3", "Event 3 is missing"),
        ("DELETE FROM wizard_auditevent WHERE seq = 1", "Event 1 is missing"),
        ("DELETE FROM wizard_auditevent", "The log is empty"),
        ("UPDATE wizard_auditevent SET at = 'noon' WHERE seq = 3", "Event 3 (answer.saved) is not what"),
        ("UPDATE wizard_auditevent SET at = '2026-13-45 00:00:00' WHERE seq = 3", "Event 3 cannot be read"),
        ("UPDATE wizard_auditevent SET action = CAST(x'ff' AS TEXT) WHERE seq = 3", "Event 3 cannot be read"),
        ("UPDATE wizard_auditevent SET action = x'ff' WHERE seq = 3", "Event 3"),
    ],
)
def test_a_changed_or_removed_event_is_named(log, statement, says):
    go_round_the_guards(statement)
    code, words = verify()
    assert code == 1
    assert says in words


def cut_off_the_end(first):
    """Remove the latest events, from the first one of this kind, and put the guards back: only the gap shows."""
    seq = AuditEvent.objects.filter(action=first).earliest("seq").seq
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
    go_round_the_guards(
        f"DELETE FROM wizard_auditevent WHERE seq >= {seq}",
        *(statement for _, statement in guards),
    )


def test_a_cut_off_end_is_noticed_by_what_was_handed_over():
    assessment = factories.in_review()
    cut_off_the_end("assessment.submitted")
    code, words = verify()
    assert code == 1
    assert f"handed over revision 1 of {assessment.reference} is missing" in words


def test_a_cut_off_end_is_noticed_by_a_decision():
    assessment = factories.in_review()
    reject(assessment=assessment, actor=factories.legal_reviewer(), comment="No.")
    assert verify()[0] == 0
    cut_off_the_end("assessment.reviewed")
    code, words = verify()
    assert code == 1
    assert f"decision on revision 1 of {assessment.reference}" in words


def test_a_cut_off_end_is_noticed_by_an_issued_report(data_dir):
    report = factories.approved(factories.in_review(), factories.legal_reviewer())
    assert verify()[0] == 0
    cut_off_the_end("assessment.approved")
    code, words = verify()
    assert code == 1
    assert f"issued the report {report.filename} is missing" in words


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("", ""),
        ("UPDATE wizard_usernumber SET value = 6 WHERE value = 7", "are not those that an event tells of"),
        ("DELETE FROM wizard_usernumber WHERE value = 7", "are not those that an event tells of"),
        ("DELETE FROM wizard_usernumber", "The user numbers of 2 events are missing: they were removed."),
        ("UPDATE wizard_usernumber SET entered_at = '2026-10-01'", "at 2026-10-01 00:00:00 UTC are not those"),
        ("UPDATE wizard_usernumber SET counted_on = 'soon'", "A user number cannot be read: its row was changed."),
    ],
    ids=["as entered", "changed", "one removed", "all removed", "joined", "damaged"],
)
def test_user_numbers_are_those_that_the_log_tells_of(statement, says):
    someone, day = factories.product_manager(), date(2026, 9, 30)
    for values in ((5, 7), (7,)):
        numbers = [Reading("", f"Shop {place}", "mau", day, value) for place, value in enumerate(values)]
        enter_numbers(actor=someone, numbers=numbers, source=NumberSource.FORM, today=day)
    if statement:
        go_round_the_guards(statement)
    code, words = verify()
    assert (code, says in words) == (int(bool(says)), True)


def test_guards_that_are_gone_are_named(log):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER wizard_review_not_by_author")
    code, words = verify()
    assert code == 1
    assert "wizard_review_not_by_author" in words


def test_reordered_events_are_named(log):
    go_round_the_guards(
        "UPDATE wizard_auditevent SET seq = 99 WHERE seq = 3",
        "UPDATE wizard_auditevent SET seq = 3 WHERE seq = 4",
        "UPDATE wizard_auditevent SET seq = 4 WHERE seq = 99",
    )
    code, words = verify()
    assert code == 1
    assert "Event 3 (answer.saved) does not follow" in words


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake():
    person = factories.product_manager()
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(actor=None, action="x", subject=person, details={})


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_no_event():
    assessment = factories.draft()
    before = audit_head()
    with pytest.raises(TypeError):
        factories.answer(assessment, "osi-status", data={"when": object()})
    assert audit_head() == before


@pytest.fixture
def exported(log, client, tmp_path):
    """The log as an administrator takes it along."""
    client.force_login(factories.administrator())
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"".join(client.get(reverse("wizard:audit_export")).streaming_content))
    return path


def test_an_exported_log_verifies_by_itself_to_the_same_head(exported):
    code, words = verify("--file", str(exported))
    assert code == 0
    assert audit_head() in words


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"role":"product-manager"', '"role":"administrator"', "(person.added) is not what was recorded"),
        ('"action":"assessment.started"', '"action":"assessment.copied"', "(assessment.copied) is not what"),
        ('{"action":"answer.saved"', "{", "cannot be read"),
        ('"actor":', "[" * 100_000, "cannot be read"),
    ],
)
def test_a_changed_line_of_an_exported_log_is_named(exported, before, after, says):
    text = exported.read_text("utf-8")
    assert before in text
    exported.write_text(text.replace(before, after, 1), "utf-8")
    code, words = verify("--file", str(exported))
    assert code == 1
    assert says in words


def test_a_line_that_is_missing_is_named(exported):
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    exported.write_text("".join(lines[:1] + lines[2:]), "utf-8")
    assert "Event 2 is missing" in verify("--file", str(exported))[1]


def test_a_file_that_is_empty_or_missing_is_refused_with_a_sentence(tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for path, says in ((empty, "is empty"), (tmp_path / "none.jsonl", "cannot be read")):
        with pytest.raises(CommandError, match=says):
            verify("--file", str(path))
