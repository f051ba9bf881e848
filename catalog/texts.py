"""The sketches of licence texts that are on file, read once a process."""

from functools import cache, lru_cache

from catalog.ambient import DATA
from catalog.knowledge.recognition import Recognition, recognise
from catalog.knowledge.sketches import Index, open_sketches


@cache
def known_texts() -> Index:
    """Return the index of every sketch. Raises CatalogueProblem when one of them cannot be used."""
    return open_sketches(DATA / "sketches")


@lru_cache(maxsize=64)
def recognised(text: str) -> Recognition:
    """Return what a text is among those on file; a text that was asked for lately is not read again.

    Raises TextTooLong for more than a licence can have.
    """
    return recognise(text, known_texts())
