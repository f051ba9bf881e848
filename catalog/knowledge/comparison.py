"""What changed between two texts that the organisation keeps: the words before, the words after, and where.

Runs of words that occur once in each text hold the two together; only what lies between such anchors is compared word
by word. That keeps long and hostile texts quick: a stretch too long to compare is told as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalog.knowledge.words import Split, split

_ANCHOR = 5
_CONTEXT = 6
# Word pairs that are compared at most in one stretch, and in all.
_STRETCH, _ALL = 40_000, 1_000_000


@dataclass(frozen=True)
class Change:
    """Words that were replaced: `before` is empty for added words, `after` for removed ones.

    `context` are the words that lead up to the change in the new text.
    """

    before: str
    after: str
    context: str


def changed_words(old: str, new: str) -> tuple[Change, ...]:
    """Return the changes from `old` to `new` in order; layout, punctuation and letter case do not count.

    Raises TextTooLong where either is longer than a licence can be.
    """
    first, second = split(old), split(new)
    changes: list[Change] = []
    budget = _ALL
    for (start, end), (from_, to) in _stretches(first.plain, second.plain):
        pairs = (end - start) * (to - from_)
        fine = pairs <= min(_STRETCH, budget)
        budget -= pairs if fine else 0
        steps = _steps(first.plain[start:end], second.plain[from_:to]) if fine else [(0, end - start, 0, to - from_)]
        changes += [_change(first, second, (start + a, start + b), (from_ + c, from_ + d)) for a, b, c, d in steps]
    return tuple(changes)


def _change(first: Split, second: Split, before: tuple[int, int], after: tuple[int, int]) -> Change:
    at = after[0]
    return Change(
        " ".join(first.shown[slice(*before)]),
        " ".join(second.shown[slice(*after)]),
        " ".join(second.shown[max(0, at - _CONTEXT) : at]),
    )


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the stretches that differ, word by word."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the pairs of stretches between the anchors, shortened by what begins or ends them alike."""
    left = right = 0
    for at, to in (*_anchors(old, new), (len(old), len(new))):
        if at < left or to < right:
            continue
        end, stop = at, to
        while left < end and right < stop and old[left] == new[right]:
            left, right = left + 1, right + 1
        while end > left and stop > right and old[end - 1] == new[stop - 1]:
            end, stop = end - 1, stop - 1
        if left < end or right < stop:
            yield (left, end), (right, stop)
        left, right = at, to


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return where runs of words that occur once in each text begin, as the longest list that rises in both."""
    places = _single(new)
    pairs = [(at, places[run]) for run, at in _single(old).items() if run in places]
    tails: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        spot = bisect_left(tails, to)
        before.append(chain[spot - 1] if spot else -1)
        tails[spot : spot + 1], chain[spot : spot + 1] = [to], [number]
    rising: list[tuple[int, int]] = []
    number = chain[-1] if chain else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def _single(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the runs of five words that occur once, with the place of each, in order."""
    runs = list(zip(*(words[offset:] for offset in range(_ANCHOR)), strict=False))
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}
