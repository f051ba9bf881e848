"""No cache between us and a person keeps a page of that person."""

from __future__ import annotations

import pytest

from tests.wizard import factories
from tests.wizard.views.cast import client_of

PRIVATE = "private, no-cache"


@pytest.mark.parametrize("page", ["", "result/", "items/outputs-training/", "export/", "calendar/"])
def test_what_belongs_to_a_person_is_kept_by_no_shared_cache(db, page):
    draft = factories.draft()
    answer = client_of(draft.author).get(f"/assessments/{draft.reference}/{page}")
    assert (answer.status_code, answer["Cache-Control"]) == (200, PRIVATE)


def test_so_are_public_pages_which_name_who_is_signed_in_and_refusals(db, client):
    for page in ("/", "/verify/", "/assessments/", "/nowhere/"):
        assert client.get(page)["Cache-Control"] == PRIVATE


def test_a_page_that_says_more_is_heard(db, client):
    assert client.get("/api/v1/licences")["Cache-Control"] == "no-cache"
