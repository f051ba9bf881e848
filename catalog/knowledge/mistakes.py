"""What is told of a text that is no YAML and of a value of the wrong kind: a sentence of our own, with a remedy."""

from collections.abc import Mapping
from typing import Any

import yaml

from catalog.knowledge.sentences import Part, Sentence, filled, for_translation, sentence, verbatim

_TOLD: Mapping[str, tuple[str, str]] = for_translation(
    {
        "bool": ("“{given}” is neither true nor false.", "Write true or false."),
        "date": ("“{given}” is no day.", "Write it as year-month-day, such as 2026-11-23."),
        "int": ("“{given}” is no whole number.", "Write digits alone, without a unit."),
        "float": ("“{given}” is no number.", "Write digits alone, without a unit."),
        "string_too_short": ("This is too short to say something.", "Write at least {min_length} characters."),
        "string_too_long": ("This is too long.", "Write at most {max_length} characters."),
        "string_pattern_mismatch": ("“{given}” is not written as it has to be.", "Write it as the other entries do."),
        "string": ("“{given}” is no text.", "Write a text, in quotation marks where it looks like a number or a day."),
        "url": ("“{given}” is no web address.", "Write it in full, beginning with https://."),
        "greater_than_equal": ("{given} is too small.", "Write {ge} or more."),
        "greater_than": ("{given} is too small.", "Write more than {gt}."),
        "less_than_equal": ("{given} is too large.", "Write {le} or less."),
        "too_short": ("This list is too short.", "Write at least {min_length}."),
        "tuple": ("This has to be a list.", "Write one line for each, beginning with “- ”."),
        "model": ("This has to be a group of keys.", "Write “key: value” lines below it."),
        "dict": ("This has to be a group of keys.", "Write “key: value” lines below it."),
    }
)
_LONGEST = 60
_NO_GROUPS = (
    sentence("This has to be a group for each reading."),
    sentence("Write “text:” or “guide:”, and below it source, read_on and confidence."),
)
_NO_TOPICS = sentence("This has to be a list of topics."), sentence("Write one line for each, beginning with “- ”.")


def misshapen(data: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return key, problem and remedy of each short form of an entry that has not its shape.

    Without them every reading would be told as a mistake of its own.
    """
    shared = data.get("read", {})
    grouped = isinstance(shared, dict) and all(isinstance(part, dict) for part in shared.values())
    lists = [key for key in ("states_nothing_on", "not_read_on") if not isinstance(data.get(key) or [], list)]
    return [*([] if grouped else [("read", *_NO_GROUPS)]), *((key, *_NO_TOPICS) for key in lists)]


def wrong_kind(item: Mapping[str, Any]) -> tuple[str, str]:
    """Return problem and remedy for one error of pydantic; of a kind without a sentence here, with its own words."""
    kind = str(item["type"])
    known = next((name for name in _TOLD if kind == name or kind.startswith(f"{name}_")), None)
    if known is None:
        ours = item.get("ctx", {}).get("error")
        said = ours.args[0] if isinstance(ours, ValueError) and isinstance(ours.args[0], Sentence) else None
        why = said or verbatim(str(item["msg"]))
        return sentence("The value does not fit: {why}.", why=why), sentence("Correct the value.")
    given = str(item["input"])
    words: dict[str, Part] = {name: verbatim(str(bound)) for name, bound in item.get("ctx", {}).items()}
    words["given"] = verbatim(given if len(given) <= _LONGEST else f"{given[:_LONGEST]}…")
    problem, remedy = _TOLD[known]
    return filled(problem, words), filled(remedy, words)


def unreadable(error: Exception) -> tuple[str, str]:
    """Return problem and remedy of a text that is no YAML; the parser's own words stay as they are."""
    said, remedy = getattr(error, "problem", None), sentence("Correct that line.")
    if isinstance(error, yaml.MarkedYAMLError) and isinstance(said, Sentence) and error.problem_mark:
        return sentence("{problem}, in line {line}.", problem=said, line=error.problem_mark.line + 1), remedy
    flat = " ".join(str(error).split()).rstrip(".")
    return sentence("Not readable as YAML: {error}.", error=verbatim(flat)), remedy
