"""What somebody hears who walks a page by its headings and landmarks."""

from __future__ import annotations

from playwright.sync_api import Page

_FAULTS = """() => {
  const found = [];
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => !one.closest("[hidden]"));
  const firsts = headings.filter((one) => one.tagName === "H1");
  if (firsts.length !== 1) found.push(`${firsts.length} headings of the first level`);
  headings.forEach((one, place) => {
    const level = Number(one.tagName[1]), before = place ? Number(headings[place - 1].tagName[1]) : 1;
    if (level > before + 1) found.push(`the heading “${one.textContent.trim()}” skips a level`);
    if (!one.textContent.trim()) found.push("a heading without words");
  });
  const outer = (tag) => [...document.querySelectorAll(tag)].filter((one) => !one.closest("main"));
  for (const [tag, name] of [["header", "banner"], ["main", "main"], ["footer", "contentinfo"]]) {
    const all = tag === "main" ? [...document.querySelectorAll(tag)] : outer(tag);
    if (all.length !== 1) found.push(`${all.length} landmarks of the kind ${name}`);
  }
  const names = [...document.querySelectorAll("nav, aside")].map((one) => one.getAttribute("aria-label")
    || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent.trim() || "");
  if (names.includes("")) found.push("a navigation or an aside without a name");
  if (new Set(names).size !== names.length) found.push(`two landmarks of one name: ${names.join(", ")}`);
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length) found.push(`ids that are there twice: ${twice.join(", ")}`);
  if (document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])")) found.push("an order of its own");
  const skip = document.querySelector("a[href]");
  if (!skip.classList.contains("skip") || !document.getElementById("main")) found.push("no way to skip to the content");
  return found;
}"""


def outline_faults(page: Page) -> list[str]:
    """Headings out of order, landmarks that are missing, nameless or alike, ids that are not unique."""
    return list(page.evaluate(_FAULTS))
