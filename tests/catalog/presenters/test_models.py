from collections.abc import Mapping

import pytest

from catalog.knowledge.index import Catalogue
from catalog.presenters.models import ModelPage, model_list, model_page
from catalog.presenters.readings import Shelf


def ids(catalogue: Catalogue, shelf: Shelf, wanted: Mapping[str, str]) -> list[str]:
    return [row.id for row in model_list(catalogue, shelf, wanted).rows]


def page(catalogue: Catalogue, shelf: Shelf, model: str) -> ModelPage:
    return model_page(catalogue.models[model], catalogue, shelf)


def test_all_models_are_listed_by_name(catalogue: Catalogue, shelf: Shelf) -> None:
    found = ids(catalogue, shelf, {})
    names = [catalogue.models[each].name.casefold() for each in found]
    assert names == sorted(names)
    assert set(found) == set(catalogue.models)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"licence": "deepseek-license-1.0"}, {"deepseek-v3"}),
        ({"vendor": "BigScience"}, {"bloom-176b"}),
        ({"q": "maverick"}, {"llama-4-maverick"}),
        ({"q": "llama-4-maverick-17b-128e"}, {"llama-4-maverick"}),
        ({"q": "maverick", "vendor": "DeepSeek"}, set()),
    ],
)
def test_filters_combine(catalogue: Catalogue, shelf: Shelf, wanted: dict[str, str], expected: set[str]) -> None:
    assert set(ids(catalogue, shelf, wanted)) == expected


def test_the_largest_compute_and_the_newest_come_first(catalogue: Catalogue, shelf: Shelf) -> None:
    assert ids(catalogue, shelf, {"sort": "compute"})[0] == "llama-4-behemoth"
    newest = catalogue.models[ids(catalogue, shelf, {"sort": "released"})[0]]
    assert newest.released == max(model.released for model in catalogue.models.values() if model.released)


def test_sorting_keeps_the_filters(catalogue: Catalogue, shelf: Shelf) -> None:
    orders = model_list(catalogue, shelf, {"vendor": "Meta", "sort": "name"}).orders
    assert orders["compute"].href == "?vendor=Meta&sort=compute"
    assert orders["name"].current


def test_another_licence_in_the_guide_stands_beside_the_texts(catalogue: Catalogue, shelf: Shelf) -> None:
    rows = {row.id: row for row in model_list(catalogue, shelf, {}).rows}
    guide = rows["deepseek-v3"].guide
    assert guide is not None
    assert guide.href == "/licences/deepseek-mit/"


def test_two_entries_for_the_same_text_are_no_difference(catalogue: Catalogue, shelf: Shelf) -> None:
    rows = {row.id: row for row in model_list(catalogue, shelf, {}).rows}
    assert rows["deepseek-r1"].guide is None
    assert page(catalogue, shelf, "deepseek-r1").note == ""


def test_a_licence_inherited_from_another_vendor_is_in_force(catalogue: Catalogue, shelf: Shelf) -> None:
    shown = page(catalogue, shelf, "deepseek-r1-distill-llama-70b")
    assert [link.href for link in shown.in_force] == ["/licences/MIT/", "/licences/llama-3.3-community/"]
    assert shown.in_force[1].note == "inherited from Llama 3.3 70B Instruct"
    assert shown.bases[0].binds


def test_a_base_of_the_same_vendor_does_not_bind(catalogue: Catalogue, shelf: Shelf) -> None:
    bases = page(catalogue, shelf, "deepseek-v3-0324").bases
    assert [base.binds for base in bases] == [False]
    assert bases[0].why.startswith("Does not bind")


def test_compute_has_its_basis_and_the_guides_figure_beside_it(catalogue: Catalogue, shelf: Shelf) -> None:
    shown = page(catalogue, shelf, "mistral-large-2")
    assert shown.flop == "2.13 × 10²⁵ FLOP"
    assert shown.flop_basis == "Estimated by Epoch AI"
    assert shown.guide_flop == "about 1 × 10²⁴ FLOP"


def test_unknown_compute_is_said_to_be_unknown(catalogue: Catalogue, shelf: Shelf) -> None:
    assert page(catalogue, shelf, "command-r-plus").flop == "Unknown"


def test_what_was_not_checked_is_never_called_public(catalogue: Catalogue, shelf: Shelf) -> None:
    facts = {link.note: link.label for link in page(catalogue, shelf, "llama-4-behemoth").information}
    assert facts["E5, parameters and weights"] == "Not published"
    assert facts["E6, architecture"].startswith("Not checked")
