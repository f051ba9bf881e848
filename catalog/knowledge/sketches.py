"""Sketches of licence texts: hashes that tell a text without holding it.

A sketch has the hash of all words in order, which recognises the text itself, and the hash of every run of five words
(a shingle), which recognises a text that was changed. Shingles are cut to 32 bits: enough to compare, useless to read.
"""

import base64
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b, sha256
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

from catalog.knowledge.loading import CatalogueProblem, Problem, document
from catalog.knowledge.sentences import sentence, verbatim
from catalog.knowledge.words import normalise

WIDTH = 5
Document = Literal["licence", "use-policy"]
DOCUMENTS: tuple[str, ...] = get_args(Document)


@dataclass(frozen=True, eq=False)
class Sketch:
    """One version of one licence's text. `opens` is its first shingle, `words` the number of its words."""

    licence: str
    document: Document
    variant: str
    url: str
    read_on: date
    words: int
    sha256: str
    opens: int
    shingles: frozenset[int] = field(repr=False)


class Index:
    """Sketches, searchable by shingle."""

    def __init__(self, sketches: Iterable[Sketch]) -> None:
        self.sketches = tuple(sketches)
        self._holders: dict[int, list[int]] = {}
        for number, sketch in enumerate(self.sketches):
            for value in sketch.shingles:
                self._holders.setdefault(value, []).append(number)

    def count(self, values: set[int]) -> dict[Sketch, int]:
        """Return how many of these shingles each sketch has, without the sketches that have none."""
        found = Counter(chain.from_iterable(self._holders[value] for value in self._holders.keys() & values))
        return {self.sketches[number]: common for number, common in found.items()}


def shingles(words: Sequence[str]) -> Iterator[int]:
    """Yield the hash of each run of five words, in order; of the whole where there are fewer."""
    runs = list(zip(*(words[offset:] for offset in range(WIDTH)), strict=False)) or [tuple(words)]
    known = {run: _hash(run) for run in set(runs)}
    return (known[run] for run in runs)


def _hash(run: Iterable[str]) -> int:
    return int.from_bytes(blake2b(" ".join(run).encode(), digest_size=4).digest(), "little")


def fingerprint(words: Sequence[str]) -> str:
    """Return the hash of all words in order."""
    return sha256("\n".join(words).encode()).hexdigest()


# --- files -----------------------------------------------------------------------------------------------------------


def sketch_of(text: str) -> dict[str, Any]:
    """Return the part of a sketch that follows from the text, as it stands in a file."""
    words = normalise(text)
    values = list(shingles(words))
    packed = array("I", sorted(set(values)))
    if sys.byteorder == "big":
        packed.byteswap()
    return {
        "words": len(words),
        "sha256": fingerprint(words),
        "opens": values[0],
        "shingles": base64.b64encode(packed.tobytes()).decode(),
    }


def open_sketches(folder: Path) -> Index:
    """Read every sketch below `folder`, one file a licence. Raises CatalogueProblem with every problem."""
    problems: list[Problem] = []
    sketches = [sketch for path in sorted(folder.glob("*.yaml")) for sketch in _read(path, problems)]
    if problems:
        raise CatalogueProblem(problems)
    return Index(sketches)


def _read(path: Path, problems: list[Problem]) -> Iterator[Sketch]:
    data = document(path, problems) or {}
    for place, entry in enumerate(data.get("texts", ())):
        try:
            yield _sketch(path.stem, entry)
        except (KeyError, TypeError, ValueError) as error:
            why = verbatim(f"{type(error).__name__}: {error}")
            told = sentence("This sketch cannot be used ({why}).", why=why)
            remedy = sentence("Make it again with “manage.py sketch”.")
            problems.append(Problem(f"sketches/{path.name}", f"texts[{place}]", told, remedy))


def _sketch(licence: str, entry: Mapping[str, Any]) -> Sketch:
    values = array("I")
    values.frombytes(base64.b64decode(entry["shingles"]))
    if sys.byteorder == "big":
        values.byteswap()
    if entry["document"] not in DOCUMENTS:
        raise ValueError(f"“{entry['document']}” is not one of {', '.join(DOCUMENTS)}")
    return Sketch(
        licence=licence,
        document=entry["document"],
        variant=str(entry["variant"]),
        url=str(entry["url"]),
        read_on=date.fromisoformat(str(entry["read_on"])),
        words=int(entry["words"]),
        sha256=str(entry["sha256"]),
        opens=int(entry["opens"]),
        shingles=frozenset(values),
    )
