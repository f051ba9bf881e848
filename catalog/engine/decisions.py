"""Decision trees over missing answers: small functions of a few answers each, whose largest value is the verdict.

A tree is the rank that a rule gives (0 clear to 3 blocked), or an answer with a tree for each set of its values. Values
that lead to equal trees are one set, and an answer that makes no difference is left out, so a tree names an answer only
where that answer matters to its rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Node:
    """An answer that matters, and the tree for each set of its values.

    `answers` are all answers on which the tree rests; `low` and `high` the least and the greatest rank that it reaches.
    """

    at: str
    branches: frozenset[tuple[Values, Tree]]
    answers: frozenset[str] = field(compare=False)
    low: int = field(compare=False)
    high: int = field(compare=False)


Tree = int | Node
Fixed = Mapping[str, Values]
Try = Callable[[Mapping[str, Any]], tuple[int, Sequence[str]]]
Classes = Callable[[str], Sequence[Values]]


def node(at: str, branches: Iterable[tuple[Values, Tree]]) -> Tree:
    """Make a tree that asks for an answer first. Branches with equal trees become one."""
    merged: dict[Tree, Values] = {}
    for values, tree in branches:
        merged[tree] = merged[tree] | values if tree in merged else values
    if len(merged) == 1:
        return next(iter(merged))
    below = [answers_in(tree) for tree in merged]
    return Node(
        at,
        frozenset((values, tree) for tree, values in merged.items()),
        frozenset({at}).union(*below),
        min(_low(tree) for tree in merged),
        max(_high(tree) for tree in merged),
    )


def grow(try_with: Try, classes: Classes) -> Tree:
    """Build the tree of a rule by trying it.

    `try_with` takes answers and returns the rank with the answers that are missing still; `classes` splits the values
    of an answer into sets that the rule does not tell apart. What is clear while answers are missing stays clear
    whatever they are, for unknown is never read as harmless.
    """
    return _grown({}, try_with, classes)


def _grown(given: Mapping[str, Any], try_with: Try, classes: Classes) -> Tree:
    rank, missing = try_with(given)
    at = next((name for name in missing if classes(name)), None)
    if rank == 0 or at is None:
        return rank
    tried = ((values, {**given, at: min(values, key=repr)}) for values in classes(at))
    return node(at, ((values, _grown(answers, try_with, classes)) for values, answers in tried))


def answers_in(tree: Tree) -> frozenset[str]:
    """The pointers of all answers on which a tree rests."""
    return frozenset() if isinstance(tree, int) else tree.answers


class Together:
    """Trees whose largest value is looked at: how low it can get, and which answer moves it how far."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self.trees = tuple(dict.fromkeys(trees))
        self._kept: dict[int, Fixed | None] = {}

    @property
    def answers(self) -> frozenset[str]:
        """All answers on which the trees rest."""
        return frozenset[str]().union(*(answers_in(tree) for tree in self.trees))

    def lowest(self) -> int:
        """The lowest rank to which some answers bring all trees together."""
        return next(low for low in range(max(map(_high, self.trees), default=0) + 1) if self._keeps(low) is not None)

    def swing(self, at: str) -> tuple[int, int]:
        """How far one answer can move the largest value: the ranks at the ends of its widest move.

        The other answers may be anything, but stay as they are while this one moves. (0, 0): it never moves anything.
        """
        ways: dict[int, list[Fixed]] = {}
        for tree in self.trees:
            for fixed, rank in _paths(tree) if at in answers_in(tree) else ():
                if at in fixed:
                    ways.setdefault(rank, []).append({name: values for name, values in fixed.items() if name != at})
        moves = ((high, low) for high in ways for low in range(self.lowest(), high))
        for high, low in sorted(moves, key=lambda move: (move[1] - move[0], -move[0])):
            if self._any_possible(ways[high], low):
                return (high, low)
        return (0, 0)

    def _keeps(self, low: int) -> Fixed | None:
        """Answers that keep every tree at or below a rank, found once."""
        if low not in self._kept:
            self._kept[low] = keeping(self.trees, low)
        return self._kept[low]

    def _any_possible(self, ways: Sequence[Fixed], low: int) -> bool:
        """Whether one of several ways to fix answers leaves room to keep every tree at or below a rank.

        The answers that are known to keep them there are tried first, with those of the way in their place.
        """
        kept = self._keeps(low) or {}
        for fixed in ways:
            point = {**kept, **fixed}
            if all(_worst(tree, point) <= low for tree in self.trees):
                return True
        return any(keeping([restricted(tree, fixed) for tree in self.trees], low) is not None for fixed in ways)


def keeping(trees: Iterable[Tree], low: int) -> Fixed | None:
    """Some answers that keep every tree at or below a rank, whatever the others are; None where there are none."""
    open_: list[Node] = []
    for tree in trees:
        if _low(tree) > low:
            return None
        if not isinstance(tree, int) and tree.high > low:
            open_.append(tree)
    kept: dict[str, Values] = {}
    for group in _groups(open_):
        found = _keeping_group(group, low)
        if found is None:
            return None
        kept.update(found)
    return kept


def restricted(tree: Tree, fixed: Fixed) -> Tree:
    """The tree with some answers narrowed to a set of values."""
    if isinstance(tree, int) or tree.answers.isdisjoint(fixed):
        return tree
    allowed = fixed.get(tree.at)
    if allowed is None:
        return node(tree.at, ((values, restricted(below, fixed)) for values, below in tree.branches))
    kept = ((values & allowed, below) for values, below in tree.branches)
    return node(tree.at, ((values, restricted(below, fixed)) for values, below in kept if values))


def _keeping_group(trees: Sequence[Node], low: int) -> Fixed | None:
    """Try the values of the answer that most trees share, and look at what is left."""
    shared = Counter(at for tree in trees for at in tree.answers)
    at = max(shared, key=lambda name: (shared[name], name))
    for atom in _atoms(_splits(at, trees)):
        found = keeping([restricted(tree, {at: atom}) for tree in trees], low)
        if found is not None:
            return {at: atom, **found}
    return None


def _groups(trees: Iterable[Node]) -> list[list[Node]]:
    """Put trees that share answers together: groups that share none can be looked at one by one."""
    groups: list[tuple[frozenset[str], list[Node]]] = []
    for tree in trees:
        touching, members, apart = tree.answers, [tree], []
        for asked, group in groups:
            if asked.isdisjoint(touching):
                apart.append((asked, group))
            else:
                touching, members = touching | asked, [*group, *members]
        groups = [*apart, (touching, members)]
    return [group for _, group in groups]


def _splits(at: str, trees: Iterable[Tree]) -> Iterator[Values]:
    """All sets into which the trees split the values of an answer."""
    for tree in trees:
        if not isinstance(tree, int) and at in tree.answers:
            if tree.at == at:
                yield from (values for values, _ in tree.branches)
            yield from _splits(at, (below for _, below in tree.branches))


def _atoms(splits: Iterable[Values]) -> list[Values]:
    """The smallest sets of values that no split divides."""
    atoms: list[Values] = []
    for split in set(splits):
        rest, parts = split, []
        for atom in atoms:
            parts += [part for part in (atom & split, atom - split) if part]
            rest -= atom
        atoms = [*parts, rest] if rest else parts
    return atoms


def _low(tree: Tree) -> int:
    return tree if isinstance(tree, int) else tree.low


def _high(tree: Tree) -> int:
    return tree if isinstance(tree, int) else tree.high


def _paths(tree: Tree) -> Iterator[tuple[dict[str, Values], int]]:
    """Every way through a tree: the values of the answers on it, and the rank at its end."""
    if isinstance(tree, int):
        yield {}, tree
        return
    for values, below in tree.branches:
        for fixed, rank in _paths(below):
            yield {tree.at: values, **fixed}, rank


def _worst(tree: Tree, point: Fixed) -> int:
    """The greatest rank that a tree reaches at a point, which fixes some answers."""
    if isinstance(tree, int):
        return tree
    allowed = point.get(tree.at)
    return max(_worst(below, point) for values, below in tree.branches if allowed is None or values & allowed)
