"""Whatever form a session ends under: what was typed comes back on the page it was typed into."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.wizard import factories
from wizard.views.carry import MOST_BYTES

OURS = {"Origin": "http://testserver"}


@pytest.fixture
def visitor():
    """Somebody whose session has ended."""
    return Client()


def comes_back(visitor, user, page, action, typed):
    """What was sent without a session, as the page shows it after sign-in."""
    assert visitor.post(page + action, typed)["Location"] == f"/accounts/login/?next={page}"
    visitor.force_login(user)
    first, second = visitor.get(page).text, visitor.get(page).text
    assert "What you typed is below; it is not saved yet." in first
    assert not any(value in second for value in typed.values())
    return all(value in first for value in typed.values())


def test_a_link_meant_as_evidence(fresh_draft, author, visitor):
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    typed = {"url": "https://example.org/terms", "title": "The terms as published"}
    assert comes_back(visitor, author, page, "evidence/", typed)


def test_the_product_of_a_new_assessment(author, visitor):
    typed = {"name": "Harbour guide", "description": "Tells boats where to moor."}
    assert comes_back(visitor, author, "/assessments/new/", "", typed)


def test_a_person_to_be_added(db, visitor):
    typed = {"full_name": "Ann Reed", "email": "ann@example.com"}
    assert comes_back(visitor, factories.administrator(), "/people/", "", typed)


def test_the_reason_to_withdraw_an_approval(submitted, author, reviewer, visitor, data_dir):
    factories.approved(submitted, reviewer)
    typed = {"comment": "The seat has moved to Lyon."}
    assert comes_back(visitor, author, f"/reports/{submitted.reference}/", "withdraw/", typed)


def test_what_is_too_long_to_wait_is_shown_at_once_to_be_copied(fresh_draft, visitor):
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    answer = visitor.post(page, {"note": "word " * (MOST_BYTES // 4)})
    assert answer.status_code == 403
    assert "Your session has ended" in answer.text
    assert "word word" in answer.text
    assert "ready to be sent" not in answer.text
    assert not visitor.session.get("carried")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://[", "Referer": "http://testserver/"},
        {"Referer": "http://testserver.evil.example/"},
    ],
)
def test_what_did_not_come_from_our_pages_is_neither_kept_nor_shown(fresh_draft, headers):
    strict = Client(enforce_csrf_checks=True)
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    answer = strict.post(page, {"note": "Planted."}, headers=headers)
    assert answer.status_code == 403
    assert "Planted." not in answer.text
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("headers", [OURS, {"Referer": "http://testserver/assessments/"}])
def test_what_came_from_our_pages_waits(fresh_draft, author, headers):
    strict = Client(enforce_csrf_checks=True)
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    assert "ready to be sent" in strict.post(page, {"note": "Typed before."}, headers=headers).text
    strict.force_login(author)
    assert "Typed before." in strict.get(page).text
