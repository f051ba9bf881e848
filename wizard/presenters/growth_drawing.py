"""The projection of users as a drawing: lines, and words that stand clear of them.

The scale is logarithmic, so that steady growth is a straight line, and a small product and a large limit fit one page.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from catalog.presenters.words import amount
from wizard.presenters.labels import ABOVE, BELOW, ROW, Box, Stroke, box_of, first_free

WIDTH, HEIGHT = 560, 320
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 24, 36
PLOT = Box(LEFT, 0, WIDTH - RIGHT, HEIGHT - BOTTOM)
ASIDE = 8
STEP = 16
MARK = 7
LONGEST = 52
"""Characters of a row that fit between the edges of the drawing."""


@dataclass(frozen=True)
class Drawn:
    """What is to be drawn. `rate` is the growth a month, None when nobody stated it.

    `limits` are a number of users, whether it was settled once, and its words; `crossings` the months until a limit is
    passed, the limit, and the month in words; `ticks` places on the scale of months, and their words. `past` are users
    that were counted, each with its month before today as a number below zero, the oldest first.
    """

    title: str
    desc: str
    months: int
    rate: float | None
    starts: Sequence[int]
    limits: Sequence[tuple[int, bool, str]]
    crossings: Sequence[tuple[float, int, str]]
    ticks: Sequence[tuple[int, str]]
    past: Sequence[tuple[float, int]] = ()


@dataclass(frozen=True)
class Tick:
    """A step of a scale: where it stands and what it says."""

    at: str
    says: str


@dataclass(frozen=True)
class Words:
    """Words in the drawing, row by row, each with its foot; `box` is the room they take. They begin or end at `x`."""

    x: str
    rows: tuple[Tick, ...]
    box: Box
    anchor: str = "start"


@dataclass(frozen=True)
class LimitLine:
    """A limit as a line across the drawing, and its words."""

    y: str
    label: str
    settled: bool
    words: Words


@dataclass(frozen=True)
class UserLine:
    """One projection from today to where it leaves the drawing."""

    x1: str
    y1: str
    x2: str
    y2: str

    @property
    def stroke(self) -> Stroke:
        """The line as numbers."""
        return Stroke(float(self.x1), float(self.y1), float(self.x2), float(self.y2))


@dataclass(frozen=True)
class Crossing:
    """Where a projection passes a limit. `words` is None where the month finds no free place: the table has it."""

    x: str
    y: str
    says: str
    words: Words | None


@dataclass(frozen=True)
class Chart:
    """The drawing, in units of its own box; `view` is that box, higher where words stand above the lines."""

    title: str
    desc: str
    view: str
    left: int
    right: int
    top: int
    bottom: int
    months: tuple[Tick, ...]
    sizes: tuple[Tick, ...]
    limits: tuple[LimitLine, ...]
    users: tuple[UserLine, ...]
    crossings: tuple[Crossing, ...]
    past: tuple[UserLine, ...]


def drawing(drawn: Drawn) -> Chart:
    """Draw it. No words touch a line of users, a limit, a mark or other words."""
    scale = _Scale(drawn)
    users = tuple(scale.line(start, drawn.rate) for start in drawn.starts)
    past = tuple(scale.between(one, other) for one, other in pairwise(drawn.past))
    placed = _Placed(drawn, scale, (*past, *users))
    crossings = tuple(_crossing(placed, scale, *it) for it in drawn.crossings)
    limits = tuple(_limit(placed, scale, *it) for it in drawn.limits)
    return Chart(
        title=drawn.title,
        desc=drawn.desc,
        view=f"0 {placed.top} {WIDTH} {HEIGHT - placed.top}",
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        months=tuple(Tick(f"{scale.x(at):.1f}", says) for at, says in drawn.ticks),
        sizes=tuple(Tick(f"{scale.y(power):.1f}", amount(10**power)) for power in range(scale.low, scale.high + 1)),
        limits=limits,
        users=users,
        crossings=crossings,
        past=past,
    )


def _crossing(placed: _Placed, scale: _Scale, steps: float, limit: int, says: str) -> Crossing:
    """A crossing with its month beside the line down to the axis, on the side where there is more room first."""
    x, y = scale.x(steps), scale.y(math.log10(limit))
    sides = (False, True) if x < (LEFT + WIDTH - RIGHT) / 2 else (True, False)
    feet = range(HEIGHT - BOTTOM - ASIDE, int(y), -ROW)
    spots = (box_of([says], x - ASIDE if ends else x + ASIDE, foot, ends=ends) for foot, ends in product(feet, sides))
    words = placed.words([says], spots)
    if words and words.box.right < x:
        words = replace(words, x=f"{words.box.right:.1f}", anchor="end")
    return Crossing(f"{x:.1f}", f"{y:.1f}", says, words)


def _limit(placed: _Placed, scale: _Scale, limit: int, settled: bool, label: str) -> LimitLine:
    """A limit with its words close above it or under it; where neither is free, they stand above the whole drawing."""
    y, rows = scale.y(math.log10(limit)), textwrap.wrap(label, LONGEST)
    words = placed.words(rows, _beside(rows, y)) or placed.on_top(rows)
    return LimitLine(f"{y:.1f}", label, settled, words)


def _beside(rows: Sequence[str], y: float) -> Iterator[Box]:
    """The places beside a line, the best first: close to it, above it, far to the left."""
    over = ROW * (len(rows) - 1) + 8
    for away in (0, ROW):
        for foot in (y - over - away, y + ABOVE + 5 + away):
            for x in range(LEFT + ASIDE, WIDTH - RIGHT, STEP):
                yield box_of(rows, x, foot)


class _Placed:
    """What takes up room in the drawing so far; words are put where there is none of it."""

    def __init__(self, drawn: Drawn, scale: _Scale, users: Sequence[UserLine]) -> None:
        self.top = 0
        heights = [scale.y(math.log10(limit)) for limit, _, _ in drawn.limits]
        points = [(scale.x(steps), scale.y(math.log10(limit))) for steps, limit, _ in drawn.crossings]
        self.strokes = [
            *(line.stroke for line in users),
            *(Stroke(LEFT, y, WIDTH - RIGHT, y) for y in heights),
            *(Stroke(x, y, x, HEIGHT - BOTTOM) for x, y in points),
        ]
        today = [(scale.x(0), scale.y(math.log10(start))) for start in drawn.starts]
        self.taken = [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in (*points, *today)]

    def words(self, rows: Sequence[str], spots: Iterator[Box]) -> Words | None:
        """Put words at the first free place, which is then taken; None where there is none."""
        box = first_free(spots, PLOT, self.taken, self.strokes)
        return self._at(box, rows) if box else None

    def on_top(self, rows: Sequence[str]) -> Words:
        """Put words above everything else; the drawing grows by their rows."""
        foot = self.top - BELOW - 1 - ROW * (len(rows) - 1)
        self.top -= ROW * len(rows)
        return self._at(box_of(rows, LEFT + ASIDE, foot), rows)

    def _at(self, box: Box, rows: Sequence[str]) -> Words:
        self.taken.append(box)
        feet = (box.top + ABOVE + ROW * number for number in range(len(rows)))
        return Words(f"{box.left:.1f}", tuple(Tick(f"{y:.1f}", it) for y, it in zip(feet, rows, strict=True)), box)


class _Scale:
    """Months to the right, powers of ten upwards."""

    def __init__(self, drawn: Drawn) -> None:
        self.months = drawn.months
        self.before = -min((at for at, _ in drawn.past), default=0)
        sizes = [*drawn.starts, *(limit for limit, _, _ in drawn.limits), *(users for _, users in drawn.past)]
        self.low = math.floor(math.log10(min(sizes)))
        self.high = math.floor(math.log10(max(sizes))) + 1

    def x(self, months: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (months + self.before) / (self.months + self.before)

    def y(self, power: float) -> float:
        share = (power - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def line(self, start: int, rate: float | None) -> UserLine:
        """From today to the end of the months, or to the upper edge where it gets there sooner."""
        begin, a_month = math.log10(start), math.log10(1 + (rate or 0))
        months = self.months if rate is not None else 0.0
        if a_month * months > self.high - begin:
            months = (self.high - begin) / a_month
        ends = self.x(0), self.y(begin), self.x(months), self.y(begin + a_month * months)
        return UserLine(*(f"{end:.1f}" for end in ends))

    def between(self, one: tuple[float, int], other: tuple[float, int]) -> UserLine:
        """From one number that was counted to the next."""
        ends = (self.x(one[0]), self.y(math.log10(one[1])), self.x(other[0]), self.y(math.log10(other[1])))
        return UserLine(*(f"{end:.1f}" for end in ends))
