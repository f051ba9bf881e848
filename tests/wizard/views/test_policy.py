"""The policy in the browser's words: set, ruled, waived, and what it means for a review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.policy import rule_on, waive
from wizard.models import AuditEvent, Review, User

pytestmark = pytest.mark.django_db
RULES = {
    "plain_reviewers": "1",
    "plain_days": "10",
    "raised_reviewers": "2",
    "raised_days": "5",
    "high_reviewers": "3",
    "high_days": "15",
}


@pytest.fixture
def legal() -> User:
    return factories.legal_reviewer()


def ban(legal: User, licence: str = "MIT") -> None:
    rule_on(
        actor=legal,
        licence=licence,
        ruling="banned",
        conditions="",
        reason="Not for us.",
        review_due=today() + timedelta(days=90),
        today=today(),
    )


def approval(client: Client, reference: str) -> str:
    page = client.get(f"/reviews/{reference}/approve/").text
    snapshot = page.split('name="snapshot" value="')[1].split('"')[0]
    sent = {"snapshot": snapshot, "valid_until": (today() + timedelta(days=30)).isoformat()}
    return client.post(f"/reviews/{reference}/approve/", sent).text


def test_an_administrator_sets_how_many_review_and_the_next_submission_follows() -> None:
    client = client_of(factories.administrator())
    assert client.post("/policy/", RULES).status_code == 302
    assert client.post("/policy/", {**RULES, "high_reviewers": "9"}).status_code == 422
    seats = factories.in_review().snapshots.get().seats.all()
    assert {seat.due for seat in seats} == {today() + timedelta(days=15)}
    assert [seat.position for seat in seats] == [1, 2, 3]
    set_ones = AuditEvent.objects.filter(action="policy.rule-set").values_list("details", flat=True)
    assert [one["risk"] for one in set_ones] == ["raised", "high"], "what stays as it was is no event"


def test_a_ruling_needs_its_conditions_and_loses_nothing_that_was_typed(legal: User) -> None:
    client, address = client_of(legal), "/policy/licences/MIT/"
    typed = {"ruling": "conditional", "reason": "Read on Monday.", "review_due": "2027-02-01"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Write what has to be done" in refused.text
    assert "Read on Monday." in refused.text
    assert client.post(address, {**typed, "conditions": "Name the authors."}).status_code == 302
    page = client.get("/policy/").text
    assert "Approved on conditions" in page
    assert "Name the authors." in page


def test_a_banned_licence_stops_the_approval_until_the_ban_is_waived(legal: User) -> None:
    assessment = factories.in_review()
    ban(legal)
    client = freshly(client_of(legal))
    read = client.get(f"/reviews/{assessment.reference}/").text
    assert "The organisation does not allow MIT." in read
    assert '<a href="/policy/licences/MIT/">Rulings on MIT License</a>' in read
    assert "The organisation does not allow MIT. Take another model" in approval(client, assessment.reference)
    assert not Review.objects.exists()
    granted = {"assessment": assessment.reference, "reason": "Leaves in spring.", "until": "2027-03-31"}
    assert client.post("/policy/licences/MIT/waiver/", granted).status_code == 302
    approval(client, assessment.reference)
    kept = Review.objects.get().policy or []
    assert [one["standing"] for one in kept if one["licence"] == "MIT"] == ["waived"]


def test_a_waiver_is_for_what_is_banned_and_for_an_assessment_that_one_sees(legal: User) -> None:
    client, address = client_of(legal), "/policy/licences/MIT/waiver/"
    granted = {"assessment": "CW-2026-9999", "reason": "Leaves in spring.", "until": "2027-03-31"}
    assert "You see no assessment with this reference" in client.post(address, granted).text
    assert "nothing to waive" in client.post(address, {**granted, "assessment": ""}).text
    ban(legal)
    assert client.post(address, {**granted, "assessment": ""}).status_code == 302
    waive(
        actor=legal,
        licence="MIT",
        assessment=None,
        reason="Taken back.",
        until=today() - timedelta(days=1),
        today=today(),
    )
    assert "No ban is set aside." in client.get("/policy/").text


def test_any_licence_is_found_whether_somebody_ruled_on_it_or_not(legal: User) -> None:
    client = client_of(legal)
    ban(legal)
    ban(legal, "gemma-terms")
    for asked, there, gone in (
        ("words=mit", "/policy/licences/MIT/", "/policy/licences/gemma-terms/"),
        ("words=gemma&standing=banned", "/policy/licences/gemma-terms/", "/policy/licences/MIT/"),
        ("words=apache", "/policy/licences/Apache-2.0/", "/policy/licences/MIT/"),
        ("standing=none", "/policy/licences/Apache-2.0/", "/policy/licences/MIT/"),
        ("standing=due", "No licence fits", "/policy/licences/MIT/"),
        ("standing=approved", "No licence fits", "/policy/licences/MIT/"),
    ):
        page = client.get(f"/policy/?{asked}").text
        assert there in page, asked
        assert gone not in page, asked


def test_the_page_asks_the_database_the_same_however_much_was_ruled(
    legal: User, django_assert_num_queries: Any
) -> None:
    client = client_of(legal)
    ban(legal)
    with django_assert_num_queries(7):
        client.get("/policy/")
    for licence in ("Apache-2.0", "llama-4-community", "gemma-terms"):
        ban(legal, licence)
    with django_assert_num_queries(7):
        assert "due for their audit first" in client.get("/policy/").text


def test_who_decides_next_is_told_when_it_is_their_turn(legal: User, mailoutbox: list[Any]) -> None:
    client_of(factories.administrator()).post("/policy/", {**RULES, "high_reviewers": "2"})
    second = factories.legal_reviewer()
    assessment = factories.in_review()
    mailoutbox.clear()
    approval(freshly(client_of(legal)), assessment.reference)
    assert [message.to for message in mailoutbox] == [[second.email]]


def test_the_policy_on_a_licence_is_not_marked_as_a_page_of_the_matrix(legal: User) -> None:
    page = client_of(legal).get("/policy/licences/MIT/").content.decode()
    assert '<a href="/licences/">Licences</a>' in page
