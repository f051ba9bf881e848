"""A slow and obvious reading of JSON Schema, as far as the description of the API uses it.

A keyword that it does not know fails the test that meets it, so that nothing passes because it was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

SAYS_NOTHING = {"title", "description", "default", "examples", "discriminator"}
TYPES: dict[str, Any] = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}


def misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Everything about a value that its schema does not allow; keys that are not described count as misfits."""
    for keyword, rule in schema.items():
        if keyword not in SAYS_NOTHING:
            yield from CHECKS[keyword](value, rule, schema, root, at)


def _ref(value, rule, schema, root, at):
    target = root
    for step in rule.removeprefix("#/").split("/"):
        target = target[step]
    yield from misfits(value, target, root, at)


def _type(value, rule, schema, root, at):
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {"integer": numeric and value == int(value), "number": numeric}
    if not fits.get(rule, isinstance(value, TYPES.get(rule, ()))):
        yield f"{at}: {value!r} is no {rule}"


def _any_of(value, rule, schema, root, at):
    found = [list(misfits(value, option, root, at)) for option in rule]
    if all(found):
        yield f"{at}: fits none of {len(rule)} choices: {min(found, key=len)}"


def _properties(value, rule, schema, root, at):
    for key, inner in rule.items():
        if isinstance(value, dict) and key in value:
            yield from misfits(value[key], inner, root, f"{at}/{key}")


def _additional(value, rule, schema, root, at):
    rest = value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else ()
    for key in rest:
        if rule is False:
            yield f"{at}/{key}: is not described"
        elif rule is not True:
            yield from misfits(value[key], rule, root, f"{at}/{key}")


def _items(value, rule, schema, root, at):
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from misfits(item, rule, root, f"{at}/{index}")


def _names(value, rule, schema, root, at):
    for key in value if isinstance(value, dict) else ():
        yield from misfits(key, rule, root, f"{at}/{key}")


def _format(value, rule, schema, root, at):
    if rule == "date" and isinstance(value, str):
        date.fromisoformat(value)
    elif rule not in ("date", "uri"):
        yield f"{at}: the format {rule} is not looked at"


def _when(unfit, *types):
    """A check that says nothing about values of other types, as JSON Schema has it."""

    def check(value, rule, schema, root, at):
        if isinstance(value, types) and not isinstance(value, bool) and unfit(value, rule):
            yield f"{at}: {value!r} against {rule!r}"

    return check


def _pattern(value, rule):
    import re

    return re.search(rule, value) is None


CHECKS = {
    "$ref": _ref,
    "type": _type,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "propertyNames": _names,
    "format": _format,
    "required": _when(lambda value, rule: set(rule) - value.keys(), dict),
    "enum": lambda value, rule, *rest: iter(() if value in rule else [f"{rest[-1]}: {value!r} is none of {rule}"]),
    "const": lambda value, rule, *rest: iter(() if value == rule else [f"{rest[-1]}: {value!r} is not {rule!r}"]),
    "minimum": _when(lambda value, rule: value < rule, int, float),
    "maximum": _when(lambda value, rule: value > rule, int, float),
    "exclusiveMinimum": _when(lambda value, rule: value <= rule, int, float),
    "minLength": _when(lambda value, rule: len(value) < rule, str),
    "maxLength": _when(lambda value, rule: len(value) > rule, str),
    "minItems": _when(lambda value, rule: len(value) < rule, list),
    "maxItems": _when(lambda value, rule: len(value) > rule, list),
    "pattern": _when(_pattern, str),
}
