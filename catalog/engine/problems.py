"""What is wrong with a document that does not fit: where, what, and what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from catalog.knowledge.sentences import filled, for_translation, joined, sentence, verbatim, written


@dataclass(frozen=True)
class Problem:
    """One problem. `at` is a JSON pointer into the document."""

    at: str
    problem: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """Return the shape of the contract."""
        return {"at": self.at, "problem": self.problem, "remedy": self.remedy}

    @classmethod
    def unknown_word(cls, at: str, word: str, known: Iterable[str], kind: str) -> "Problem":
        """Say that a word is not in a closed list, and which one was probably meant."""
        says = sentence("“{word}” is no {kind} that the catalogue knows.", word=verbatim(word[:80]), kind=kind)
        return cls(at, says, _did_you_mean(word, known))


_TOLD = for_translation(
    {
        "missing": ("This key is missing.", "Add it."),
        "greater_than_equal": ("{input} is too small.", "Enter at least {ge}."),
        "less_than_equal": ("{input} is more than there can be.", "Enter at most {le}."),
        "greater_than": ("{input} is too small.", "Enter more than {gt}."),
        "literal_error": ("{input} is not in the closed list.", "Use {expected}."),
        "string_too_long": (
            "The text is longer than {max_length} characters.",
            "Shorten it to {max_length} characters.",
        ),
        "too_long": ("The list has more than {max_length} entries.", "Keep at most {max_length}."),
        "tuple_type": ("{input} is not a list.", "Write the entries in square brackets."),
        "model_type": ("{input} is not an object.", "Write its keys in curly brackets."),
        "dict_type": ("{input} is not an object.", "Write its keys in curly brackets."),
        "string_type": ("{input} is not a text.", "Write it in quotation marks."),
    }
)
_TOLD_BY_START = for_translation(
    {
        "bool": ("{input} is not true or false.", "Use true, false, or leave it out."),
        "int": ("{input} is not a number that fits here.", "Enter a plain number."),
        "float": ("{input} is not a number that fits here.", "Enter a plain number."),
        "finite": ("{input} is not a number that fits here.", "Enter a plain number."),
        "date": ("{input} is not a date.", "Write it as year-month-day: 2026-11-23."),
    }
)
MOST_NAMED = 60  # words of a closed list that are told


def explain(item: Any, shape: type[BaseModel]) -> Problem:
    """Turn one pydantic error into a sentence with a remedy."""
    at = "".join(f"/{_escape(part)}" for part in item["loc"] if part != "[key]")
    kind = item["type"]
    if kind == "extra_forbidden":
        remedy = _did_you_mean(str(item["loc"][-1]), _keys_at(item["loc"], shape))
        return Problem(at, for_translation("This key is not known."), remedy)
    if kind == "greater_than_equal" and item["ctx"].get("ge") == 0:
        says = sentence("{input} is negative.", input=_shown(item["input"]))
        return Problem(at, says, for_translation("Enter zero or a positive number."))
    told = _TOLD.get(kind) or _TOLD_BY_START.get(kind.partition("_")[0])
    if told is None:
        refused = item.get("ctx", {}).get("error")
        says = refused.args[0] if refused else verbatim(str(item["msg"]))
        return Problem(at, joined("", (says, ".")), for_translation("Correct the value."))
    words = {name: _bound(name, value) for name, value in item.get("ctx", {}).items()}
    words["input"] = _shown(item["input"])
    return Problem(at, filled(told[0], words), filled(told[1], words))


def _escape(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _bound(name: str, value: Any) -> str:
    """A number of characters as sentences write numbers; every other bound as it was declared."""
    return verbatim(written(value) if name == "max_length" else str(value))


def _shown(value: Any) -> str:
    text = str(value)
    return verbatim(f"“{text if len(text) <= 80 else text[:77] + '…'}”")


def _keys_at(loc: tuple[Any, ...], shape: type[BaseModel]) -> list[str]:
    """The keys that exist where the unknown one stands."""
    for part in loc[:-1]:
        field = next((f for n, f in shape.model_fields.items() if (f.alias or n) == part), None)
        if field is None:
            continue
        for inner in (field.annotation, *_arguments(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                shape = inner
                break
    return [field.alias or name for name, field in shape.model_fields.items()]


def _arguments(annotation: Any) -> list[Any]:
    found: list[Any] = []
    for part in getattr(annotation, "__args__", ()):
        found += [part, *_arguments(part)]
    return found


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    options = sorted(set(known))
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if near:
        return sentence("Did you mean “{word}”?", word=verbatim(near[0]))
    if len(options) > MOST_NAMED:
        return for_translation("See /models/ for the ids.")
    return sentence("Use one of: {words}.", words=verbatim(", ".join(options)))
