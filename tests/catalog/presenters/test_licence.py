from datetime import date

from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Overlay, Position
from catalog.knowledge.terms import TOPICS
from catalog.presenters.address import VERDICT
from catalog.presenters.licence import LicencePage, licence_page
from catalog.presenters.licence_context import models_under, text_views, versions
from catalog.presenters.opened import Opened, opened
from catalog.presenters.readings import Shelf
from catalog.texts import known_texts

SETTLED = Position(
    licence="llama-4-community",
    topic="output-training",
    reading="text",
    reason="The clause is not in this version.",
    adopted_by="Rita Reviewer",
    adopted_on=date(2026, 11, 18),
)


def page(catalogue: Catalogue, shelf: Shelf, licence: str, overlay: Overlay = NO_OVERLAY) -> LicencePage:
    return licence_page(catalogue.licences[licence], catalogue, shelf, overlay)


def behind(catalogue: Catalogue, shelf: Shelf, licence: str, name: str, overlay: Overlay = NO_OVERLAY) -> Opened:
    found = opened(name, catalogue.licences[licence], shelf, overlay, None)
    assert found is not None
    return found


def test_every_topic_stands_on_the_page_once(catalogue: Catalogue, shelf: Shelf) -> None:
    for licence in catalogue.licences:
        subjects = page(catalogue, shelf, licence).subjects
        shown = [term.topic for subject in subjects for term in (*subject.terms, *subject.silent)]
        assert sorted(shown) == sorted(TOPICS), licence


def test_silent_topics_are_told_apart_from_stated_ones(catalogue: Catalogue, shelf: Shelf) -> None:
    subjects = {subject.label: subject for subject in page(catalogue, shelf, "llama-4-community").subjects}
    assert [term.topic for term in subjects["Scale, place and field"].silent] == ["registration", "field"]
    assert [term.topic for term in subjects["Outputs"].silent] == ["output-derivative"]


def test_a_topic_that_nobody_has_read_is_no_silence_of_the_text(catalogue: Catalogue, shelf: Shelf) -> None:
    found = page(catalogue, shelf, "xai-community")
    assert found.summary == "Text or guide speak on 5 of 21 topics. 13 topics have not been read."
    terms = {term.topic: term for subject in found.subjects for term in (*subject.terms, *subject.silent)}
    assert terms["patent"].readings[0].value == "Not read"
    assert terms["distribution"].readings[0].value == "Not read"


def test_the_page_says_on_what_text_and_guide_differ(catalogue: Catalogue, shelf: Shelf) -> None:
    told = page(catalogue, shelf, "llama-4-community").disputed
    assert told.startswith("Text and guide differ on ")
    assert "training on outputs" in told
    assert page(catalogue, shelf, "Apache-2.0").disputed == ""


def test_the_neighbours_in_the_chain_of_versions_are_linked(catalogue: Catalogue, shelf: Shelf) -> None:
    links = {fact.note: fact.href for fact in page(catalogue, shelf, "llama-3.3-community").facts}
    assert links["Replaces"] == "/licences/llama-3.2-community/"
    assert links["Replaced by"] == "/licences/llama-4-community/"


def test_the_whole_chain_of_versions_runs_from_the_oldest_on(catalogue: Catalogue) -> None:
    chain = versions(catalogue.licences["llama-3-community"], catalogue)
    assert chain[0].link.href == "/licences/llama-2-community/"
    assert chain[-1].link.href == "/licences/llama-4-community/"
    assert [each.link.label for each in chain if each.current] == [catalogue.licences["llama-3-community"].short]
    assert versions(catalogue.licences["MIT"], catalogue) == ()


def test_openness_gives_each_condition_with_its_reason(catalogue: Catalogue, shelf: Shelf) -> None:
    openness = page(catalogue, shelf, "llama-4-community").openness
    assert [condition.id for condition in openness] == ["E1", "E2", "E3", "E4"]
    assert openness[0].met == "Not met"
    assert all(condition.why for condition in openness)


def test_restrictions_are_listed_item_by_item_for_each_voice(catalogue: Catalogue, shelf: Shelf) -> None:
    text, guide = page(catalogue, shelf, "bigscience-rail-1.0").restrictions
    assert (text.title, len(text.items)) == ("The licence text", 13)
    assert guide.title == "The guide"
    assert all(item.concerns for item in text.items)


def test_models_say_when_only_the_guide_the_code_or_a_base_puts_them_under_a_licence(catalogue: Catalogue) -> None:
    notes = {link.label: link.note for link in models_under(catalogue.licences["deepseek-mit"], catalogue)}
    assert notes["DeepSeek-V3 (December 2024)"] == "by the guide only"
    notes = {link.label: link.note for link in models_under(catalogue.licences["MIT"], catalogue)}
    assert notes["DeepSeek-V3 (December 2024)"] == "code only"
    inherited = [link for link in models_under(catalogue.licences["llama-3.3-community"], catalogue) if link.note]
    assert any(link.note.startswith("inherited from Llama 3.3") for link in inherited)


def test_models_that_bear_the_licence_plainly_come_first(catalogue: Catalogue) -> None:
    notes = [bool(link.note) for link in models_under(catalogue.licences["MIT"], catalogue)]
    assert notes == sorted(notes)


def test_known_texts_are_told_by_their_hash(catalogue: Catalogue) -> None:
    found = text_views(catalogue.licences["Apache-2.0"], known_texts().sketches)
    assert found
    assert all(len(each.sha256) == 64 for each in found)
    assert found[0].words.endswith(" words")


def test_a_cell_opens_every_topic_it_stands_for(catalogue: Catalogue, shelf: Shelf) -> None:
    found = behind(catalogue, shelf, "llama-4-community", "output-training")
    assert found.title == "Llama 4 Community: outputs"
    assert [term.topic for term in found.terms] == ["output-training", "output-naming"]
    assert [reading.name for reading in found.terms[0].readings] == ["text", "guide"]
    assert found.terms[0].note.startswith("Two readings.")


def test_a_reading_carries_clause_source_and_date(catalogue: Catalogue, shelf: Shelf) -> None:
    text = behind(catalogue, shelf, "llama-4-community", "threshold").terms[0].readings[0]
    assert text.clause == "section 2"
    assert text.url.startswith("https://")
    assert text.basis == "Read in full, 23 November 2026:"


def test_an_adopted_reading_says_who_adopted_it_when_and_why(catalogue: Catalogue, shelf: Shelf) -> None:
    own = Overlay(positions=(SETTLED,), key="1")
    term = behind(catalogue, shelf, "llama-4-community", "output-training", own).terms[0]
    assert term.readings[0].applies == "Applies: adopted by Rita Reviewer, 18 November 2026"
    assert term.readings[1].applies == ""
    assert term.adopted == "The clause is not in this version."
    subjects = page(catalogue, shelf, "llama-4-community", own).subjects
    shown = next(term for subject in subjects for term in subject.terms if term.topic == "output-training")
    assert shown.adopted == term.adopted


def test_the_cell_of_openness_opens_the_four_conditions(catalogue: Catalogue, shelf: Shelf) -> None:
    found = behind(catalogue, shelf, "MIT", "openness")
    assert found.title == "MIT: AI Act openness"
    assert [condition.met for condition in found.conditions] == ["Met"] * 4


def test_there_is_nothing_behind_a_cell_that_does_not_exist(catalogue: Catalogue, shelf: Shelf) -> None:
    for name in ("nothing", "", VERDICT):
        assert opened(name, catalogue.licences["MIT"], shelf, NO_OVERLAY, None) is None
