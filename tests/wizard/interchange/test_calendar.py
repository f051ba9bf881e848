from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wizard.interchange.calendar import Review, calendar_file, months_later

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def review(**changes):
    values = {
        "uid": "CW-2026-0001-licence-review@clearweights",
        "on": date(2027, 2, 21),
        "title": "Read the licences again: Shop; assistant, 2",
        "about": "Llama 4 Community\nReviewer: Adaeze Okafor",
        "url": "https://example.org/assessments/CW-2026-0001/",
    }
    return Review(**{**values, **changes})


def events(*reviews):
    file = Calendar.from_ical(calendar_file(reviews, name="Shop assistant", written=NOW))
    return file.walk("VEVENT")


def days(event, count):
    """The first days on which an event comes back."""
    rule = event["RRULE"].to_ical().decode()
    found = iter(rrulestr(rule, dtstart=datetime.combine(event.decoded("dtstart"), datetime.min.time())))
    return [next(found).date() for _ in range(count)]


def test_a_review_is_a_whole_day_that_comes_back_every_quarter_and_warns_a_week_before():
    (event,) = events(review())
    assert event.decoded("dtstart") == date(2027, 2, 21)
    assert days(event, 3) == [date(2027, 2, 21), date(2027, 5, 21), date(2027, 8, 21)]
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)
    assert str(event["summary"]) == "Read the licences again: Shop; assistant, 2"
    assert str(event["description"]) == "Llama 4 Community\nReviewer: Adaeze Okafor"


def test_a_review_that_is_done_once_does_not_come_back():
    assert "RRULE" not in events(review(every=0))[0]


def test_a_moved_day_is_the_same_event_with_a_later_count():
    first = events(review())[0]
    later = calendar_file([review(on=date(2027, 3, 1))], name="", written=NOW + timedelta(minutes=5))
    second = Calendar.from_ical(later).walk("VEVENT")[0]
    assert first["uid"] == second["uid"]
    assert second.decoded("sequence") > first.decoded("sequence")


@given(DAYS, st.sampled_from([1, 3, 6, 12]))
def test_a_day_that_a_month_lacks_falls_on_its_last(day, every):
    (event,) = events(review(on=day, every=every))
    assert days(event, 5) == [months_later(day, every * step) for step in range(5)]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_whatever_somebody_typed_stays_inside_its_line(text):
    file = calendar_file([review(title=text)], name=text, written=NOW)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert len(Calendar.from_ical(file).walk("VEVENT")) == 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_some_months_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert months_later(day, months) == then
