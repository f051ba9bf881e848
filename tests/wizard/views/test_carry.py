"""Whatever form a session ends under: what was typed comes back on the page it was typed into."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.wizard import factories
from wizard.models import RegisterEntry
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


def test_the_message_to_a_colleague(fresh_draft, author, visitor):
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/ask/"
    typed = {"email": "ann@example.com", "message": "You read it last year."}
    assert comes_back(visitor, author, page, "", typed)


def test_the_note_and_what_is_left_open_of_a_question(fresh_draft, author, visitor):
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    typed = {"note": "The vendor changed it in May.", "unknown_owner": "Ann Reed"}
    assert comes_back(visitor, author, page, "", typed)


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


@pytest.mark.parametrize("action", ["changes/", "reject/", "dissent/"])
def test_the_comment_of_a_review(submitted, reviewer, visitor, action):
    typed = {"comment": "Name the sources of the data."}
    assert comes_back(visitor, reviewer, f"/reviews/{submitted.reference}/", action, typed)


def test_the_change_that_is_asked_for_at_one_answer(submitted, reviewer, visitor):
    typed = {"words": "Which register is meant?"}
    assert comes_back(visitor, reviewer, f"/reviews/{submitted.reference}/", "answers/licence-text/", typed)


def test_the_place_where_a_model_of_the_register_runs(submitted, author, reviewer, visitor, data_dir):
    factories.approved(submitted, reviewer)
    page = f"/register/{RegisterEntry.objects.latest('id').pk}/"
    visitor.post(page, {"deploy": "1", "deploy-place": "Shop in Lyon"})
    visitor.force_login(author)
    first, second = visitor.get(page).text, visitor.get(page).text
    assert 'value="Shop in Lyon"' in first
    assert "<details open>" in first
    assert "Shop in Lyon" not in second


@pytest.mark.usefixtures("data_dir")
@pytest.mark.parametrize("where", ["evidence", "withdraw"])
def test_the_form_that_it_comes_back_into_is_open(submitted, author, reviewer, visitor, where):
    if where == "withdraw":
        factories.approved(submitted, reviewer)
        page, typed = f"/reports/{submitted.reference}/", {"comment": "The seat has moved."}
    else:
        draft = factories.draft(author)
        page = f"/assessments/{draft.reference}/items/licence-text/"
        typed = {"url": "https://example.org/terms", "title": "The terms as published"}
    visitor.post(f"{page}{where}/", typed)
    visitor.force_login(author)
    assert "<details open>" in visitor.get(page).text
    assert "<details open>" not in visitor.get(page).text


def test_what_the_page_itself_sends_is_sent_again_and_not_shown_as_typed(fresh_draft, author):
    strict = Client(enforce_csrf_checks=True)
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    sent = {"note": "Typed before.", "seen_version": "7", "sheet": "abc", "shown": "x"}
    assert "seen_version" not in strict.post(page, sent, headers=OURS).text
    strict.force_login(author)
    again = strict.post(page, sent, headers=OURS).text
    assert "<dt>note</dt>" in again
    assert "<dt>seen_version</dt>" not in again
    assert '<input type="hidden" name="seen_version" value="7">' in again


def test_a_page_from_before_signing_in_again_is_told_its_new_token_and_only_ours_is(fresh_draft, author):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    page = f"/assessments/{fresh_draft.reference}/items/licence-text/"
    strict.get(page)
    sent = {"note": "Typed before."}
    refused = strict.post(page, sent, headers={**OURS, "HX-Request": "true"})
    assert refused.status_code == 403
    again = {**OURS, "HX-Request": "true", "X-CSRFToken": refused["X-CSRFToken"]}
    assert strict.post(page, sent, headers=again).status_code == 200
    elsewhere = strict.post(page, sent, headers={"Origin": "https://evil.example", "HX-Request": "true"})
    assert "X-CSRFToken" not in elsewhere


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
