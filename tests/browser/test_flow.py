"""Going back and forth, sending twice, two tabs, two people, an ended session: nothing lost, nothing done twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opener, Service, sign_in, signed_in

pytestmark = pytest.mark.browser
PM, LEGAL = "pm@demo.example", "legal@demo.example"
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
NAMES = ("back", "again", "tabs", "pair", "hidden", "ended")

DRAFTS = f"""
from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment
from wizard.actions.participants import add_participant
from wizard.models import User
edition, author = current_catalog(), User.objects.get(email="{PM}")
for name in {NAMES!r}:
    for scripts in (True, False):
        made = start_assessment(author=author, name=f"{{name}} {{scripts}}", description="", candidates=["qwen3-32b"],
            edition_version=edition.edition.version, edition_sha256=edition.sha256)
        add_participant(assessment=made, actor=author, email="{LEGAL}")
        print("draft", name, scripts, made.reference)
"""


@pytest.fixture(scope="module")
def drafts(service: Service) -> Mapping[tuple[str, bool], str]:
    """The addresses of drafts without answers, by name and by whether scripts run; the reviewer takes part in each."""
    done = service.manage("shell", "--no-imports", "-c", DRAFTS)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("draft ")]
    return {(name, scripts == "True"): f"/assessments/{reference}/" for _, name, scripts, reference in lines}


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def saved(page: Page) -> None:
    """Wait until a save on change was answered."""
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.wait_for_load_state("networkidle")


@BOTH
def test_going_back_and_forward_shows_what_was_saved_and_saves_again(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    training = f"{drafts['back', scripts]}items/outputs-training/"
    page.goto(training)
    page.locator("[name=train][value=none]").check()
    save(page)
    page.wait_for_url("**/items/eu-high-risk/")
    page.go_back()
    expect(page.locator("[name=train][value=none]")).to_be_checked()
    page.go_forward()
    page.wait_for_url("**/items/eu-high-risk/")
    page.go_back()
    note = page.get_by_label("Note for the reviewer")
    note.fill("Second thoughts.")
    save(page)
    page.wait_for_url("**/items/eu-high-risk/")
    page.go_back()
    expect(note).to_have_value("Second thoughts.")
    page.goto(training)
    expect(note).to_have_value("Second thoughts.")
    expect(page.locator("[name=train][value=none]")).to_be_checked()


@BOTH
def test_refreshing_after_any_form_sends_nothing_again(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    here = drafts["again", scripts]

    def refreshed() -> None:
        page.wait_for_load_state("networkidle")
        sent.clear()
        page.reload()
        assert sent == ["GET"]

    page.goto(f"{here}items/outputs-training/")
    page.get_by_text("Add a link or a file").click()
    page.get_by_label("What is it?").fill("Data policy")
    page.get_by_label("Link").fill("https://intranet.example/data")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("link", name="Data policy")).to_be_visible()
    refreshed()
    page.get_by_label("Comment", exact=True).fill("Which data?")
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_text("Which data?")).to_be_visible()
    refreshed()
    expect(page.get_by_text("Which data?")).to_have_count(1)
    expect(page.get_by_role("link", name="Data policy")).to_have_count(1)
    page.locator("[name=train][value=none]").check()
    save(page)
    page.wait_for_url("**/items/eu-high-risk/")
    refreshed()
    page.goto(f"{here}result/")
    page.get_by_role("button", name="Send to legal review as it is").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    refreshed()
    expect(page.get_by_text("In review").first).to_be_visible()


@BOTH
def test_a_double_click_starts_one_draft_stores_one_answer_and_hands_over_once(visit: Opener, scripts: bool) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    name = f"Pressed twice {scripts}"
    page.goto("/assessments/new/")
    page.get_by_label("Name of the product").fill(name)
    page.locator("input[name=candidates][value='qwen3-32b']").check()
    page.get_by_role("button", name="Start", exact=True).dblclick()
    page.wait_for_url("**/assessments/CW-*/**")
    address = "/assessments/" + page.url.split("/assessments/")[1].split("/")[0]
    page.goto(f"/assessments/?q={name}")
    expect(page.get_by_role("link", name=name)).to_have_count(1)

    page.goto(f"{address}/items/outputs-training/")
    note = page.get_by_label("Note for the reviewer")
    note.evaluate("(box, words) => { box.value = words }", "Twice.")  # without the save on change
    page.locator("[name=train][value=none]").evaluate("radio => { radio.checked = true }")
    page.get_by_role("button", name="Save and continue").dblclick()
    page.wait_for_url("**/items/eu-high-risk/")
    page.goto(f"{address}/items/outputs-training/")
    expect(note).to_have_value("Twice.")
    assert page.locator("#seen-version").input_value() == "1"

    page.get_by_label("Comment", exact=True).fill("Said once.")
    page.get_by_role("button", name="Add comment").dblclick()
    expect(page.get_by_text("Said once.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/items/outputs-training/")
    expect(page.get_by_text("Said once.")).to_have_count(1)

    page.goto(f"{address}/result/")
    page.get_by_role("button", name="Send to legal review as it is").dblclick()
    expect(page.get_by_text("In review").first).to_be_visible()
    page.goto(f"{address}/")
    page.get_by_text("What happened so far").click()
    expect(page.get_by_text("revision 1")).to_have_count(1)
    expect(page.get_by_role("listitem").filter(has_text="handed it over for review")).to_have_count(1)


@pytest.mark.parametrize("keeps", ["stored", "mine"])
def test_the_second_tab_is_told_on_its_first_change_and_either_version_can_be_kept(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], keeps: str
) -> None:
    first = visit()
    signed_in(first, PM)
    address = f"{drafts['tabs', keeps == 'mine']}items/outputs-training/"
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    first.locator("[name=train][value=none]").check()
    saved(first)
    second.locator("[name=train][value='same-family']").click()  # what comes back takes it away at once
    told = second.get_by_role("heading", name="Two versions of the same answer")
    expect(told).to_be_focused()
    form = second.locator("#item-form")
    expect(form).to_contain_text("No: outputs train nothing")
    expect(form).to_contain_text("What you typed")
    if keeps == "stored":
        second.get_by_role("link", name="Keep what is stored").click()
        expect(second.locator("[name=train][value=none]")).to_be_checked()
        return
    second.get_by_role("button", name="Save my version instead").click()
    expect(told).to_have_count(0)
    first.reload()
    expect(first.locator("[name=train][value='same-family']")).to_be_checked()


@BOTH
def test_author_and_participant_on_one_question_the_later_is_told_by_whom_and_keeps_every_word(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    author, other = visit(scripts=scripts), visit(scripts=scripts)
    signed_in(author, PM)
    signed_in(other, LEGAL)
    here = drafts["pair", scripts]
    for page in (author, other):
        page.goto(f"{here}items/outputs-training/")
    other.locator("[name=train][value=none]").check()
    if scripts:
        saved(other)
    else:
        save(other)
        other.wait_for_url("**/items/eu-high-risk/")
    author.get_by_label("Note for the reviewer").fill("Our data team said so.")
    if scripts:
        author.get_by_label("Note for the reviewer").blur()
    else:
        save(author)
    expect(author.get_by_text("Adaeze Okafor saved this item while you were writing")).to_be_visible()
    expect(author.locator("#item-form")).to_contain_text("Our data team said so.")
    author.get_by_role("button", name="Save my version instead").click()
    expect(author.get_by_text("saved this item while you were writing")).to_have_count(0)
    other.goto(f"{here}items/outputs-training/")
    expect(other.get_by_label("Note for the reviewer")).to_have_value("Our data team said so.")
    # On different questions they are not in each other's way.
    author.goto(f"{here}items/content-safety/")
    other.goto(f"{here}items/osi-status/")
    author.locator("[name=content_filter][value=yes]").check()
    save(author)
    other.locator("[name=relies_on][value=nothing]").check()
    save(other)
    other.wait_for_url("**/items/weights-code-outputs/")


@BOTH
def test_a_changed_answer_names_what_became_stale_and_hidden_answers_come_back(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    here = drafts["hidden", scripts]

    def answer(item: str, name: str, value: str) -> None:
        page.goto(f"{here}items/{item}/")
        page.locator(f"[name={name}][value={value}]").check()
        if scripts:
            saved(page)
        else:
            with page.expect_navigation():
                save(page)

    told = page.locator("#effects")
    answer("systemic-risk", "fine_tunes", "yes")
    answer("fine-tuning-data", "fine_tuning_data_recorded", "yes")
    answer("systemic-risk", "fine_tunes", "no")
    expect(told).to_contain_text("changed other questions")
    told.get_by_role("link", name="Fine-tuning data").click()
    expect(page.get_by_role("main")).to_contain_text("is kept, but counts for nothing")
    expect(page.locator("[name=fine_tuning_data_recorded]")).to_have_count(0)
    answer("systemic-risk", "fine_tunes", "yes")
    expect(told).to_contain_text("applies again")
    page.goto(f"{here}items/fine-tuning-data/")
    expect(page.locator("[name=fine_tuning_data_recorded][value=yes]")).to_be_checked()


@BOTH
def test_a_session_that_ends_while_a_comment_is_written_loses_no_word_of_it(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    page.goto(f"{drafts['ended', scripts]}items/outputs-training/")
    page.get_by_label("Comment", exact=True).fill("Which data does it see?")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Add comment").click()
    if scripts:
        expect(page.locator("#trouble")).to_contain_text("Sign in on another tab, then try again")
        beside = page.context.new_page()
        sign_in(beside, PM)
        page.get_by_role("button", name="Add comment").click()
    else:
        _sign_in_again(page)
        expect(page.get_by_label("Comment", exact=True)).to_have_value("Which data does it see?")
        page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_role("listitem").filter(has_text="Which data does it see?")).to_be_visible()


@BOTH
def test_a_session_that_ends_while_evidence_is_described_keeps_what_was_typed(
    visit: Opener, drafts: Mapping[tuple[str, bool], str], scripts: bool
) -> None:
    page = visit(scripts=scripts)
    signed_in(page, PM)
    page.goto(f"{drafts['ended', scripts]}items/content-safety/")
    page.get_by_text("Add a link or a file").click()
    page.get_by_label("What is it?").fill("Filter test")
    page.get_by_label("Link").fill("https://intranet.example/filter")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Add evidence").click()
    _sign_in_again(page)
    expect(page.get_by_label("What is it?")).to_have_value("Filter test")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("link", name="Filter test")).to_be_visible()


def test_a_save_on_change_after_the_session_ended_goes_through_once_signed_in_on_another_tab(
    visit: Opener, drafts: Mapping[tuple[str, bool], str]
) -> None:
    page = visit()
    signed_in(page, PM)
    address = f"{drafts['ended', True]}items/osi-status/"
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=relies_on][value=nothing]").check()
    expect(page.locator("#trouble")).to_contain_text("Sign in on another tab, then try again")
    beside = page.context.new_page()
    sign_in(beside, PM)
    page.get_by_label("Note for the reviewer").fill("Read in May.")
    page.get_by_label("Note for the reviewer").blur()
    saved(page)
    expect(page.locator("#trouble")).to_be_hidden()
    beside.goto(address)
    expect(beside.locator("[name=relies_on][value=nothing]")).to_be_checked()
    expect(beside.get_by_label("Note for the reviewer")).to_have_value("Read in May.")


def test_who_loses_their_part_while_writing_reads_so_on_the_page_and_keeps_the_words(
    visit: Opener, drafts: Mapping[tuple[str, bool], str]
) -> None:
    page, author = visit(), visit(scripts=False)
    signed_in(page, LEGAL)
    page.goto(f"{drafts['ended', True]}items/osi-status/")
    signed_in(author, PM)
    author.goto(f"{drafts['ended', True]}people/")
    author.get_by_role("button", name="Remove").click()
    page.get_by_label("Note for the reviewer").fill("Read in June.")
    page.get_by_label("Note for the reviewer").blur()
    told = page.get_by_role("status").filter(has_text="Nothing was saved: this is not open to you, or no longer.")
    expect(told).to_contain_text("What you typed is still here.")
    expect(told).to_be_in_viewport()
    expect(page.get_by_label("Note for the reviewer")).to_have_value("Read in June.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("main")).to_contain_text("Read in June.")


def _sign_in_again(page: Page) -> None:
    page.get_by_label("Email").fill(PM)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("body")).to_contain_text("Your session had ended")
