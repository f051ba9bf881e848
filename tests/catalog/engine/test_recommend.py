"""Which model is recommended, in which order, and the words that go with it."""

import datetime
import itertools
from typing import Any

import pytest
from hypothesis import given, settings

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.catalog.engine.published import harmless
from tests.catalog.engine.strategies import documents

TODAY = datetime.date(2026, 11, 23)
LIST = ["qwen3-32b", "qwen2.5-72b", "bloom-176b", "llama-4-maverick", "llama-3.3-70b", "deepseek-v3", "command-r-plus"]
SITUATIONS: dict[str, dict[str, dict[str, Any]]] = {
    "startup": {"organisation": {"monthly_active_users": 5000}},
    "enterprise": {"organisation": {"monthly_active_users": 150_000_000}},
    "distillation": {"outputs": {"train": "other-llm", "distils": True}},
    "eu-high-risk": {
        "organisation": {"country": "DE"},
        "use": {"markets": ["EU"], "domains": ["employment"]},
        "eu_ai_act": {"S1": True, "S2": ["N1"], "R1": True, "R2": True, "P": [], "H5": ["A3-4a"], "H6": True},
    },
    "safety-critical": {"use": {"safety_critical": True}},
}
COMBINATIONS = [
    chosen
    for size in range(1, len(SITUATIONS))
    for chosen in itertools.combinations(SITUATIONS, size)
    if not {"startup", "enterprise"} <= set(chosen)
]


def told(*situations: str, reading: str = "strictest", candidates: list[str] | None = None, **changes: Any) -> Any:
    """The evaluation of a harmless shop in some situations, with answers changed after that."""
    facts: dict[str, Any] = {**harmless(), "reading": reading, "candidates": LIST if candidates is None else candidates}
    facts["organisation"]["monthly_active_users"] = 5_000_000
    for part, leaves in [*((p, v) for name in situations for p, v in SITUATIONS[name].items()), *changes.items()]:
        facts[part] = {**facts[part], **leaves}
    return evaluate(facts, current_catalog(), current_law(), TODAY).as_json()


def because(evaluation: Any, model: str) -> str:
    [found] = [entry for entry in (*evaluation["recommended"], *evaluation["avoid"]) if entry["model"] == model]
    return " ".join(found["because"])


@pytest.mark.parametrize("reading", ["strictest", "text", "guide"])
@pytest.mark.parametrize("chosen", COMBINATIONS, ids="+".join)
def test_every_combination_of_situations_gives_each_candidate_a_place_and_a_reason(
    chosen: tuple[str, ...], reading: str
) -> None:
    evaluation = told(*chosen, reading=reading)
    assert evaluation["situations"] == list(chosen)
    verdicts = {model["model"]: model["verdict"] for model in evaluation["models"]}
    recommended = [entry["model"] for entry in evaluation["recommended"]]
    avoided = [entry["model"] for entry in evaluation["avoid"]]
    assert sorted([*(name for name in recommended if name in verdicts), *avoided]) == sorted(LIST)
    assert not {verdicts.get(name) for name in recommended} & {"blocked", "undecided"}
    assert [entry["rank"] for entry in evaluation["recommended"]] == list(range(1, len(recommended) + 1))
    assert all(entry["because"] for entry in (*evaluation["recommended"], *evaluation["avoid"]))
    if reading != "guide":
        assert recommended[0] == "qwen3-32b"


@settings(max_examples=40, deadline=None)
@given(documents)
def test_nothing_that_is_blocked_or_undecided_is_ever_recommended(document: dict[str, Any]) -> None:
    evaluation = evaluate(document, current_catalog(), current_law(), TODAY).as_json()
    verdicts = {model["model"]: model["verdict"] for model in evaluation["models"]}
    recommended = [entry["model"] for entry in evaluation["recommended"]]
    assert not {verdicts.get(name) for name in recommended} & {"blocked", "undecided"}
    assert {*recommended, *(entry["model"] for entry in evaluation["avoid"])} >= set(verdicts)


def test_situations_that_pull_a_model_apart_are_told_on_both_sides() -> None:
    evaluation = told(
        "distillation", "safety-critical", reading="guide", candidates=["bloom-176b", "deepseek-r1"],
        safeguards={"own_safety_layer": False},
    )  # fmt: skip
    assert "“Distilling into a model of your own” speaks for it" in because(evaluation, "deepseek-r1")
    assert "“A safety-critical field” against it" in because(evaluation, "deepseek-r1")
    assert "“A safety-critical field” speaks for it" in because(evaluation, "bloom-176b")
    assert "for permissive models" in because(evaluation, "bloom-176b")


def test_situations_that_agree_are_not_told_to_disagree() -> None:
    evaluation = told("distillation", "safety-critical")
    assert all("disagree" not in " ".join(entry["because"]) for entry in evaluation["recommended"])


def test_a_limit_that_keeps_running_names_a_fallback_of_the_same_maker() -> None:
    evaluation = told(candidates=["qwen2.5-72b"])
    assert "5 % of its limit of 100,000,000 monthly users" in because(evaluation, "qwen2.5-72b")
    assert "Keep Qwen3-" in because(evaluation, "qwen2.5-72b")
    assert "fallback" not in because(told(candidates=["qwen3-32b"]), "qwen3-32b")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outputs": {"train": "other-model"}}, "you train on outputs"),
        ({"outputs": {"distils": True}}, "you distil"),
        ({"adaptation": {"fine_tunes": True}}, "you make a derivative"),
        ({"organisation": {"monthly_active_users": 85_000_000}}, "you come near its limit"),
    ],
)
def test_a_sensitive_pipeline_defaults_to_permissive_models_and_says_so(changes: Any, why: str) -> None:
    evaluation = told(candidates=["qwen3-32b", "qwen2.5-72b"], reading="text", **changes)
    assert [entry["model"] for entry in evaluation["recommended"]] == ["qwen3-32b", "qwen2.5-72b"]
    assert why in because(evaluation, "qwen2.5-72b")
    assert "its licence is not permissive" in because(evaluation, "qwen2.5-72b")


def test_a_model_whose_readings_differ_is_recommended_with_both_verdicts() -> None:
    evaluation = told("enterprise", reading="text", candidates=["qwen3-235b"])
    assert "Disputed: its text leads to “clear”, the guide to “blocked”." in because(evaluation, "qwen3-235b")
    assert "The guide names another licence for it than its maker does." in because(evaluation, "qwen3-235b")
    assert "another licence" not in because(told(candidates=["deepseek-r1"]), "deepseek-r1")


def test_stale_facts_are_told_with_the_recommendation() -> None:
    facts = {**harmless(), "candidates": ["qwen3-32b"], "as_of": "2027-06-01"}
    evaluation = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()
    assert "Our facts on its licence are stale" in because(evaluation, "qwen3-32b")


def test_a_place_behind_another_says_what_made_the_difference() -> None:
    evaluation = told(candidates=["qwen3-32b", "llama-3.3-70b"], reading="text")
    assert "Behind Qwen3-32B: its licence is riskier." in because(evaluation, "llama-3.3-70b")
    assert "Apache 2.0: every licence duty is in place." in because(evaluation, "qwen3-32b")


def test_a_model_that_no_plan_saves_is_replaced_by_the_best_of_its_kind_from_outside_the_candidates() -> None:
    evaluation = told("eu-high-risk", candidates=["llama-4-maverick"])
    [entry] = evaluation["recommended"]
    assert "Instead of Llama 4 Maverick: no change of plans lifts what blocks it." in entry["because"]
    assert current_catalog().models[entry["model"]].kind == current_catalog().models["llama-4-maverick"].kind
    assert [model["model"] for model in evaluation["models"]] == ["llama-4-maverick"]


def test_a_model_that_a_change_of_plans_saves_is_not_replaced() -> None:
    evaluation = told(reading="text", candidates=["llama-3-70b"], outputs={"train": "other-llm"})
    assert evaluation["models"][0]["repairs"]
    assert evaluation["recommended"] == []


def test_an_undecided_candidate_is_told_to_be_undecided() -> None:
    evaluation = told(candidates=["llama-4-maverick"], organisation={"country": None}, reading="text")
    assert because(evaluation, "llama-4-maverick").startswith("open-question It is not decided yet")
