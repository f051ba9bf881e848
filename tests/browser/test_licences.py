"""The matrix by keyboard alone, with a working back button, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def rows(page: Page) -> int:
    return page.locator("tbody[id^='row-']").count()


def test_typing_filters_and_keeps_the_focus(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    everything = rows(page)
    page.locator("#q").focus()
    page.keyboard.type("llama community", delay=20)
    page.wait_for_url("**/licences/?q=llama+community")
    assert 0 < rows(page) < everything
    assert focused(page) == "q"
    assert "licences" in page.locator("#count").inner_text()


def test_every_choice_can_be_undone_by_going_back(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    everything = rows(page)
    page.locator("#filter-family").select_option("copyleft")
    page.wait_for_url("**/licences/?family=copyleft")
    narrowed = rows(page)
    page.locator("#sort-patent").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/licences/?family=copyleft&sort=patent")
    assert focused(page) == "sort-patent"
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Patent grant")
    page.go_back()
    page.wait_for_url("**/licences/?family=copyleft")
    expect(page.locator("th[aria-sort]")).to_have_count(0)
    assert rows(page) == narrowed
    page.go_back()
    page.wait_for_url("**/licences/")
    expect(page.locator("tbody[id^='row-']")).to_have_count(everything)
    page.go_forward()
    page.wait_for_url("**/licences/?family=copyleft")
    expect(page.locator("tbody[id^='row-']")).to_have_count(narrowed)
    expect(page.locator("#filter-family")).to_have_value("copyleft")


def test_a_cell_opens_and_closes_by_keyboard_and_keeps_the_focus(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.locator("#cell-llama-4-community-threshold").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.opened")).to_contain_text("The licence text")
    expect(page.locator("tr.opened")).to_contain_text("The guide")
    assert focused(page) == "cell-llama-4-community-threshold"
    assert page.locator("#cell-llama-4-community-threshold").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    expect(page.locator("tr.opened")).to_have_count(0)
    assert focused(page) == "cell-llama-4-community-threshold"


def test_an_opened_cell_keeps_columns_and_situation(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/?columns=patent&columns=threshold&seat=DE&hosted=yes")
    page.locator("#cell-llama-4-community-verdict").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.opened")).to_contain_text("Not allowed")
    row = page.locator("#row-llama-4-community")
    expect(row.locator(".for-you")).to_have_count(1)
    expect(row.locator("#cell-llama-4-community-gotchas")).to_have_count(0)


def test_a_situation_judges_the_rows_as_it_is_answered(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.locator("summary", has_text="For my situation").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Commercial use").first.select_option("yes")
    page.wait_for_url("**/licences/?commercial=yes")
    expect(page.locator("#row-CC-BY-NC-4\\.0 .verdict")).to_have_text("Blocked")
    page.get_by_label("Monthly users of the group").fill("many")
    page.keyboard.press("Tab")
    expect(page.locator("#count .notice")).to_contain_text("whole number")


def test_columns_are_chosen_by_keyboard(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.locator("summary", has_text="Columns").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("What to watch for")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#sort-gotchas")).to_have_count(0)
    assert "columns=patent" in page.url
    assert "columns=gotchas" not in page.url
    assert box.evaluate("each => each === document.activeElement")


def test_two_licences_are_picked_kept_and_compared_by_keyboard(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.get_by_label("Compare MIT", exact=True).focus()
    page.keyboard.press("Space")
    page.locator("#q").fill("llama 4")
    expect(page.locator("#row-llama-4-community")).to_have_count(1)
    page.locator("#q").fill("")
    expect(page.get_by_label("Compare MIT", exact=True)).to_be_checked()
    page.get_by_label("Compare Llama 4 Community").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare them").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/licences/compare/?id=MIT&id=llama-4-community")
    before = page.locator(".versus tbody tr").count()
    page.get_by_role("link", name="Show only the differences").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**&differences=on")
    assert page.locator(".versus tbody tr").count() < before


def test_the_heading_and_the_first_column_stay_in_sight(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.locator(".sheet").evaluate("each => { each.scrollTop = 900; each.scrollLeft = 400; }")
    sheet, heading = page.locator(".sheet").bounding_box(), page.locator("#sort-name").bounding_box()
    assert sheet is not None
    assert heading is not None
    assert sheet["y"] <= heading["y"] <= sheet["y"] + 60
    assert heading["x"] >= sheet["x"] - 1
    over = "([x, y]) => document.elementFromPoint(x, y).id"
    assert page.evaluate(over, [heading["x"] + 5, heading["y"] + heading["height"] / 2]) == "sort-name"
    first = page.locator("#row-MIT th").bounding_box()
    assert first is not None
    assert abs(first["x"] - sheet["x"]) <= 1


def test_without_scripts_everything_works_by_pages(visit: Opener) -> None:
    page = visit(scripts=False)
    page.goto("/licences/")
    page.locator("#filter-family").select_option("copyleft")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.wait_for_url("**family=copyleft**")
    page.locator("#cell-GPL-3\\.0-only-patent").click()
    page.wait_for_url("**/licences/GPL-3.0-only/#patent")
    page.go_back()
    page.get_by_label("Compare GPL-3.0", exact=False).first.check()
    page.get_by_label("Compare AGPL-3.0", exact=False).first.check()
    page.get_by_role("button", name="Compare them").click()
    page.wait_for_url("**/licences/compare/?id=**")
    expect(page.locator(".versus")).to_have_count(1)


def test_on_paper_the_matrix_is_a3_and_shows_every_column(visit: Opener) -> None:
    page = visit()
    page.goto("/licences/")
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator("#sort-gotchas").is_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = pdf.split(b"/MediaBox ")[1:]
    assert boxes
    assert all(b"1191" in box[:30] for box in boxes)
