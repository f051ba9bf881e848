"""Who gets which page: a table of roles and addresses."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.wizard.views.cast import client_of, freshly

SIGN_IN, MISSING, NO = "sign-in", 404, 403

# address: nobody, author, colleague, reviewer, administrator
DRAFT = {
    "/": (200, 200, 200, 200, 200),
    "/verify/": (200, 200, 200, 200, 200),
    "/assessments/": (SIGN_IN, 200, 200, 200, 200),
    "/assessments/new/": (SIGN_IN, 200, 200, 200, NO),
    "/assessments/{ref}/": (SIGN_IN, 200, MISSING, MISSING, 200),
    "/assessments/{ref}/models/": (SIGN_IN, 200, MISSING, MISSING, NO),
    "/assessments/{ref}/items/licence-text/": (SIGN_IN, 200, MISSING, MISSING, "check"),
    "/assessments/{ref}/items/nonsense/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/assessments/{ref}/check/": (SIGN_IN, 200, MISSING, MISSING, 200),
    "/assessments/{ref}/result/": (SIGN_IN, 200, MISSING, MISSING, 200),
    "/assessments/{ref}/evidence/1/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/reviews/{ref}/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/reviews/{ref}/approve/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/reports/{ref}/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/reports/{ref}/file/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/assessments/CW-1999-0001/": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "/people/": (SIGN_IN, NO, NO, NO, 200),
    "/account/signing-key/": (SIGN_IN, NO, NO, 200, NO),
}
IN_REVIEW = {
    "/assessments/{ref}/": (SIGN_IN, 200, MISSING, 200, 200),
    "/assessments/{ref}/models/": (SIGN_IN, NO, MISSING, NO, NO),
    "/assessments/{ref}/items/licence-text/": (SIGN_IN, "check", MISSING, "check", "check"),
    "/assessments/{ref}/check/": (SIGN_IN, 200, MISSING, 200, 200),
    "/assessments/{ref}/result/": (SIGN_IN, 200, MISSING, 200, 200),
    "/reviews/{ref}/": (SIGN_IN, 200, MISSING, 200, 200),
    "/reviews/{ref}/approve/": (SIGN_IN, NO, MISSING, 200, NO),
}
POSTS = {
    "/assessments/{ref}/submit/": (SIGN_IN, NO, MISSING, NO, NO),
    "/assessments/{ref}/items/licence-text/": (SIGN_IN, NO, MISSING, NO, NO),
    "/reviews/{ref}/reject/": (SIGN_IN, NO, MISSING, None, NO),
    "/people/1/": (SIGN_IN, NO, NO, NO, None),
}


def outcome(response):
    if response.status_code != 302:
        return response.status_code
    return SIGN_IN if response["Location"].startswith("/accounts/login/") else "check"


@pytest.fixture
def everybody(as_author, as_colleague, as_reviewer, as_administrator):
    people = [freshly(client) for client in (as_author, as_colleague, as_reviewer, as_administrator)]
    return [Client(), *people]


def test_a_draft_belongs_to_its_author(fresh_draft, everybody):
    found = {url: tuple(outcome(c.get(url.format(ref=fresh_draft.reference))) for c in everybody) for url in DRAFT}
    assert found == DRAFT


def test_what_was_handed_over_is_read_by_those_who_decide(submitted, everybody):
    found = {url: tuple(outcome(c.get(url.format(ref=submitted.reference))) for c in everybody) for url in IN_REVIEW}
    assert found == IN_REVIEW


def test_what_is_not_offered_is_not_accepted_either(submitted, everybody):
    for url, expected in POSTS.items():
        for client, wanted in zip(everybody, expected, strict=True):
            if wanted is not None:
                answer = client.post(url.format(ref=submitted.reference), {"comment": "No.", "do": "link"})
                assert outcome(answer) == wanted, url


def test_pages_that_change_something_take_posts_only(submitted, as_author):
    for url in ("/assessments/{ref}/submit/", "/reviews/{ref}/changes/", "/reports/{ref}/withdraw/", "/people/1/"):
        assert as_author.get(url.format(ref=submitted.reference)).status_code == 405


def test_a_refusal_says_what_to_do(submitted, as_author):
    page = as_author.get(f"/reviews/{submitted.reference}/approve/", follow=True)
    assert page.status_code in (200, 403)
    page = freshly(as_author).get(f"/reviews/{submitted.reference}/approve/")
    assert "Only a legal reviewer decides on an assessment: ask one to review it." in page.text


def test_signing_asks_for_the_password_again(submitted, reviewer):
    reviewer.set_password("a long quiet password")
    reviewer.save()
    page = client_of(reviewer).get(f"/reviews/{submitted.reference}/approve/")
    assert page["Location"].startswith("/accounts/reauthenticate/")
