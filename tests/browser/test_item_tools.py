"""The tools of the first questions in a browser: lines to dispute, texts to keep, and what follows at once."""

from __future__ import annotations

from importlib.metadata import files

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, signed_in

pytestmark = pytest.mark.browser

LINE = "marks-llama-4-community.threshold"


def _begin(page: Page, *models: str) -> str:
    """Start an assessment of these models and return its address."""
    signed_in(page, "pm@demo.example")
    page.goto("/assessments/new/")
    page.get_by_label("Name of the product").fill("Tools")
    for model in models:
        page.locator(f"input[name=candidates][value='{model}']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/assessments/CW-*/**")
    return "/assessments/" + page.url.split("/assessments/")[1].split("/")[0]


def _dispute(page: Page, reason: str) -> None:
    summary = page.locator("summary", has_text="Limit of scale")
    if not page.locator(f"[name='{LINE}'][value=dispute]").is_visible():
        summary.click()
    page.locator(f"[name='{LINE}'][value=dispute]").check()
    page.locator(f"[name='{LINE}.words']").fill(reason)


def test_a_disputed_line_is_saved_while_it_is_written_and_told_with_the_decision(visit: Opener) -> None:
    page = visit()
    address = _begin(page, "llama-4-maverick")
    page.goto(f"{address}/items/restrictions/")
    _dispute(page, "We hold a written licence.")
    page.locator(f"[name='{LINE}.words']").blur()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator(f"[name='{LINE}.words']")).to_be_visible()
    expect(page.locator(f"[name='{LINE}.words']")).to_have_value("We hold a written licence.")
    page.goto(f"{address}/result/")
    expect(page.locator("#contested")).to_contain_text("Llama 4 Community: Limit of scale, disputed")
    expect(page.locator("#contested")).to_contain_text("We hold a written licence.")


def test_a_dispute_without_a_reason_is_refused_at_its_list_also_without_scripts(visit: Opener) -> None:
    page = visit(scripts=False)
    address = _begin(page, "llama-4-maverick")
    page.goto(f"{address}/items/restrictions/")
    _dispute(page, "")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("#error-summary")).to_contain_text(
        "Limit of scale: say why, so that the reviewer can judge it."
    )
    assert page.locator(f"[name='{LINE}'][value=dispute]").is_checked()
    _dispute(page, "Signed in May.")
    page.locator("[name='agreed-llama-4-community'][value=yes]").check()
    page.locator("[name=use_policy_reviewed][value=yes]").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Do you rely on the licence being open source?")


def test_a_pasted_licence_text_is_recognised_without_scripts(visit: Opener) -> None:
    text = next(it for it in files("django-htmx") or () if it.name.upper().startswith("LICEN")).read_text()
    page = visit(scripts=False)
    address = _begin(page, "deepseek-r1")
    page.goto(f"{address}/items/licence-text/")
    page.get_by_text("Keep the text you read").click()
    page.get_by_label("Paste the whole text").fill(text)
    page.get_by_role("button", name="Keep this text").click()
    expect(page.get_by_text("Kept as MIT License.")).to_be_visible()
    expect(page.locator("#tool")).to_contain_text("words are those of the text on file")
    expect(page.get_by_label("Read by")).not_to_have_value("")


def test_what_follows_from_an_answer_is_shown_at_once(visit: Opener) -> None:
    page = visit()
    address = _begin(page, "llama-4-maverick")
    page.goto(f"{address}/items/behavioural-restrictions/")
    page.locator("[name=domains][value=retail]").check()
    page.locator("[name=activities][value='medical-advice']").check()
    expect(page.locator("#tool")).to_contain_text("1 limits it")
    page.locator("[name=domains][value=transport]").check()
    expect(page.locator("#tool")).to_contain_text("1 forbids your use")
    page.goto(f"{address}/items/eu-high-risk/")
    page.locator("[name=S1][value=yes]").check()
    expect(page.locator("[name=S2]").first).to_be_visible()
    page.locator("[name=S2][value=none]").check()
    expect(page.locator("#tool")).to_contain_text("No link to the Union is known, so the Act does not apply.")
    page.goto(f"{address}/items/systemic-risk/")
    page.locator("[name=fine_tunes][value=yes]").check()
    page.get_by_label("How much computation does the change take, in FLOP?").fill("1e24")
    page.locator("[name=modification_flop]").blur()
    expect(page.locator("#tool")).to_contain_text("45 % of it: above a third")
