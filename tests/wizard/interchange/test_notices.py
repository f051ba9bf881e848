from __future__ import annotations

import re
from datetime import date

import pytest

from catalog.ambient import current_catalog
from catalog.engine.answers import Facts
from catalog.engine.case import Case, stated
from catalog.engine.rules.outputs import output_naming
from wizard.interchange.notices import licence_list, model_card, notice_text
from wizard.interchange.owed import begins_with, name_checks, papers
from wizard.interchange.package import checklist

LICENCES = sorted(current_catalog().licences)


def words(text):
    """The text without its line breaks."""
    return " ".join(text.split())


@pytest.fixture
def under(catalogue):
    """Make the papers of some model under one licence."""
    return lambda licence: papers(catalogue.model("qwen3-32b"), [licence], catalogue, {})


@pytest.mark.parametrize("licence", LICENCES)
def test_every_duty_to_show_or_ship_gives_a_line_with_its_place(licence, catalogue, under):
    terms = catalogue.licences[licence].terms
    made = under(licence)
    notice, copies = words(notice_text(made)), words(licence_list(made))
    for topic in ("attribution", "notice", "licence-copy"):
        term = terms.term(topic)
        owed = [it for it in (term.text, term.guide) if it and it.value.strength != "none"]
        if not owed:
            continue
        due = made.bound[0].of(topic)[0]
        assert due.says in {it.says for it in owed}
        assert due.label in notice
        if topic == "notice":
            assert due.clause in notice
            assert due.url in notice
        if topic == "licence-copy":
            assert f"LICENSES/{licence}.txt" in notice
            assert "Ship as" in copies


@pytest.mark.parametrize("licence", LICENCES)
def test_every_licence_is_named_with_its_steward_and_address(licence, catalogue, under):
    made, entry = under(licence), catalogue.licences[licence]
    for text in (notice_text(made), model_card(made), licence_list(made)):
        assert entry.steward.split()[0] in text
        assert str(entry.url) in text


@pytest.mark.parametrize("licence", LICENCES)
def test_a_notice_is_plain_text_that_fits_a_terminal(licence, under):
    for line in notice_text(under(licence)).splitlines():
        assert len(line) <= 78 or "https://" in line
        assert line == line.rstrip()


def test_a_label_stands_alone_and_a_fixed_line_is_left_to_its_licensor(papers_of):
    notice = notice_text(papers_of("llama-4-maverick"))
    assert "\n\nBuilt with Llama\n\n" in notice
    assert "[Notice. A NOTICE text file" in notice
    assert "section 1(b)(iii)" in notice
    assert "is licensed under" not in notice


def test_a_licence_of_a_base_model_is_in_the_papers_of_what_was_made_from_it(papers_of):
    made = papers_of("deepseek-r1-distill-llama-70b")
    assert [it.licence.id for it in made.bound] == ["MIT", "llama-3.3-community"]
    assert "It binds Llama 3.3 70B Instruct." in notice_text(made)
    assert made.labels == ("Built with Llama",)


def test_a_mere_recommendation_is_said_to_be_one(under):
    notice = words(notice_text(under("hunyuan-a13b-community")))
    assert "[To be shown, recommended: “Powered by Tencent Hunyuan”." in notice
    assert under("hunyuan-a13b-community").labels == ()


def test_a_label_that_is_owed_above_a_size_says_from_which(under):
    shown = [due for due in under("kimi-k2-modified-mit").bound[0].of("attribution") if due.above]
    assert shown
    assert "100 million monthly active users" in words(notice_text(under("kimi-k2-modified-mit")))


def test_what_commercial_use_alone_owes_is_said_to_be_so(catalogue, under):
    found = [it.id for it in catalogue.licences.values() if it.terms.attribution.text.value.commercial_only]
    assert found
    for licence in found:
        made = under(licence)
        assert "[To be shown for commercial use: " in words(notice_text(made))
        assert "and the use is commercial" in checklist(made, None)


def test_the_reading_that_asks_for_more_applies_until_a_position_is_adopted(catalogue):
    model = catalogue.model("gemma-3-27b")
    asked = papers(model, ["gemma-terms"], catalogue, {})
    settled = papers(model, ["gemma-terms"], catalogue, {("gemma-terms", "attribution"): "text"})
    assert [due.reading for due in asked.bound[0].of("attribution")] == ["guide"]
    assert settled.bound[0].of("attribution") == ()
    text = papers(
        catalogue.model("llama-4-maverick"),
        ["llama-4-community"],
        catalogue,
        {("llama-4-community", "attribution"): "guide"},
    )
    assert text.labels == ()


def test_markdown_marks_in_names_mean_nothing(catalogue):
    model = catalogue.model("qwen3-32b").model_copy(update={"name": "A|B [x](y) <b>", "vendor": "*V*"})
    card = model_card(papers(model, ["MIT"], catalogue, {}))
    assert r"A\|B \[x\](y) \<b\>" in card
    assert r"\*V\*" in card


@pytest.mark.parametrize(
    ("label", "name", "fits"),
    [
        ("Llama", "Llama-Shop", True),
        ("Llama", " llama3 shop", True),
        ("Llama", "Llamas", False),
        ("Llama", "Acme-Llama", False),
        ("glm-4", "GLM-4-Acme", True),
        ("Llama 3", "Llama-3-Acme", False),
    ],
)
def test_a_name_begins_with_the_label_as_the_verdict_takes_it(label, name, fits, catalogue):
    assert begins_with(label, name) is fits
    licence = next(it for it in catalogue.licences.values() if it.terms.output_naming.text.value.label == label)
    adaptation = {"fine_tunes": True, "publishes_weights": True, "published_name": name}
    facts = Facts.model_validate({"schema": "facts/1", "as_of": date(2026, 11, 23), "adaptation": adaptation})
    term = stated("output-naming", licence.id, "text", licence.terms.output_naming.text, catalogue.sources)
    outcome = output_naming(term, Case(facts, licence, None, catalogue.licences))
    assert [it.met for it in outcome.obligations] == [fits]


def test_a_name_is_checked_against_every_licence_in_force(papers_of):
    (check,) = name_checks(papers_of("deepseek-r1-distill-llama-70b"), "Acme-7B")
    assert (check.licence, check.met, check.proposal) == ("Llama 3.3 Community", False, "Llama-Acme-7B")
    (open_,) = name_checks(papers_of("llama-4-maverick"), None)
    assert open_.met is None
    assert name_checks(papers_of("qwen3-32b"), "Acme-7B") == ()


def test_every_bracket_of_a_notice_is_closed(papers_of, catalogue):
    for name in catalogue.models:
        notice = notice_text(papers_of(name))
        assert len(re.findall(r"^\[", notice, re.MULTILINE)) == len(re.findall(r"\]$", notice, re.MULTILINE))
