"""Mutation testing of the engine: change one thing, and see whether a test notices. `./dev mutate [PATTERN]`.

Sentences are left alone: their wording is judged by readers, and that each finding has its sentences is a test of its
own. A word without a space is a code, a key or a place, and is changed once.
"""

from collections.abc import Iterable
from typing import Any, cast

import libcst
from mutmut.__main__ import cli
from mutmut.mutation import mutators


def changed_word(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
    """Another word in place of a word; nothing in place of a sentence or of an empty text."""
    if isinstance(node, libcst.SimpleString) and node.raw_value and " " not in node.raw_value:
        yield node.with_changes(value=f"{node.prefix}{node.quote}XX{node.raw_value}XX{node.quote}")


operators = cast("list[Any]", mutators.mutation_operators)
operators[:] = [(kind, changed_word if it is mutators.operator_string else it) for kind, it in operators]
cli()
