"""Users projected forward and held against the limits: a drawing, and the same in numbers.

When a limit is passed is the engine’s answer; here it is only shown.
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
from wizard.presenters.growth_drawing import Chart, Drawn, drawing

HORIZONS = (12, 24, 36, 60)
USUAL = 24
ROWS = 4
LEAST_PART = 3
"""A past shorter than this part of what is drawn ahead has no mark of its own: the words would touch."""
MANKIND = 8_000_000_000  # no projection means anything above it


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


def growth(
    headroom: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    rate: float | None,
    today: date,
    past: Sequence[tuple[date, int]] = (),
) -> Growth:
    """Project the users from today. `rate` is the growth a month as a fraction, None when nobody stated it.

    `past` are users that were counted before, the oldest day first; they are drawn up to today.
    """
    rooms = tuple(dict.fromkeys(_room(room, names) for room in headroom))
    running = tuple(room for room in rooms if room.users and not room.settled and room.counted)
    months = _horizon(running, today)
    # What was tested at a release says nothing of today; without a running limit only the table is left.
    drawn = _chart(rooms, running, rate, (today, months), past) if running else None
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


def limit_row(told: Mapping[str, Any], names: Mapping[str, str], rate: float | None) -> LimitRow:
    """One limit of a headroom in words; `rate` as for `growth`."""
    return _row(_room(told, names), rate)


def whose_limit(name: str, told: Mapping[str, Any]) -> str:
    """The short name of a licence, and that an agreement on it sets the limit of a headroom, if one does."""
    return _("%(licence)s, by agreement") % {"licence": name} if "agreement" in told else name


def _room(told: Mapping[str, Any], names: Mapping[str, str]) -> Room:
    crosses = told["crosses_on"]
    return Room(
        licence=whose_limit(names[told["licence"]], told),
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


def _chart(
    rooms: Sequence[Room],
    running: Sequence[Room],
    rate: float | None,
    span: tuple[date, int],
    past: Sequence[tuple[date, int]],
) -> Chart:
    today, months = span
    first = _month(today, min((_months(today, day) for day, _users in past), default=0))
    before = [(_exact_months(today, day), users) for day, users in past if users > 0]
    limits = sorted({(room.limit, room.settled) for room in rooms if room.users})
    return drawing(
        Drawn(
            title=_("Users and limits, %(first)s to %(last)s") % {"first": first, "last": _month(today, months)},
            desc=" ".join(f"{it.licence}, {amount(it.limit)}: {_outlook(it, rate)}" for it in rooms if it.users),
            months=months,
            rate=rate,
            starts=tuple(_starts(running)),
            limits=tuple((limit, settled, _label(rooms, limit, settled)) for limit, settled in limits),
            crossings=tuple(_crossings(running, rate, months)),
            ticks=tuple((at, _month(today, at)) for at in _ticks(today, months, past)),
            past=before,
        )
    )


def _label(rooms: Sequence[Room], limit: int, settled: bool) -> str:
    owners = listed(dict.fromkeys(it.licence for it in rooms if (it.limit, it.settled) == (limit, settled)))
    words = _("%(licences)s: %(limit)s, tested once") if settled else "%(licences)s: %(limit)s"
    return words % {"licences": owners, "limit": amount(limit)}


def _crossings(running: Iterable[Room], rate: float | None, months: int) -> list[tuple[float, int, str]]:
    """After how many months which limit is passed, and in which month that is, where it is drawn."""
    found = {(_steps(it, rate), it.limit, it.crosses_on) for it in running if rate and it.crosses_on}
    drawn = sorted((it for it in found if it[0] <= months), key=lambda it: it[0])
    return [(steps, limit, month_words(month)) for steps, limit, month in drawn]


def _steps(room: Room, rate: float | None) -> float:
    """Months of growth until the limit is reached."""
    return math.log(room.limit / (room.counted or 1)) / math.log1p(rate or 0)


def _months(today: date, then: date) -> int:
    return (then.year - today.year) * 12 + then.month - today.month


def _exact_months(today: date, then: date) -> float:
    return (then - today).days * 12 / 365.25


def _ticks(today: date, months: int, past: Sequence[tuple[date, int]]) -> tuple[int, ...]:
    """Where the scale of months is marked: at its ends, and today; without a past, half-way."""
    begin = min((_months(today, day) for day, _users in past), default=0)
    return (begin, 0, months) if -begin * LEAST_PART > months else (0, months // 2, months)


def _month(today: date, later: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
    return month_words(date(year, month + 1, 1))
