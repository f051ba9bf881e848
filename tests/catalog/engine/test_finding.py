"""What an evaluation lists stands in the order of its JSON, whatever was found first."""

import datetime
import json
from itertools import product
from typing import Any

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from catalog.engine.finding import Obligation, Phase, SourceRef
from tests.catalog.engine.published import harmless

PHASES: tuple[Phase, ...] = ("technical", "monitoring")
SOURCE = SourceRef("card", "1", "https://example.org/", "2026-11-23")


def test_obligations_of_one_code_stand_in_the_order_of_their_json() -> None:
    found = [
        Obligation("notice", says, phase, met, SOURCE, licence)
        for says, phase, met, licence in product("ab", PHASES, (True, None, False), ("MIT", "other"))
    ]
    assert sorted(found, key=lambda it: it.place) == sorted(
        found, key=lambda it: json.dumps(it.as_json(), sort_keys=True)
    )


def _model(name: str, **parts: dict[str, Any]) -> dict[str, Any]:
    rest = harmless()
    facts = {**rest, **{part: {**rest.get(part, {}), **leaves} for part, leaves in parts.items()}}
    agreed = [{"licence": "gemma-terms", "covers": ["notice", "use-policy", "propagation"]}]
    document = {**facts, "reading": "text", "candidates": [name], "agreements": agreed}
    [found] = evaluate(document, current_catalog(), current_law(), datetime.date(2026, 11, 23)).as_json()["models"]
    return dict(found)


def test_a_duty_that_an_agreement_covers_is_met() -> None:
    model = _model("gemma-3-27b", safeguards={"notice_file": False}, use={"delivery": ["ship-weights"]})
    assert {it["met"] for it in model["obligations"]} == {True}
    assert "notice.missing" not in {it["code"] for it in model["findings"] if it["severity"] == "action"}


def test_a_product_above_its_limit_is_told_with_its_number() -> None:
    products = [{"name": "Chat", "monthly_active_users": 150_000_000, "uses_model": True}]
    model = _model("qwen2.5-72b", organisation={"monthly_active_users": None, "products": products})
    assert [room["counted"] for room in model["headroom"]] == [150_000_000]


def test_a_fine_is_told_with_all_its_parts() -> None:
    answers = {"S1": True, "S2": ["N1"], "R1": True, "P": ["P-f"]}
    document = {**harmless(), "candidates": ["qwen3-32b"], "eu_ai_act": answers}
    told = evaluate(document, current_catalog(), current_law(), datetime.date(2026, 11, 23)).as_json()["eu_ai_act"]
    assert {tuple(fine) for fine in told["penalties"]} == {("tier", "says", "cap_eur", "percent", "of_revenue_usd")}
