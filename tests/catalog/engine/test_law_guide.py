"""The guide's own account of the Act: told under the reading `guide`, and nowhere else."""

from typing import Any

import pytest

from catalog.ambient import current_catalog, current_law
from catalog.engine import answers
from catalog.engine.evaluate import evaluate, known
from catalog.engine.law import assess, law_context
from catalog.engine.law.guide import guide_account
from tests.catalog.engine.test_law import TODAY

HIRING = {
    "use": {"domains": ["employment"]},
    "adaptation": {"fine_tunes": True},
    "eu_ai_act": {"S1": True, "S2": ["N2"], "R1": True, "R2": True, "P": ["P-f"], "H5": ["A3-4a"], "T1q": True},
}
MODEL = {"S2": ["N1"], "G0": True, "G1": True, "G2": "own", "model_flop": 1e24}


def act(facts: dict[str, Any], reading: str = "guide") -> dict[str, Any]:
    document = {"candidates": ["qwen3-32b"], "reading": reading, **facts}
    part: dict[str, Any] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["eu_ai_act"]
    return part


def duties(part: dict[str, Any]) -> list[str]:
    return [duty["id"] for duty in part["obligations"]]


def test_the_guide_makes_the_builder_of_a_hiring_tool_a_deployer_under_article_26() -> None:
    told = act(HIRING)
    assert told["roles"] == ["R-DEP"]
    assert told["outcomes"] == ["HR-A3:4a"]
    assert {duty["article"] for duty in told["obligations"]} == {"26", "not named"}
    assert "GUIDE-data-record" in duties(told)


def test_the_guide_knows_no_prohibition_no_notice_and_no_assumption() -> None:
    told = act(HIRING)
    assert not any("O-STOP" in name or "O-T" in name for name in duties(told))
    assert (told["assumed"], told["review"]) == ([], [])
    assert act(HIRING, "strictest")["outcomes"][0] == "PROHIBITED:P-f"


def test_the_guide_raises_no_point_for_a_lawyer() -> None:
    importer = {"S2": ["N4"], "R1": False, "R2": False, "R3": True, "H5": ["A3-4a"], "H6": True}
    assert act({"eu_ai_act": importer}, "text")["review"]
    assert act({"eu_ai_act": importer})["review"] == []


def test_the_guide_holds_a_whole_field_for_high_risk() -> None:
    assert act({"use": {"domains": ["healthcare"]}})["outcomes"] == ["HR-A3:unknown"]
    assert act({"use": {"domains": ["retail"]}})["obligations"] == []


@pytest.mark.parametrize(
    ("said", "outcome", "owed"),
    [
        ({"G5": False}, "GP-FULL", 4),
        ({"G5": True, "G6": True}, "GP-EXEMPT", 1),
        ({"G5": False, "model_flop": 1e25}, "GP-FULL", 4),
        ({"G5": True, "G6": False}, "GP-FULL", 4),
        ({"G5": True, "G6": True, "model_flop": 2e25}, "GP-SR", 8),
        ({"G5": True, "G6": True, "designated": True}, "GP-SR", 8),
    ],
)
def test_the_guide_exempts_open_models_from_the_copyright_policy_too(
    said: dict[str, Any], outcome: str, owed: int
) -> None:
    told = act({"eu_ai_act": {**MODEL, **said}})
    assert told["outcomes"] == [outcome]
    assert len(duties(told)) == owed
    assert ("GUIDE-52-copyright" in duties(told)) == (outcome != "GP-EXEMPT")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"G5": False}, {"eu.gpai"}),
        ({"G5": True, "G6": True}, {"eu.gpai"}),
        ({"model_flop": 2e25}, {"eu.gpai", "eu.systemic-risk"}),
        ({"G0": False}, set()),
    ],
)
def test_whoever_makes_a_model_is_told_so_as_the_guide_tells_it(said: dict[str, Any], codes: set[str]) -> None:
    document = {"candidates": ["qwen3-32b"], "reading": "guide", "eu_ai_act": {**MODEL, **said}}
    [model] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    assert {it["code"] for it in model["findings"] if it["code"].startswith("eu.")} == codes


@pytest.mark.parametrize(
    ("document", "marks"),
    [
        (HIRING, {"high_risk", "exemption_unavailable"}),
        ({"adaptation": {"fine_tunes": True}}, set()),
        ({"eu_ai_act": {**MODEL, "G5": True, "G6": True}}, {"gpai"}),
        ({"eu_ai_act": {**MODEL, "G5": False}}, {"gpai", "exemption_unavailable"}),
        ({"eu_ai_act": {**MODEL, "model_flop": 2e25}}, {"gpai", "systemic_risk", "exemption_unavailable"}),
    ],
)
def test_what_the_guide_takes_a_product_for(document: dict[str, Any], marks: set[str]) -> None:
    facts = answers.read(document, known(current_catalog()), TODAY)
    real = assess(facts.eu_ai_act, law_context(facts, current_catalog()), current_law(), facts.as_of)
    told = guide_account(real, facts, current_law())
    names = ("high_risk", "transparency", "gpai", "systemic_risk", "exemption_unavailable")
    assert {name for name in names if getattr(told, name)} == marks


@pytest.mark.parametrize(("as_of", "status"), [("2025-08-01", "upcoming"), ("2025-08-02", "in-force")])
def test_a_duty_of_the_guide_is_in_force_from_its_day_on(as_of: str, status: str) -> None:
    told = act({"as_of": as_of, "eu_ai_act": {**MODEL, "G5": False}})
    assert {duty["status"] for duty in told["obligations"] if duty["applies_from"] == "2025-08-02"} == {status}


def test_the_guide_knows_no_provider_by_modification() -> None:
    assert act({"eu_ai_act": {**MODEL, "G2": "modified", "modification_flop": 1e25}})["outcomes"] == []


def test_the_guide_threatens_the_highest_fine_for_everything() -> None:
    assert {fine["tier"] for fine in act(HIRING)["penalties"]} == {"P1", "P3"}


def test_outside_the_union_the_guide_is_silent() -> None:
    assert act({"use": {"domains": ["healthcare"]}, "eu_ai_act": {"S2": []}})["obligations"] == []


def test_every_duty_of_the_guide_is_told_in_one_of_these() -> None:
    told = set(duties(act(HIRING))) | set(duties(act({"eu_ai_act": {**MODEL, "model_flop": 2e25}})))
    assert told == set(current_law().guide)
