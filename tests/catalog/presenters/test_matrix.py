from collections.abc import Callable, Mapping

import pytest

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import MATRIX_TOPICS
from catalog.presenters.cells import COLUMNS
from catalog.presenters.matrix import Cell, behind, matrix, row
from catalog.presenters.readings import Shelf


def ids(catalogue: Catalogue, shelf: Shelf, wanted: Mapping[str, str]) -> list[str]:
    return [each.id for group in matrix(catalogue, shelf, wanted).groups for each in group.rows]


def cell(catalogue: Catalogue, shelf: Shelf, licence: str, topic: str) -> Cell:
    cells = row(catalogue.licences[licence], shelf).cells
    return next(each for each in cells if each.topic == topic)


def test_the_guides_fifteen_rows_stand_in_families(catalogue: Catalogue, shelf: Shelf) -> None:
    page = matrix(catalogue, shelf, {})
    assert sum(len(group.rows) for group in page.groups) == 15
    assert page.count == "15 licences"
    assert page.groups[0].label == "Fully permissive"
    assert [each.name for each in page.groups[0].rows][:2] == ["Apache 2.0", "MIT"]


def test_the_columns_are_the_topics_of_the_guide() -> None:
    assert tuple(column.topic for column in COLUMNS) == MATRIX_TOPICS


def test_every_cell_says_something(catalogue: Catalogue, shelf: Shelf) -> None:
    for group in matrix(catalogue, shelf, {}).groups:
        for each in group.rows:
            assert all(one.says for one in each.cells), each.id
            assert all(one.guide for one in each.cells if one.disputed), each.id


def test_a_limit_fixed_at_release_and_an_excluded_seat_stand_in_the_cell(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "llama-4-community", "commercial-use")
    assert found.says == "Up to 700 million users of the group at release, not for seats in the European Union"
    assert found.guide == "Up to 700 million users of the group"
    assert found.disputed


def test_where_text_and_guide_agree_the_cell_has_one_reading(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "MIT", "commercial-use")
    assert (found.says, found.guide, found.disputed) == ("Unrestricted", "", False)


def test_where_short_words_would_hide_the_guide_its_sentence_is_shown(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "gemma-terms", "use-restrictions")
    guide = catalogue.licences["gemma-terms"].terms.use_restrictions.guide
    assert guide is not None
    assert found.guide == guide.says


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"family": "responsible-ai"}, ["bigscience-openrail-m", "ai-pubs-open-rail-s", "bigscience-rail-1.0"]),
        ({"commercial-use": "forbidden"}, ["mrl-0.1", "CC-BY-NC-4.0"]),
        ({"family": "community", "commercial-use": "forbidden"}, []),
        ({"patent": "express", "family": "permissive"}, ["Apache-2.0"]),
        ({"q": "700 million"}, ["llama-4-community"]),
        ({"q": "BUILT with"}, ["llama-4-community"]),
        ({"commercial-use": "no such value"}, []),
        ({"gotchas": "anything"}, None),
    ],
)
def test_filters_follow_the_text(
    catalogue: Catalogue, shelf: Shelf, wanted: dict[str, str], expected: list[str] | None
) -> None:
    found = ids(catalogue, shelf, wanted)
    assert found == expected if expected is not None else len(found) == 15


def test_a_filter_remembers_what_was_chosen(catalogue: Catalogue, shelf: Shelf) -> None:
    page = matrix(catalogue, shelf, {"family": "copyleft"})
    family = next(each for each in page.filters if each.name == "family")
    assert [choice.value for choice in family.choices if choice.chosen] == ["copyleft"]
    assert page.count == "2 of 15 licences"


def test_an_opened_cell_shows_every_topic_it_stands_for(catalogue: Catalogue, shelf: Shelf) -> None:
    opened = row(catalogue.licences["llama-4-community"], shelf, "commercial-use")
    assert [term.topic for term in opened.terms] == ["commercial-use", "threshold", "territory"]
    threshold = opened.terms[1]
    assert [reading.name for reading in threshold.readings] == ["text", "guide"]
    assert threshold.note.startswith("Two readings.")
    assert sum(one.opened for one in opened.cells) == 1


def test_a_reading_carries_clause_source_and_date(catalogue: Catalogue, shelf: Shelf) -> None:
    text = row(catalogue.licences["llama-4-community"], shelf, "commercial-use").terms[1].readings[0]
    assert text.clause == "section 2"
    assert text.url.startswith("https://")
    assert text.basis == "Read in full, 23 November 2026:"


def test_a_fact_grows_stale_after_ninety_days(catalogue: Catalogue, shelf_on: Callable[[int], Shelf]) -> None:
    assert cell(catalogue, shelf_on(90), "MIT", "patent").warning == ""
    stale = cell(catalogue, shelf_on(91), "MIT", "patent")
    assert stale.warning == "Read 91 days ago. Read it again before you rely on this."
    assert stale.warning_class == "stale-fact"


def test_a_fact_from_general_knowledge_is_never_shown_as_verified(catalogue: Catalogue, shelf: Shelf) -> None:
    found = row(_remembered(catalogue.licences["MIT"]), shelf).cells[4]
    assert found.warning == "Not verified. Read the text before you rely on this."
    assert found.warning_class == "unverified"


def test_the_other_licences_are_listed_with_their_models(catalogue: Catalogue) -> None:
    others = {each.id: each.models for each in behind(catalogue)}
    assert len(others) == len(catalogue.licences) - 15
    assert others["deepseek-license-1.0"] == "4 models"


def _remembered(licence: Licence) -> Licence:
    patent = licence.terms.patent
    text = patent.text.model_copy(update={"confidence": "knowledge"})
    terms = licence.terms.model_copy(update={"patent": patent.model_copy(update={"text": text})})
    return licence.model_copy(update={"terms": terms})
