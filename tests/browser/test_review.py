"""The ways of a review that does not end at once, with four people: a stand-in, a dissent, conditions, changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from catalog.ambient import today
from tests.browser.conftest import Opener, Service, sign_in
from tests.browser.faults import faults_on_every_screen

pytestmark = pytest.mark.browser

APPROVED = """
from tests.wizard import factories
from wizard.management.story_teller import hand_over, tell
from wizard.models import User
for email, name in (("lena@demo.example", "Lena Brandt"), ("kim@demo.example", "Kim Osei")):
    User.objects.create_user(email, name, "legal-reviewer", "clearweights-demo", is_demo=True)
author, reviewer = (User.objects.get(email=f"{who}@demo.example") for who in ("pm", "legal"))
made = tell(author)
hand_over(made, author)
factories.approved(made, reviewer)
print(made.reference)
"""


def test_a_stand_in_dissents_one_approves_on_conditions_and_one_sends_the_changes_back(
    service: Service, visit: Opener
) -> None:
    done = service.manage("shell", "--no-imports", "-c", APPROVED)
    assert done.returncode == 0, done.stderr
    reference = done.stdout.strip().splitlines()[-1]
    author, lena, adaeze, kim = visit(), visit(), visit(), visit()

    _change_what_was_approved(author, reference)
    _go_away(lena, "Adaeze Okafor")
    _dissent_by_the_changes_alone(adaeze, reference)
    _come_back_and_approve(lena, reference)
    _send_back(kim, reference)

    author.goto(f"/assessments/{reference}/")
    main = author.get_by_role("main")
    expect(main).to_contain_text("revision 3. Draft")
    expect(main).to_contain_text("In the place of Lena Brandt.")
    expect(main).to_contain_text("Conditions: Ask again before the sale.")
    author.goto(f"/assessments/{reference}/items/outputs-training/")
    expect(author.get_by_role("main")).to_contain_text("Say who reads the outputs.")


def _change_what_was_approved(page: Page, reference: str) -> None:
    sign_in(page, "pm@demo.example")
    page.goto(f"/assessments/{reference}/")
    page.get_by_role("link", name="Change this approved assessment").click()
    page.get_by_role("button", name="End the approval and change the answers").click()
    page.goto(f"/assessments/{reference}/items/outputs-training/")
    page.get_by_label("Note for the reviewer").fill("The outputs are read by our own people only.")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"/assessments/{reference}/result/")
    page.locator("summary", has_text="Name who reviews it").click()
    page.get_by_label("First reviewer").select_option("Lena Brandt")
    page.get_by_label("Second reviewer").select_option("Kim Osei")
    page.get_by_role("button", name="Send to legal review").click()
    expect(page.get_by_role("main")).to_contain_text("decides after the one before")


def _go_away(page: Page, stand_in: str) -> None:
    sign_in(page, "lena@demo.example")
    page.goto("/account/absence/")
    page.get_by_label("First day").fill(today().isoformat())
    page.get_by_label("Last day").fill((today() + timedelta(days=7)).isoformat())
    page.get_by_label("Who decides for you").select_option(stand_in)
    page.get_by_role("button", name="Name this stand-in").click()
    expect(page.get_by_role("button", name="Take this back")).to_be_visible()


def _dissent_by_the_changes_alone(page: Page, reference: str) -> None:
    sign_in(page, "legal@demo.example")
    page.locator(f"a[href='/reviews/{reference}/']").first.click()
    expect(page.get_by_role("heading", name="What changed since revision 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Everything found")).not_to_be_attached()
    assert faults_on_every_screen(page) == {}
    page.locator("#dissent").get_by_label("Comment").fill("Nobody checks who those people are.")
    page.get_by_role("button", name="Record this dissent").click()
    expect(page.get_by_text("Your dissent is recorded.")).to_be_visible()


def _come_back_and_approve(page: Page, reference: str) -> None:
    page.get_by_role("button", name="Take this back").click()
    page.goto(f"/reviews/{reference}/approve/")
    page.get_by_label("Conditions").fill("Ask again before the sale.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Your approval is recorded. The next reviewer decides now.")).to_be_visible()


def _send_back(page: Page, reference: str) -> None:
    sign_in(page, "kim@demo.example")
    page.goto(f"/assessments/{reference}/")
    page.get_by_role("link", name="Review it").click()
    answer = page.locator("#mark-outputs-training")
    answer.get_by_text("Ask for a change here").click()
    answer.get_by_label("What should be changed").fill("Say who reads the outputs.")
    answer.get_by_role("button", name="Note this change").click()
    expect(answer).to_contain_text("You ask for a change: Say who reads the outputs.")
    page.get_by_role("button", name="Send back with this comment").click()
    expect(page.get_by_text(f"{reference} went back to Paula Meyer")).to_be_visible()
