"""The daily time-stamp of the audit log, by a real authority of time."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.ambient import today
from tests.support.time_authority import time_authority
from tests.wizard import factories
from tests.wizard.actions.test_audit import go_round_the_guards, verify
from tests.wizard.views.cast import client_of
from wizard.actions.stamps import NoStampError, stamp_due
from wizard.models import AuditEvent, HeadStamp
from wizard.queries.audit import audit_head

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def running():
    with time_authority() as authority:
        yield authority


@pytest.fixture
def authority(running, settings):
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = f"{running.url}/tsa", (running.root,)
    running.silent.clear()
    return running


@pytest.fixture
def log():
    return factories.draft()


def daily():
    said, problems = StringIO(), StringIO()
    call_command("daily", stdout=said, stderr=problems)
    return said.getvalue(), problems.getvalue()


def test_the_head_is_stamped_once_a_day_and_the_stamp_is_shown_and_checked(authority, log):
    head = audit_head()
    told, problems = daily()
    assert "time-stamped by Clock of the tests up to event" in told
    assert not problems
    assert "time-stamped" not in daily()[0]
    stamp = HeadStamp.objects.get()
    assert (stamp.head, stamp.day) == (head, today())
    assert AuditEvent.objects.get(action="audit.stamped").details["head"] == head
    assert "1 daily time-stamps confirmed." in verify()[1]
    page = client_of(factories.legal_reviewer()).get("/audit/?check=1").text
    assert "Clock of the tests" in page
    assert "1 daily time-stamp was confirmed." in page


def test_a_silent_authority_costs_the_stamp_of_the_day_and_the_next_run_catches_up(authority, log):
    authority.silent.add("tsa")
    _, problems = daily()
    assert "gave no time-stamp" in problems
    assert "the next run asks again" in problems
    assert not HeadStamp.objects.exists()
    authority.silent.clear()
    assert "time-stamped by" in daily()[0]
    assert stamp_due(today=today() + DAY) is not None
    assert verify()[0] == 0


def test_stamps_that_stopped_are_told_on_the_page(authority, log):
    client = client_of(factories.legal_reviewer())
    stamp_due(today=today() - 2 * DAY)
    assert "The latest time-stamp is older than a day" in client.get("/audit/").text
    stamp_due(today=today() - DAY)
    assert "older than a day" not in client.get("/audit/").text


def test_an_authority_that_is_not_trusted_gives_no_stamp(authority, settings, log):
    with time_authority() as other:
        settings.TIMESTAMP_ROOTS = (other.root,)
        with pytest.raises(NoStampError):
            stamp_due(today=today())


def test_without_an_authority_or_an_event_there_is_nothing_to_stamp(settings, running):
    assert stamp_due(today=today()) is None
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = f"{running.url}/tsa", (running.root,)
    assert stamp_due(today=today()) is None


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE wizard_headstamp SET token = x'3000'", "is not what the authority gave for this log"),
        ("UPDATE wizard_headstamp SET head = '{other}'", "is not what the authority gave for this log"),
        ("UPDATE wizard_headstamp SET head = '{gone}'", "The event that was time-stamped on"),
        ("DELETE FROM wizard_headstamp", "The time-stamp that event"),
    ],
)
def test_a_stamp_that_does_not_fit_the_log_is_named(authority, log, statement, says):
    stamp_due(today=today())
    other = AuditEvent.objects.earliest("seq").hash
    go_round_the_guards(statement.format(other=other, gone="0" * 64))
    code, words = verify()
    assert code == 1
    assert says in words


def test_stamps_without_roots_are_not_taken_for_confirmed(authority, log, settings):
    stamp_due(today=today())
    settings.TIMESTAMP_ROOTS = ()
    code, words = verify()
    assert code == 1
    assert "CLEARWEIGHTS_TIMESTAMP_ROOTS" in words


def test_log_and_stamps_that_were_taken_along_are_checked_by_themselves(authority, log, tmp_path):
    stamp_due(today=today())
    client, paths = client_of(factories.administrator()), {}
    for name in ("export", "stamps"):
        paths[name] = tmp_path / f"{name}.jsonl"
        paths[name].write_bytes(b"".join(client.get(f"/audit/{name}.jsonl").streaming_content))
    code, words = verify("--file", str(paths["export"]), "--stamps", str(paths["stamps"]))
    assert code == 0
    assert "1 daily time-stamps confirmed." in words
    lines = paths["export"].read_text("utf-8").splitlines(keepends=True)
    paths["export"].write_text(lines[0], "utf-8")
    assert "was time-stamped on" in verify("--file", str(paths["export"]), "--stamps", str(paths["stamps"]))[1]
    paths["stamps"].write_text("{}", "utf-8")
    assert "its line is damaged" in verify("--file", str(paths["export"]), "--stamps", str(paths["stamps"]))[1]
    with pytest.raises(CommandError, match="goes with --file"):
        verify("--stamps", str(paths["stamps"]))
