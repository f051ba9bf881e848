"""The exemption for open models, argued in nine steps."""

from typing import Any

import pytest

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from catalog.engine.law.openness import Argument, argue, closed_by, why_closed
from catalog.knowledge.entries import Information, Model, Public
from catalog.knowledge.facts import Term
from tests.catalog.engine.test_law import TODAY

LINE = current_law().compute.systemic_risk.flop
ALL_PUBLIC = Information(
    E5=Public(met="yes", why="On the hub."), E6=Public(met="yes", why="Report."), E7=Public(met="yes", why="Card.")
)


def argument(model: Model) -> Argument:
    return argue(model, current_catalog(), LINE)


def met(model: Model) -> dict[str, str]:
    return {step.code: step.met for step in argument(model).steps}


@pytest.fixture
def open_model() -> Model:
    """An Apache model below the line, without bases, about which everything is public."""
    return current_catalog().models["olmo-2-32b"].model_copy(update={"information": ALL_PUBLIC, "base_models": ()})


def test_every_model_is_argued_in_nine_steps_with_reason_and_source() -> None:
    for model in current_catalog().models.values():
        steps = argument(model).steps
        assert [step.code for step in steps] == [f"E{number}" for number in range(9)]
        assert all(step.why and step.source for step in steps)


def test_the_short_form_agrees_with_the_argument_for_every_model() -> None:
    for model in current_catalog().models.values():
        assert closed_by(model, current_catalog(), LINE) == argument(model).failed


def test_an_open_model_is_left_with_the_question_of_price(open_model: Model) -> None:
    assert argument(open_model).unsettled == ("E8",)
    assert argument(open_model).conclusion == "unsettled"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"flop": 2e25, "low": None}, "no"),
        ({"flop": 1e25, "high": None}, "yes"),
        ({"flop": 9e24, "high": 2e25}, "unknown"),
    ],
)
def test_the_line_of_systemic_risk_is_crossed_above_it_and_left_open_by_a_range(
    open_model: Model, change: dict[str, Any], state: str
) -> None:
    assert open_model.compute is not None
    model = open_model.model_copy(update={"compute": open_model.compute.model_copy(update=change)})
    assert met(model)["E0"] == state
    assert (argument(model).conclusion == "systemic-risk") == (state == "no")


def test_a_missing_figure_is_not_taken_for_a_small_one(open_model: Model) -> None:
    assert met(open_model.model_copy(update={"compute": None}))["E0"] == "unknown"


def test_the_licence_of_a_base_counts_like_ones_own() -> None:
    distilled = argument(current_catalog().models["deepseek-r1-distill-llama-70b"])
    assert distilled.conclusion == "closed"
    assert next(step.why for step in distilled.steps if step.code == "E2").startswith("Llama 3.3 Community: ")


@pytest.mark.parametrize(
    ("model", "state", "words"),
    [
        ("dbrx", "review", "Databricks Open Model asks for a separate licence above its limit"),
        ("sd-3.5-large", "review", "ends above its limit"),
        ("aya-expanse-32b", "review", "leaves out commercial use"),
        ("qwen3-32b", "unknown", ""),
    ],
)
def test_a_licence_shows_where_a_price_may_stand(model: str, state: str, words: str) -> None:
    [step] = [it for it in argument(current_catalog().models[model]).steps if it.code == "E8"]
    assert step.met == state
    assert words in step.why


def test_a_dual_licence_is_a_price(open_model: Model) -> None:
    catalogue = current_catalog()
    term = catalogue.models["qwen3-32b"].weights_licence
    own = Term[str](text=term.text.model_copy(update={"value": "ltxv-owl"}))
    step = argument(open_model.model_copy(update={"weights_licence": own})).steps[-1]
    assert (step.code, step.met) == ("E8", "no")
    assert "asks for a paid licence above its limit" in step.why


def test_a_figure_above_the_line_says_whether_its_range_reaches_below(open_model: Model) -> None:
    assert open_model.compute is not None
    told = {}
    for low in (9e24, 1e25, 1.1e25, None):
        compute = open_model.compute.model_copy(update={"flop": 2e25, "low": low, "high": 3e25})
        told[low] = (
            "though its range reaches below"
            in argument(open_model.model_copy(update={"compute": compute})).steps[0].why
        )
    assert told == {9e24: True, 1e25: True, 1.1e25: False, None: False}


@pytest.mark.parametrize(
    ("failed", "why"),
    [
        (("E2",), "use is limited"),
        (("E1", "E4"), "access and distribution are limited"),
        (("E0", "E2", "E8"), "its compute is taken for systemic risk, and use is limited, and a price is asked for it"),
    ],
)
def test_why_the_exemption_is_closed_is_one_clause(failed: tuple[str, ...], why: str) -> None:
    assert why_closed(failed) == why


def test_weights_that_were_never_published_are_not_public(open_model: Model) -> None:
    said = open_model.weights_licence.text.model_copy(update={"value": "unreleased"})
    unreleased = met(open_model.model_copy(update={"weights_licence": Term[str](text=said)}))
    assert (unreleased["E5"], unreleased["E6"]) == ("no", "yes")


def test_what_nobody_checked_is_never_taken_for_public(open_model: Model) -> None:
    bare = met(open_model.model_copy(update={"information": Information()}))
    assert (bare["E5"], bare["E6"], bare["E7"]) == ("unknown", "unknown", "unknown")


def said(facts: dict[str, Any], model: str) -> list[dict[str, Any]]:
    document = {"candidates": [model], **facts}
    (result,) = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    return [it for it in result["findings"] if it["code"] == "eu.exemption-unavailable"]


IN_SCOPE = {"S1": True, "S2": ["N2"], "R1": True, "R2": True, "P": [], "H1": False, "H5": []}


def test_in_the_union_a_model_beyond_the_exemption_is_named_with_the_conditions_that_fail() -> None:
    (finding,) = said({"eu_ai_act": IN_SCOPE}, "llama-4-maverick")
    assert finding["severity"] == "info"
    assert "because access, use and distribution are limited" in finding["says"]
    assert "Annex XII" in finding["remedy"]


def test_an_open_model_and_a_product_without_a_tie_to_the_union_hear_nothing_of_it() -> None:
    assert said({"eu_ai_act": IN_SCOPE}, "deepseek-r1") == []
    assert said({"eu_ai_act": {**IN_SCOPE, "S2": []}}, "llama-4-maverick") == []
    assert said({}, "llama-4-maverick") == []


def test_the_guide_does_not_know_these_conditions() -> None:
    assert said({"reading": "guide", "eu_ai_act": IN_SCOPE}, "llama-4-maverick") == []
