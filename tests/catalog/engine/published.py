"""The published cases, completed with harmless answers and judged; the README beside them explains their keys."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from catalog.ambient import current_law, edition
from catalog.engine.evaluate import evaluate
from catalog.knowledge.entries import Model
from catalog.knowledge.facts import Reading, Term
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay, with_overlay

FOLDER = Path(__file__).parents[2] / "cases" / "engine"
TODAY = datetime.date(2026, 11, 23)
SAFEGUARDS = (
    "attribution_displayed", "notice_file", "licence_copy_included", "use_policy_reviewed", "restrictions_passed_on",
    "mau_monitoring", "content_filter", "own_safety_layer", "human_oversight", "fine_tuning_data_recorded",
)  # fmt: skip


def cases() -> list[dict[str, Any]]:
    """Every case of every file, in the order of the files."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.load(path.read_bytes(), yaml.CSafeLoader)]


def judged(case: Mapping[str, Any]) -> dict[str, Any]:
    """The evaluation of a case."""
    catalogue = edition()
    if own := case.get("own_models"):
        models = {name: _own_model(name, given, catalogue) for name, given in own.items()}
        catalogue = with_overlay(catalogue, Overlay(models=models))
    return evaluate(plain(facts_of(case)), catalogue, current_law(), TODAY).as_json()


def facts_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a case, completed with harmless answers where it asks for them."""
    facts: dict[str, Any] = case["facts"]
    if case.get("rest") != "harmless":
        return facts
    return {**facts, **{part: {**leaves, **(facts.get(part) or {})} for part, leaves in harmless().items()}}


def harmless() -> dict[str, dict[str, Any]]:
    """A small shop in the United States that answers its customers, with every safeguard in place."""
    limits = [limit for licence in edition().licences.values() for limit in licence.terms.threshold.text.value.limits]
    return {
        "organisation": {
            "country": "US",
            "monthly_active_users": 5000,
            "annual_revenue_usd": 100_000,
            "monthly_active_users_on": {limit.on.isoformat(): 5000 for limit in limits if limit.on},
        },
        "use": {
            "commercial": True,
            "domains": ["retail"],
            "activities": ["customer-service"],
            "delivery": ["hosted-service"],
            "markets": ["US"],
            "generates_human_likeness": False,
            "automated_decisions": False,
            "safety_critical": False,
        },
        "adaptation": {"fine_tunes": False, "publishes_weights": False},
        "outputs": {"train": "none", "distils": False, "shares_trained_model": False},
        "safeguards": dict.fromkeys(SAFEGUARDS, True),
        "eu_ai_act": {"S2": [], "P": []},
    }


def plain(value: Any) -> Any:
    """YAML has dates where JSON has text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _own_model(name: str, given: Mapping[str, Any], catalogue: Catalogue) -> Model:
    """A model of the organisation's own, as its overlay would hold it."""
    reading = catalogue.licences[given["licence"]].terms.gotchas.text
    said = {**reading.model_dump(exclude={"value", "says"}), "says": "Recorded by the organisation itself."}
    return Model(
        id=name,
        name=name,
        vendor=given.get("vendor", "The organisation"),
        vendor_country="US",
        kind="llm",
        image_input=given.get("image_input", False),
        base_models=tuple(given.get("base_models", ())),
        weights_licence=Term[str](text=Reading[str](value=given["licence"], **{**said, "confidence": "read"})),
    )
