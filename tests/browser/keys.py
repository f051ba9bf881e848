"""A person without a mouse: Tab, Shift+Tab, Enter, Space and the arrows, and at every stop it shows where one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import FileChooser, Locator, Page, expect

MOST_STOPS = 160

# What is wrong with where the focus is: without a mark, beneath something else or outside the window. Empty if nothing.
_STOP = """() => {
  const it = document.activeElement;
  if (it === document.body) return "";
  const told = (fault) => `${fault}: ${it.outerHTML.slice(0, 160)}`;
  const style = getComputedStyle(it);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return told("no mark");
  const seen = [...it.getClientRects()].some((box) => {
    const spot = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return spot && (it === spot || it.contains(spot) || spot.contains(it));
  });
  return seen ? "" : told("not to be seen");
}"""


@dataclass(frozen=True)
class Keys:
    """The keyboard at one page."""

    page: Page

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Write into the field that has the focus, in place of what it holds."""
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def to(self, target: Locator, *, back: bool = False) -> None:
        """Go from stop to stop until the target has the focus, looking at each stop on the way."""
        expect(target.first).to_be_attached()
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            fault, arrived = target.first.evaluate(f"target => [({_STOP})(), document.activeElement === target]")
            assert not fault, f"{self.page.url}: {fault}"
            if arrived:
                return
        raise AssertionError(f"{target} was not reached in {MOST_STOPS} stops")

    def step(self, *, back: bool = False) -> None:
        """One stop on or back."""
        self.press("Shift+Tab" if back else "Tab")
        fault = self.page.evaluate(_STOP)
        assert not fault, f"{self.page.url}: {fault}"

    def follow(self, name: str) -> None:
        """Go to the link or button of this name, which leads to another page, and press it."""
        link = self.page.get_by_role("link", name=name, exact=True)
        self.to(link.or_(self.page.get_by_role("button", name=name, exact=True)))
        with self.page.expect_navigation():
            self.press("Enter")


def choices_of_files(page: Page) -> Iterator[FileChooser]:
    """The choices of a file that a page opens from now on, each as soon as it is there.

    To be called well before the key: a browser that is only just asked to tell of such a choice may miss it.
    """
    opened: list[FileChooser] = []

    def remember(choice: FileChooser) -> None:
        opened.append(choice)

    page.on("filechooser", remember)
    return _as_they_come(page, opened)


def _as_they_come(page: Page, opened: list[FileChooser]) -> Iterator[FileChooser]:
    for _ in range(150):
        if opened:
            yield opened.pop(0)
        page.wait_for_timeout(100)
