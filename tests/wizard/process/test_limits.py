"""Steps on the way to a limit: none is missed as numbers grow or time passes, and what is settled never alerts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process.limits import Room, Step, months_before, reached, rooms, talks_from

TODAY = date(2026, 11, 24)
LIMIT = 100_000_000
numbers = st.integers(0, 3 * LIMIT)
days = st.dates(date(2026, 1, 1), date(2031, 1, 1))


def room(counted: int | None = 0, *, settled: bool = False, crosses_on: date | None = None, limit: int = LIMIT) -> Room:
    return Room("qwen-license-2024", "mau", limit, counted, settled, crosses_on)


@pytest.mark.parametrize(
    ("counted", "steps"),
    [
        (49_999_999, []),
        (50_000_000, ["50"]),
        (75_000_000, ["50", "75", "talks"]),
        (80_000_000, ["50", "75", "80", "talks"]),
        (90_000_000, ["50", "75", "80", "talks", "90"]),
        (100_000_000, ["50", "75", "80", "talks", "90", "100"]),
    ],
)
def test_each_share_is_a_step_from_its_exact_number_on(counted: int, steps: list[str]) -> None:
    assert list(reached(room(counted), TODAY)) == steps


@pytest.mark.parametrize(
    ("crosses_on", "steps"),
    [
        (date(2027, 12, 1), []),
        (date(2027, 11, 1), ["crossing"]),
        (date(2027, 6, 1), ["crossing"]),
        (date(2027, 5, 1), ["crossing", "talks"]),
        (date(2026, 9, 1), ["crossing", "talks"]),
    ],
)
def test_a_crossing_is_told_a_year_ahead_and_talks_begin_half_a_year_ahead(crosses_on: date, steps: list[str]) -> None:
    assert list(reached(room(10, crosses_on=crosses_on), TODAY)) == steps


def test_talks_begin_six_months_before_the_crossing_across_a_year() -> None:
    assert talks_from(room(10, crosses_on=date(2027, 3, 1))) == date(2026, 9, 1)
    assert talks_from(room(10)) is None


@given(numbers, numbers, st.none() | days, days)
def test_more_users_never_take_a_step_back(one: int, other: int, crosses_on: date | None, today: date) -> None:
    fewer, more = (set(reached(room(it, crosses_on=crosses_on), today)) for it in (min(one, other), max(one, other)))
    assert fewer <= more


@given(numbers, st.none() | days, days, st.integers(0, 2000))
def test_time_alone_never_takes_a_step_back(counted: int, crosses_on: date | None, today: date, later: int) -> None:
    it = room(counted, crosses_on=crosses_on)
    assert set(reached(it, today)) <= set(reached(it, today + timedelta(days=later)))


@given(st.none() | numbers, st.none() | days, days)
def test_what_is_settled_or_not_known_has_no_step(counted: int | None, crosses_on: date | None, today: date) -> None:
    assert reached(room(counted, settled=True, crosses_on=crosses_on), today) == ()
    assert reached(room(None, crosses_on=crosses_on), today) == ()


@given(numbers, st.none() | days, days, st.integers(1, 10**15))
def test_steps_stand_in_one_order_and_an_earlier_share_comes_with_a_later_one(
    counted: int, crosses_on: date | None, today: date, limit: int
) -> None:
    steps = reached(room(counted, crosses_on=crosses_on, limit=limit), today)
    assert list(steps) == [it for it in Step if it in steps]
    shares = [int(it) for it in steps if it.isdecimal()]
    assert shares == [it for it in (50, 75, 80, 90, 100) if it <= max(shares, default=0)]


@given(days, st.integers(0, 40))
def test_months_are_counted_back_to_their_first_day(day: date, months: int) -> None:
    back = months_before(day, months)
    assert back.day == 1
    assert (day.year - back.year) * 12 + day.month - back.month == months


def test_only_the_limits_of_models_that_may_be_used_are_looked_at_each_once() -> None:
    one = {"licence": "q", "metric": "mau", "limit": 5, "counted": 1, "type": "running", "crosses_on": "2027-01-01"}
    fixed = {**one, "limit": 2, "type": "at-release", "crosses_on": None}
    models = [{"model": name, "headroom": [one, fixed]} for name in ("a", "b", "blocked")]
    models[2]["headroom"] = [{**one, "limit": 3}]
    found = rooms({"models": models}, {"a", "b"})
    assert [(it.limit, it.settled) for it in found] == [(5, False), (2, True)]
