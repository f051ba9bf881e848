"""The main job by keyboard alone, and what a keyboard needs on the way: no trap, an order that can be followed."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opener, Service, signed_in
from tests.browser.keys import MOST_STOPS, Keys, choices_of_files
from wizard.phases import ITEMS

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


BLOCKED = """
from catalog.ambient import current_catalog
from wizard.actions.answers import save_answer
from wizard.actions.assessments import start_assessment
from wizard.models import User
edition, author = current_catalog(), User.objects.get(email="pm@demo.example")
made = start_assessment(author=author, name="Walked by keyboard", description="",
    candidates=["llama-4-maverick", "qwen3-32b"], edition_sha256=edition.sha256,
    edition_version=edition.edition.version)
for item, data in {"organisation-users": {"country": "US", "group_total": 3000},
        "outputs-training": {"train": "other-llm", "distils": "yes", "shares_trained_model": "no"}}.items():
    save_answer(assessment=made, item=item, actor=author, seen_version=0, data=data)
print(made.reference)
"""


@pytest.fixture(scope="module")
def blocked(service: Service) -> str:
    """The address of a draft in which Llama 4 is blocked by plans alone."""
    done = service.manage("shell", "--no-imports", "-c", BLOCKED)
    assert done.returncode == 0, done.stderr
    return f"/assessments/{done.stdout.strip().splitlines()[-1]}/"


def _sign_in(page: Page) -> Keys:
    """Sign in by keyboard, past the navigation by the link that skips it."""
    page.goto("/accounts/login/")
    keys = Keys(page)
    keys.step()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    keys.to(page.get_by_label("Email"))
    keys.write("pm@demo.example")
    keys.to(page.get_by_label("Password", exact=True))
    keys.write(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/assessments/")
    return keys


def _start(keys: Keys, name: str, *, scripts: bool) -> str:
    """Start an assessment of one model, confirm one proposal, and return the address of the draft."""
    page = keys.page
    keys.follow("Start an assessment")
    keys.to(page.get_by_label("Name of the product"))
    keys.write(name)
    keys.to(page.get_by_label("What does it do?"))
    keys.write("A chatbot on our website answers customers.")
    keys.to(page.get_by_label("Filter by name, vendor or licence"))
    keys.write("qwen2.5-vl-72b")
    if scripts:
        expect(page.get_by_text("1 of")).to_be_visible()
    else:
        keys.follow("Filter")
    keys.to(page.locator("#model-qwen2\\.5-vl-72b"))
    keys.press("Space")
    expect(page.locator("#model-qwen2\\.5-vl-72b")).to_be_checked()
    keys.follow("Start")
    expect(page.get_by_role("heading", level=1)).to_have_text("What your words suggest")
    hosted = page.get_by_role("checkbox", name=re.compile("^Hosted service"))
    keys.to(hosted)
    keys.press("Space")
    keys.follow("Go on with what is ticked")
    expect(page.get_by_text("Your answers went to 1 question.")).to_be_visible()
    return page.url


def _settled(page: Page, *, scripts: bool) -> None:
    if scripts:
        expect(page.locator("#saved")).to_contain_text("Saved")
        page.wait_for_load_state("networkidle")


def _radio_checkbox_and_details(keys: Keys, *, scripts: bool) -> None:
    page = keys.page
    code = page.locator("[name=uses]").nth(1)
    keys.to(code)
    keys.press("Space")
    expect(code).to_be_checked()
    expect(page.locator("[name=delivery][value='hosted-service']")).to_be_checked()
    _settled(page, scripts=scripts)
    expect(code).to_be_focused()
    rights = page.locator("[name='right-qwen2.5-vl-72b']")
    back = bool(page.evaluate(_BEFORE, "right-qwen2.5-vl-72b"))
    keys.to(rights.last if back else rights.first, back=back)
    keys.press("Space", "ArrowUp" if back else "ArrowDown")
    chosen = rights.nth(rights.count() - 2) if back else rights.nth(1)
    expect(chosen).to_be_checked()
    _settled(page, scripts=scripts)
    expect(chosen).to_be_focused()
    keys.to(page.locator("textarea[name=note]"))
    keys.write("Read by two of us.")
    keys.to(page.locator("#left-open summary"))
    keys.press("Enter")
    expect(page.get_by_label("Who will find out?")).to_be_visible()
    keys.press("Enter")
    keys.follow("Save and continue")


_BEFORE = """name => !!(document.activeElement.compareDocumentPosition(document.querySelector(`[name="${name}"]`))
  & Node.DOCUMENT_POSITION_PRECEDING)"""


def _select_and_rows(keys: Keys, *, scripts: bool) -> None:
    page = keys.page
    keys.to(page.locator("[name=country]"))
    page.keyboard.type("Germ")
    expect(page.locator("[name=country]")).to_have_value("DE")
    keys.to(page.locator("[name=size]").first)
    keys.press("Space")
    keys.to(page.locator("[name=products-0-name]"))
    keys.write("Reader")
    keys.to(page.locator("[name=products-0-users]"))
    keys.write("5,000,000")
    _settled(page, scripts=scripts)
    keys.to(page.get_by_role("button", name="Add a product"))
    keys.press("Enter")
    added = page.locator("[name=products-1-name]")
    expect(added).to_be_focused()
    keys.write("Gone")
    keys.to(page.get_by_role("button", name="Remove product 2"))
    keys.press("Enter")
    expect(added).to_have_count(0)
    expect(page.locator("#rows-total")).to_have_text("5,000,000")
    # The focus may not fall off the page with the row that was removed.
    page.wait_for_function("document.activeElement.closest('main') !== null")
    keys.follow("Save and continue")


def _evidence(keys: Keys, folder: Path, *, scripts: bool) -> None:
    """Attach a file; without scripts a link, since Chromium then hears no key on the choice of a file from outside."""
    page = keys.page
    choices = choices_of_files(page)
    keys.to(page.get_by_text("Add a link or a file"))
    keys.press("Enter")
    keys.to(page.get_by_label("What is it?"))
    keys.write("Numbers of May")
    if scripts:
        keys.to(page.get_by_label("Or a file"))
        chosen = folder / "numbers.txt"
        chosen.write_text("Five million.")
        keys.press("Space")
        next(choices).set_files(chosen)
    else:
        keys.to(page.get_by_label("Link", exact=True))
        keys.write("https://intranet.example/numbers")
    keys.follow("Add evidence")
    expect(page.get_by_role("link", name="Numbers of May")).to_be_visible()


@BOTH
def test_from_signing_in_to_the_review_by_keyboard_alone(visit: Opener, tmp_path: Path, scripts: bool) -> None:
    page = visit(scripts=scripts)
    keys = _sign_in(page)
    address = _start(keys, f"By keyboard, scripts {scripts}", scripts=scripts)
    keys.follow("What do you use, and how does it reach people?")
    _radio_checkbox_and_details(keys, scripts=scripts)
    page.wait_for_url("**/items/behavioural-restrictions/")
    keys.to(page.locator("#task-organisation-users"))
    keys.press("Enter")
    page.wait_for_url("**/items/organisation-users/")
    _select_and_rows(keys, scripts=scripts)
    page.wait_for_url("**/items/outputs-training/")
    _evidence(keys, tmp_path, scripts=scripts)
    keys.follow("The decision in full")
    keys.follow("The answers")
    page.wait_for_url("**/check/")
    row = page.locator("#organisation-users")
    keys.to(row.get_by_role("link", name=re.compile("^Change")))
    keys.press("Enter")
    keys.to(page.locator("[name=products-0-users]"))
    keys.write("6,000,000")
    keys.follow("Save and return")
    page.wait_for_url("**/check/#organisation-users")
    expect(row).to_contain_text("6,000,000")
    keys.step()
    assert row.evaluate("row => row.contains(document.activeElement)")
    keys.follow("See the decision")
    keys.follow("Send to legal review as it is")
    expect(page.get_by_text("In review").first).to_be_visible()
    assert page.url == address


@BOTH
def test_the_menu_of_a_small_screen_opens_and_closes_by_keyboard(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts, width=390)
    page.goto("/verify/")
    keys = Keys(page)
    menu, link = page.get_by_role("button", name="Menu"), page.locator("#nav").get_by_role("link", name="Licences")
    keys.to(menu)
    keys.press("Enter")
    expect(link).to_be_visible()
    keys.to(link)
    keys.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()
    keys.press("Space")
    keys.follow("Models")
    page.wait_for_url("**/models/")


# Where the focus is: in which part of the page, and how far down.
_PLACE = """() => {
  const it = document.activeElement;
  const part = it.closest(".skip, header.top, #tasks, #panel, main, footer");
  const name = it.labels?.[0]?.textContent || it.textContent;
  return [part ? part.id || part.className : "", Math.round(it.getBoundingClientRect().top + scrollY), name.trim()];
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_stops_of_a_question_follow_its_reading_order_and_none_is_a_trap(
    visit: Opener, blocked: str, width: int
) -> None:
    page = visit(width=width)
    signed_in(page, "pm@demo.example")
    keys = Keys(page)
    page.goto(f"{blocked}items/outputs-training/")
    places: list[tuple[str, float, str]] = []
    for _ in range(MOST_STOPS):
        keys.step()
        part, top, name = page.evaluate(_PLACE)
        if places and part in ("", "skip"):
            break
        places.append((part, top, name))
    else:
        raise AssertionError("the focus never came round to the start of the page")
    parts = [part for part, _ in groupby(part for part, _, _ in places)]
    assert parts == [part for part in ("skip", "top", "tasks", "main", "panel", "foot") if part in parts]
    assert {"skip", "top", "main", "foot"} <= set(parts)
    assert ("panel" in parts) == ("tasks" in parts) == (width > 1000)
    for part in ("tasks", "main"):  # the panel scrolls by itself
        stops = [(top, name) for one, top, name in places if one == part]
        assert [(before, after) for before, after in pairwise(stops) if after[0] < before[0] - 12] == []
    keys.step(back=True)
    assert page.evaluate(_PLACE)[0] in ("", "foot")


def test_a_change_is_applied_and_taken_back_by_keyboard(visit: Opener, blocked: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    keys = Keys(page)
    page.goto(f"{blocked}items/outputs-training/")
    keys.to(page.get_by_role("button", name="Apply this change for Llama 4 Maverick"))
    keys.press("Enter")
    expect(page.locator("#undo")).to_be_focused()
    expect(page.locator("#panel")).not_to_contain_text("Blocked")
    keys.press("Enter")
    expect(page.locator("#panel")).to_contain_text("Blocked")
    keys.step()


@BOTH
def test_two_answers_are_compared_by_keyboard(visit: Opener, blocked: str, scripts: bool) -> None:
    page = visit(scripts=scripts)
    signed_in(page, "pm@demo.example")
    keys = Keys(page)
    page.goto(f"{blocked}items/outputs-training/")
    keys.follow("What if an answer were another?")
    keys.to(page.get_by_label("Another answer"))
    page.keyboard.type("No: outputs train")
    expect(page.get_by_label("Another answer")).to_have_value("/outputs/train:none")
    keys.follow("Compare")
    copy = page.get_by_role("region", name="Copy 1")
    expect(copy).to_contain_text("No: outputs train nothing")
    keys.to(page.get_by_label("Another seat"))
    page.keyboard.type("Irel")
    keys.to(page.get_by_label("In", exact=True))
    keys.press("ArrowDown")
    keys.follow("Compare")
    expect(copy).to_contain_text("Ireland")
    keys.to(copy.get_by_role("link", name=re.compile("^Remove")).first)
    keys.press("Enter")
    expect(copy.get_by_role("link", name=re.compile("^Remove"))).to_have_count(1)


# The links of every summary of errors that lead nowhere or to what cannot take the focus.
_LEADS_NOWHERE = """() => [...document.querySelectorAll(".error-summary a")].filter((link) => {
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  field?.focus();
  return !field || document.activeElement !== field;
}).map((link) => link.outerHTML)"""


def test_every_summary_of_errors_takes_the_focus_and_each_of_its_links_leads_to_its_field(
    visit: Opener, blocked: str
) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    wrong, met = {}, 0
    for item in ITEMS:
        page.goto(f"{blocked}items/{item}/")
        if page.locator("#item-form").count() == 0:
            continue
        with page.expect_navigation():
            page.get_by_role("button", name="Save and continue").press("Enter")
        if not page.url.endswith(f"/{item}/"):
            continue
        met += 1
        at_summary = page.locator(".error-summary").first.evaluate("it => it === document.activeElement")
        if faults := [*([] if at_summary else ["the focus is elsewhere"]), *page.evaluate(_LEADS_NOWHERE)]:
            wrong[item] = faults
    assert met > 10
    assert wrong == {}


def test_who_is_to_find_out_without_a_day_is_told_and_led_to_the_field(visit: Opener, blocked: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"{blocked}items/osi-status/")
    keys = Keys(page)
    keys.to(page.locator("[name=relies_on]").first)
    keys.press("Space")
    keys.to(page.locator("#left-open summary"))
    keys.press("Enter")
    keys.to(page.locator("[name=unknown]"))
    keys.press("Space")
    keys.to(page.get_by_label("Who will find out?"))
    keys.write("Jonas Weber")
    keys.follow("Save and continue")
    summary = page.locator("#more-errors")
    expect(summary).to_be_focused()
    keys.to(summary.get_by_role("link").first)
    keys.press("Enter")
    expect(page.get_by_label("By when?")).to_be_focused()
    expect(page.get_by_label("Who will find out?")).to_have_value("Jonas Weber")
