"""What a save sends back: the parts of the page that are others now, for each opened page by itself."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from html import unescape

from django.utils.functional import Promise

from wizard.phases import ITEMS
from wizard.views.parts import _parts

HTMX = {"HX-Request": "true"}
TRAINS = {"train": "other-llm", "distils": "yes", "shares_trained_model": "yes"}
PLAIN = (str, int, float, date, Promise, type(None))
PARTS = {"place": "p", "tool": "section", "tasks": "nav", "panel": "aside"}


class Page:
    """An item opened in a browser: what it shows of each part, and what it sends of itself."""

    def __init__(self, client, assessment, item):
        self.client, self.address = client, f"/assessments/{assessment.reference}/items/{item}/"
        page = client.get(self.address).text
        self.sends = {name: hidden(page, name) for name in ("seen_version", "sheet", "shown", "held")}
        self.shows = parts_in(page)

    def change(self, **typed):
        """Save on change, and swap what comes back into the page."""
        part = self.client.post(self.address, {**self.sends, **typed}, headers=HTMX).text
        self.sends |= {
            name: hidden(part, name) for name in ("seen_version", "held", "shown") if f'name="{name}"' in part
        }
        self.shows |= parts_in(part)
        return part


def hidden(page, name):
    return unescape(re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0])


def parts_in(page):
    page = re.sub(r' hx-swap-oob="true"|name="csrfmiddlewaretoken" value="\w+"|\s+', " ", page)
    found = {name: re.search(rf'<{tag}\b[^>]*id="{name}".*?</{tag}>', page) for name, tag in PARTS.items()}
    return {name: re.sub(r" +(?=>)", "", part[0]) for name, part in found.items() if part}


def test_a_save_sends_no_part_that_the_page_shows_already(fresh_draft, as_author):
    page = Page(as_author, fresh_draft, "outputs-training")
    answered = page.change(**TRAINS)
    assert set(parts_in(answered)) == {"place", "tool", "tasks", "panel"}
    noted = page.change(**TRAINS, note="Agreed with the lawyers.")
    assert parts_in(noted) == {}
    assert hidden(noted, "seen_version") == "2"
    assert noted.startswith("Saved ")


def test_a_page_shows_after_many_saves_what_a_new_one_shows(fresh_draft, as_author):
    page = Page(as_author, fresh_draft, "outputs-training")
    for typed in (TRAINS, {**TRAINS, "distils": "no"}, TRAINS, {"train": "none"}, {"train": "none", "note": "Seen."}):
        page.change(**typed)
        assert page.shows == Page(as_author, fresh_draft, "outputs-training").shows


def test_each_of_two_opened_pages_is_sent_what_it_does_not_show_yet(fresh_draft, as_author):
    first, second = (Page(as_author, fresh_draft, item) for item in ("outputs-training", "user-monitoring"))
    first.change(**TRAINS)
    assert second.shows["panel"] != first.shows["panel"]
    second.change(note="Who is told is not settled.")
    assert second.shows["panel"] == Page(as_author, fresh_draft, "user-monitoring").shows["panel"]


def test_who_sends_no_marks_is_sent_every_part(fresh_draft, as_author):
    page = Page(as_author, fresh_draft, "outputs-training")
    page.change(**TRAINS)
    page.sends["held"] = ""
    assert set(parts_in(page.change(**TRAINS))) == {"place", "tool", "tasks", "panel"}


def test_what_a_part_shows_is_told_by_values_alone(told, as_author):
    for item in ITEMS:
        page = as_author.get(f"/assessments/{told.reference}/items/{item}/")
        assert all(is_told(shown) for _, shown in _parts(page.context)), item


def is_told(value):
    """Whether `repr` tells the whole of a value."""
    if is_dataclass(value):
        return all(field.repr and is_told(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        return all(map(is_told, value.values()))
    return all(map(is_told, value)) if isinstance(value, tuple | list) else isinstance(value, PLAIN)
