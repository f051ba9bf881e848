"""The decision in a browser: what is owed is planned and ticked off, the way that led there is drawn to be read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations
from tests.browser.conftest import Opener, Service, signed_in

pytestmark = pytest.mark.browser

LITERACY = "Take measures that help your staff"


@pytest.fixture(scope="session")
def draft(service: Service) -> str:
    """The worked example as a draft of its own."""
    done = service.manage("shell", "--no-imports", "-c", DRAFT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


DRAFT = """
from wizard.actions.copies import start_example
from wizard.models import User
print(start_example(author=User.objects.get(email="pm@demo.example")).reference)
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_duty_gets_an_owner_and_a_day_and_is_ticked_off(visit: Opener, draft: str, scripts: bool) -> None:
    page = visit(scripts=scripts, width=390)
    signed_in(page, "pm@demo.example")
    page.goto(f"/assessments/{draft}/result/")
    row = page.locator("#todos li").filter(has_text=LITERACY)
    row.get_by_role("link", name=re.compile("^(Owner and date|Change)")).click()
    owner = page.get_by_label("Who sees to it?")
    if scripts:
        expect(owner).to_be_focused()
        assert axe_violations(page) == []
    owner.fill("Paula Meyer")
    page.get_by_label("By when?").fill("2020-01-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("“By when” lies in the past")
    expect(page.get_by_label("Who sees to it?")).to_have_value("Paula Meyer")
    page.get_by_label("By when?").fill("2040-01-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(row).to_contain_text("Paula Meyer, by 1 January 2040")
    done = row.get_by_role("button", name=re.compile("^Mark as done"))
    if scripts:
        expect(done).to_be_focused()
        assert page.url.endswith("/result/")
    done.click()
    expect(page.locator("#todo-counts")).to_contain_text("1 done or in place")
    expect(row.locator("s")).to_contain_text(LITERACY)
    row.get_by_role("button", name=re.compile("^Not done yet")).click()
    expect(page.locator("#todo-counts")).not_to_contain_text("done")


@pytest.mark.parametrize(("width", "dark"), [(390, True), (768, False), (1280, False)])
def test_the_way_is_read_on_every_screen(visit: Opener, draft: str, width: int, dark: bool) -> None:
    page = visit(width=width, dark=dark)
    signed_in(page, "pm@demo.example")
    page.goto(f"/assessments/{draft}/result/")
    page.locator("#ways details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert axe_violations(page) == []
    for drawing in page.locator("svg.path").all():
        assert drawing.evaluate("svg => svg.getBoundingClientRect().width >= 0.9 * svg.viewBox.baseVal.width")
        beyond = (
            "svg => [...svg.querySelectorAll('tspan')].filter(line => line.getBBox().x + line.getComputedTextLength()"
        )
        assert drawing.evaluate(f"{beyond} > svg.viewBox.baseVal.width).map(line => line.textContent)") == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_change_from_the_answers_leads_back_to_its_row(visit: Opener, draft: str, scripts: bool) -> None:
    page = visit(scripts=scripts)
    signed_in(page, "pm@demo.example")
    page.goto(f"/assessments/{draft}/check/")
    page.locator("#organisation-users").get_by_role("link", name=re.compile("^Change")).click()
    page.locator("[name=annual_revenue_usd]").fill("-5")
    page.get_by_role("button", name="Save and return").click()
    expect(page.locator("#error-summary")).to_contain_text("zero or a positive number")
    page.locator("[name=annual_revenue_usd]").fill("340000000")
    page.get_by_role("button", name="Save and return").click()
    page.wait_for_url("**/check/#organisation-users")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def test_on_paper_nothing_is_folded_and_every_answer_stands_under_its_question(visit: Opener, draft: str) -> None:
    page = visit()
    signed_in(page, "pm@demo.example")
    page.goto(f"/assessments/{draft}/result/")
    folded = page.locator("details:not([open]):not(:has(> form)) > :nth-child(2)").all()
    assert len(folded) > 2
    assert not any(part.is_visible() for part in folded)
    page.emulate_media(media="print")
    assert all(part.is_visible() for part in folded)
    page.goto(f"/assessments/{draft}/check/")
    expect(page.get_by_role("heading", name="Do outputs train another model?")).to_be_visible()
    expect(page.get_by_role("link", name="Change Training on outputs")).to_be_hidden()
