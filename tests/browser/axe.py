"""What axe finds on a page as it stands, with contrast measured once for each way that text looks there.

Contrast is four fifths of axe's work, and a table of a hundred rows shows the same words on the same ground a hundred
times. Text is alike when it and all it stands in are of the same kind, classes and colours; two of each are measured.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RUN = """async () => {
  const MARK = "data-measured", grounds = new Map(), seen = new Map();
  const ground = (it) => {
    if (!it) return "";
    if (!grounds.has(it)) {
      const style = getComputedStyle(it);
      const own = [it.localName, it.getAttribute("class"), style.backgroundColor, style.backgroundImage, style.opacity,
        style.filter, style.position, style.visibility, it.matches(":disabled, [aria-disabled='true'], [inert]")];
      grounds.set(it, `${ground(it.parentElement)}>${own.join("|")}`);
    }
    return grounds.get(it);
  };
  const look = (it, words) => {
    const style = getComputedStyle(it);
    const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, words === 1, it.control?.disabled];
    return `${ground(it)} ${own.join("|")}`;
  };
  for (const it of document.body.querySelectorAll("*")) {
    it.removeAttribute(MARK);
    const words = [...it.childNodes].reduce((sum, one) => sum + (one.nodeType === 3 ? one.data.trim().length : 0), 0);
    if (!words && !it.matches("input, select, textarea, button") || !it.checkVisibility()) continue;
    const key = look(it, words), times = (seen.get(key) || 0) + 1;
    seen.set(key, times);
    if (times <= 2 || key.includes("url(") || key.includes("gradient(")) it.setAttribute(MARK, "");
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: `[${MARK}]` }] });
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
}"""


def axe_violations(page: Page) -> list[str]:
    """The rules that axe finds broken, each with the first element that breaks it.

    It runs in the page, so it never comes to an end in one without scripts.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(_RUN))
