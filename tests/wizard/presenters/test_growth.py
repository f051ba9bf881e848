from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.presenters.growth import HEIGHT, WIDTH, growth

TODAY = date(2026, 11, 23)
NAMES = {"qwen": "Qwen License", "llama": "Llama 4 Community", "stability": "Stability AI"}


def room(licence="qwen", limit=100_000_000, counted=5_000_000, kind="running", *, crosses_on=None, metric="mau"):
    return {
        "licence": licence,
        "metric": metric,
        "limit": limit,
        "counted": counted,
        "used": None,
        "type": kind,
        "crosses_on": crosses_on,
    }


def shown(*rooms, rate=0.08):
    return growth(rooms, NAMES, rate, TODAY)


def test_a_projection_is_drawn_until_the_limit_is_passed_and_told_in_numbers():
    view = shown(room(counted=50_000_000, crosses_on="2027-09-01"))
    assert view.chart is not None
    assert view.chart.title == "Users and limits, November 2026 to November 2027"
    assert [it.says for it in view.chart.crossings] == ["September 2027"]
    assert view.limits[0].outlook == "Passed in September 2027."
    assert "Qwen License, 100 million: Passed in September 2027." in view.chart.desc
    assert view.rows == (("50 million", "62.99 million", "79.34 million", "99.95 million", "125.9 million"),)


def test_a_limit_fixed_at_a_release_is_shown_as_settled():
    view = shown(room(), room("llama", 700_000_000, 3_000_000, "at-release"))
    assert view.chart is not None
    assert [(it.label, it.settled) for it in view.chart.limits] == [
        ("Qwen License: 100 million", False),
        ("Llama 4 Community: 700 million, tested once", True),
    ]
    assert view.limits[1].outlook == "Settled when the model came out: not passed. Growth changes nothing."


def test_only_settled_limits_need_no_drawing():
    view = shown(room("llama", 700_000_000, 800_000_000, "at-release"))
    assert view.chart is None
    assert view.limits[0].outlook == "Settled when the model came out: passed. Growth changes nothing."
    assert view.says == "No limit of users goes on counting, so growth changes nothing."


def test_unknown_users_are_never_drawn_as_none():
    view = shown(room(counted=None), room("llama", 700_000_000, None, "at-release"))
    assert view.chart is None
    assert view.rows == ()
    assert [it.counted for it in view.limits] == ["Not known", "Not known"]
    assert "not known yet" in view.says


def test_without_a_rate_the_place_of_today_is_drawn_and_no_future():
    view = shown(room(), rate=None)
    assert view.chart is not None
    (line,) = view.chart.users
    assert (line.x1, line.y1) == (line.x2, line.y2)
    assert view.rows == ()
    assert "nobody can say" in view.says


def test_no_growth_never_passes_and_a_passed_limit_is_passed_already():
    assert shown(room(), rate=0.0).limits[0].outlook == "Not passed in a hundred years."
    assert shown(room(counted=120_000_000)).limits[0].outlook == "Passed already."


def test_a_crossing_after_the_drawing_is_in_the_table_alone():
    view = shown(room(counted=1_000_000, crosses_on="2041-03-01"), rate=0.027)
    assert view.chart is not None
    assert view.chart.crossings == ()
    assert view.limits[0].outlook == "Passed in March 2041."


def test_revenue_is_listed_and_not_drawn():
    view = shown(room("stability", 1_000_000, 400_000, metric="revenue"))
    assert view.chart is None
    assert view.limits[0].limit == "1 million US dollars"
    assert view.limits[0].outlook == "Revenue is not projected here."


def test_equal_limits_of_two_licences_share_a_line_and_close_ones_keep_their_words_apart():
    view = shown(room(), room("llama"), room("stability", 90_000_000))
    assert view.chart is not None
    lower, upper = view.chart.limits
    assert upper.label == "Qwen License and Llama 4 Community: 100 million"
    assert float(lower.label_y) - float(upper.label_y) >= 18


def test_no_limit_says_so():
    view = shown()
    assert (view.chart, view.limits, view.rows) == (None, (), ())
    assert view.says == "No limit of your candidates’ licences applies to this use."


@given(
    st.lists(
        st.tuples(st.integers(1, 10**12), st.integers(1, 10**12), st.booleans()).map(
            lambda it: room("qwen", it[0], it[1], "at-release" if it[2] else "running")
        ),
        max_size=5,
    ),
    st.one_of(st.none(), st.floats(0, 10)),
)
def test_every_line_stays_inside_the_drawing(rooms, rate):
    view = growth(rooms, NAMES, rate, TODAY)
    if view.chart is None:
        assert not [it for it in rooms if it["type"] == "running"]
        return
    for line in view.chart.users:
        assert 0 <= float(line.x1) <= float(line.x2) <= WIDTH
        assert 0 <= float(line.y2) <= float(line.y1) <= HEIGHT
    assert all(0 <= float(limit.y) <= HEIGHT for limit in view.chart.limits)


@pytest.mark.parametrize("rate", [0.0, 0.03, 2.0])
def test_the_table_has_a_number_for_each_month_it_names(rate):
    view = shown(room(), rate=rate)
    assert all(len(row) == len(view.months) for row in view.rows)
