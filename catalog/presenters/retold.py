"""Sentences that were written down as plain English, as in a snapshot: found again, so that they can be told anew."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.knowledge.sentences import Sentence


def texts_in(document: Any) -> Iterator[str]:
    """Yield every text of a document; codes and names are among them."""
    if isinstance(document, Mapping):
        for value in document.values():
            yield from texts_in(value)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from texts_in(value)
    elif isinstance(document, str):
        yield document


def with_sentences(document: Any, made_anew: Any) -> Any:
    """A document of plain texts with the sentences of another one in their place, wherever the English is the same."""
    return _replaced(document, {str(text): text for text in texts_in(made_anew) if isinstance(text, Sentence)})


def _replaced(document: Any, known: Mapping[str, Sentence]) -> Any:
    if isinstance(document, Mapping):
        return {name: _replaced(value, known) for name, value in document.items()}
    if isinstance(document, list):
        return [_replaced(value, known) for value in document]
    return known.get(document, document) if isinstance(document, str) else document
