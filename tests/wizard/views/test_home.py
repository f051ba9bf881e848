"""The list of assessments: what waits, what is due soon, and what a search finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape

from catalog.ambient import today
from tests.wizard import factories
from wizard.actions.issue import record_approval
from wizard.actions.reviews import request_changes

HOME = "/assessments/"


def page(client, query=""):
    return unescape(client.get(HOME, {"q": query} if query else {}).content.decode())


def part(text, start, end="<h2>"):
    return text.split(start)[1].split(end)[0] if start in text else ""


def test_what_was_sent_back_waits_for_its_author(author, reviewer, as_author):
    sent_back, draft = factories.in_review(author), factories.draft(author, name="Search")
    request_changes(assessment=sent_back, actor=reviewer, comment="Name the users.")
    shown = page(as_author)
    assert sent_back.reference in part(shown, "Waiting for you")
    assert draft.reference in part(shown, "<h2>Yours</h2>", "</table>")
    assert shown.count(f"/assessments/{sent_back.reference}/") == 1


def test_what_somebody_promised_is_due(author, as_author, as_colleague):
    draft = factories.draft(author)
    for item, days, owner in (("outputs-training", 9, "Legal"), ("eu-high-risk", -2, "Ada"), ("attribution", 90, "Bo")):
        due = today() + timedelta(days=days)
        factories.answer(draft, item, unknown=True, unknown_owner=owner, unknown_due=due)
    shown = part(page(as_author), "Due soon")
    assert shown.index("Ada finds out: EU high-risk") < shown.index("Legal finds out: Training on outputs")
    assert "2 days late" in shown
    assert "in 9 days" in shown
    assert "Bo finds out" not in shown
    assert "Due soon" not in page(as_colleague)


def test_an_approval_that_runs_out_is_due(author, reviewer, as_author):
    assessment = factories.in_review(author)
    prepared = factories.prepared(assessment, reviewer)
    soon = replace(prepared.decided, valid_until=today() + timedelta(days=20))
    record_approval(assessment=assessment, actor=reviewer, prepared=replace(prepared, decided=soon))
    assert "The approval runs out" in part(page(as_author), "Due soon")


def test_a_search_finds_by_product_model_person_and_reference_and_nothing_of_others(author, as_author, as_colleague):
    desk = factories.draft(author, name="Support desk", candidates=["yi-34b"])
    shop = factories.draft(author, name="Shop")
    for query, found in (("support DESK", desk), ("yi-34", desk), (shop.reference, shop), ("qwen3", shop)):
        shown = page(as_author, query)
        other = shop if found is desk else desk
        assert (found.reference in part(shown, "Found"), other.reference in part(shown, "Found")) == (True, False)
    assert desk.reference in page(as_author, author.full_name)
    assert "Nothing found." in page(as_author, "no such words")
    assert "Nothing found." in page(as_colleague, "desk")


def test_the_empty_list_leads_to_the_example_and_the_questions(as_author):
    shown = page(as_author)
    for address in ("/assessments/new/", "/assessments/example/", "/assessments/questions/", "/assessments/import/"):
        assert address in shown
