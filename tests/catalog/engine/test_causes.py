"""Which answers a finding points at: those that brought it, and no others."""

import datetime
from typing import Any

import pytest

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.catalog.engine.published import harmless, judged

TODAY = datetime.date(2026, 11, 23)
PLAIN = {
    "S1": True, "S2": ["N1"], "R1": True, "R2": True, "P": [], "H1": False, "H5": [], "G0": False,
    **dict.fromkeys(("T1q", "T2q", "T3q", "T4q", "T5q"), False),
}  # fmt: skip
OWN = {"G0": True, "G1": True, "G2": "own"}
MODIFIED = {**OWN, "G2": "modified", "original_systemic_risk": False, "original_flop": 5e24}


def causes(code: str, answers: dict[str, Any], **parts: Any) -> list[str]:
    document = {**harmless(), "candidates": ["qwen3-32b"], "eu_ai_act": {**PLAIN, **answers}, **parts}
    [model] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    return [at.removeprefix("/eu_ai_act/") for it in model["findings"] if it["code"] == code for at in it["because"]]


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"H5": ["A3-4a"], "H6": True}, ["H5"]),
        ({"H1": True, "H2": True, "H3": "A"}, ["H1"]),
        ({"H1": True, "H2": True, "H3": "B", "H5": ["A3-4a"], "H6": True}, ["H1", "H5"]),
        ({"H1": True, "H2": False, "H5": ["A3-4a"], "H6": True}, ["H5"]),
        ({"H1": True, "H2": False, "H5": None}, []),
        ({"H5": None}, []),
    ],
)
def test_high_risk_points_at_the_route_that_leads_to_it(answers: dict[str, Any], at: list[str]) -> None:
    assert causes("eu.high-risk", answers) == at
    assert causes("eu.exemption-unavailable", answers) == at


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"T1q": True}, ["T1q"]),
        ({"T4q": True}, ["T4q"]),
        ({"T2q": True, "T3q": True}, ["T2q", "T3q"]),
        ({"T5q": True, "T1q": None}, ["T5q"]),
        ({"R1": False, "T2q": True, "T4q": True}, ["T4q"]),
        ({"T1q": None}, []),
    ],
)
def test_a_notice_points_at_what_was_answered_and_brings_a_duty(answers: dict[str, Any], at: list[str]) -> None:
    assert causes("eu.transparency", answers) == at


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({**OWN, "model_flop": 2e25}, ["model_flop"]),
        ({**OWN, "model_flop": 1e25}, []),
        ({**OWN, "model_flop": 1e24, "designated": True}, ["designated"]),
        ({**OWN, "model_flop": 1e25, "designated": True}, ["designated"]),
        ({**OWN, "model_flop": 2e25, "designated": True, "original_flop": 3e25}, ["designated", "model_flop"]),
        ({**MODIFIED, "original_systemic_risk": True, "modification_flop": 4e24}, ["original_systemic_risk"]),
        ({**MODIFIED, "original_flop": 2e25, "modification_flop": 9e24}, ["original_flop"]),
        ({**MODIFIED, "modification_flop": 6e24}, ["modification_flop", "original_flop"]),
        ({**MODIFIED, "original_flop": None, "modification_flop": 2e25}, ["modification_flop"]),
        ({**MODIFIED, "modification_flop": 4e24}, []),
        ({**OWN, "model_flop": None}, []),
        ({**OWN, "G0": None, "model_flop": 2e25}, []),
    ],
)
def test_systemic_risk_points_at_compute_or_designation(answers: dict[str, Any], at: list[str]) -> None:
    assert causes("eu.systemic-risk", answers) == at


def test_compute_that_was_stated_with_the_adaptation_is_pointed_at_there() -> None:
    adaptation = {**harmless()["adaptation"], "fine_tunes": True, "modification_flop": 6e24}
    found = causes("eu.systemic-risk", MODIFIED, adaptation=adaptation)
    assert found == ["/adaptation/modification_flop", "original_flop"]


def test_what_is_said_of_the_act_names_its_article() -> None:
    answers = {**PLAIN, **OWN, "model_flop": 2e25, "H5": ["A3-4a"], "H6": True, "T1q": True}
    document = {**harmless(), "candidates": ["qwen3-32b"], "eu_ai_act": answers}
    [model] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    clauses = {it["code"]: it["source"]["clause"] for it in model["findings"] if it["code"].startswith("eu.")}
    assert clauses == {
        "eu.exemption-unavailable": "Article 2(12), 53(2)",
        "eu.gpai": "Article 53",
        "eu.high-risk": "Article 6",
        "eu.systemic-risk": "Article 51",
        "eu.transparency": "Article 50",
    }


@pytest.mark.parametrize(("practice", "severity"), [("P-f", "blocker"), ("P-ba", "caution")])
def test_a_prohibition_names_its_article_before_it_starts_too(practice: str, severity: str) -> None:
    document = {**harmless(), "candidates": ["qwen3-32b"], "eu_ai_act": {**PLAIN, "P": [practice]}}
    [model] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    [found] = [it for it in model["findings"] if it["code"] == "eu.prohibited"]
    assert (found["severity"], found["source"]["clause"]) == (severity, "Article 5")


def test_a_provider_of_a_model_is_pointed_at_the_answer_that_makes_him_one() -> None:
    assert causes("eu.gpai", {**OWN, "model_flop": 2e25}) == ["G0"]
    assert causes("eu.gpai", {**OWN, "G0": None, "model_flop": 2e25}) == []


def pointed_at(code: str, topic: str, model: str, **parts: dict[str, Any]) -> set[str]:
    """The answers at which the findings of one code on one topic of the licence point."""
    rest = harmless()
    changed = {part: {**rest[part], **leaves} for part, leaves in parts.items()}
    document = {**rest, **changed, "reading": "text", "candidates": [model]}
    [found] = evaluate(document, current_catalog(), current_law(), TODAY).as_json()["models"]
    return {at for it in found["findings"] if (it["code"], it["topic"]) == (code, topic) for at in it["because"]}


USERS, REVENUE = "/organisation/monthly_active_users", "/organisation/annual_revenue_usd"


@pytest.mark.parametrize(
    ("code", "topic", "model", "parts", "at"),
    [
        ("open-question", "threshold", "qwen2.5-72b", {"organisation": {"monthly_active_users": None}}, {USERS}),
        (
            "open-question",
            "threshold",
            "kimi-k3",
            {"organisation": {"annual_revenue_usd": None}, "safeguards": {"attribution_displayed": True}},
            {REVENUE, "/use/delivery"},
        ),
        (
            "open-question",
            "threshold",
            "qwen2.5-72b",
            {"organisation": {"monthly_active_users": None}, "use": {"commercial": None}},
            {USERS, "/use/commercial"},
        ),
        ("threshold.exceeded", "threshold", "qwen2.5-72b", {"organisation": {"monthly_active_users": 10**9}}, {USERS}),
        (
            "attribution.missing",
            "threshold",
            "kimi-k2",
            {"organisation": {"monthly_active_users": 10**9}, "safeguards": {"attribution_displayed": False}},
            {USERS, "/safeguards/attribution_displayed"},
        ),
    ],
)
def test_a_limit_points_at_its_number_and_at_what_leaves_it_open(
    code: str, topic: str, model: str, parts: dict[str, Any], at: set[str]
) -> None:
    assert pointed_at(code, topic, model, **parts) == at


def test_source_for_remote_users_does_not_rest_on_published_weights() -> None:
    facts = {"reading": "text", "candidates": ["house"], "adaptation": {"fine_tunes": True}}
    [found] = judged({"own_models": {"house": {"licence": "AGPL-3.0-only"}}, "rest": "harmless", "facts": facts})[
        "models"
    ]
    at = {it["code"]: it["because"] for it in found["findings"]}
    assert at["copyleft.network"] == ["/adaptation/fine_tunes", "/use/delivery"]
