from catalog.knowledge.index import Catalogue
from catalog.presenters.disagreements import DisagreementPage, about_law, about_licence, disagreement_page, kind_of
from catalog.presenters.readings import Shelf


def ids(page: DisagreementPage) -> list[str]:
    return [entry.id for group in page.groups for entry in group.entries]


def test_all_points_stand_by_severity_the_gravest_first(catalogue: Catalogue, shelf: Shelf) -> None:
    page = disagreement_page(catalogue, shelf, {})
    assert [group.id for group in page.groups] == ["critical", "high", "medium", "low"]
    assert set(ids(page)) == set(catalogue.disagreements)
    assert page.count == f"{len(catalogue.disagreements)} points"
    assert not page.filtered


def test_filters_narrow_together_and_stay_chosen(catalogue: Catalogue, shelf: Shelf) -> None:
    wanted = {"severity": "high", "direction": "overstates", "kind": "licence"}
    page = disagreement_page(catalogue, shelf, wanted)
    found = [catalogue.disagreements[name] for name in ids(page)]
    assert found
    assert all(it.severity == "high" and "overstates" in it.directions and kind_of(it) == "licence" for it in found)
    chosen = {filter_.name: [it.value for it in filter_.choices if it.chosen] for filter_ in page.filters}
    assert chosen == {name: [value] for name, value in wanted.items()}
    assert page.count.endswith(f"of {len(catalogue.disagreements)}")


def test_a_filter_with_an_unknown_value_filters_nothing(catalogue: Catalogue, shelf: Shelf) -> None:
    page = disagreement_page(catalogue, shelf, {"severity": "dreadful", "colour": "red"})
    assert set(ids(page)) == set(catalogue.disagreements)
    assert not page.filtered


def test_each_point_names_its_consequence_and_leads_to_what_it_concerns(catalogue: Catalogue, shelf: Shelf) -> None:
    for group in disagreement_page(catalogue, shelf, {}).groups:
        for entry in group.entries:
            assert entry.consequence
            assert entry.about
            assert [reading.title for reading in entry.readings] == ["The guide", "Our ruling"]


def test_points_on_the_law_are_those_that_no_licence_or_model_is_named_in(catalogue: Catalogue, shelf: Shelf) -> None:
    found = about_law(catalogue, shelf)
    assert {entry.kind for entry in found} == {"AI Act"}
    order = ["Critical", "High", "Medium", "Low"]
    assert [order.index(it.severity) for it in found] == sorted(order.index(it.severity) for it in found)


def test_points_on_a_licence_come_the_gravest_first(catalogue: Catalogue, shelf: Shelf) -> None:
    found = about_licence("llama-4-community", catalogue, shelf)
    named = {it.id for it in catalogue.disagreements.values() if "llama-4-community" in it.about.licences}
    assert {entry.id for entry in found} == named
    order = ["Critical", "High", "Medium", "Low"]
    assert [order.index(it.severity) for it in found] == sorted(order.index(it.severity) for it in found)
