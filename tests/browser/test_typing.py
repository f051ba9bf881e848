"""What somebody typed is never lost: not to a slow save, a second editor, a wrong entry or an ended session."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PASSWORD, Opener, signed_in

pytestmark = pytest.mark.browser


def _new_assessment(page: Page) -> str:
    """Start an assessment of one model and return its address."""
    page.goto("/assessments/new/")
    page.get_by_label("Name of the product").fill("Reader")
    page.locator("input[name=candidates][value='qwen3-32b']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/assessments/CW-*/**")
    return "/assessments/" + page.url.split("/assessments/")[1].split("/")[0]


def test_a_change_is_saved_at_once_and_moves_the_verdict(visit: Opener) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    address = _new_assessment(page)
    page.goto(f"{address}/items/eu-high-risk/")
    page.locator("[name=S1][value=yes]").check()
    page.locator("[name=S2][value=N2]").check()
    page.locator("[name=P][value=P-f]").check()
    panel = page.get_by_role("complementary")
    expect(panel).to_contain_text("Blocked")
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.locator("[name=P][value=P-f]").uncheck()
    page.locator("[name=P][value=none]").check()
    expect(panel).not_to_contain_text("Blocked")
    page.wait_for_load_state("networkidle")
    page.reload()
    assert page.locator("[name=P][value=none]").is_checked()


def test_typing_while_a_save_is_under_way_is_not_drawn_over(visit: Opener) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    address = _new_assessment(page)
    page.goto(f"{address}/items/eu-high-risk/")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(f"**{address}/items/eu-high-risk/", hold_the_first)
    page.locator("[name=S1][value=yes]").check()  # its answer would bring new questions
    page.get_by_label("Note for the reviewer").press_sequentially("Ask our works council first.")
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("Note for the reviewer").input_value() == "Ask our works council first."
    page.get_by_label("Note for the reviewer").blur()
    expect(page.locator("[name=S2]").first).to_be_visible()
    assert page.get_by_label("Note for the reviewer").input_value() == "Ask our works council first."


def test_the_second_editor_is_told_and_sees_both_versions(visit: Opener) -> None:
    first, second = visit(scripts=False), visit(scripts=False)
    for page in (first, second):
        signed_in(page, "pm@demo.example")
    address = f"{_new_assessment(first)}/items/outputs-training/"
    for page in (first, second):
        page.goto(address)
    first.locator("[name=train][value=none]").check()
    with first.expect_navigation():
        first.get_by_role("button", name="Save and continue").click()
    second.locator("[name=train][value='same-family']").check()
    second.get_by_label("Note for the reviewer").fill("Only our own derivative.")
    second.get_by_role("button", name="Save and continue").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Two versions")
    expect(second.get_by_role("main")).to_contain_text("No: outputs train nothing")
    expect(second.get_by_role("main")).to_contain_text("Only our own derivative.")
    with second.expect_navigation():
        second.get_by_role("button", name="Save my version instead").click()
    second.goto(address)
    assert second.get_by_label("Note for the reviewer").input_value() == "Only our own derivative."


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_ended_session_in_the_middle_of_a_form_loses_nothing(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    signed_in(page, "pm@demo.example")
    address = f"{_new_assessment(page)}/items/content-safety/"
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=content_filter][value=yes]").check()
    page.get_by_label("Note for the reviewer").fill("The filter was tested in October.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Email").fill("pm@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("body")).to_contain_text("Your session had ended")
    assert page.url.endswith(address)
    assert page.locator("[name=content_filter][value=yes]").is_checked()
    assert page.get_by_label("Note for the reviewer").input_value() == "The filter was tested in October."


def test_who_loses_the_network_is_told_and_loses_no_answer(visit: Opener) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    address = f"{_new_assessment(page)}/items/content-safety/"
    page.goto(address)
    page.context.set_offline(True)
    page.locator("[name=content_filter][value=yes]").check()
    expect(page.locator("#trouble")).to_contain_text("The connection failed, and nothing was saved.")
    assert page.locator("[name=content_filter][value=yes]").is_checked()
    page.context.set_offline(False)
    page.locator("[name=content_filter][value=no]").check()
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(page.locator("#trouble")).to_be_hidden()


def test_three_megabytes_of_description_are_refused_and_kept(visit: Opener) -> None:
    page = visit(scripts=False)
    signed_in(page, "pm@demo.example")
    page.goto("/assessments/new/")
    page.get_by_label("Name of the product").fill("Reader")
    page.get_by_label("What does it do?").evaluate(
        "(box, text) => { box.removeAttribute('maxlength'); box.value = text; }", "word " * 600_000
    )
    page.locator("input[name=candidates][value='qwen3-32b']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("Shorten this to 2,000 characters")
    assert page.get_by_label("Name of the product").input_value() == "Reader"
    assert len(page.get_by_label("What does it do?").input_value()) > 2_000_000
    assert page.locator("input[name=candidates][value='qwen3-32b']").is_checked()


def test_a_file_that_is_no_report_gets_a_sentence(visit: Opener) -> None:
    page = visit()
    page.goto("/verify/")
    page.get_by_label("The report").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"no report"}
    )
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("main")).to_contain_text("not a PDF", ignore_case=True)
