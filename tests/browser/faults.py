"""What is wrong with a page on any screen, in light and dark: accessibility violations, and sideways scrolling."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Page

from tests.browser.axe import axe_violations
from tests.browser.outline import outline_faults

SCREENS = ((1280, False), (390, True))
"""Widths in pixels, each with whether the system is dark."""
BETWEEN = 768
"""A width in pixels at which a page has only to fit."""


def faults(page: Page) -> list[str]:
    """Accessibility violations of a page as it stands, an outline out of order, and whether it scrolls sideways."""
    return too_wide(page) + axe_violations(page) + outline_faults(page)


def too_wide(page: Page) -> list[str]:
    """Whether a page scrolls sideways as it stands, once it has loaded."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return ["wider than the screen"] if wide else []


def faults_on_every_screen(page: Page) -> dict[str, list[str]]:
    """The faults of a page as it stands, by screen: on a wide light and a narrow dark one, and its width on the rest.

    Colours depend on the scheme alone and what is folded away on the width alone, so two of the screens show them all.
    Motion is reduced, since a colour that is still changing has no contrast to measure.
    """
    found: dict[str, list[str]] = {}
    page.set_viewport_size({"width": BETWEEN, "height": 900})
    if wrong := too_wide(page):
        found[f"{page.url}, {BETWEEN} px"] = wrong
    for width, dark in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        if wrong := faults(page):
            found[f"{page.url}, {width} px, {'dark' if dark else 'light'}"] = wrong
    return found


def faults_of(page: Page, addresses: Iterable[str], **parts: str) -> dict[str, list[str]]:
    """The faults of pages by address and screen. Each is opened once and then seen in every size."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address.format(**parts))
        found |= faults_on_every_screen(page)
    return found
