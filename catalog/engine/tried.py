"""What trying answers came to, kept beyond one evaluation of a catalogue.

A rule tried with answers depends on the rule, and on the facts that it read. Kept with these, it need not be tried
again while they stand: whoever answers one question more has only those parts tried anew that read it. Nothing kept
changes an answer, and what is kept has a bound; when that is reached, all is forgotten.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from catalog.engine.answers import Facts

V = TypeVar("V")
MOST = 20_000
MOST_ALIKE = 4
"""Of one rule, what it came to for so many different facts, the latest first."""


class Tried:
    """What was found for a catalogue: under a key alone, or under a key while the facts that were read stand."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._read: dict[Hashable, list[tuple[Mapping[str, Any], Any]]] = {}

    def once(self, key: Hashable, find: Callable[[], V]) -> V:
        """Return what `find` finds, which rests on the key alone."""
        if key not in self._found:
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[key] = find()
        return self._found[key]  # type: ignore[no-any-return]

    def where_alike(
        self, key: Hashable, facts: Facts, find: Callable[[dict[str, Any]], V], noted: dict[str, Any] | None = None
    ) -> V:
        """Return what `find` finds, which rests on the key and on the facts that it notes in what it is given.

        What is found as a part of something larger that is kept too adds what it read to what that has `noted`.
        """
        alike = self._read.get(key, [])
        kept = next((each for each in alike if reads_alike(each[0], facts)), None)
        if kept is None:
            known: dict[str, Any] = {}
            kept = known, find(known)
            if len(self._read) >= MOST:
                self._read.clear()
            self._read[key] = [kept, *alike[: MOST_ALIKE - 1]]
        if noted is not None:
            noted.update(kept[0])
        found: V = kept[1]
        return found


def reads_alike(known: Mapping[str, Any], facts: Facts) -> bool:
    """Whether what was read of some facts stands in others too."""
    return all(_reader(at)(facts) == value for at, value in known.items())


@cache
def _reader(at: str) -> Callable[[Facts], Any]:
    """Read a fact by its pointer, such as `/use/delivery`, or a field of the facts by its name."""
    return attrgetter(at.lstrip("/").replace("/", "."))
