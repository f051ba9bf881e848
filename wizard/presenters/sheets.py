"""A small table as the tools of the items show it: a caption, the heads of its columns, and its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.presenters.findings import Link


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, a quieter sentence below it, and the places it rests on.

    `state` is `met` or `unmet` where the cell tells whether something is in place, or `verdict` with its kind
    (`verdict blocked`); `points` open below it.
    """

    says: str
    why: str = ""
    links: tuple[Link, ...] = ()
    state: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table; the first cell of a row names it. `empty` stands in its place where there is no row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""

    @property
    def told(self) -> Iterable[tuple[Cell, tuple[tuple[str, Cell], ...]]]:
        """Each row as its head and its other cells, each with the head of its column."""
        return tuple((row[0], tuple(zip(self.columns[1:], row[1:], strict=True))) for row in self.rows)
