"""The surroundings of the catalogue: the one reader of `data/` and the one clock."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from catalog.engine.law import Law
from catalog.knowledge.index import Catalogue, open_catalogue

DATA = Path(__file__).resolve().parent / "data"


@cache
def current_catalog() -> Catalogue:
    """Return the edition in force, read once a process. Raises CatalogueProblem when a file is wrong."""
    return open_catalogue(DATA)


@cache
def current_law() -> Law:
    """Return the law of the edition in force, read once a process."""
    return Law.from_documents(current_catalog().law_documents)


def today() -> date:
    """Return the day, in UTC, against which the age of a fact is judged."""
    return datetime.now(UTC).date()
