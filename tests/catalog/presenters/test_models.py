from collections.abc import Mapping

import pytest

from catalog.knowledge.index import Catalogue
from catalog.presenters.models import EXPORTS, ON_A_PAGE, ORDERS, Order, asked, chosen, model_list
from catalog.presenters.models_index import ModelIndex, ModelRow, model_index
from catalog.presenters.readings import Shelf
from tests.support.many_models import many_models


@pytest.fixture
def index(catalogue: Catalogue, shelf: Shelf) -> ModelIndex:
    return model_index(catalogue, shelf)


def ids(index: ModelIndex, wanted: Mapping[str, str]) -> list[str]:
    return [entry.model.id for entry in chosen(index, asked(wanted))]


def row(index: ModelIndex, model: str) -> ModelRow:
    return next(entry.row for entry in index.entries if entry.model.id == model)


def orders(index: ModelIndex, wanted: Mapping[str, str]) -> dict[str, Order]:
    return {order.name: order for order in model_list(index, asked(wanted)).orders}


def test_all_models_are_listed_by_name(catalogue: Catalogue, index: ModelIndex) -> None:
    found = ids(index, {})
    names = [catalogue.models[each].name.casefold() for each in found]
    assert names == sorted(names)
    assert set(found) == set(catalogue.models)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"licence": "deepseek-license-1.0", "q": "deepseek-v3"}, {"deepseek-v3"}),
        ({"vendor": "BigScience"}, {"bloom-176b", "bloomz-176b"}),
        ({"q": "maverick"}, {"llama-4-maverick"}),
        ({"q": "llama-4-maverick-17b-128e"}, {"llama-4-maverick"}),
        ({"q": "maverick", "vendor": "DeepSeek"}, set()),
        ({"vendor": "Nobody"}, set()),
        ({"lineage": "stripped", "vendor": "DeepSeek", "q": "70b"}, {"deepseek-r1-distill-llama-70b"}),
        ({"licence": "llama-3.3-community", "vendor": "DeepSeek"}, {"deepseek-r1-distill-llama-70b"}),
        ({"compute": "above-25", "vendor": "Meta", "family": "community"}, {"llama-3.1-405b"}),
    ],
)
def test_filters_combine(index: ModelIndex, wanted: dict[str, str], expected: set[str]) -> None:
    assert set(ids(index, wanted)) == expected


def test_models_without_a_date_are_not_released_after_a_day(catalogue: Catalogue, index: ModelIndex) -> None:
    found = {catalogue.models[each].released for each in ids(index, {"after": "2025-01-01"})}
    assert found
    assert all(day is not None and day.isoformat() >= "2025-01-01" for day in found)


def test_each_choice_of_a_filter_fits_some_model(index: ModelIndex) -> None:
    for name, choices in index.choices.items():
        assert choices
        assert all(ids(index, {name: choice.value}) for choice in choices)


def test_what_cannot_be_read_in_an_address_is_left_out() -> None:
    assert asked({"after": "soon", "sort": "colour", "page": "-3", "q": "", "utm": "x"}) == {}
    assert asked({"page": "1", "sort": "name"}) == {}
    assert asked({"page": "9" * 40, "sort": "-name"}) == {"page": "9" * 9, "sort": "-name"}


@pytest.mark.parametrize("name", ORDERS)
def test_any_column_sorts_both_ways_with_what_is_unknown_last(index: ModelIndex, name: str) -> None:
    values = {
        "size": lambda model: model.params_total_b,
        "released": lambda model: model.released,
        "compute": lambda model: model.compute,
    }
    there, back = ids(index, {"sort": name}), ids(index, {"sort": f"-{name}"})
    assert sorted(there) == sorted(back)
    models = {entry.model.id: entry.model for entry in index.entries}
    for found in (there, back):
        if name in values:
            known = [values[name](models[each]) is not None for each in found]
            assert known == sorted(known, reverse=True)


def test_the_largest_compute_and_the_newest_come_first(catalogue: Catalogue, index: ModelIndex) -> None:
    assert ids(index, {"sort": "compute"})[0] == "llama-4-behemoth"
    newest = catalogue.models[ids(index, {"sort": "released"})[0]]
    assert newest.released == max(model.released for model in catalogue.models.values() if model.released)


def test_sorting_keeps_the_filters_and_turns_round(index: ModelIndex) -> None:
    found = orders(index, {"vendor": "Meta", "page": "2"})
    assert found["compute"].href == "?vendor=Meta&sort=compute"
    assert (found["name"].direction, found["name"].href) == ("ascending", "?vendor=Meta&sort=-name")
    turned = orders(index, {"sort": "compute"})["compute"]
    assert (turned.direction, turned.href) == ("descending", "?sort=-compute")


def test_a_long_list_comes_in_pages_that_show_each_model_once() -> None:
    with many_models(5000) as large:
        index = model_index(large, Shelf(large.sources, large.edition.state_of))
        total = len(large.models)
        last = -(-total // ON_A_PAGE)
        shown = [row.id for page in range(1, last + 1) for row in model_list(index, asked({"page": str(page)})).rows]
        assert len(shown) == len(set(shown)) == total
        page = model_list(index, asked({"page": "3"}))
        assert len(page.rows) == ON_A_PAGE
        assert page.count == f"{total:,} models; 101 to 150 shown"
        assert [link.label for link in page.pages] == ["Previous", "1", "2", "3", "4", "…", str(last), "Next"]
        assert [link.href for link in page.pages if link.label == "2"] == ["?page=2"]
        assert model_list(index, asked({"page": "999999"})).rows[-1].id == shown[-1]


def test_exports_go_to_the_same_filters_and_order(index: ModelIndex) -> None:
    found = model_list(index, asked({"vendor": "Meta", "sort": "compute", "page": "2"})).exports
    assert [link.href for link in found] == [f"export.{kind}?vendor=Meta&sort=compute" for kind in EXPORTS]


def test_another_licence_in_the_guide_stands_beside_the_texts(index: ModelIndex) -> None:
    guide = row(index, "deepseek-v3").guide
    assert guide is not None
    assert guide.href == "/licences/deepseek-mit/"


def test_two_entries_for_the_same_text_are_no_difference(index: ModelIndex) -> None:
    assert row(index, "deepseek-r1").guide is None


def test_the_list_itself_warns_of_what_a_label_hides(index: ModelIndex) -> None:
    found = row(index, "deepseek-r1-distill-llama-70b")
    assert found.hides == "Label hides a stricter licence, name lacks the prefix that is asked for"
    assert [link.note for link in found.inherited] == ["inherited from Llama 3.3 70B Instruct"]
