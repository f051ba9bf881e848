"""The engine against the guide's own check of twelve lines, for each model and for catalogues of three sizes.

The guide's check compares three answers with a profile; ours reads some twenty terms in three readings, with causes,
duties and remedies. So the ratio is no race to win: it says what a reasoned verdict costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalog import ambient
from catalog.engine.evaluate import evaluate
from catalog.engine.law import Law
from catalog.knowledge.index import Catalogue
from tests.bench.timing import in_turns, say
from tests.support.many_models import many_models

TODAY = date(2026, 11, 23)
FACTS: Mapping[str, Any] = {
    "organisation": {"country": "DE", "size": "large", "monthly_active_users": 5_000_000, "annual_revenue_usd": 2e7},
    "use": {
        "commercial": True,
        "domains": ["retail"],
        "activities": ["customer-service"],
        "delivery": ["hosted-service"],
        "markets": ["EU", "US"],
    },
    "adaptation": {"fine_tunes": True, "publishes_weights": False},
    "outputs": {"train": "other-llm", "distils": True, "shares_trained_model": False},
}
# Milliseconds for one set of facts, by the number of models.
LIMITS = {"edition": 25.0, "5,000 more": 400.0}

PROFILES: Mapping[str, Mapping[str, Any]] = {
    "deepseek-v3": {"limit": None, "training": True, "distillation": True, "risk": "minimal"},
    "llama-4-maverick": {"limit": 700_000_000, "training": False, "distillation": False, "risk": "moderate"},
    "qwen3-235b": {"limit": 100_000_000, "training": True, "distillation": True, "risk": "low"},
    "qwen3-32b": {"limit": None, "training": True, "distillation": True, "risk": "minimal"},
}


def guides_check(model: str, users: int, *, distils: bool, trains: bool) -> dict[str, Any]:
    """What the guide's selector does: a profile, three comparisons, and a list of sentences."""
    profile = PROFILES[model]
    issues = []
    if profile["limit"] and users > profile["limit"]:
        issues.append(f"{users:,} users are more than the limit of {profile['limit']:,}.")
    if distils and not profile["distillation"]:
        issues.append("Distilling into other models is prohibited.")
    if trains and not profile["training"]:
        issues.append("Training other models on outputs is prohibited.")
    return {"model": model, "approved": not issues, "issues": issues, "risk": profile["risk"]}


def all_of_the_guide() -> list[dict[str, Any]]:
    """The guide's check for each of its four profiles."""
    return [guides_check(model, 5_000_000, distils=True, trains=True) for model in PROFILES]


def ours(catalogue: Catalogue, law: Law) -> dict[str, Any]:
    """Our answer for a whole catalogue, as it leaves the house."""
    return evaluate(FACTS, catalogue, law, TODAY).as_json()


def measure_engine() -> bool:
    """Print what an evaluation costs; True where both limits hold."""
    law, catalogue = ambient.current_law(), ambient.edition()
    theirs, whole = in_turns(all_of_the_guide, lambda: ours(catalogue, law))
    with many_models(5000) as larger:
        (many,) = in_turns(lambda: ours(larger, law), rounds=7)
        count = len(larger.models)
    each, simple = whole / len(catalogue.models), theirs / len(PROFILES)
    say(
        "The engine",
        f"  {simple * 1000:8.2f} µs  the guide's check, per model",
        f"  {each * 1000:8.2f} µs  ours, per model: {each / simple:,.0f} times as long",
        f"  {whole:8.2f} ms  ours, all {len(catalogue.models)} models of the edition",
        f"  {many:8.2f} ms  ours, {count:,} models: {many / count / each:.2f} times as long per model",
    )
    met = whole <= LIMITS["edition"] and many <= LIMITS["5,000 more"]
    if not met:
        say("  TARGET MISSED: 25 ms for the edition, 400 ms with 5,000 models more")
    return met
