"""What authors dispute, of all assessments in one place, for the legal reviewers."""

from __future__ import annotations

from html import unescape

import pytest

from tests.wizard import factories
from wizard.actions.reviews import request_changes
from wizard.management.story_teller import hand_over

pytestmark = pytest.mark.django_db
PAGE = "/knowledge/"
WORDS = "We hold a licence for more."


def disputing(author, words=WORDS, name="Shop assistant"):
    """An assessment in review whose author disputes the limit of Llama 4."""
    draft = factories.draft(author, name=name)
    marks = {"threshold": {"kind": "dispute", "words": words}}
    factories.answer(draft, "restrictions", data={"marks-llama-4-community": marks})
    hand_over(draft, author)
    return draft


def text(client):
    return unescape(client.get(PAGE).text)


def test_a_reviewer_reads_every_dispute_with_its_reason_and_is_led_to_the_review(author, as_reviewer):
    factories.in_review(author)
    assert "Disputed by authors" not in text(as_reviewer)
    draft = disputing(author)
    page = text(as_reviewer)
    assert "Llama 4 Community: Limit of scale, disputed" in page
    assert WORDS in page
    assert f'href="/reviews/{draft.reference}/#contested"' in page
    assert as_reviewer.get(f"/reviews/{draft.reference}/").text.count('id="contested"') == 1


def test_what_waits_stands_before_what_was_approved(author, reviewer, as_reviewer):
    factories.approved(disputing(author, name="Decided already"), reviewer)
    disputing(author, name="Waits still")
    page = text(as_reviewer)
    assert page.index("Waits still") < page.index("Decided already")


def test_a_dispute_that_went_back_to_its_author_is_gone_until_it_is_handed_over_again(author, reviewer, as_reviewer):
    draft = disputing(author)
    request_changes(assessment=draft, actor=reviewer, comment="Attach the licence.")
    assert WORDS not in text(as_reviewer)


def test_nobody_but_a_reviewer_reads_the_disputes_of_others(author, as_author, as_colleague, as_administrator):
    disputing(author)
    for client in (as_author, as_colleague, as_administrator):
        assert WORDS not in text(client)
        assert "Disputed by authors" not in text(client)


def test_more_disputes_take_no_more_queries(author, as_reviewer, django_assert_num_queries):
    disputing(author)
    as_reviewer.get(PAGE)  # the organisation's own entries are read once
    with django_assert_num_queries(6):
        as_reviewer.get(PAGE)
    disputing(author, "Another reason.")
    with django_assert_num_queries(6):
        as_reviewer.get(PAGE)
