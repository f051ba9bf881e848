from datetime import date
from itertools import combinations

import pytest

from catalog.ambient import current_law
from catalog.presenters.timeline import LABEL, LEFT, RIGHT, timeline

AS_OF = date(2026, 11, 23)


def test_labels_do_not_touch_and_no_day_crosses_one_on_its_way_up() -> None:
    line = timeline(current_law(), AS_OF)
    for one, other in combinations(line.days, 2):
        if one.label_y == other.label_y:
            assert abs(one.x - other.x) >= LABEL
    for day in line.days:
        for other in line.days:
            beneath = other.label_y > day.label_y
            assert not (beneath and other.label_x <= day.x < other.label_x + LABEL - 5), (day.label, other.label)


def test_days_stand_in_order_on_the_line_and_two_on_one_day_share_a_mark() -> None:
    line = timeline(current_law(), AS_OF)
    places = [day.x for day in line.days]
    assert places == sorted(places)
    assert LEFT <= places[0] < places[-1] <= RIGHT
    assert "2 Dec 2026 (2)" in [day.label for day in line.days]


@pytest.mark.parametrize(
    ("as_of", "arrived"), [(date(2024, 7, 31), 0), (date(2024, 8, 1), 1), (AS_OF, 5), (date(2031, 1, 1), 13)]
)
def test_a_day_has_arrived_on_the_day_itself(as_of: date, arrived: int) -> None:
    line = timeline(current_law(), as_of)
    assert sum(day.arrived for day in line.days) == arrived
    assert f"{arrived} of {len(line.days)} days" in line.desc


@pytest.mark.parametrize(("as_of", "place"), [(date(2020, 1, 1), LEFT), (date(2040, 1, 1), RIGHT)])
def test_a_day_beyond_the_line_stands_at_its_end(as_of: date, place: int) -> None:
    assert timeline(current_law(), as_of).now == place
