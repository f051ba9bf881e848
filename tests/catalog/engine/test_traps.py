"""The five traps: the way out that is told, and when nothing is told."""

import datetime
import re
from typing import Any

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.catalog.engine.published import harmless

TODAY = datetime.date(2026, 11, 23)


def sprung(reading: str, model: str, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {**harmless(), "reading": reading, "candidates": [model]}
    for part, leaves in changes.items():
        facts[part] = {**facts[part], **leaves}
    evaluation = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()
    return {trap["trap"]: trap for trap in evaluation["traps"]}


def test_the_guides_reading_tells_the_guides_own_way_out() -> None:
    trap = sprung("guide", "llama-4-maverick", outputs={"train": "other-llm"})["synthetic-data"]
    assert trap["says"] == current_catalog().traps["synthetic-data"].fix


def test_otherwise_the_rule_says_what_to_do_and_the_ruling_how_the_trap_works() -> None:
    trap = sprung("text", "llama-3-70b", outputs={"train": "other-llm"})["synthetic-data"]
    assert trap["models"] == ["llama-3-70b"]
    assert trap["says"].startswith("Take the outputs out of the training data")
    assert trap["says"].endswith(current_catalog().traps["synthetic-data"].ruling.says)


def test_llama_4_trains_others_without_a_trap_by_its_text() -> None:
    assert "synthetic-data" not in sprung("text", "llama-4-maverick", outputs={"train": "other-llm"})


def test_growth_does_not_surprise_who_was_counted_once_at_a_release() -> None:
    many = {"monthly_active_users": 900_000_000, "monthly_active_users_on": {"2025-04-05": 900_000_000}}
    assert sprung("text", "llama-4-maverick", organisation=many) == {}
    assert set(sprung("guide", "llama-4-maverick", organisation=many)) == {"growth-surprise"}


def test_a_harmless_shop_walks_into_no_trap() -> None:
    assert sprung("strictest", "qwen3-32b") == {}


def test_over_the_whole_catalogue_a_trap_tells_a_few_ways_out_and_where_the_others_stand() -> None:
    published = {"fine_tunes": True, "publishes_weights": True, "published_licence": "Apache-2.0"}
    facts = {**harmless(), "adaptation": published, "candidates": []}
    [trap] = (
        trap
        for trap in evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["traps"]
        if trap["trap"] == "downstream-propagation"
    )
    way_out = trap["says"].removesuffix(current_catalog().traps["downstream-propagation"].ruling.says)
    assert way_out.count("Publish under") <= 3
    assert re.search(r"What else to do under \d+ licences stands with the findings of each model\.", way_out)


def test_two_candidates_are_told_every_way_out() -> None:
    published = {"fine_tunes": True, "publishes_weights": True, "published_licence": "Apache-2.0"}
    facts = {**harmless(), "adaptation": published, "candidates": ["bloom-176b", "gemma-3-27b"]}
    [trap] = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["traps"]
    assert trap["says"].count("Publish under") == 2
    assert "What else to do" not in trap["says"]


def test_a_single_licence_beyond_the_first_ways_out_is_told_as_one() -> None:
    published = {"fine_tunes": True, "publishes_weights": True, "published_licence": "Apache-2.0"}
    candidates = ["bloom-176b", "gemma-3-27b", "llama-3-70b", "stable-diffusion-1.5"]
    facts = {**harmless(), "adaptation": published, "candidates": candidates}
    [trap] = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["traps"]
    assert trap["says"].count("Publish under") == 3
    assert "What else to do under one licence stands with" in trap["says"]
