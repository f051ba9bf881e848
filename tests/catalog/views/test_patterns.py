"""The pattern page leaves nothing out: a component or a colour that is not on it has escaped every later look."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from catalog.presenters.patterns import GROUNDS, INKS, LINES, ON_ACCENT, STEPS

BASE = Path(settings.BASE_DIR)
PAGE = (BASE / "templates/catalog/patterns.html").read_text(encoding="utf-8")
TOKENS = (BASE / "static/css/tokens.css").read_text(encoding="utf-8")
IN_EVERY_PAGE = {"_nav_link.html"}
WITHIN_OTHERS = {"_field_words.html"}
COMPONENTS = {path.name for path in (BASE / "templates/components").glob("*.html")}


@pytest.mark.parametrize("name", sorted(COMPONENTS - IN_EVERY_PAGE - WITHIN_OTHERS))
def test_every_component_is_shown(name: str) -> None:
    assert f'"components/{name}"' in PAGE


def test_every_colour_is_shown_and_none_that_is_gone() -> None:
    assert {*GROUNDS, *INKS, *LINES, ON_ACCENT} == set(re.findall(r"--([a-z-]+): light-dark", TOKENS))


def test_every_size_of_type_is_shown() -> None:
    assert set(STEPS) == set(re.findall(r"--(step-[-\d]+):", TOKENS))


def test_each_swatch_has_its_rule() -> None:
    sheet = (BASE / "static/css/patterns.css").read_text(encoding="utf-8")
    rules = [f".ground-{name} " for name in GROUNDS] + [f".ink-{name} " for name in INKS]
    assert [rule for rule in rules if rule not in sheet] == []


@pytest.mark.django_db
def test_the_page_shows_forms_as_they_are_and_with_what_is_wrong(client: Client) -> None:
    page = client.get("/patterns/").content.decode()
    assert page.count("<h1>") == 1
    assert "Name of the product" in page
    assert 'id="refused_users_error"' in page
    assert 'id="error-summary"' in page
    assert "autofocus" not in page
