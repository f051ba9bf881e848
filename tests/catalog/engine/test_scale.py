"""Limits of scale against a second, slow and obvious implementation: at every limit, and for any list of products.

The oracle knows nothing of counting rules. It spells out every number that could be true and asks whether the limit is
passed by all of them, by none, or by some.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog.ambient import current_law, edition
from catalog.engine.evaluate import evaluate
from catalog.engine.finding import Finding
from catalog.engine.screening import screen
from catalog.knowledge.terms import Limit
from tests.catalog.engine.published import harmless

DAY = date(2026, 11, 23)
ENOUGH = 10**15
FIRED = ("threshold.exceeded", "threshold.near", "attribution.missing")


def limits() -> Iterator[tuple[str, str, int, Limit]]:
    """Every limit of every licence: licence, reading, place in the list, limit."""
    for licence in edition().licences.values():
        for name in ("text", "guide"):
            reading = licence.terms.threshold.reading(name)
            for place, limit in enumerate(reading.value.limits if reading else ()):
                yield licence.id, name, place, limit


BOUNDARIES = [(*found, step) for found in limits() for step in (-1, 0, 1)]


def organisation(limit: Limit, number: int) -> dict[str, Any]:
    """Answers in which exactly this number stands against the limit; every other number is as small as it gets."""
    quiet = {**harmless()["organisation"], "monthly_active_users": 0, "annual_revenue_usd": 0}
    if limit.tested == "at-release" and limit.on:
        history = {**quiet["monthly_active_users_on"], limit.on.isoformat(): number}
        return {**quiet, "monthly_active_users_on": history}
    if limit.metric == "mau":
        return {**quiet, "monthly_active_users": number}
    return {**quiet, "annual_revenue_usd": number * 12 if limit.metric == "monthly-revenue-usd" else number}


def possible(limit: Limit, answers: dict[str, Any]) -> tuple[float, float]:
    """The least and the largest number that these answers leave possible for a limit."""
    if limit.tested == "at-release" and limit.on:
        number = answers["monthly_active_users_on"][limit.on.isoformat()]
        return number, number
    if limit.metric == "mau":
        return answers["monthly_active_users"], answers["monthly_active_users"]
    year = answers["annual_revenue_usd"]
    least = year / 12 if limit.metric == "monthly-revenue-usd" else year
    return (0 if limit.counts == "product" else least), year


def over(limit: Limit, number: float) -> bool:
    return number >= limit.limit if limit.beyond == "at-least" else number > limit.limit


def expected(found: Iterable[Limit], answers: dict[str, Any], reading: str) -> set[str]:
    """What the limits of one licence must bring for a commercial service without a displayed name."""
    codes = set()
    for limit in found:
        least, most = possible(limit, answers)
        if over(limit, least):
            # A service with the model inside is not the model offered as a service: nobody says which one this is.
            passed = "open-question" if limit.offered_as == "model-service" else "threshold.exceeded"
            codes.add("attribution.missing" if limit.above == "display" else passed)
        elif over(limit, most):
            codes.add("open-question")
        elif limit.tested == "running":
            measured = most / 12 if limit.metric == "monthly-revenue-usd" else most
            near = measured > limit.limit * 0.8 if reading == "guide" else measured >= limit.limit * 0.8
            codes |= {"threshold.near"} if near else set()
    return codes


def told(licence_id: str, reading: str, answers: dict[str, Any]) -> set[str]:
    """The codes that the engine gives on the threshold of one licence."""
    return {finding.code for finding in findings(licence_id, reading, answers)} & {*FIRED, "open-question"}


def findings(licence_id: str, reading: str, answers: dict[str, Any]) -> list[Finding]:
    one = dataclasses.replace(edition(), licences={licence_id: edition().licences[licence_id]})
    rest = harmless()
    safeguards = {**rest["safeguards"], "attribution_displayed": False}
    document = {**rest, "reading": reading, "organisation": answers, "safeguards": safeguards}
    judged = screen(document, one, current_law(), DAY)[licence_id]
    return [finding for finding in judged.findings if finding.topic == "threshold"]


@pytest.mark.parametrize(("licence", "reading", "place", "limit", "step"), BOUNDARIES)
def test_each_limit_holds_to_the_last_user_and_the_last_dollar(
    licence: str, reading: str, place: int, limit: Limit, step: int
) -> None:
    answers = organisation(limit, max(limit.limit + step, 0))
    stated = edition().licences[licence].terms.threshold.reading(reading)  # type: ignore[arg-type]
    assert stated is not None
    assert told(licence, reading, answers) == expected(stated.value.limits, answers, reading)
    if limit.above != "display" and limit.metric != "monthly-revenue-usd" and limit.counts != "product":
        passes = step > 0 or (step == 0 and limit.beyond == "at-least")
        exceeded = "threshold.exceeded" in told(licence, reading, answers)
        assert exceeded is (passes and limit.offered_as == "anything")


@pytest.mark.parametrize(
    ("model", "changes", "told"),
    [
        ("llama-4-maverick", {}, [("llama-4-community", "mau", 700_000_000, 5000, "at-release")]),
        (
            "llama-4-maverick",
            {"monthly_active_users_on": {}},
            [("llama-4-community", "mau", 700_000_000, None, "at-release")],
        ),
        ("sd-3.5-large", {}, [("stability-ai-community-2024", "revenue", 1_000_000, 100_000, "running")]),
        (
            "sd-3.5-large",
            {"annual_revenue_usd": None},
            [("stability-ai-community-2024", "revenue", 1_000_000, None, "running")],
        ),
        (
            "kimi-k2",
            {"monthly_active_users": 40_000_000},
            [
                ("kimi-k2-modified-mit", "mau", 100_000_000, 40_000_000, "running"),
                ("kimi-k2-modified-mit", "revenue", 20_000_000, 8334, "running"),
            ],
        ),
    ],
)
def test_each_limit_is_shown_with_what_is_counted_against_it(model: str, changes: dict[str, Any], told: Any) -> None:
    rest = harmless()
    document = {**rest, "reading": "text", "candidates": [model], "organisation": {**rest["organisation"], **changes}}
    [found] = evaluate(document, edition(), current_law(), DAY).as_json()["models"]
    names = ("licence", "metric", "limit", "counted", "type")
    assert [tuple(room[name] for name in names) for room in found["headroom"]] == told


def test_there_are_limits_of_every_kind() -> None:
    kinds = {(limit.metric, limit.tested, limit.counts, limit.above == "display") for *_, limit in limits()}
    assert len(kinds) >= 9
    assert len(BOUNDARIES) >= 120


# --- products ------------------------------------------------------------------------------------------------------

QWEN, LLAMA = "qwen-license-2024", "llama-4-community"
NUMBERS = st.sampled_from([None, 0, 60_000_000, 99_999_999, 100_000_000, 100_000_001, 400_000_000, 700_000_001])
PRODUCTS = st.lists(
    st.fixed_dictionaries({"monthly_active_users": NUMBERS, "uses_model": st.sampled_from([None, True, False])}),
    min_size=1,
    max_size=3,
)


def completions(listed: list[dict[str, Any]]) -> Iterator[list[tuple[int, bool]]]:
    """Every way in which the unknown parts of a list of products could turn out."""
    each = []
    for entry in listed:
        users, uses = entry["monthly_active_users"], entry["uses_model"]
        numbers = [0, ENOUGH] if users is None else [users]
        flags = [True, False] if uses is None else [uses]
        each.append(list(product(numbers, flags)))
    yield from (list(chosen) for chosen in product(*each))


@hypothesis_settings(deadline=None, max_examples=150)
@given(PRODUCTS)
def test_a_limit_of_the_product_is_passed_unpassed_or_open_as_every_completion_says(listed: Any) -> None:
    ways = [[users for users, uses in way if uses] for way in completions(listed)]
    passing = [over(Limit(limit=100_000_000), max(users)) for users in ways if users]
    named = [entry["monthly_active_users"] or 0 for entry in listed if entry["uses_model"]]
    codes = told(QWEN, "text", {**harmless()["organisation"], "products": listed, "monthly_active_users": None})
    exceeded = any(number > 100_000_000 for number in named)
    assert ("threshold.exceeded" in codes) is exceeded
    assert all(passing) or not exceeded
    assert ("open-question" in codes) is (not exceeded and (any(passing) or not passing))


@hypothesis_settings(deadline=None, max_examples=100)
@given(PRODUCTS)
def test_a_limit_of_the_group_counts_every_product(listed: Any) -> None:
    codes = told(LLAMA, "guide", {**harmless()["organisation"], "products": listed, "monthly_active_users": None})
    passing = [over(Limit(limit=700_000_000), sum(users for users, _ in way)) for way in completions(listed)]
    assert ("threshold.exceeded" in codes) is all(passing)
    assert ("open-question" in codes) is (any(passing) and not all(passing))


# --- growth --------------------------------------------------------------------------------------------------------


def month_of_crossing(users: int, growth: float, limit: int) -> int | None:
    """Months until the users pass the limit, counted one by one."""
    number, months = float(users), 0
    while number <= limit:
        number, months = number * (1 + growth), months + 1
        if months > 1200:
            return None
    return months


@hypothesis_settings(deadline=None, max_examples=150)
@given(st.integers(1, 100_000_000), st.sampled_from([0.001, 0.013, 0.05, 0.08, 0.2, 0.5, 1.7]))
def test_the_projected_month_is_the_one_that_counting_reaches(users: int, growth: float) -> None:
    answers = {**harmless()["organisation"], "monthly_active_users": users, "monthly_growth": growth}
    projected = [found for found in findings(QWEN, "text", answers) if found.code == "threshold.projected"]
    months = month_of_crossing(users, growth, 100_000_000)
    assert months is not None or not projected
    if months is not None:
        year, month = divmod(DAY.year * 12 + DAY.month - 1 + months, 12)
        crosses = date(year, month + 1, 1)
        assert bool(projected) is (crosses - DAY <= timedelta(days=730))
        assert all(f"{crosses:%B %Y}" in found.says for found in projected)
