"""A table of rows in a browser: added, removed and pasted, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, signed_in

pytestmark = pytest.mark.browser

PASTED = (
    "Company;Product;Monthly users;Contains the model\nAcme SA;Mail;9.000.000;no\nAcme GmbH;Reader;85 000 000;yes\n"
)


def _open(page: Page, item: str) -> None:
    """Start an assessment of a model with a limit and open one of its items."""
    signed_in(page, "pm@demo.example")
    page.goto("/assessments/new/")
    page.get_by_label("Name of the product").fill("Reader")
    page.locator("input[name=candidates][value='qwen2.5-vl-72b']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/assessments/CW-*/**")
    page.goto("/assessments/" + page.url.split("/assessments/")[1].split("/")[0] + f"/items/{item}/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_rows_are_pasted_refused_mended_added_and_removed(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    _open(page, "organisation-users")
    page.locator("[name=products-0-name]").fill("Shop")
    page.locator("[name=products-0-users]").fill("many")
    page.get_by_text("Paste from a spreadsheet").click()
    page.locator("[name=products-pasted]").fill(PASTED.replace("9.000.000", "a few"))
    page.get_by_role("button", name="Read into the table").click()
    problems = page.locator("#paste-problems")
    expect(problems).to_contain_text("Line 2, Monthly users: “a few” does not fit.")
    assert page.locator("[name=products-0-name]").input_value() == "Shop"

    page.locator("[name=products-pasted]").fill(PASTED)
    page.get_by_role("button", name="Read into the table").click()
    expect(page.get_by_text("2 rows were added.")).to_be_visible()
    page.locator("[name=products-0-users]").fill("1,000,000")
    page.get_by_role("button", name="Add a product").click()
    page.get_by_role("button", name="Remove product 4").click()
    expect(page.locator("[name=products-3-name]")).to_have_count(0)
    expect(page.locator("#rows-total")).to_have_text("95,000,000")
    expect(page.locator("#tool")).to_contain_text("Reader, the largest that")

    page.get_by_role("button", name="Remove product 1").click()
    expect(page.locator("[name=products-0-name]")).to_have_value("Mail")
    expect(page.locator("#rows-total")).to_have_text("94,000,000")
    page.get_by_role("button", name="Add a product").click()
    expect(page.locator("[name=products-2-name]")).to_be_focused()
    page.wait_for_load_state("networkidle")
    page.goto(page.url)
    expect(page.locator("[name=products-1-users]")).to_have_value("85,000,000")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_who_removes_rows_by_keyboard_stays_in_the_table(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    _open(page, "organisation-users")
    for row, name in enumerate(("Shop", "Mail", "Reader")):
        if row:
            page.get_by_role("button", name="Add a product").click()
            expect(page.locator(f"[name=products-{row}-name]")).to_be_focused()
        page.locator(f"[name=products-{row}-name]").fill(name)
    for row, left in ((2, ["Shop", "Reader"]), (2, ["Shop"])):
        page.get_by_role("button", name=f"Remove product {row}").press("Enter")
        expect(page.locator("[name$=-name]")).to_have_count(len(left))
        focused = page.locator(f"[name=products-{len(left) - 1}-name]")
        expect(focused).to_be_focused()
        expect(focused).to_have_value(left[-1])
    page.get_by_role("button", name="Remove product 1").press("Enter")
    expect(page.locator("[name$=-name]")).to_have_count(0)
    expect(page.get_by_role("button", name="Add a product")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=products-0-name]")).to_be_focused()


def test_rows_that_wait_in_the_box_are_saved_with_the_rest(visit: Opener) -> None:
    page = visit(width=390)
    _open(page, "organisation-users")
    here = page.url
    page.locator("[name=country]").select_option("US")
    page.locator("[name=size][value=large]").check()
    page.get_by_text("Paste from a spreadsheet").click()
    page.locator("[name=products-pasted]").fill(PASTED)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/items/outputs-training/")
    page.goto(here)
    expect(page.locator("[name=products-1-name]")).to_have_value("Reader")


def test_data_sources_are_typed_and_what_they_lack_is_said(visit: Opener) -> None:
    page = visit()
    _open(page, "fine-tuning-data")
    page.locator("[name=data_sources-0-name]").fill("Tickets")
    page.locator("[name=data_sources-0-kind]").select_option("crawled")
    expect(page.locator("#tool")).to_contain_text("Tickets: find out whether opt-outs were respected.")
    page.get_by_role("button", name="Add a source").click()
    expect(page.locator("[name=data_sources-1-name]")).to_be_focused()


def test_a_ready_text_is_copied_with_one_press(visit: Opener) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, "attribution")
    page.get_by_text("Read the NOTICE file").click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("NOTICE\n")
