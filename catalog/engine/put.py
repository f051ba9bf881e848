"""Putting an answer into the facts, by its JSON pointer."""

from typing import Any

from catalog.engine.answers import Facts


def put(facts: Facts, at: str, value: Any) -> Facts:
    """Return the facts with one answer changed. Pointers have two parts, such as /outputs/train."""
    _, section, leaf = at.split("/")
    changed = getattr(facts, section).model_copy(update={leaf: value})
    return facts.model_copy(update={section: changed})
