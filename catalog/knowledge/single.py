"""One entry by itself: read from what somebody typed or kept, and written out for somebody to edit.

The shapes and the messages are those of the edition's own files. What is typed is not trusted: it is limited in size
and depth, and may not refer to itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Term
from catalog.knowledge.loading import _SILENT, Problem, _build, _full_terms, _Strict, spelt_out
from catalog.knowledge.mistakes import unreadable
from catalog.knowledge.sentences import sentence
from catalog.knowledge.terms import TOPICS

F = TypeVar("F", bound=BaseModel)
MOST_CHARACTERS = 256 * 1024
MOST_LEVELS = 12
_SHARED = ("source", "read_on", "confidence")
_EMPTY = sentence("Nothing is written here.")
_MAPPING = sentence("The text is not a mapping.")


def typed_mapping(text: str, label: str, problems: list[Problem]) -> dict[str, Any] | None:
    """Read YAML that somebody typed, or note in `problems` why it cannot be read and return None."""
    try:
        if refused := _too_much(text):
            problems.append(Problem(label, "", *refused))
            return None
        data = yaml.load(text, _Strict)  # noqa: S506 (a subclass of the safe loader)
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(label, "", *unreadable(error)))
        return None
    if not isinstance(data, dict):
        told = _EMPTY if data is None else _MAPPING
        problems.append(Problem(label, "", told, sentence("Write it as “key: value” lines.")))
        return None
    return data


def _too_much(text: str) -> tuple[str, str] | None:
    """Problem and remedy of a text that is too long, too deep or refers to itself; None for a usual one."""
    if len(text) > MOST_CHARACTERS:
        remedy = sentence("Keep to what the licence says, in your own words.")
        return sentence("The text is longer than 256 KiB."), remedy
    level = 0
    for event in yaml.parse(text, _Strict):
        if isinstance(event, yaml.AliasEvent):
            told = sentence("The text uses a YAML alias (an asterisk before a name).")
            return told, sentence("Write the value out, or quote it.")
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MOST_LEVELS:
            told = sentence("The text is nested more than {levels} levels deep.", levels=MOST_LEVELS)
            return told, sentence("Write it as the files are written.")
    return None


def licence_from(data: Mapping[str, Any], licence_id: str, problems: list[Problem]) -> Licence | None:
    """Build a licence from a mapping as its file would hold it, with `read` and the lists of silent topics."""
    label = f"licences/{licence_id}.yaml"
    if "id" in data:
        problems.append(
            Problem(label, "id", sentence("The id is given in its own field."), sentence("Remove the key."))
        )
        return None
    found: list[Problem] = []
    full = spelt_out(dict(data), label, found, _full_terms)
    licence = None if full is None else _build(Licence, {**full, "id": licence_id}, label, found)
    problems.extend(found)
    return None if found else licence


def entry_from(shape: type[F], document: Any, label: str, problems: list[Problem]) -> F | None:
    """Build an entry from the whole document that `document_of` made of one."""
    return _build(shape, document, label, problems)


def document_of(entry: BaseModel) -> dict[str, Any]:
    """Return an entry as JSON values, complete: what `entry_from` reads again."""
    return entry.model_dump(mode="json", by_alias=True)


def licence_as_text(licence: Licence, sources: Mapping[str, Any] | None = None) -> str:
    """Write a licence out as its file would hold it; `sources` are documents of its own that it cites."""
    readings = {topic: _readings(licence.terms.term(topic)) for topic in TOPICS}
    shared = {name: common for name in ("text", "guide") if (common := _common(readings.values(), name))}
    terms = {
        topic: {name: _without(reading, shared[name]) for name, reading in term.items()}
        for topic, term in readings.items()
    }
    silent = [topic for topic, term in terms.items() if term["text"] == _SILENT]
    for topic in silent:
        del terms[topic]["text"]
    data = {
        **licence.model_dump(mode="json", exclude_defaults=True, exclude={"id", "terms", "openness"}),
        "openness": licence.openness.model_dump(mode="json"),
        "read": shared,
        **({"states_nothing_on": silent} if silent else {}),
        "terms": {topic: term for topic, term in terms.items() if term},
        **({"sources": dict(sources)} if sources else {}),
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _readings(term: Term[Any]) -> dict[str, dict[str, Any]]:
    """The readings of a term as JSON values, each value without what goes without saying."""
    both = {"text": term.text, "guide": term.guide}
    return {
        name: {
            "value": reading.value.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            **reading.model_dump(mode="json", exclude={"value"}),
        }
        for name, reading in both.items()
        if reading is not None
    }


def _common(terms: Iterable[Mapping[str, Mapping[str, Any]]], name: str) -> dict[str, Any]:
    """The source, day and confidence that most readings of this name share."""
    counted = Counter(tuple(term[name][key] for key in _SHARED) for term in terms if name in term)
    return dict(zip(_SHARED, counted.most_common(1)[0][0], strict=True)) if counted else {}


def _without(reading: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reading.items() if shared.get(key) != value}
