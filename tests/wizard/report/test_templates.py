"""The templates place values and trust none of them."""

import re

from tests.wizard.report import sample

TEMPLATES = sorted((sample.ROOT / "templates/report").glob("*.html"))


def test_no_template_switches_escaping_off() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|safeseq|\{%\s*load(?! i18n( words)? %\})", text), template.name


def test_no_template_refers_to_anything_outside_the_report() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\bsrc=|<link|@import|url\(|style=|<script", text), template.name


def test_the_first_page_has_decision_table_signatures_and_basis_in_this_order() -> None:
    page = sample.html(sample.document())
    places = [page.index(mark) for mark in ("<h1>", 'class="candidates"', "Sign-off", "On what this rests")]
    assert places == sorted(places)


def test_every_verdict_is_told_by_its_word() -> None:
    page = sample.html(sample.document())
    for word in ("Clear", "Conditions", "Blocked"):
        assert f'<span class="shape"></span>{word}' in page
