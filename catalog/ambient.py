"""The surroundings of the catalogue: the one reader of `data/`, the organisation's overlay, and the one clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from catalog.engine.law import Law
from catalog.knowledge.index import Catalogue, open_catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Overlay, with_overlay

DATA = Path(__file__).resolve().parent / "data"

_provide: Callable[[], Overlay] = lambda: NO_OVERLAY  # noqa: E731 (a place to be filled, not a function)
_merged: dict[str, Catalogue] = {}


@cache
def edition() -> Catalogue:
    """Return the edition in force as it was published, read once a process. Raises CatalogueProblem."""
    return open_catalogue(DATA)


def register_overlay(provide: Callable[[], Overlay]) -> None:
    """Name who knows what the organisation has added. `provide` is called often and must be cheap."""
    global _provide  # noqa: PLW0603 (one organisation a process)
    _provide = provide


def overlay() -> Overlay:
    """Return what the organisation has added to the edition, as of now."""
    return _provide()


def current_catalog() -> Catalogue:
    """Return the edition in force with the organisation's own entries in it.

    Only the last overlay is kept: an older one is never asked for again by the same process.
    """
    own = overlay()
    if own.key not in _merged:
        merged = with_overlay(edition(), own)
        _merged.clear()
        _merged[own.key] = merged
    return _merged[own.key]


@cache
def current_law() -> Law:
    """Return the law of the edition in force, read once a process."""
    return Law.from_documents(edition().law_documents)


def today() -> date:
    """Return the day, in UTC, against which the age of a fact is judged."""
    return datetime.now(UTC).date()
