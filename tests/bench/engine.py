"""The engine against the guide's own check of twelve lines, for each model and for catalogues of three sizes.

The guide's check compares three answers with a profile; ours reads some twenty terms in three readings, with causes,
duties and remedies. So the ratio is no race to win: it says what a reasoned verdict costs.

Times are processor times, and the collector is set as a server sets it (`config/collector.py`): at Python's own setting
it would walk through the catalogue and the growing answer again and again, which costs an answer of thousands of models
a third more. The made-up models bear the labels and licences of the edition, a third of them on top of another model.

Where the time goes is printed. For the edition it is mostly the rules: some fifty licences, each read in up to three
ways, are judged once for all models that bear them. With thousands of models nearly everything is spent model by model,
and the writing out most of all. The Act is assessed once, in about a millisecond.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from time import process_time
from typing import Any

from catalog import ambient
from catalog.engine import answers
from catalog.engine.evaluate import evaluate, known
from catalog.engine.judge import Bench, Judgement, judge
from catalog.engine.law import Law, assess, law_context
from catalog.knowledge.index import Catalogue
from config.collector import settle
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


def judged(catalogue: Catalogue, law: Law) -> list[Judgement]:
    """The part of it that reads the facts and the Act and asks the rules."""
    facts = answers.read(FACTS, known(catalogue), TODAY)
    act = assess(facts.eu_ai_act, law_context(facts, catalogue), law, facts.as_of)
    bench = Bench(facts, catalogue, act, facts.reading, positions=True)
    return [judge(model, bench) for model in catalogue.models.values()]


def parts(catalogue: Catalogue, law: Law, rounds: int) -> tuple[float, float, float]:
    """Milliseconds of processor time until all is judged, until all is compared and advised, and until it is out."""
    until_judged, until_advised, whole = in_turns(
        lambda: judged(catalogue, law),
        lambda: evaluate(FACTS, catalogue, law, TODAY),
        lambda: ours(catalogue, law),
        rounds=rounds,
        clock=process_time,
    )
    return until_judged, until_advised, whole


def shares(until_judged: float, until_advised: float, whole: float) -> str:
    """Say where the time went."""
    took = (until_judged, until_advised - until_judged, whole - until_advised)
    judging, advising, writing = (f"{part / whole:.0%}" for part in took)
    return f"{'':15}{judging} to judge, {advising} to compare readings, rank and ask, {writing} to write out"


def measure_engine() -> bool:
    """Print what an evaluation costs; True where both limits hold."""
    settle()
    law, catalogue = ambient.current_law(), ambient.edition()
    (theirs,) = in_turns(all_of_the_guide, clock=process_time)
    first = parts(catalogue, law, rounds=40)
    with many_models(5000) as larger:
        second = parts(larger, law, rounds=7)
        count = len(larger.models)
    whole, many = first[-1], second[-1]
    each, simple = whole / len(catalogue.models), theirs / len(PROFILES)
    say(
        "The engine",
        f"  {simple * 1000:8.2f} µs  the guide's check, per model",
        f"  {each * 1000:8.2f} µs  ours, per model: {each / simple:,.0f} times as long",
        f"  {whole:8.2f} ms  ours, all {len(catalogue.models)} models of the edition",
        shares(*first),
        f"  {many:8.2f} ms  ours, {count:,} models: {many / count / each:.2f} times as long per model",
        shares(*second),
    )
    met = whole <= LIMITS["edition"] and many <= LIMITS["5,000 more"]
    if not met:
        say("  TARGET MISSED: 25 ms for the edition, 400 ms with 5,000 models more")
    return met
