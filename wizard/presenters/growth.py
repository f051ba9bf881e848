"""Users projected forward and held against the limits: a drawing, and the same in numbers.

The scale is logarithmic, so that steady growth is a straight line, and a small product and a large limit fit one page.
When a limit is passed is the engine’s answer; here it is only drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog.presenters.language import month as month_words
from catalog.presenters.words import amount, listed

WIDTH, HEIGHT = 560, 320
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 24, 36
HORIZONS = (12, 24, 36, 60)
USUAL = 24
ROWS = 4
LABEL_HEIGHT = 18
MANKIND = 8_000_000_000  # no projection means anything above it


@dataclass(frozen=True)
class Tick:
    """A step of a scale: where it stands and what it says."""

    at: str
    says: str


@dataclass(frozen=True)
class LimitLine:
    """A limit as a line across the drawing. `label_y` is where its words stand, clear of the others."""

    y: str
    label_y: str
    label: str
    settled: bool


@dataclass(frozen=True)
class UserLine:
    """One projection from today to where it leaves the drawing."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Crossing:
    """Where a projection passes a limit."""

    x: str
    y: str
    says: str
    anchor: str
    label_x: str
    label_y: int


@dataclass(frozen=True)
class Chart:
    """The drawing, in units of its own box."""

    title: str
    desc: str
    left: int
    right: int
    top: int
    bottom: int
    months: tuple[Tick, ...]
    sizes: tuple[Tick, ...]
    limits: tuple[LimitLine, ...]
    users: tuple[UserLine, ...]
    crossings: tuple[Crossing, ...]


@dataclass(frozen=True)
class LimitRow:
    """A limit in the table: whose it is, what counts today, and when it is passed."""

    licence: str
    limit: str
    counted: str
    outlook: str
    settled: bool


@dataclass(frozen=True)
class Growth:
    """All that is shown. `chart` is None as long as there is nothing to draw; `says` tells what the reader sees."""

    says: str
    chart: Chart | None
    limits: tuple[LimitRow, ...]
    months: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Room:
    """One limit with what is counted against it, as the evaluation tells it under `headroom`."""

    licence: str
    users: bool
    limit: int
    counted: int | None
    settled: bool
    crosses_on: date | None


def growth(headroom: Iterable[Mapping[str, Any]], names: Mapping[str, str], rate: float | None, today: date) -> Growth:
    """Project the users from today. `rate` is the growth a month as a fraction, None when nobody stated it."""
    rooms = tuple(dict.fromkeys(_room(room, names) for room in headroom))
    running = tuple(room for room in rooms if room.users and not room.settled and room.counted)
    months = _horizon(running, today)
    # What was tested at a release says nothing of today; without a running limit only the table is left.
    drawn = _chart(rooms, running, rate, today, months) if running else None
    places = [months * step // ROWS for step in range(ROWS + 1)]
    starts = _starts(running)
    rows = tuple((amount(start), *_projected(start, rate, places[1:])) for start in starts) if rate is not None else ()
    return Growth(
        says=_says(rooms, running, rate),
        chart=drawn,
        limits=tuple(_row(room, rate) for room in rooms),
        months=tuple(_month(today, place) for place in places),
        rows=rows,
    )


def _room(told: Mapping[str, Any], names: Mapping[str, str]) -> Room:
    crosses = told["crosses_on"]
    return Room(
        licence=names[told["licence"]],
        users=told["metric"] == "mau",
        limit=told["limit"],
        counted=told["counted"],
        settled=told["type"] == "at-release",
        crosses_on=date.fromisoformat(crosses) if crosses else None,
    )


def _says(rooms: Sequence[Room], running: Sequence[Room], rate: float | None) -> str:
    if not rooms:
        return _("No limit of your candidates’ licences applies to this use.")
    if any(room.users and not room.settled and room.counted is None for room in rooms):
        return _("The users that count are not known yet, so they cannot be projected.")
    if not running:
        return _("No limit of users goes on counting, so growth changes nothing.")
    if rate is None:
        return _(
            "No growth is stated, so nobody can say when a limit is passed. The drawing shows where you stand today."
        )
    return _("Each step of the scale at the side is ten times the one below.")


def _row(room: Room, rate: float | None) -> LimitRow:
    words = _("%(number)s users a month") if room.users else _("%(number)s US dollars")
    number = _("Not known") if room.counted is None else words % {"number": amount(room.counted)}
    limit = words % {"number": amount(room.limit)}
    return LimitRow(room.licence, limit, number, _outlook(room, rate), room.settled)


def _outlook(room: Room, rate: float | None) -> str:
    """What growth means for one limit."""
    if room.settled:
        return _("Open: how many there were is not known.") if room.counted is None else _settled(room)
    if room.counted is None:
        return _("Not known.")
    if room.counted > room.limit:
        return _("Passed already.")
    if not room.users:
        return _("Revenue is not projected here.")
    if room.crosses_on:
        return _("Passed in %(month)s.") % {"month": month_words(room.crosses_on)}
    return _("No growth is stated.") if rate is None else _("Not passed in a hundred years.")


def _settled(room: Room) -> str:
    if room.counted is not None and room.counted > room.limit:
        return _("Settled when the model came out: passed. Growth changes nothing.")
    return _("Settled when the model came out: not passed. Growth changes nothing.")


def _horizon(running: Sequence[Room], today: date) -> int:
    """How many months are drawn: until every limit that is passed within five years is passed."""
    crossings = [_months(today, room.crosses_on) for room in running if room.crosses_on]
    near = [months for months in crossings if months < HORIZONS[-1]]
    last = max(near, default=USUAL - 1)
    return next(horizon for horizon in HORIZONS if horizon > last)


def _starts(running: Iterable[Room]) -> list[int]:
    """The numbers that count today, each once; a product and its group may count apart."""
    return sorted({room.counted for room in running if room.counted})


def _projected(start: int, rate: float, places: Iterable[int]) -> Iterator[str]:
    for place in places:
        power = math.log10(start) + place * math.log10(1 + rate)
        yield amount(10**power) if power < math.log10(MANKIND) else _("over %(number)s") % {"number": amount(MANKIND)}


def _chart(rooms: Sequence[Room], running: Sequence[Room], rate: float | None, today: date, months: int) -> Chart:
    limits = {(room.limit, room.settled) for room in rooms if room.users}
    scale = _Scale(_starts(running), [limit for limit, _settled in limits], months)
    crossings = tuple(_crossings(running, rate, scale))
    return Chart(
        title=_("Users and limits, %(first)s to %(last)s") % {"first": _month(today, 0), "last": _month(today, months)},
        desc=" ".join(f"{room.licence}, {amount(room.limit)}: {_outlook(room, rate)}" for room in rooms if room.users),
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        months=tuple(Tick(scale.x(at), _month(today, at)) for at in (0, months // 2, months)),
        sizes=tuple(Tick(scale.y(power), amount(10**power)) for power in range(scale.low, scale.high + 1)),
        limits=tuple(_limit_lines(rooms, limits, scale)),
        users=tuple(scale.line(start, rate) for start in _starts(running)),
        crossings=crossings,
    )


def _limit_lines(rooms: Sequence[Room], limits: Iterable[tuple[int, bool]], scale: _Scale) -> Iterator[LimitLine]:
    """One line for each height; words that would stand on each other move up."""
    above = math.inf
    for limit, settled in sorted(limits):
        owners = listed(dict.fromkeys(it.licence for it in rooms if (it.limit, it.settled) == (limit, settled)))
        y = float(scale.y(math.log10(limit)))
        above = min(y - 6, above - LABEL_HEIGHT)
        words = _("%(licences)s: %(limit)s, tested once") if settled else "%(licences)s: %(limit)s"
        label = words % {"licences": owners, "limit": amount(limit)}
        yield LimitLine(f"{y:.1f}", f"{above:.1f}", label, settled)


def _crossings(running: Iterable[Room], rate: float | None, scale: _Scale) -> Iterator[Crossing]:
    """Each crossing with its month beside the line down to the axis; the months stand one above the other."""
    found = {(_steps(it, rate), it.limit, it.crosses_on) for it in running if rate and it.crosses_on}
    drawn = sorted((it for it in found if it[0] <= scale.months), key=lambda it: it[0])
    for place, (steps, limit, month) in enumerate(drawn):
        early = steps < scale.months / 2
        yield Crossing(
            x=scale.x(steps),
            y=scale.y(math.log10(limit)),
            says=month_words(month),
            anchor="start" if early else "end",
            label_x=scale.x(steps, 8 if early else -8),
            label_y=HEIGHT - BOTTOM - 8 - place * LABEL_HEIGHT,
        )


def _steps(room: Room, rate: float | None) -> float:
    """Months of growth until the limit is reached."""
    return math.log(room.limit / (room.counted or 1)) / math.log1p(rate or 0)


class _Scale:
    """Months to the right, powers of ten upwards."""

    def __init__(self, starts: Sequence[int], limits: Sequence[int], months: int) -> None:
        self.months = months
        self.low = math.floor(math.log10(min(*starts, *limits)))
        self.high = math.floor(math.log10(max(*starts, *limits))) + 1

    def x(self, months: float, aside: int = 0) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * months / self.months + aside:.1f}"

    def y(self, power: float) -> str:
        share = (power - self.low) / (self.high - self.low)
        return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share:.1f}"

    def line(self, start: int, rate: float | None) -> UserLine:
        """From today to the end of the months, or to the upper edge where it gets there sooner."""
        begin, a_month = math.log10(start), math.log10(1 + (rate or 0))
        months = self.months if rate is not None else 0.0
        if a_month * months > self.high - begin:
            months = (self.high - begin) / a_month
        return UserLine(self.x(0), self.y(begin), self.x(months), self.y(begin + a_month * months))


def _months(today: date, then: date) -> int:
    return (then.year - today.year) * 12 + then.month - today.month


def _month(today: date, later: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
    return month_words(date(year, month + 1, 1))
