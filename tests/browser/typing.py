"""How a person fills the checklist in a browser: the story of the worked example, typed field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playwright.sync_api import Locator, Page, expect

from catalog.ambient import current_catalog, current_law, today
from wizard.phases import ITEMS, story
from wizard.phases.context import Context


def told() -> Iterator[tuple[str, story.Typed]]:
    """Every item with what is typed into it, in the order of the checklist."""
    context = Context(current_catalog(), current_law(), story.CANDIDATES, today())
    for item in ITEMS:
        yield item, story.STORY[item](context)


def type_item(page: Page, typed: story.Typed) -> None:
    """Fill the item's page until every field of the story was there, then go on.

    Some questions appear only after another was answered: at once with scripts, after saving without them.
    """
    here = page.url
    left = dict(typed)
    for _ in range(6):
        left = _fill_what_is_there(page, left)
        if not left:
            break
        page.get_by_role("button", name="Add a product").or_(
            page.get_by_role("button", name="Save and continue")
        ).first.click()
        page.wait_for_load_state()
        expect(page.locator(".htmx-request")).to_have_count(0)  # a row that was asked for arrives with its answer
        if page.url.split("?")[0] != here.split("?")[0]:
            page.goto(here)
    assert not left, f"{here} never asked for {sorted(left)}"
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


def _fill_what_is_there(page: Page, typed: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    left: dict[str, str | list[str]] = {}
    for name, value in typed.items():
        fields = page.locator(f"#item-form [name='{name}']")
        if fields.count() == 0:
            left[name] = value
        elif fields.first.get_attribute("type") != "hidden":
            _fill(fields, [value] if isinstance(value, str) else value)
    return left


def _fill(fields: Locator, values: list[str]) -> None:
    first = fields.first
    kind = first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        for value in values:
            fields.and_(fields.page.locator(f"[value='{value}']")).check()
    elif first.evaluate("field => field.tagName") == "SELECT":
        first.select_option(values[0])
    else:
        first.fill(values[0])
        first.blur()
