from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS
from catalog.presenters.licence_compare import TOO_FEW, TOO_MANY, Comparison, Topic, choosing, comparison
from catalog.presenters.readings import Shelf


def compared(catalogue: Catalogue, shelf: Shelf, *names: str, all_rows: bool = True) -> Comparison:
    return comparison([catalogue.licences[name] for name in names], catalogue, shelf, all_rows=all_rows)


def topics(page: Comparison) -> dict[str, Topic]:
    return {topic.name: topic for subject in page.subjects for topic in subject.topics}


def test_every_topic_has_one_side_for_each_licence(catalogue: Catalogue, shelf: Shelf) -> None:
    page = compared(catalogue, shelf, "MIT", "llama-4-community", "gemma-terms")
    assert set(TOPICS) | {"E1", "E2", "E3", "E4", "family", "osi", "osaid"} == set(topics(page))
    assert all(len(topic.sides) == 3 for topic in topics(page).values())
    assert [head.label for head in page.heads] == ["MIT", "Llama 4 Community", "Gemma Terms"]


def test_only_what_differs_is_left_on_demand(catalogue: Catalogue, shelf: Shelf) -> None:
    page = compared(catalogue, shelf, "MIT", "llama-4-community")
    only = compared(catalogue, shelf, "MIT", "llama-4-community", all_rows=False)
    assert set(topics(only)) == {name for name, topic in topics(page).items() if topic.differs}
    assert "threshold" in topics(only)
    assert "modification" not in topics(only)
    assert only.count == page.count == f"{len(topics(only))} of {len(topics(page))} topics differ."


def test_a_licence_does_not_differ_from_itself(catalogue: Catalogue, shelf: Shelf) -> None:
    assert compared(catalogue, shelf, "gemma-terms", "gemma-terms", all_rows=False).subjects == ()


def test_the_guide_stands_below_where_it_says_otherwise(catalogue: Catalogue, shelf: Shelf) -> None:
    side = topics(compared(catalogue, shelf, "MIT", "llama-4-community"))["threshold"].sides[1]
    assert side.value.startswith("Up to 700 million monthly active users")
    assert "tested once" in side.value
    assert "at any time" in side.guide
    assert side.clause == "section 2"


def test_two_versions_of_one_licence_are_compared_alike(catalogue: Catalogue, shelf: Shelf) -> None:
    page = compared(catalogue, shelf, "llama-3.3-community", "llama-4-community", all_rows=False)
    assert "threshold" in topics(page)


def test_the_form_offers_four_places_with_what_was_picked(catalogue: Catalogue) -> None:
    form = choosing(["MIT", "no-such-licence", "Apache-2.0"], catalogue)
    chosen = [[choice.value for choice in place.choices if choice.chosen] for place in form.places]
    assert chosen == [["MIT"], ["Apache-2.0"], [], []]
    assert form.trouble == ""


def test_too_few_and_too_many_are_told(catalogue: Catalogue) -> None:
    names = list(catalogue.licences)
    assert choosing([], catalogue).trouble == TOO_FEW
    assert choosing(names[:1], catalogue).trouble == TOO_FEW
    assert choosing(names[:5], catalogue).trouble == TOO_MANY
