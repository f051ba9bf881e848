"""The sketches of licence texts that are on file, read once a process."""

from functools import cache

from catalog.ambient import DATA
from catalog.knowledge.sketches import Index, open_sketches


@cache
def known_texts() -> Index:
    """Return the index of every sketch. Raises CatalogueProblem when one of them cannot be used."""
    return open_sketches(DATA / "sketches")
