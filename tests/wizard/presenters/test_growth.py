from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.presenters.growth import growth
from wizard.presenters.growth_drawing import HEIGHT, WIDTH
from wizard.presenters.labels import Box, Stroke

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
    assert not lower.words.box.touches(upper.words.box)


def words_of(chart):
    """The room of all words in a drawing."""
    months = [it.words.box for it in chart.crossings if it.words]
    return [*months, *(limit.words.box for limit in chart.limits)]


def strokes_of(chart):
    """Every line and mark that words could stand on."""
    right, bottom = chart.right, chart.bottom
    limits = [Stroke(chart.left, float(it.y), right, float(it.y)) for it in chart.limits]
    drops = [Stroke(float(it.x), float(it.y), float(it.x), bottom) for it in chart.crossings]
    return [*(it.stroke for it in chart.users), *limits, *drops]


def test_a_start_close_to_a_limit_moves_its_words_away_from_the_line_of_users():
    view = shown(room(counted=85_000_000, crosses_on="2027-02-01"), rate=0.05)
    assert view.chart is not None
    (limit,), (line,) = view.chart.limits, view.chart.users
    assert not line.stroke.crosses(limit.words.box)
    assert [it.words is not None for it in view.chart.crossings] == [True]


def test_words_that_find_no_place_stand_above_the_drawing():
    many = [room(name, 90_000_000 + step * 1_000_000) for step in range(12) for name in ("qwen", "llama")]
    view = shown(*many)
    assert view.chart is not None
    _, top, _, height = map(int, view.chart.view.split())
    assert top < 0
    assert top + height == HEIGHT
    assert min(it.words.box.top for it in view.chart.limits) >= top


def test_long_words_are_broken_into_rows():
    view = growth([room("long")], {"long": "A licence with a name of many words, " * 4}, 0.0, TODAY)
    assert view.chart is not None
    words = view.chart.limits[0].words
    assert len(words.rows) > 2
    assert words.box.right < WIDTH


@pytest.mark.parametrize(
    ("stroke", "crosses"),
    [
        (Stroke(0, 0, 10, 10), True),
        (Stroke(5, 5, 5, 5), True),
        (Stroke(0, 5, 20, 5), True),
        (Stroke(0, 0, 3, 3), False),
        (Stroke(0, 20, 20, 7), False),
        (Stroke(9, 0, 9, 20), False),
    ],
)
def test_a_line_crosses_a_box_where_any_part_of_it_lies_inside(stroke, crosses):
    assert stroke.crosses(Box(4, 4, 8, 8)) is crosses


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


MILLIONS = st.integers(1, 3000).map(lambda it: it * 1_000_000)


@given(
    st.lists(st.tuples(MILLIONS, MILLIONS, st.booleans(), st.integers(1, 59)), min_size=1, max_size=6),
    st.floats(0.001, 0.5),
)
def test_no_words_stand_on_a_line_or_on_other_words(limits, rate):
    rooms = [
        room(
            name,
            limit,
            counted,
            "at-release" if settled else "running",
            crosses_on=None if settled or counted >= limit else f"{2027 + months // 12}-{months % 12 + 1:02d}-01",
        )
        for (limit, counted, settled, months), name in zip(limits, [*NAMES, *NAMES], strict=False)
    ]
    chart = growth(rooms, NAMES, rate, TODAY).chart
    if chart is None:
        return
    words, strokes = words_of(chart), strokes_of(chart)
    _, top, width, height = map(int, chart.view.split())
    for number, box in enumerate(words):
        assert Box(0, top, width, top + height).holds(box)
        assert not any(stroke.crosses(box) for stroke in strokes)
        assert not any(box.touches(other) for other in words[number + 1 :])


def test_what_was_counted_is_drawn_up_to_today_and_the_projection_goes_on_from_there():
    past = [(date(2025, 12, 31), 30_000_000), (date(2026, 6, 30), 40_000_000), (TODAY, 50_000_000)]
    view = growth([room(counted=50_000_000, crosses_on="2027-09-01")], NAMES, 0.08, TODAY, past)
    assert view.chart is not None
    assert view.chart.title == "Users and limits, December 2025 to November 2027"
    assert [it.says for it in view.chart.months] == ["December 2025", "November 2026", "November 2027"]
    begins, ends = view.chart.past[0].stroke, view.chart.past[-1].stroke
    today = view.chart.users[0].stroke
    assert begins.x1 == view.chart.left
    assert (ends.x2, ends.y2) == (today.x1, today.y1)
