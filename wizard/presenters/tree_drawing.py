"""The way through the flowchart as a drawing: one stop under the other, narrow enough for a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.presenters.words import VERDICTS
from wizard.presenters.tree import Fork, Way

WIDTH, RAIL, TEXT = 360, 14, 34
TOP, LINE, SMALL_LINE, GAP = 16, 19, 17, 18
# The width that a letter of the drawing's two sizes is given; a test in a browser holds the words to it.
LETTER, SMALL = 7.6, 6.9
MARKS = {"duty": "conditions", "undecided": "undecided", "blocked": "blocked"}


@dataclass(frozen=True)
class Line:
    """One line of words, its place and its kind: asks, answer, where."""

    y: int
    says: str
    css: str


@dataclass(frozen=True)
class Stop:
    """One fork or the end of the way: the middle of its mark, and its words.

    `mark` is the verdict whose shape it bears: a duty that of conditions, what is not known that of undecided.
    """

    y: int
    state: str
    mark: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole drawing. The rail runs from `top` to `end`."""

    width: int
    height: int
    rail: int
    text: int
    top: int
    end: int
    stops: tuple[Stop, ...]
    title: str
    desc: str


def drawing(way: Way) -> Drawing:
    """Draw the way of one candidate, from the first question to its verdict."""
    stops: list[Stop] = []
    y = TOP
    for fork in way.forks:
        stop, y = _stop(fork, y)
        stops.append(stop)
    verdict = VERDICTS[way.verdict]
    ending = f"{verdict}. {way.ends}" if way.adds.startswith(":") else f"{verdict}{way.adds}"
    lines, bottom = _lines([(ending, "answer", LETTER, LINE)], y)
    stops.append(Stop(y, "end", way.verdict, lines))
    return Drawing(
        width=WIDTH,
        height=bottom,
        rail=RAIL,
        text=TEXT,
        top=TOP,
        end=y,
        stops=tuple(stops),
        title=_("How %(model)s came to its verdict") % {"model": way.name},
        desc=ngettext(
            "%(count)d question from top to bottom, with the answer to it. It ends at: %(verdict)s. "
            "The same stands beside it in words.",
            "%(count)d questions from top to bottom, each with the answer to it. They end at: %(verdict)s. "
            "The same stands beside it in words.",
            len(way.forks),
        )
        % {"count": len(way.forks), "verdict": verdict},
    )


def _stop(fork: Fork, y: int) -> tuple[Stop, int]:
    words = [(fork.asks, "asks", SMALL, SMALL_LINE), (fork.answer, "answer", LETTER, LINE)]
    if fork.clause.label:
        words.append((fork.clause.label, "where", SMALL, SMALL_LINE))
    lines, bottom = _lines(words, y)
    return Stop(y, fork.state, MARKS.get(fork.state, ""), lines), bottom


def _lines(words: list[tuple[str, str, float, int]], y: int) -> tuple[tuple[Line, ...], int]:
    """Break words into lines from a height on; the height at which the next stop begins comes with them."""
    lines: list[Line] = []
    below = y + 5
    for says, css, letter, step in words:
        for part in wrap(says, int((WIDTH - TEXT) / letter)):
            lines.append(Line(below, part, css))
            below += step
    return tuple(lines), below + GAP
