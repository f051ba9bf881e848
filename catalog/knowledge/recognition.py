"""Which licence is this text? Answered from sketches: hashes of a text's words, never the text itself.

Compared are the words alone. Letter case, punctuation, layout and list markers are not words; numbers, currency
signs, percent signs and comparison signs before a number are. Short lines that only name a copyright holder are set
aside and told, so that each project's own copy of the MIT licence is the MIT licence. A line that says more than a
name is compared like any other.

A text is *known* only when all its words are those of known texts. One number changed makes it *changed*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from catalog.knowledge.sketches import WIDTH, Index, Sketch, fingerprint, shingles
from catalog.knowledge.words import split

Kind = Literal["known", "contains", "changed", "unknown"]

# So much of either text must be found in the other, and enough of it that chance phrases do not count.
ENOUGH_SHARE = 0.7
ENOUGH_SHINGLES = 20
# Another licence is near when it explains at least this part of what the nearest one explains.
NEAR_SHARE = 0.7
_MOST_WINDOWS = 50
_MOST_PASSAGES = 20
_CONTEXT = 6


@dataclass(frozen=True)
class Passage:
    """A place in the given text: `words` that are not in the known text, or none where words of it are missing."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Match:
    """A known text that was found: `exact` when its words stand there unchanged.

    `missing` is the share of its shingles that the given text lacks, `added` the share of the given text's shingles
    that this text does not have. For an unchanged text within a longer file `missing` is 0.
    """

    sketch: Sketch
    exact: bool
    missing: float
    added: float


@dataclass(frozen=True)
class Recognition:
    """What a text is.

    `known`: its words are exactly those of `matches`. `contains`: those texts stand in it unchanged, with the words of
    `rest` around them. `changed`: `matches` begins with the nearest texts, `near` lists others that are similar, and
    `passages` are the first places that are in none of the matches. `unknown`: nothing known is close. Only `known`
    says which licence applies. `notices` are lines that were not compared.
    """

    kind: Kind
    words: int
    matches: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()
    passages: tuple[Passage, ...] = ()
    rest: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def licences(self) -> tuple[str, ...]:
        """The licence ids of a known text, in the order of the file; empty for every other answer."""
        found = dict.fromkeys(match.sketch.licence for match in self.matches) if self.kind == "known" else {}
        return tuple(found)


@dataclass(frozen=True)
class _Given:
    """The given text, prepared: its words as compared and as written, and the hash of each shingle by position."""

    words: tuple[str, ...]
    shown: tuple[str, ...]
    hashes: tuple[int, ...]
    notices: tuple[str, ...]

    @cached_property
    def values(self) -> set[int]:
        return set(self.hashes)

    def spoken(self, start: int, end: int) -> str:
        return " ".join(self.shown[max(0, start) : end])


@dataclass(frozen=True)
class _Window:
    """A stretch of the given words, `start` to `end`, that is a known text."""

    start: int
    end: int
    sketch: Sketch


def recognise(text: str, index: Index) -> Recognition:
    """Say which known texts `text` is, contains or resembles. Takes milliseconds.

    Raises TextTooLong for more than `MOST_CHARACTERS`.
    """
    taken = split(text)
    given = _Given(taken.plain, taken.shown, tuple(shingles(taken.plain)), taken.notices)
    windows = _windows(given, index)
    words = len(given.words)
    rest = _outside(windows, words)
    if windows and not rest:
        return Recognition("known", words, _exact(given, windows), notices=given.notices)
    exact = _exact(given, windows)
    if ranked := _ranked(_free(given, rest), index):
        matches = (*_changed(given, rest, index), *exact)
        near, passages = _relatives(given, ranked, matches), _passages(given, matches)
        return Recognition("changed", words, matches, near=near, passages=passages, notices=given.notices)
    if windows:
        told = tuple(given.spoken(start, end) for start, end in rest)
        return Recognition("contains", words, exact, rest=told, notices=given.notices)
    return Recognition("unknown", words, notices=given.notices)


# --- texts that stand there unchanged --------------------------------------------------------------------------------


def _windows(given: _Given, index: Index) -> list[_Window]:
    """Return the known texts that stand in the given one word for word, longest first choice, without overlap."""
    counts = index.count(given.values)
    whole = [sketch for sketch, common in counts.items() if common == len(sketch.shingles)]
    taken: list[_Window] = []
    for sketch in sorted(whole, key=lambda one: (-one.words, one.licence, one.variant)):
        for start in _starts(given, sketch):
            window = _Window(start, start + sketch.words, sketch)
            if not any(other.start < window.end and window.start < other.end for other in taken):
                taken.append(window)
    return sorted(taken, key=lambda window: window.start)


def _starts(given: _Given, sketch: Sketch) -> list[int]:
    """Return where the exact words of a sketch begin in the given text."""
    last = len(given.words) - sketch.words
    places = [at for at, value in enumerate(given.hashes) if value == sketch.opens and at <= last]
    return [at for at in places[:_MOST_WINDOWS] if fingerprint(given.words[at : at + sketch.words]) == sketch.sha256]


def _outside(windows: Sequence[_Window], length: int) -> list[tuple[int, int]]:
    """Return the stretches of words that no window covers."""
    edges = [0, *(edge for window in windows for edge in (window.start, window.end)), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _exact(given: _Given, windows: Iterable[_Window]) -> tuple[Match, ...]:
    """Return one match for each text; a text that stands there twice is one text."""
    return tuple(_match(given, sketch, exact=True) for sketch in dict.fromkeys(window.sketch for window in windows))


def _match(given: _Given, sketch: Sketch, *, exact: bool = False) -> Match:
    common = len(given.values & sketch.shingles)
    return Match(sketch, exact, 1 - common / len(sketch.shingles), 1 - common / len(given.values))


# --- texts that resemble known ones ----------------------------------------------------------------------------------


def _free(given: _Given, rest: Iterable[tuple[int, int]]) -> set[int]:
    """Return the shingles that lie wholly outside the unchanged texts."""
    return {value for start, end in rest for value in given.hashes[start : max(start, end - WIDTH + 1)]}


def _changed(given: _Given, rest: Sequence[tuple[int, int]], index: Index) -> tuple[Match, ...]:
    """Return the nearest known texts for what no unchanged text covers: one after the other explains what is left."""
    free = _free(given, rest)
    found: list[Match] = []
    while ranked := _ranked(free, index):
        found.append(_match(given, ranked[0][0]))
        free -= ranked[0][0].shingles
    return tuple(found)


def _ranked(free: set[int], index: Index) -> list[tuple[Sketch, int]]:
    """Return the sketches that resemble these shingles enough, the one that explains most first."""
    similar = [
        (sketch, common)
        for sketch, common in index.count(free).items()
        if common >= ENOUGH_SHINGLES and max(common / len(sketch.shingles), common / len(free)) >= ENOUGH_SHARE
    ]
    return sorted(similar, key=lambda one: (-one[1], len(one[0].shingles), one[0].licence, one[0].variant))


def _relatives(given: _Given, ranked: Sequence[tuple[Sketch, int]], matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return one match for each licence not yet named that explains nearly as much as the first."""
    named = {match.sketch.licence for match in matches}
    nearest: dict[str, Sketch] = {}
    for sketch, common in ranked:
        if sketch.licence not in named and common >= NEAR_SHARE * ranked[0][1]:
            nearest.setdefault(sketch.licence, sketch)
    return tuple(_match(given, sketch) for sketch in nearest.values())


def _passages(given: _Given, matches: Iterable[Match]) -> tuple[Passage, ...]:
    """Return the first places where shingles of the given text are foreign to every match.

    A run of foreign shingles from `start` to `end` means that words `start + WIDTH - 1` to `end` are new. Fewer foreign
    shingles than that mean that known words are missing between two neighbours.
    """
    known = frozenset[int]().union(*(match.sketch.shingles for match in matches))
    passages: list[Passage] = []
    start: int | None = None
    for at, value in enumerate((*given.hashes, None)):
        foreign = value is not None and value not in known
        if foreign and start is None:
            start = at
        elif not foreign and start is not None:
            passages.append(_passage(given, start, at))
            start = None
        if len(passages) == _MOST_PASSAGES:
            break
    return tuple(passages)


def _passage(given: _Given, start: int, end: int) -> Passage:
    first = 0 if start == 0 else start + WIDTH - 1
    last = len(given.words) if end == len(given.hashes) else end
    first = min(first, last)
    return Passage(
        given.spoken(first - _CONTEXT, first), given.spoken(first, last), given.spoken(last, last + _CONTEXT)
    )
