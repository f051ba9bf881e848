"""The list of models by keyboard: filter, sort, pick, compare; nothing that was chosen is lost on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_filter_sort_pick_and_compare_by_keyboard(visit: Opener) -> None:
    page = visit()
    page.goto("/models/")
    page.locator("#q").focus()
    page.keyboard.type("llama-4")
    expect(page.locator("#count")).to_contain_text(" of ")
    assert focused(page) == "q"
    page.wait_for_url("**/models/?q=llama-4")
    page.locator("#sort-compute").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Training compute")
    expect(page.locator("#sort-compute")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Training compute")
    expect(page.locator("#sort-compute")).to_be_focused()
    page.locator("#pick-llama-4-maverick").focus()
    page.keyboard.press("Space")
    page.locator("#q").fill("")
    page.locator("#q").focus()
    page.keyboard.type("deepseek-v3-0324")
    page.wait_for_url("**/models/?q=deepseek-v3-0324&sort=-compute")
    expect(page.locator("#pick-llama-4-maverick")).to_have_count(0)
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Training compute")
    page.locator("#pick-deepseek-v3-0324").focus()
    page.keyboard.press("Space")
    expect(page.locator("#picked")).to_contain_text("Llama 4 Maverick")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/models/compare/?**")
    heads = page.locator(".comparison thead th")
    expect(heads).to_have_count(2)
    page.get_by_label("Differences only").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_contain_text("left out")
    assert page.locator(".comparison tbody tr:not(.differs)").count() == 0


def test_a_pick_comes_back_ticked_with_its_row(visit: Opener) -> None:
    page = visit()
    page.goto("/models/?q=maverick")
    page.locator("#pick-llama-4-maverick").check()
    page.locator("#q").fill("mistral-7b")
    expect(page.locator("#pick-mistral-7b")).to_be_visible()
    page.locator("#q").fill("maverick")
    expect(page.locator("#pick-llama-4-maverick")).to_be_checked()
    assert page.locator("#compare input[name=id]").count() == 0


def test_going_back_undoes_a_filter(visit: Opener) -> None:
    page = visit()
    page.goto("/models/")
    everything = page.locator("#count").inner_text()
    page.get_by_label("Vendor").select_option("Meta")
    expect(page.locator("#count")).to_contain_text(" of ")
    page.wait_for_url("**/models/?vendor=Meta")
    page.go_back()
    expect(page.locator("#count")).to_have_text(everything)
    expect(page.get_by_label("Vendor")).to_have_value("")


def test_the_list_works_without_scripts(visit: Opener) -> None:
    page = visit(scripts=False, width=390)
    page.goto("/models/?q=llama-4")
    page.locator("#pick-llama-4-maverick").check()
    page.locator("#pick-llama-4-scout").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".comparison tbody tr").first).to_be_visible()
    page.goto("/models/")
    page.get_by_label("Vendor").select_option("Mistral AI")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#count")).to_contain_text(" of ")
