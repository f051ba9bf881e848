"""A token from its making to its end, in a real browser, used by a program in between."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opener, Service, sign_in
from tests.browser.faults import faults_on_every_screen

pytestmark = pytest.mark.browser


def evaluated(service: Service, secret: str) -> int:
    """The status that a program with this token is answered."""
    request = urllib.request.Request(
        f"{service.address}/api/v1/evaluate",
        json.dumps({"candidates": ["qwen3-32b"]}).encode(),
        {"Authorization": f"Bearer {secret}"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["schema"] == "evaluation/1"
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_token_is_made_used_and_revoked(visit: Opener, service: Service, scripts: bool) -> None:
    name = f"Check {'with' if scripts else 'without'} scripts"
    page = visit(scripts=scripts, width=1280 if scripts else 390)
    sign_in(page, "pm@demo.example")
    page.goto("/account/tokens/")
    page.get_by_role("link", name="Make a token").click()
    confirm_password(page)
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#error-summary")).to_contain_text("Enter a name.")
    page.get_by_label("Name").fill(name)
    page.get_by_label("30 days", exact=True).check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("Token").input_value()
    assert evaluated(service, secret) == 200
    page.get_by_role("link", name="Back to your tokens").click()
    row = page.get_by_role("row").filter(has_text=name) if scripts else page.locator("tr").filter(has_text=name)
    expect(row).to_contain_text(secret[:10])
    expect(row).not_to_contain_text("Never")
    assert secret not in page.content()
    row.get_by_role("button").click()
    expect(page.get_by_text("nothing can use it any more")).to_be_visible()
    expect(page.locator("tr").filter(has_text=name)).to_contain_text("Revoked on")
    assert evaluated(service, secret) == 401


def test_the_pages_have_no_fault(visit: Opener) -> None:
    page = visit()
    page.goto("/api/")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert faults_on_every_screen(page) == {}
    sign_in(page, "legal@demo.example")
    page.goto("/account/tokens/new/")
    confirm_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a token")
    assert faults_on_every_screen(page) == {}
    page.get_by_label("Name").fill("Axe")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_label("Token")).to_be_visible()
    assert faults_on_every_screen(page) == {}
    page.goto("/account/tokens/")
    assert faults_on_every_screen(page) == {}


def test_a_link_to_a_part_opens_the_shape_it_belongs_to(visit: Opener) -> None:
    page = visit()
    page.goto("/api/")
    page.locator("#shape-Evaluation").get_by_role("link", name="ModelResult").click()
    expect(page.locator("#shape-Evaluation-ModelResult")).to_be_in_viewport()
