"""Where words stand in a drawing: clear of its lines, of its marks and of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CHARACTER = 8.2
"""The width of a character of a wide sans serif at 14 units, on average; real words are a little narrower."""
ABOVE, BELOW = 11, 4
ROW = 18
CLEAR = 3


@dataclass(frozen=True)
class Box:
    """A rectangle, in units of the drawing; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether the two share any point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Stroke:
    """A straight line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float

    def crosses(self, box: Box) -> bool:
        """Whether any part of the line lies in the box: what each side leaves of it must not be nothing."""
        first, last = 0.0, 1.0
        dx, dy = self.x2 - self.x1, self.y2 - self.y1
        for change, room in (
            (-dx, self.x1 - box.left),
            (dx, box.right - self.x1),
            (-dy, self.y1 - box.top),
            (dy, box.bottom - self.y1),
        ):
            if change == 0:
                if room < 0:
                    return False
            elif change < 0:
                first = max(first, room / change)
            else:
                last = min(last, room / change)
        return first <= last


def box_of(words: Sequence[str], x: float, y: float, *, ends: bool = False) -> Box:
    """The room of rows of words. `y` is the foot of the first row; they begin at `x`, or end there."""
    width = CHARACTER * max(map(len, words))
    left = x - width if ends else x
    return Box(left, y - ABOVE, left + width, y + BELOW + ROW * (len(words) - 1))


def first_free(spots: Iterable[Box], within: Box, marks: Sequence[Box], strokes: Sequence[Stroke]) -> Box | None:
    """The first of some places inside a frame that touches no mark and comes near no line; None where none does."""
    return next((spot for spot in spots if within.holds(spot) and _is_free(spot, marks, strokes)), None)


def _is_free(spot: Box, marks: Sequence[Box], strokes: Sequence[Stroke]) -> bool:
    near = Box(spot.left - CLEAR, spot.top - CLEAR, spot.right + CLEAR, spot.bottom + CLEAR)
    return not any(map(spot.touches, marks)) and not any(stroke.crosses(near) for stroke in strokes)
