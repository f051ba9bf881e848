"""The start with and without scripts: a sentence, its proposals, and models that are suggested by the answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe_violations
from tests.browser.conftest import Opener, signed_in

pytestmark = pytest.mark.browser

SENTENCE = "A chatbot on our website that answers customers’ questions about orders and returns."


def _begin(page: Page, name: str) -> None:
    signed_in(page, "pm@demo.example")
    page.goto("/assessments/")
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Name of the product").fill(name)
    page.get_by_label("What does it do?").press_sequentially(SENTENCE)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_sentence_becomes_answers_only_where_they_are_ticked(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    _begin(page, f"Order desk, scripts {scripts}")
    if scripts:
        expect(page.locator("#suggested")).to_contain_text("“on our website”")
        expect(page.get_by_label("What does it do?")).to_be_focused()
    page.locator("input[name=candidates][value='qwen3-32b']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What your words suggest")
    assert page.locator("input[name=confirmed]:checked").count() == 0
    page.get_by_role("checkbox", name=re.compile("^Hosted service")).check()
    page.get_by_role("button", name="Go on with what is ticked").click()
    expect(page.get_by_text("Your answers went to 1 question.")).to_be_visible()
    address = page.url
    page.goto(f"{address}items/weights-code-outputs/")
    expect(page.locator("input[name=delivery][value='hosted-service']")).to_be_checked()
    page.goto(f"{address}items/behavioural-restrictions/")
    assert page.locator("input[name=domains]:checked").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_who_has_no_model_in_mind_is_led_to_the_telling_questions(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    _begin(page, f"No model yet, scripts {scripts}")
    page.get_by_label("Help me choose").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="Go on without").click()
    expect(page.get_by_text("No model is chosen yet.")).to_be_visible()
    assert not scripts or axe_violations(page) == []
    page.get_by_role("link", name="What do you use, and how does it reach people?").first.click()
    expect(page.locator("#panel")).to_contain_text("by the answers so far")
    assert not scripts or axe_violations(page) == []
    page.locator("#panel").get_by_role("link", name="Choose from those that fit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Models that fit")
