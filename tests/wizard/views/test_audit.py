"""The page of the audit log: filters in the address, pages, and what of it each role reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.wizard import factories
from tests.wizard.actions.test_audit import go_round_the_guards
from wizard.models import AuditEvent
from wizard.queries.audit import audit_head
from wizard.queries.audit_page import A_PAGE

pytestmark = pytest.mark.django_db


def rows(page):
    return page.context["rows"]


def test_a_reviewer_reads_every_event_and_the_head(as_reviewer, fresh_draft):
    page = as_reviewer.get("/audit/")
    assert len(rows(page)) == AuditEvent.objects.count()
    assert audit_head() in page.text
    assert f"{fresh_draft.author.full_name} started the assessment" in page.text
    assert all(not row.href for row in rows(page)), "a draft that was never handed over is not open to a reviewer"


def test_a_product_manager_reads_of_it_what_is_theirs(as_author, as_colleague, fresh_draft):
    theirs = as_author.get("/audit/?check=1")
    assert [row.about for row in rows(theirs)] == [fresh_draft.reference]
    assert rows(theirs)[0].href == f"/assessments/{fresh_draft.reference}/"
    assert "recomputed" not in theirs.text
    assert fresh_draft.reference not in as_colleague.get("/audit/").text


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("action=assessment.started", 1),
        ("about=cw-", 0),
        ("who=service", 2),
        ("first={tomorrow}", 0),
        ("last={yesterday}", 0),
        ("first={today}&last=9999-12-31&action=person.added", 2),
    ],
)
def test_filters_stand_in_the_address(as_reviewer, fresh_draft, narrowed, found):
    today = timezone.now().date()
    day = timedelta(days=1)
    days = {"today": today, "tomorrow": today + day, "yesterday": today - day}
    page = as_reviewer.get(f"/audit/?{narrowed.format(**days)}")
    assert len(rows(page)) == found
    assert ("Nothing found." in page.text) == (not found)


def test_the_events_of_one_assessment_are_found_by_its_reference(as_reviewer, fresh_draft):
    page = as_reviewer.get(f"/audit/?about={fresh_draft.reference.lower()}")
    assert {row.about for row in rows(page)} == {fresh_draft.reference}


def test_a_filter_that_cannot_be_read_is_told_and_kept(as_reviewer):
    page = as_reviewer.get("/audit/?first=2026-13-40&who=nobody&action=nothing")
    assert page.status_code == 422
    for told in ("a day that exists", "choose from the list", "There are no such events", 'value="2026-13-40"'):
        assert told in page.text
    assert "enter a later one" in as_reviewer.get("/audit/?first=2026-11-20&last=2026-11-19").text


def test_pages_lead_through_the_whole_log_at_a_constant_number_of_queries(
    as_reviewer, fresh_draft, django_assert_max_num_queries
):
    with_few = count(as_reviewer, "/audit/")
    for seen in range(A_PAGE + 10):
        factories.answer(fresh_draft, "osi-status", seen=seen, data={"n": seen})
    with django_assert_max_num_queries(with_few):
        first = as_reviewer.get("/audit/?action=answer.saved")
    assert len(rows(first)) == A_PAGE
    second = as_reviewer.get(f"/audit/?{first.context['older']}")
    assert "action=answer.saved" in first.context["older"]
    assert [row.seq for row in rows(first)] == sorted((row.seq for row in rows(first)), reverse=True)
    assert max(row.seq for row in rows(second)) < min(row.seq for row in rows(first))
    assert len(rows(first)) + len(rows(second)) == AuditEvent.objects.filter(action="answer.saved").count()
    assert "To the latest" in second.text
    assert not second.context["older"]


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_chain_is_checked_on_demand(as_reviewer, fresh_draft):
    assert "The chain is whole" in as_reviewer.get("/audit/?check=1").text
    go_round_the_guards("UPDATE wizard_auditevent SET details = '{}' WHERE action = 'assessment.started'")
    assert "(assessment.started) is not what was recorded" in as_reviewer.get("/audit/?check=1").text
