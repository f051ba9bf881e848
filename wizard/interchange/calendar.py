"""Days on which somebody looks again, as a calendar file (RFC 5545) that every calendar program reads."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Clearweights//Review dates//EN"
QUARTER = 3
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Review:
    """One day to look again. `uid` stays the same when the day moves, so that a calendar moves it as well.

    `every` is the number of months after which it comes back, 0 for once.
    """

    uid: str
    on: date
    title: str
    about: str
    url: str
    every: int = QUARTER


def calendar_file(reviews: Iterable[Review], *, name: str, written: datetime) -> bytes:
    """Return the calendar. `written` is the moment of writing, in UTC; a newer file replaces an older one."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    for review in reviews:
        file.add_component(_event(review, written))
    lines: bytes = file.to_ical()
    return lines


def _event(review: Review, written: datetime) -> Event:
    event = Event()
    event.add("uid", review.uid)
    event.add("dtstamp", written)
    event.add("sequence", int(written.timestamp()) // 60)
    event.add("dtstart", review.on)
    event.add("summary", review.title)
    event.add("description", review.about)
    event.add("url", review.url)
    event.add("transp", "TRANSPARENT")
    if review.every:
        event.add("rrule", _rule(review))
    event.add_component(_reminder(review))
    return event


def _rule(review: Review) -> dict[str, object]:
    """Every so many months; where a month has no such day, on its last day."""
    rule: dict[str, object] = {"freq": "monthly", "interval": review.every}
    if review.on.day <= 28:
        return rule
    return {**rule, "bymonthday": list(range(28, review.on.day + 1)), "bysetpos": -1}


def _reminder(review: Review) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", review.title)
    alarm.add("trigger", -A_WEEK)
    return alarm


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
