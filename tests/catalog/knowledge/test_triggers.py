"""The triggers: each rule is broken once in a copy of the real data, and the refusal is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from catalog.knowledge.index import open_catalogue
from catalog.knowledge.loading import CatalogueProblem
from tests.support.languages import assert_translatable

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy

Change = Callable[[dict[str, Any]], Any]
ONE = [{"needs": [["spaceship*"]]}]

TABLE: list[tuple[str, Change, str]] = [
    (
        "a domain that the contract does not know",
        lambda it: it["domains"].update(space=ONE),
        "triggers.yaml: domains.space: “space” is not in the closed list. Use one of: general, retail,",
    ),
    (
        "a code that question H5 does not have",
        lambda it: it["H5"].update({"A3-9": ONE}),
        "triggers.yaml: H5.A3-9: “A3-9” is not in the closed list. Use one of: A3-1a, A3-1b,",
    ),
    (
        "a practice that question P does not have",
        lambda it: it["P"].update({"P-z": ONE}),
        "triggers.yaml: P.P-z: “P-z” is not in the closed list. Use one of: P-a, P-b,",
    ),
    (
        "a word without a trigger",
        lambda it: it["activities"].pop("search"),
        "triggers.yaml: activities.search: “search” has no trigger. Add the words that suggest it.",
    ),
    (
        "a phrase in capitals, which no folded text contains",
        lambda it: it["domains"]["retail"][0]["needs"][0].append("Shop"),
        "triggers.yaml: domains.retail.0: “Shop” is no phrase that can occur. Write whole words in small letters,",
    ),
    (
        "an ending after fewer than three letters",
        lambda it: it["domains"]["retail"][0].update(unless=["a*"]),
        "triggers.yaml: domains.retail.0: “a*” is no phrase that can occur.",
    ),
    (
        "a negation that cannot occur",
        lambda it: it["negation"]["stops"].append("but,"),
        "triggers.yaml: negation: “but,” is no phrase that can occur.",
    ),
    (
        "a trigger that needs nothing",
        lambda it: it["domains"]["retail"][0].update(needs=[]),
        "data/triggers.yaml: domains.retail.0.needs: This list is too short. Write at least 1.",
    ),
    (
        "a key that is not known",
        lambda it: it["domains"]["retail"][0].update(except_=["river"]),
        "data/triggers.yaml: domains.retail.0.except_: This key is not known.",
    ),
]


@pytest.mark.parametrize(("name", "change", "told"), TABLE, ids=[name for name, *_ in TABLE])
def test_a_broken_trigger_closes_the_catalogue_and_is_named(copy: "Copy", name: str, change: Change, told: str) -> None:
    copy.edit("triggers.yaml", change)
    with pytest.raises(CatalogueProblem) as refused:
        open_catalogue(copy.root)
    assert told in str(refused.value), name
    assert_translatable(refused.value.problems)


def test_a_missing_file_is_named(copy: "Copy") -> None:
    (copy.root / "triggers.yaml").unlink()
    with pytest.raises(CatalogueProblem, match=r"triggers\.yaml: file: The file is missing\."):
        open_catalogue(copy.root)
