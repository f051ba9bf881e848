"""Numbers in the place of answers: the newest holds, nothing unknown becomes harmless, nothing is counted less."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process.readings import (
    MOST,
    Reading,
    check,
    facts_with,
    group_revenue,
    group_total,
    measured_growth,
    newest,
)
from wizard.process.refusal import Refused

TODAY = date(2026, 11, 24)
ANSWERED = date(2026, 6, 30)
LATER = date(2026, 10, 31)


def users(product: str, value: int, on: date = LATER, entity: str = "Acme") -> Reading:
    return Reading(entity, product, "mau", on, value)


def group(value: int, on: date = LATER, metric: str = "mau") -> Reading:
    return Reading("", "", metric, on, value)


def organisation(*numbers: Reading, **stated: Any) -> dict[str, Any]:
    facts = facts_with({"as_of": ANSWERED.isoformat(), "organisation": stated}, numbers)
    told: dict[str, Any] = facts["organisation"]
    return told


SHOP = {"name": "Shop", "entity": "ACME ", "monthly_active_users": 100, "uses_model": True}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (users("Shop", 1, TODAY + timedelta(days=1)), "lies in the future"),
        (users("Shop", 1, date(1989, 12, 31)), "from 1990 on"),
        (users("Shop", -1), "The number is negative"),
        (users("Shop", MOST + 1), "The number is too large"),
        (users("", 1), "The product is missing"),
        (users("x" * 201, 1), "too long: shorten it"),
        (Reading("Acme", "Shop", "revenue", LATER, 1), "leave the product empty"),
        (Reading("Acme", "Shop", "daily", LATER, 1), "choose users or revenue"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_its_field_and_the_remedy(wrong: Reading, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check(wrong, TODAY)


def test_the_newest_number_takes_the_place_of_the_answer_and_keeps_what_else_was_said() -> None:
    found = organisation(users("shop", 70, LATER), users("Shop", 300, date(2026, 8, 31)), products=[SHOP])
    assert found["products"] == [{**SHOP, "monthly_active_users": 70}]


def test_a_number_older_than_the_answer_never_lowers_it() -> None:
    before = date(2026, 5, 31)
    assert organisation(users("Shop", 70, before), products=[SHOP])["products"][0]["monthly_active_users"] == 100
    assert organisation(users("Shop", 170, before), products=[SHOP])["products"][0]["monthly_active_users"] == 170


def test_a_product_without_a_company_stands_for_that_product_of_every_company() -> None:
    stated = {"name": "Shop", "monthly_active_users": 1, "uses_model": True}
    found = organisation(users("Shop", 5), users("Shop", 7, entity="Beta"), products=[stated])
    assert [it["monthly_active_users"] for it in found["products"]] == [12]


def test_a_product_that_no_answer_names_counts_for_the_group_and_may_have_the_model_in_it() -> None:
    added = organisation(users("Search", 900), products=[SHOP])["products"][1]
    assert added == {"name": "Search", "entity": "Acme", "monthly_active_users": 900}


def test_totals_of_the_group_are_history_too() -> None:
    found = organisation(group(40, date(2025, 3, 31)), group(60), monthly_active_users=10)
    assert found["monthly_active_users"] == 60
    assert found["monthly_active_users_on"] == {"2025-03-31": 40, "2026-10-31": 60}


def test_the_facts_hold_for_the_day_of_the_newest_number() -> None:
    facts = {"as_of": ANSWERED.isoformat(), "organisation": {}}
    assert facts_with(facts, [users("Shop", 1)])["as_of"] == LATER.isoformat()
    assert facts_with(facts, [users("Shop", 1, date(2026, 1, 31))])["as_of"] == "2026-01-31"
    told = {"as_of": ANSWERED.isoformat(), "organisation": {"products": [SHOP]}}
    assert facts_with(told, [users("Shop", 1, date(2026, 1, 31))])["as_of"] == ANSWERED.isoformat()
    assert facts_with(facts, []) == facts


def test_revenue_is_the_larger_of_what_was_told_and_the_sum_of_the_companies() -> None:
    companies = [Reading(name, "", "revenue", LATER, 400) for name in ("Acme", "Beta")]
    assert group_revenue([*companies, group(500, metric="revenue")]) == 800
    assert organisation(*companies, annual_revenue_usd=900)["annual_revenue_usd"] == 900
    assert organisation(group(700, metric="revenue"), annual_revenue_usd=900)["annual_revenue_usd"] == 700


def test_growth_is_measured_over_what_was_counted_at_both_ends() -> None:
    begin = date(2026, 4, 30)
    steady = [users("Shop", 1000, begin), users("Shop", 2000, LATER)]
    assert measured_growth(steady) == pytest.approx(0.1214, abs=0.0002)
    assert measured_growth([*steady, users("Search", 10**9, LATER)]) == measured_growth(steady)
    assert measured_growth([users("Shop", 1000), users("Shop", 2000, LATER + timedelta(days=27))]) is None
    assert organisation(*steady, monthly_growth=0.3)["monthly_growth"] == 0.3
    assert organisation(*steady, monthly_growth=0.01)["monthly_growth"] == measured_growth(steady)


def test_the_total_of_the_group_adds_affiliates_and_is_never_below_what_was_told() -> None:
    parts = [users("Shop", 5), users("Search", 7, entity="Beta")]
    assert group_total(parts) == 12
    assert group_total([*parts, group(20)]) == 20
    assert group_total([*parts, group(3)]) == 12
    assert group_total([]) is None


products = st.builds(
    users,
    st.sampled_from(["Shop", "shop", "Search"]),
    st.integers(0, 1000),
    st.dates(date(2025, 1, 1), TODAY),
    st.sampled_from(["", "Acme", "Beta"]),
)


@given(st.lists(products, max_size=8), st.lists(st.sampled_from([SHOP, {"name": "Shop"}]), max_size=2))
def test_no_number_is_lost_from_the_sum_of_the_products(numbers: list[Reading], stated: list[dict[str, Any]]) -> None:
    found = organisation(*numbers, products=stated).get("products") or []
    assert sum(it.get("monthly_active_users") or 0 for it in found) >= sum(it.value for it in newest(numbers).values())
    assert [it.get("uses_model") for it in found[: len(stated)]] == [it.get("uses_model") for it in stated]


@given(st.lists(products, max_size=8))
def test_the_order_of_numbers_of_different_days_changes_nothing(numbers: list[Reading]) -> None:
    one_a_day = list({(it.key, it.on): it for it in numbers}.values())
    there, back = (organisation(*order, products=[SHOP]) for order in (one_a_day, one_a_day[::-1]))
    key = lambda it: sorted(map(repr, it.get("products") or ()))  # noqa: E731
    assert key(there) == key(back)
    assert there.get("monthly_growth") == back.get("monthly_growth")
