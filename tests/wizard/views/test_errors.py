from __future__ import annotations

from django.test import Client, RequestFactory

from wizard.views import errors


def test_an_address_without_a_page_says_where_to_go(client, db):
    page = client.get("/nowhere/")
    assert page.status_code == 404


def test_an_address_that_only_takes_posts_leads_to_the_page_of_its_form(submitted, as_reviewer):
    page = as_reviewer.get(f"/reviews/{submitted.reference}/dissent/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert f'href="/reviews/{submitted.reference}/"' in page.text
    assert as_reviewer.get("/api/v1/evaluate").headers["Content-Type"].startswith("application/")


def test_a_fault_of_ours_needs_neither_session_nor_database():
    page = errors.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "A fault on our side" in page.content.decode()


def test_a_form_without_any_session_is_kept_for_after_sign_in(fresh_draft):
    strict = Client(enforce_csrf_checks=True)
    page = f"/assessments/{fresh_draft.reference}/items/outputs-training/"
    answer = strict.post(page, {"note": "Typed before."}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Typed before." in answer.text
    strict.force_login(fresh_draft.author)
    assert "Typed before." in strict.get(page).text


def test_passwords_are_never_shown_again(db):
    strict = Client(enforce_csrf_checks=True)
    sent = {"login": "ann@example.com", "password": "a secret word"}
    answer = strict.post("/accounts/login/", sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "a secret word" not in answer.text
