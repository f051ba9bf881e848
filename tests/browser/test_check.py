"""The quick check as a visitor uses it, with and without script, and how it becomes an assessment."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opener

pytestmark = pytest.mark.browser


def answer(page: Page) -> None:
    page.get_by_label("Which model?").fill("meta-llama/Llama-3.1-8B")
    page.get_by_label("Where is your organisation seated?").select_option("Germany")
    page.get_by_label("How many people").fill("2,000,000")
    page.get_by_label("Is the use commercial?").select_option("yes")
    page.get_by_label("How does the model reach people?").select_option("hosted-service")
    page.get_by_label("Will outputs train another model?").select_option("none")
    page.get_by_label("What is it used for?").select_option("ordinary")


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_a_visitor_checks_one_model_and_keeps_it_by_signing_in(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.goto("/")
    answer(page)
    page.get_by_role("button", name="Check", exact=True).click()
    outcome = page.locator("#results .outcome")
    expect(outcome).to_have_text("Conditions")
    assert "seat=DE" in page.url
    assert "model=" in page.url
    page.get_by_role("link", name="Keep this as an assessment").click()
    page.get_by_label("Email").fill("pm@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep this as an assessment")
    expect(page.locator("main")).to_contain_text("Germany")
    page.get_by_label("Name of the product").fill(f"Support desk {scripts}")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/assessments/CW-*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Support desk")
    page.goto(page.url + "items/organisation-users/")
    assert page.locator("[name=country]").input_value() == "DE"
    assert page.locator("[name=group_total]").input_value() == "2,000,000"


def test_with_script_the_answer_follows_each_change_and_focus_stays(visit: Opener) -> None:
    page = visit()
    page.goto("/check/?model=llama-4-maverick&field=ordinary&reach=hosted-service&commercial=yes&outputs=none&users=5")
    outcome = page.locator("#results .outcome")
    expect(outcome).to_have_text("Undecided")
    page.get_by_label("Where is your organisation seated?").focus()
    page.get_by_label("Where is your organisation seated?").select_option("DE")
    expect(outcome).to_have_text("Blocked")
    assert page.evaluate("document.activeElement.name") == "seat"
    page.wait_for_url("**seat=DE**")
    page.get_by_label("Where is your organisation seated?").select_option("US")
    expect(outcome).to_have_text("Conditions")
    page.reload()
    expect(outcome).to_have_text("Conditions")


def test_the_words_of_the_flowchart_fit_their_boxes(visit: Opener) -> None:
    page = visit()
    page.goto("/flowchart/")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.flowchart .node')].flatMap(node => {
            const box = node.querySelector('rect').getBBox();
            return [...node.querySelectorAll('text')].filter(text => {
                const at = text.getBBox();
                return at.x < box.x || at.x + at.width > box.x + box.width - 4
                    || at.y < box.y || at.y + at.height > box.y + box.height;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []
    page.locator(".flowchart .node a").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#step-weights")


def test_the_day_of_the_act_is_changed_in_place_and_going_back_returns(visit: Opener) -> None:
    page = visit()
    page.goto("/ai-act/?as-of=2026-12-01")
    page.get_by_label("As of").fill("2026-12-02")
    page.get_by_label("As of").press("Tab")
    expect(page.get_by_role("heading", level=2).first).to_have_text("As of 2 December 2026")
    assert page.url.endswith("?as-of=2026-12-02")
    page.go_back()
    expect(page.get_by_role("heading", level=2).first).to_have_text("As of 1 December 2026")
