from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS
from catalog.presenters.licence import LicencePage, licence_page
from catalog.presenters.readings import Shelf


def page(catalogue: Catalogue, shelf: Shelf, licence: str) -> LicencePage:
    return licence_page(catalogue.licences[licence], catalogue, shelf)


def test_every_topic_stands_on_the_page_once(catalogue: Catalogue, shelf: Shelf) -> None:
    for licence in catalogue.licences:
        subjects = page(catalogue, shelf, licence).subjects
        shown = [term.topic for subject in subjects for term in (*subject.terms, *subject.silent)]
        assert sorted(shown) == sorted(TOPICS), licence


def test_silent_topics_are_told_apart_from_stated_ones(catalogue: Catalogue, shelf: Shelf) -> None:
    subjects = {subject.label: subject for subject in page(catalogue, shelf, "llama-4-community").subjects}
    assert [term.topic for term in subjects["Scale, place and field"].silent] == ["registration", "field"]
    assert [term.topic for term in subjects["Outputs"].silent] == ["output-derivative"]


def test_the_page_says_on_what_text_and_guide_differ(catalogue: Catalogue, shelf: Shelf) -> None:
    told = page(catalogue, shelf, "llama-4-community").disputed
    assert told.startswith("Text and guide differ on ")
    assert "training on outputs" in told
    assert page(catalogue, shelf, "Apache-2.0").disputed == ""


def test_the_chain_of_versions_is_linked_both_ways(catalogue: Catalogue, shelf: Shelf) -> None:
    links = {fact.note: fact.href for fact in page(catalogue, shelf, "llama-3.3-community").facts}
    assert links["Replaces"] == "/licences/llama-3.2-community/"
    assert links["Replaced by"] == "/licences/llama-4-community/"


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


def test_models_under_a_licence_say_when_only_the_guide_or_the_code_puts_them_there(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    models = {link.label: link.note for link in page(catalogue, shelf, "deepseek-mit").models}
    assert models["DeepSeek-V3 (December 2024)"] == "by the guide only"
    assert page(catalogue, shelf, "MIT").models
    notes = {link.label: link.note for link in page(catalogue, shelf, "MIT").models}
    assert notes["DeepSeek-V3 (December 2024)"] == "code only"
