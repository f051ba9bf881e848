"""Values of a YAML file from a stranger, each with the place where it stands.

The file is read as a stream of events, never composed: aliases, anchors and tags, by which a small file grows without
end or names a type of Python, are refused where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from catalog.knowledge.sentences import sentence

LARGEST = 8 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_TOLD = 20
DEEPEST = 4
"""The file, `models`, an entry, a list in it."""
_NUMBER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands, counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True)
class Fault:
    """What is wrong with the file, where, and what to do."""

    at: Place
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.at}: {self.says} {self.remedy}"


class Unreadable(Exception):
    """The file is no licence bill of materials. `faults` are in the order of the file, at most twenty of them."""

    def __init__(self, faults: list[Fault]) -> None:
        ordered = sorted(faults, key=lambda fault: fault.at)
        self.faults = tuple(ordered[:MOST_TOLD])
        self.left_out = len(ordered) - len(self.faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Span:
    """Where something stands in the text of the file, in characters from its start; `items` are its parts in order."""

    start: int
    end: int
    items: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Value:
    """A value as it was written: a text, a number, True, False, None, a list of values, or a mapping of them."""

    it: Any
    at: Place
    span: Span


class _Refused(Exception):
    """The reading cannot go on."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_values(content: bytes) -> tuple[str, Value]:
    """Return the text of a file, without a mark of its encoding, and its one document. Raises Unreadable."""
    start = Place(1, 1)
    if len(content) > LARGEST:
        raise Unreadable([Fault(start, sentence("The file is larger than 8 MiB."), sentence("Split it by product."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault(start, sentence("The file is not UTF-8 text."), sentence("Save it as UTF-8."))
        raise Unreadable([fault]) from None
    try:
        return text, _Reader(text).whole()
    except _Refused as refused:
        raise Unreadable([refused.fault]) from None
    except yaml.YAMLError as problem:
        raise Unreadable([_broken(problem)]) from None


class _Reader:
    """Builds values from the events of the parser, by hand, so that nothing is built that was not looked at."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._entries = 0

    def whole(self) -> Value:
        """The only document of the file."""
        next(self._events)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise _Refused(
                Fault(Place(1, 1), sentence("The file is empty."), sentence("Begin it with the key “models”."))
            )
        found = self._value(next(self._events), 1)
        next(self._events)
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise _Refused(
                Fault(
                    _place(after), sentence("A second document begins here."), sentence("Keep one document in a file.")
                )
            )
        return found

    def _value(self, event: Any, depth: int) -> Value:
        at = _place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Refused(
                Fault(
                    at,
                    sentence("The file uses an anchor or an alias."),
                    sentence("Write the value out where it is needed."),
                )
            )
        if event.tag:
            raise _Refused(Fault(at, sentence("The file uses a tag."), sentence("Write the plain value without “!”.")))
        if isinstance(event, yaml.ScalarEvent):
            return Value(_scalar(event), at, _span(event, (), event))
        if depth > DEEPEST:
            raise _Refused(
                Fault(
                    at,
                    sentence("This is nested more deeply than a bill is."),
                    sentence("Write a text or a list of texts."),
                )
            )
        if isinstance(event, yaml.SequenceStartEvent):
            items, end = self._items(depth)
            spans = tuple(item.span for item in items)
            return Value(items, at, _span(event, spans, end))
        values, end = self._mapping(depth)
        spans = tuple(value.span for value in values.values())
        return Value(values, at, _span(event, spans, end))

    def _items(self, depth: int) -> tuple[list[Value], Any]:
        """The items of a list, and the event that ends it."""
        found: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self._entries += depth == 2  # the list under “models”
            if self._entries > MOST_ENTRIES:
                raise _Refused(
                    Fault(
                        _place(event),
                        sentence("The file has more than 10,000 models."),
                        sentence("Split it by product."),
                    )
                )
            found.append(self._value(event, depth + 1))
        return found, event

    def _mapping(self, depth: int) -> tuple[dict[str, Value], Any]:
        """The values by their keys, and the event that ends the mapping."""
        found: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            name = key.it if isinstance(key.it, str) else str(getattr(event, "value", ""))
            if name in found:
                raise _Refused(
                    Fault(
                        key.at,
                        sentence("The key “{key}” stands here twice.", key=name[:80]),
                        sentence("Keep one of the two."),
                    )
                )
            found[name] = self._value(next(self._events), depth + 1)
        return found, event


def _span(start: Any, parts: tuple[Span, ...], end: Any) -> Span:
    """Where a value stands. What has parts and no brackets ends with the last: the parser reads on to what follows."""
    block = parts and not start.flow_style
    return Span(start.start_mark.index, parts[-1].end if block else end.end_mark.index, parts)


def _scalar(event: Any) -> Any:
    """What was written: in quotes always a text. A date stays a text and is read where one is expected."""
    if not event.implicit[0]:
        return event.value
    if (word := event.value.lower()) in _WORDS:
        return _WORDS[word]
    return int(event.value) if _NUMBER.fullmatch(event.value) else event.value


def _place(event: Any) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)


def _broken(problem: yaml.YAMLError) -> Fault:
    """What the parser could not read, in a sentence of ours: its own speaks of tokens."""
    mark = getattr(problem, "problem_mark", None)
    at = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    return Fault(
        at,
        sentence("The file cannot be read as YAML from here."),
        sentence("Look at indentation, quotes and colons above it."),
    )
