"""Repairs on catalogues that nobody wrote: they work, they are small, and they change plans alone."""

import copy
import datetime
import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from catalog.knowledge.index import Catalogue
from tests.catalog.engine.published import harmless
from tests.catalog.engine.strategies import small_catalogues, small_documents

TODAY = datetime.date(2026, 11, 23)
PLANS = {
    "/outputs/train", "/outputs/distils", "/outputs/shares_trained_model", "/adaptation/fine_tunes",
    "/adaptation/publishes_weights", "/adaptation/published_licence", "/use/activities", "/use/domains",
    "/use/delivery", "/use/markets", "/use/automated_decisions", "/use/generates_human_likeness", "/eu_ai_act/P",
}  # fmt: skip


def verdicts(document: dict[str, Any], catalogue: Catalogue) -> dict[str, str]:
    return {it.id: it.verdict for it in evaluate(document, catalogue, current_law(), TODAY).models}


def changed(document: dict[str, Any], changes: Any) -> dict[str, Any]:
    after = copy.deepcopy(document)
    for change in changes:
        _, part, leaf = change["at"].split("/")
        after[part][leaf] = change["to"]
    return after


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_catalogues, small_documents)
def test_a_repair_lifts_the_blocker_changes_plans_alone_and_needs_each_of_its_changes(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    answer = evaluate(document, catalogue, current_law(), TODAY).as_json()
    for model in answer["models"]:
        assert model["verdict"] == "blocked" or not model["repairs"]
        for repair in model["repairs"][:2]:
            assert {change["at"] for change in repair} <= PLANS
            assert verdicts(changed(document, repair), catalogue)[model["model"]] != "blocked"
            for fewer in itertools.combinations(repair, len(repair) - 1):
                assert verdicts(changed(document, fewer), catalogue)[model["model"]] == "blocked"


def repaired(model: str, reading: str = "text", **changes: Any) -> Any:
    facts: dict[str, Any] = {**harmless(), "reading": reading, "candidates": [model]}
    for part, leaves in changes.items():
        facts[part] = {**facts[part], **leaves}
    return evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["models"][0]["repairs"]


def test_every_word_that_offends_leaves_a_list_and_no_other() -> None:
    [[change]] = repaired(
        "bloom-176b", use={"activities": ["disinformation", "search", "impersonation", "translation"]}
    )
    assert change["to"] == ["search", "translation"]


def test_what_blocks_elsewhere_makes_no_word_of_a_list_offend() -> None:
    many = ["search", "translation", "summarisation", "customer-service", "disinformation"]
    found = repaired(
        "bloom-176b",
        use={"activities": many},
        adaptation={"fine_tunes": True, "publishes_weights": True, "published_licence": "Apache-2.0"},
    )
    lists = [change["to"] for repair in found for change in repair if change["at"] == "/use/activities"]
    assert lists == [sorted(many[:-1])] * len(found) != []


def test_a_list_is_never_emptied_since_something_has_to_be_left_of_the_product() -> None:
    assert repaired("bloom-176b", use={"domains": ["healthcare"], "activities": ["medical-advice"]}) == []


def test_nobody_is_told_to_call_an_api_that_the_vendor_may_not_offer() -> None:
    assert repaired("command-r-plus") == []


def test_the_smallest_repair_is_a_single_answer_where_one_is_enough() -> None:
    found = repaired("llama-3-70b", outputs={"train": "other-llm", "distils": False})
    assert [[change["to"] for change in repair] for repair in found] == [["none"], ["same-family"]]
