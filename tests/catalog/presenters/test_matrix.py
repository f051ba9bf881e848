from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import MATRIX_TOPICS
from catalog.presenters.address import Address
from catalog.presenters.cells import BY_NAME, COLUMNS
from catalog.presenters.matrix import Cell, Line, Matrix, chosen, column_choices, filters, line, lines, matrix, told
from catalog.presenters.readings import Shelf


def address(**params: str | list[str]) -> Address:
    return Address.read({name: value if isinstance(value, list) else [value] for name, value in params.items()})


def asked(params: Mapping[str, str]) -> Address:
    return Address.read({name: [value] for name, value in params.items()})


def draw(each: Line, columns: tuple[str, ...]) -> str:
    return " | ".join(each.cells[name].says for name in columns)


def page(catalogue: Catalogue, shelf: Shelf, wanted: Address) -> Matrix:
    return matrix(lines(catalogue, shelf), wanted, {}, draw)


def ids(catalogue: Catalogue, shelf: Shelf, wanted: Address) -> list[str]:
    return [each.licence.id for each in chosen(lines(catalogue, shelf), wanted, {})]


def cell(catalogue: Catalogue, shelf: Shelf, licence: str, name: str) -> Cell:
    return line(catalogue.licences[licence], shelf).cells[name]


def test_every_licence_stands_in_its_family(catalogue: Catalogue, shelf: Shelf) -> None:
    found = page(catalogue, shelf, Address())
    shown = [row.id for group in found.groups for row in group.rows]
    assert sorted(shown) == sorted(catalogue.licences)
    assert found.count == f"{len(catalogue.licences)} licences"
    assert found.groups[0].label == "Fully permissive"


def test_the_guides_rows_come_first_in_their_family_and_say_which_they_answer(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    rows = page(catalogue, shelf, Address()).groups[0].rows
    assert [row.id for row in rows][:2] == ["Apache-2.0", "MIT"]
    assert rows[0].notes == ("Guide: row 1, Apache 2.0",)
    assert sum(bool(row.notes) for group in page(catalogue, shelf, Address()).groups for row in group.rows) == 15


def test_the_columns_are_those_of_the_guide_and_four_more() -> None:
    assert set(BY_NAME) == {*MATRIX_TOPICS, "threshold", "output-training", "territory", "openness"}


def test_every_cell_says_something(catalogue: Catalogue, shelf: Shelf) -> None:
    for each in lines(catalogue, shelf):
        for found in each.cells.values():
            assert found.says, (each.licence.id, found.name)


def test_what_nobody_has_read_is_never_told_as_nothing(catalogue: Catalogue, shelf: Shelf) -> None:
    patent = cell(catalogue, shelf, "xai-community", "patent")
    assert (patent.says, patent.warning) == ("Not read", "not verified")
    place = cell(catalogue, shelf, "minimax-m3-community", "territory")
    assert (place.says, place.warning) == ("Not read", "not verified")
    outputs = cell(catalogue, shelf, "qwen-community-1.0", "output-training")
    assert (outputs.says, outputs.warning) == ("Not read in full", "not verified")
    assert "xai-community" in ids(catalogue, shelf, address(patent="unread"))
    assert "xai-community" not in ids(catalogue, shelf, address(patent="none"))
    assert ids(catalogue, shelf, address(sort="patent"))[-1] in ids(catalogue, shelf, address(patent="unread"))


def test_every_filter_fits_a_choice_that_its_list_offers(catalogue: Catalogue, shelf: Shelf) -> None:
    for each in lines(catalogue, shelf):
        for column in COLUMNS:
            assert set(each.keys[column.name]) <= set(column.offered), (each.licence.id, column.name)


def test_a_limit_fixed_at_release_stands_beside_the_guides_running_one(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "llama-4-community", "threshold")
    assert found.says == "Up to 700 million users of the group at release"
    assert found.guide == "Up to 700 million users of the group"
    assert found.disputed


@pytest.mark.parametrize(
    ("licence", "name", "says"),
    [
        ("MIT", "commercial-use", "Unrestricted"),
        ("MIT", "threshold", "No limit"),
        ("MIT", "output-training", "Free"),
        ("MIT", "territory", "No limit"),
        ("MIT", "openness", "All four met"),
        ("llama-4-community", "commercial-use", "Up to a size, not everywhere"),
        ("llama-4-community", "output-training", "Named “Llama…”"),
        ("llama-4-community", "territory", "None for models with images at seats in the European Union"),
        ("llama-4-community", "openness", "E1, E2 and E4 not met"),
        ("tongyi-qianwen-2023", "output-training", "No training of other language models"),
        ("gemma-terms", "output-training", "A distilled model falls under the licence"),
        ("CC-BY-NC-4.0", "commercial-use", "Not allowed"),
    ],
)
def test_a_cell_says_it_in_few_words(catalogue: Catalogue, shelf: Shelf, licence: str, name: str, says: str) -> None:
    assert cell(catalogue, shelf, licence, name).says == says


def test_where_text_and_guide_agree_the_cell_has_one_reading(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "MIT", "commercial-use")
    assert (found.guide, found.disputed) == ("", False)


def test_where_short_words_would_hide_the_guide_its_sentence_is_shown(catalogue: Catalogue, shelf: Shelf) -> None:
    found = cell(catalogue, shelf, "gemma-terms", "use-restrictions")
    guide = catalogue.licences["gemma-terms"].terms.use_restrictions.guide
    assert guide is not None
    assert found.guide == guide.says


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ({"family": "responsible-ai"}, "bigscience-rail-1.0", "MIT"),
        ({"commercial-use": "forbidden"}, "CC-BY-NC-4.0", "MIT"),
        ({"threshold": "users"}, "qwen-license-2024", "stability-ai-community-2024"),
        ({"threshold": "revenue"}, "stability-ai-community-2024", "qwen-license-2024"),
        ({"output-training": "forbidden"}, "llama-3-community", "MIT"),
        ({"output-training": "named"}, "llama-4-community", "MIT"),
        ({"territory": "seats"}, "llama-4-community", "llama-3-community"),
        ({"openness": "yes"}, "Apache-2.0", "llama-4-community"),
        ({"patent": "express", "family": "permissive"}, "Apache-2.0", "MIT"),
        ({"guide": "row"}, "MIT", "llama-3-community"),
        ({"guide": "differ"}, "llama-4-community", "Apache-2.0"),
        ({"q": "700 million"}, "llama-4-community", "MIT"),
        ({"q": "BUILT with llama"}, "llama-4-community", "MIT"),
    ],
)
def test_filters_follow_the_text(
    catalogue: Catalogue, shelf: Shelf, wanted: dict[str, str], inside: str, outside: str
) -> None:
    found = ids(catalogue, shelf, asked(wanted))
    assert inside in found
    assert outside not in found


@pytest.mark.parametrize("name", ["family", "commercial-use", "guide", "q"])
def test_what_no_list_offers_fits_nothing(catalogue: Catalogue, shelf: Shelf, name: str) -> None:
    assert ids(catalogue, shelf, asked({name: "no such value"})) == []
    assert page(catalogue, shelf, asked({name: "no such value"})).groups == ()


def test_a_filter_remembers_what_was_chosen_and_says_it(catalogue: Catalogue, shelf: Shelf) -> None:
    wanted = asked({"family": "copyleft"})
    assert [choice.value for choice in filters(wanted)[0].choices if choice.chosen] == ["copyleft"]
    assert told(filters(wanted)) == "Family: Copyleft."
    found = page(catalogue, shelf, wanted)
    assert found.count == f"{sum(len(group.rows) for group in found.groups)} of {len(catalogue.licences)} licences"


@pytest.mark.parametrize("name", [column.name for column in COLUMNS])
def test_every_column_sorts_both_ways(catalogue: Catalogue, shelf: Shelf, name: str) -> None:
    up = lines(catalogue, shelf)
    up = chosen(up, asked({"sort": name}), {})
    assert [each.orders[name] for each in up] == sorted(each.orders[name] for each in up)
    down = chosen(lines(catalogue, shelf), asked({"sort": f"-{name}"}), {})
    assert [each.orders[name] for each in down] == sorted((each.orders[name] for each in down), reverse=True)


def test_an_order_of_ones_own_dissolves_the_families_and_names_them_in_the_rows(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    found = page(catalogue, shelf, asked({"sort": "name"}))
    assert [group.label for group in found.groups] == [""]
    assert "Fully permissive" in next(row.notes for row in found.groups[0].rows if row.id == "MIT")
    directions = {heading.name: heading.direction for heading in found.headings}
    assert directions["name"] == "ascending"
    assert directions["patent"] == ""


def test_chosen_columns_are_drawn_in_the_order_of_the_matrix(catalogue: Catalogue, shelf: Shelf) -> None:
    wanted = address(columns=["patent", "threshold"])
    found = page(catalogue, shelf, wanted)
    assert [heading.name for heading in found.headings] == ["name", "threshold", "patent"]
    assert next(row.cells for row in found.groups[0].rows if row.id == "Apache-2.0") == "No limit | Express"
    assert [choice.value for choice in column_choices(wanted) if choice.chosen] == ["threshold", "patent"]
    assert found.width == 3


def test_a_fact_grows_stale_after_ninety_days(catalogue: Catalogue, shelf_on: Callable[[int], Shelf]) -> None:
    fresh = _read_on(catalogue.licences["MIT"], catalogue)
    assert line(fresh, shelf_on(90)).cells["patent"].warning == ""
    stale = line(fresh, shelf_on(91)).cells["patent"]
    assert stale.warning == "read 91 days ago"
    assert stale.warning_class == "stale-fact"


def test_a_fact_from_general_knowledge_is_never_shown_as_verified(catalogue: Catalogue, shelf: Shelf) -> None:
    found = line(_remembered(catalogue.licences["MIT"]), shelf).cells["patent"]
    assert found.warning == "not verified"
    assert found.warning_class == "unverified"


def test_picked_licences_stay_picked(catalogue: Catalogue, shelf: Shelf) -> None:
    found = page(catalogue, shelf, address(id=["MIT", "no-such-licence"]))
    assert [row.id for group in found.groups for row in group.rows if row.picked] == ["MIT"]


class TestAddress:
    def test_equal_wishes_are_written_alike(self) -> None:
        first = address(q=" llama ", family="community", columns=["patent", "threshold"], sort="-name")
        second = address(sort="-name", columns=["threshold", "patent"], family="community", q="llama")
        assert first == second
        assert first.written() == "?q=llama&family=community&sort=-name&columns=threshold&columns=patent"

    def test_what_is_written_is_read_again(self) -> None:
        wanted = address(q="a&b=c", seat="DE", users="5 000", id=["MIT", "MIT", "Apache-2.0"])
        again: dict[str, list[str]] = {}
        for name, value in wanted.parameters():
            again.setdefault(name, []).append(value)
        assert Address.read(again) == wanted
        assert wanted.picked == ("MIT", "Apache-2.0")

    def test_all_columns_are_no_choice(self) -> None:
        assert address(columns=[column.name for column in COLUMNS]).columns == ()

    @pytest.mark.parametrize("sort", ["", "nothing", "-", "--name", "verdict2"])
    def test_an_unknown_order_is_none(self, sort: str) -> None:
        assert address(sort=sort).order == ""

    def test_sorting_twice_turns_the_order_round(self) -> None:
        once = Address().sorted_by("patent")
        assert (once.order, once.descending) == ("patent", False)
        assert once.sorted_by("patent").descending
        assert not once.sorted_by("patent").sorted_by("name").descending

    def test_typing_on_is_told_apart_from_choosing(self) -> None:
        before = address(q="lla", family="community")
        assert replace(before, query="llama").differs_by_typing_only(before)
        assert not replace(before, query="llama", order="name").differs_by_typing_only(before)
        assert not before.differs_by_typing_only(before)
        assert address(users="50").differs_by_typing_only(address(users="5"))
        assert not address(seat="DE").differs_by_typing_only(address(seat="FR"))


def _remembered(licence: Licence) -> Licence:
    patent = licence.terms.patent
    text = patent.text.model_copy(update={"confidence": "knowledge"})
    terms = licence.terms.model_copy(update={"patent": patent.model_copy(update={"text": text})})
    return licence.model_copy(update={"terms": terms})


def _read_on(licence: Licence, catalogue: Catalogue) -> Licence:
    patent = licence.terms.patent
    text = patent.text.model_copy(update={"read_on": catalogue.edition.state_of})
    terms = licence.terms.model_copy(update={"patent": patent.model_copy(update={"text": text})})
    return licence.model_copy(update={"terms": terms})
