"""Comments and requests in a real browser: without losing what is typed beside them, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Service, signed_in

pytestmark = pytest.mark.browser
PM, LEGAL = "pm@demo.example", "legal@demo.example"

START = """
from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment
from wizard.models import User
edition = current_catalog()
author = User.objects.get(email="pm@demo.example")
made = start_assessment(author=author, name="{name}", description="", candidates=["qwen3-32b"],
    edition_version=edition.edition.version, edition_sha256=edition.sha256)
print(made.reference)
"""


def draft(service: Service, name: str) -> str:
    """A draft of the product manager without answers, and its address."""
    done = service.manage("shell", "--no-imports", "-c", START.format(name=name))
    assert done.returncode == 0, done.stderr
    return f"/assessments/{done.stdout.strip().splitlines()[-1]}/"


def say(page: Page, words: str) -> None:
    page.get_by_label("Comment", exact=True).fill(words)
    page.get_by_role("button", name="Add comment").click()


def test_a_comment_is_added_and_settled_beside_what_is_being_typed(service: Service, visit: Opener) -> None:
    page = visit()
    signed_in(page, PM)
    page.goto(draft(service, "Talk beside") + "items/outputs-training/")
    note = page.get_by_label("Note for the reviewer")
    note.focus()
    page.keyboard.type("Half a sentence")
    say(page, "Which data?")
    expect(page.locator("#said")).to_have_text("Comment added.")
    expect(note).to_have_value("Half a sentence")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")
    expect(page.get_by_role("button", name="Add comment")).to_be_focused()
    page.get_by_role("button", name="Settle the comment by Paula Meyer").click()
    expect(page.locator("#said")).to_have_text("Comment settled.")
    expect(page.get_by_text("1 settled comment")).to_be_visible()
    say(page, "   ")
    expect(page.get_by_text("Write at least one sentence.")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()


def test_on_the_check_the_form_opens_in_its_place_and_takes_the_focus(service: Service, visit: Opener) -> None:
    page = visit()
    signed_in(page, PM)
    here = draft(service, "Talk on the check")
    page.goto(here + "items/outputs-training/")
    page.locator("[name='train'][value='none']").check()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/items/eu-high-risk/")
    page.goto(here + "check/")
    page.get_by_role("link", name="Comment on this").click()  # there is one, at what is answered
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.keyboard.type("Who read it?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Who read it?")).to_be_visible()
    assert page.url.endswith("/check/"), "the whole page was loaded anew"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_colleague_is_asked_finds_the_question_waiting_and_answers_it(
    service: Service, visit: Opener, scripts: bool
) -> None:
    page = visit(scripts=scripts, width=390)
    signed_in(page, PM)
    name = f"Asked {'with' if scripts else 'without'} scripts"
    here = draft(service, name)
    page.goto(here + "items/outputs-training/")
    page.get_by_role("link", name="Ask somebody to answer this question").click()
    page.get_by_label("E-mail address of a colleague").fill(LEGAL)
    page.get_by_label("Message").fill("You know the data team.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Adaeze Okafor is asked to answer by")).to_be_visible()

    other = visit(scripts=scripts, width=390)
    signed_in(other, LEGAL)
    other.goto("/assessments/")
    row = other.get_by_role("row").filter(has_text=name).filter(has_text="Paula Meyer asks you")
    row.get_by_role("link").click()
    expect(other.get_by_text("You are asked to answer this by")).to_be_visible()
    other.locator("[name='train'][value='none']").check()
    other.get_by_role("button", name="Save and continue").click()
    other.wait_for_url("**/items/eu-high-risk/")
    page.goto(here)
    expect(page.get_by_text("Asked: Adaeze Okafor")).to_have_count(0)
