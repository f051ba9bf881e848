"""The dates of the AI Act as a drawing: years along a line, each day with its label, and the day one looks from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.engine.law.provisions import Law
from catalog.presenters import language, words
from catalog.presenters.language import gettext as _

WIDTH, LEFT, RIGHT = 1000, 20, 880
LABEL, LEVEL = 100, 20
ABOVE, BELOW = 26, 58


@dataclass(frozen=True)
class Year:
    """The first day of a year on the line."""

    x: float
    label: str


@dataclass(frozen=True)
class Day:
    """One day: where it stands and its square begins, where its label stands, its words, and whether it has arrived."""

    x: float
    left: float
    label_x: float
    label_y: int
    label: str
    arrived: bool


@dataclass(frozen=True)
class Timeline:
    """The drawing with its words. `now` is where the day one looks from stands, if it lies on the line."""

    width: int
    height: int
    line: int
    years: tuple[Year, ...]
    days: tuple[Day, ...]
    now: float
    now_label: str
    now_anchor: str
    title: str
    desc: str


def short_day(day: date) -> str:
    """Write a day for a narrow place: “2 Dec 2026”."""
    return language.short_day(day)


def timeline(law: Law, as_of: date) -> Timeline:
    """Draw the law's days. A day outside the line is shown at its end."""
    counted = Counter(it.day for it in law.dates.values())
    title, desc = _("When the AI Act begins to bind"), _desc(sorted(counted), as_of)
    return drawn(counted, as_of, among=counted, title=title, desc=desc)


def drawn(counted: Mapping[date, int], as_of: date, *, among: Iterable[date], title: str, desc: str) -> Timeline:
    """Draw days with how much begins on each. The line reaches over the years of the days `among` which it runs."""
    days, reach = sorted(counted), sorted(among)
    first, last = date(reach[0].year, 1, 1), date(reach[-1].year + 1, 1, 1)
    span = (last - first).days

    def at(day: date) -> float:
        inside = min(max((day - first).days, 0), span)
        return round(LEFT + (RIGHT - LEFT) * inside / span, 1)

    levels = _levels([at(day) for day in days])
    line = ABOVE + LEVEL * (max(levels) + 1)
    now = at(as_of)
    return Timeline(
        width=WIDTH,
        height=line + BELOW,
        line=line,
        years=tuple(Year(at(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1)),
        days=tuple(
            _day(day, at(day), line - ABOVE - LEVEL * level, counted[day], arrived=day <= as_of)
            for day, level in zip(days, levels, strict=True)
        ),
        now=now,
        now_label=_("%(short_day)s, as seen here") % {"short_day": short_day(as_of)},
        now_anchor="end" if now > WIDTH * 0.8 else "start",
        title=title,
        desc=desc,
    )


def _levels(places: Sequence[float]) -> list[int]:
    """Give each label a level above those of the later days that it reaches over: none is crossed from below."""
    levels: list[int] = []
    for place in range(len(places) - 1, -1, -1):
        later = zip(reversed(places[place + 1 :]), levels, strict=True)
        levels.append(max((level + 1 for x, level in later if x < places[place] + LABEL), default=0))
    return levels[::-1]


def _day(day: date, x: float, y: int, number: int, *, arrived: bool) -> Day:
    label = short_day(day) + (f" ({number})" if number > 1 else "")
    return Day(x, x - 5, x + 5, y, label, arrived)


def _desc(days: list[date], as_of: date) -> str:
    arrived = sum(day <= as_of for day in days)
    coming = next((day for day in days if day > as_of), None)
    ahead = _(" The next is %(coming)s.") % {"coming": words.day(coming)} if coming else ""
    return _("%(arrived)s of %(n)s days have come by %(as_of)s.%(ahead)s The table below has every day in words.") % {
        "arrived": arrived,
        "n": len(days),
        "as_of": words.day(as_of),
        "ahead": ahead,
    }
