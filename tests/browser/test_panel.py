"""The panel beside a question in a browser: what is said, where the focus is, and what a button does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Service, signed_in

pytestmark = pytest.mark.browser

BLOCKED = """
from catalog.ambient import current_catalog
from wizard.actions.answers import save_answer
from wizard.actions.assessments import start_assessment
from wizard.models import User
edition, author = current_catalog(), User.objects.get(email="pm@demo.example")
for _ in range(10):
    made = start_assessment(author=author, name="Distiller", description="",
        candidates=["llama-4-maverick", "qwen3-32b"], edition_sha256=edition.sha256,
        edition_version=edition.edition.version)
    for item, data in {"organisation-users": {"country": "US", "group_total": 3000},
            "outputs-training": {"train": "other-llm", "distils": "yes", "shares_trained_model": "no"}}.items():
        save_answer(assessment=made, item=item, actor=author, seen_version=0, data=data)
    print("draft", made.reference)
"""


@pytest.fixture(scope="module")
def several(service: Service) -> Iterator[str]:
    """Addresses of such drafts without end, made ten at a time."""
    return (f"/assessments/{reference}" for _ in count() for reference in service.drafts(BLOCKED))


@pytest.fixture
def blocked(several: Iterator[str]) -> str:
    """The address of a draft in which Llama 4 is blocked by plans alone."""
    return next(several)


def _settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def test_a_verdict_that_moves_is_said_once_and_a_save_that_moves_none_says_nothing(visit: Opener, blocked: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    heard = page.locator("#heard")
    page.locator("[name=shares_trained_model][value=yes]").check()
    expect(page.locator("#saved")).to_contain_text("Saved")
    _settled(page)
    assert heard.inner_text() == ""
    page.locator("[name=train][value=none]").check()
    expect(heard).to_contain_text("Llama 4 Maverick: now")
    assert heard.get_attribute("aria-live") == "polite"


def test_the_focus_and_the_caret_stay_while_everything_around_is_drawn_anew(visit: Opener, blocked: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    page.locator("[name=train][value=none]").check()  # its answer takes questions away
    note = page.get_by_label("Note for the reviewer")
    note.focus()
    _settled(page)
    expect(page.locator("[name=distils]")).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == "note"
    note.press_sequentially("Ask counsel")
    for _ in range(4):
        note.press("ArrowLeft")
    page.evaluate("htmx.trigger('#item-form', 'change')")
    expect(page.locator("#saved")).to_contain_text("Saved")
    _settled(page)
    assert page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]") == ["note", 7]


@pytest.mark.parametrize("place", ["#panel-result", "#task-licence-text"])
def test_a_link_beside_the_form_keeps_the_focus_when_its_part_is_drawn_anew(
    visit: Opener, blocked: str, place: str
) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    page.locator(place).focus()
    with page.expect_response("**/items/outputs-training/"):
        page.evaluate("document.querySelector('[name=train][value=none]').click()")
    _settled(page)
    expect(page.locator("#panel")).not_to_contain_text("Blocked")
    assert page.evaluate("'#' + document.activeElement.id") == place


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_lifts_a_block_is_applied_and_taken_back(visit: Opener, blocked: str, scripts: bool) -> None:
    page = visit(scripts=scripts)
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    page.get_by_role("button", name="Apply this change for Llama 4 Maverick").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(page.locator("#panel")).not_to_contain_text("Blocked")
    assert page.locator("[name=train][value=none]").is_checked()
    if scripts:
        expect(undo).to_be_focused()
    undo.click()
    expect(page.locator("#panel")).to_contain_text("Blocked")
    assert page.locator("[name=train][value=other-llm]").is_checked()
    assert page.locator("[name=distils][value=yes]").is_checked()


def test_a_change_that_is_applied_while_a_note_is_being_typed_loses_no_word_of_it(visit: Opener, blocked: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    page.get_by_label("Note for the reviewer").fill("Counsel agrees.")
    page.get_by_role("button", name="Apply this change for Llama 4 Maverick").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert page.get_by_label("Note for the reviewer").input_value() == "Counsel agrees."
    assert page.locator("[name=train][value=none]").is_checked()


def test_a_copy_is_compared_applied_and_shared_by_its_address_without_scripts(visit: Opener, blocked: str) -> None:
    page = visit(scripts=False)
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}/items/outputs-training/")
    page.get_by_role("link", name="What if an answer were another?").click()
    page.get_by_label("Another answer").select_option("/outputs/train:none")
    page.get_by_role("button", name="Compare").click()
    page.get_by_label("Another seat").select_option(label="Ireland")
    page.get_by_role("button", name="Compare").click()
    shared = page.url
    page.goto("/assessments/")
    page.goto(shared)
    expect(page.get_by_role("region", name="Copy 1")).to_contain_text("No: outputs train nothing")
    expect(page.get_by_role("region", name="Copy 2")).to_contain_text("Ireland")
    page.get_by_role("button", name="Apply this change of copy 1").click()
    expect(page.locator("#step")).to_contain_text("Will outputs be used to train a model?")
    page.goto(f"{blocked}/items/outputs-training/")
    assert page.locator("[name=train][value=none]").is_checked()


def test_of_two_tabs_the_older_undo_shows_the_newer_change_instead(visit: Opener, blocked: str) -> None:
    older = visit()
    signed_in(older, "pm@demo.example")
    older.goto(f"{blocked}/items/outputs-training/")
    older.get_by_role("button", name="Apply this change for Llama 4 Maverick").click()
    expect(older.get_by_role("button", name="Undo")).to_be_visible()
    newer = older.context.new_page()
    newer.goto(f"{blocked}/what-if/?a=/organisation/country:IE")
    newer.get_by_role("button", name="Apply this change of copy 1").click()
    expect(newer.locator("#step")).to_contain_text("Ireland")
    older.get_by_role("button", name="Undo").click()
    expect(older.get_by_text("only that one can be undone")).to_be_visible()
    expect(older.locator("#step")).to_contain_text("Ireland")
    older.goto(f"{blocked}/items/outputs-training/")
    assert older.locator("[name=train][value=none]").is_checked()
