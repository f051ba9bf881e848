"""Reading `ai-license-bom.yaml`: every value with the place where it stands, every fault with its remedy.

A file from a repository is foreign input. So it is read as a stream of events, never composed: aliases, anchors and
tags, by which a small file grows without end or names a type of Python, are refused where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from wizard.interchange.lbom import NOTHING

LARGEST = 8 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_TOLD = 20
DEEPEST = 4
"""The file, `models`, an entry, a list in it."""
KEYS = (
    "id",
    "license",
    "source",
    "commercial_use",
    "restrictions",
    "mau_threshold",
    "last_reviewed",
    "deployed_in",
)
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
class Entry:
    """One model of the file. `places` and `spans` tell where each of its values stands, and under "" the whole."""

    id: str
    license: str
    source: str
    commercial_use: bool
    restrictions: tuple[str, ...]
    mau_threshold: int | None
    last_reviewed: date
    deployed_in: tuple[str, ...]
    places: Mapping[str, Place]
    spans: Mapping[str, Span]


@dataclass(frozen=True)
class Bill:
    """A file as it was read: its text, where its list of models stands, and the models."""

    text: str
    models: Span
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _Value:
    """A value as it was written: a text, a number, True, False, None, a list of values, or a mapping of them."""

    it: Any
    at: Place
    span: Span


class _Wrong(Exception):
    """A value that does not fit its key."""


class _Refused(Exception):
    """The reading cannot go on."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_bill(content: bytes) -> Bill:
    """Read a file; the entries keep its order. Raises Unreadable with everything that is wrong with it."""
    start = Place(1, 1)
    if len(content) > LARGEST:
        raise Unreadable([Fault(start, "The file is larger than 8 MiB.", "Split it by product.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([Fault(start, "The file is not UTF-8 text.", "Save it as UTF-8.")]) from None
    try:
        whole = _Reader(text).whole()
    except _Refused as refused:
        raise Unreadable([refused.fault]) from None
    except yaml.YAMLError as problem:
        raise Unreadable([_broken(problem)]) from None
    faults: list[Fault] = []
    entries = tuple(_entries(whole, faults))
    if faults:
        raise Unreadable(faults)
    return Bill(text, whole.it["models"].span, entries)


class _Reader:
    """Builds values from the events of the parser, by hand, so that nothing is built that was not looked at."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._entries = 0

    def whole(self) -> _Value:
        """The only document of the file."""
        next(self._events)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise _Refused(Fault(Place(1, 1), "The file is empty.", "Begin it with the key “models”."))
        found = self._value(next(self._events), 1)
        next(self._events)
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise _Refused(Fault(_place(after), "A second document begins here.", "Keep one document in a file."))
        return found

    def _value(self, event: Any, depth: int) -> _Value:
        at = _place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Refused(Fault(at, "The file uses an anchor or an alias.", "Write the value out where it is needed."))
        if event.tag:
            raise _Refused(Fault(at, "The file uses a tag.", "Write the plain value without “!”."))
        if isinstance(event, yaml.ScalarEvent):
            return _Value(_scalar(event), at, _span(event, (), event))
        if depth > DEEPEST:
            raise _Refused(Fault(at, "This is nested more deeply than a bill is.", "Write a text or a list of texts."))
        if isinstance(event, yaml.SequenceStartEvent):
            items, end = self._items(depth)
            spans = tuple(item.span for item in items)
            return _Value(items, at, _span(event, spans, end))
        values, end = self._mapping(depth)
        spans = tuple(value.span for value in values.values())
        return _Value(values, at, _span(event, spans, end))

    def _items(self, depth: int) -> tuple[list[_Value], Any]:
        """The items of a list, and the event that ends it."""
        found: list[_Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self._entries += depth == 2  # the list under “models”
            if self._entries > MOST_ENTRIES:
                raise _Refused(Fault(_place(event), "The file has more than 10,000 models.", "Split it by product."))
            found.append(self._value(event, depth + 1))
        return found, event

    def _mapping(self, depth: int) -> tuple[dict[str, _Value], Any]:
        """The values by their keys, and the event that ends the mapping."""
        found: dict[str, _Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            name = key.it if isinstance(key.it, str) else str(getattr(event, "value", ""))
            if name in found:
                raise _Refused(Fault(key.at, f"The key “{name[:80]}” stands here twice.", "Keep one of the two."))
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


def _entries(whole: _Value, faults: list[Fault]) -> Iterator[Entry]:
    models = whole.it.get("models") if isinstance(whole.it, dict) else None
    if models is None or not isinstance(models.it, list):
        at = models.at if models else whole.at
        faults.append(Fault(at, "The list of models is missing.", "Begin the file with “models:” and a list below it."))
        return
    seen: dict[str, Place] = {}
    for one in models.it:
        entry = _entry(one, faults)
        if entry is None:
            continue
        at = entry.places["id"]
        if entry.id in seen:
            says = f"The model “{entry.id[:80]}” stands here again; it stands first at {seen[entry.id]}."
            faults.append(Fault(at, says, "Keep one entry and list all its products in “deployed_in”."))
        seen.setdefault(entry.id, at)
        yield entry


def _entry(one: _Value, faults: list[Fault]) -> Entry | None:
    """The entry; None with the faults noted where it is none."""
    if not isinstance(one.it, dict):
        faults.append(Fault(one.at, "This is no entry.", "Write its keys, such as “id”, below each other."))
        return None
    before = len(faults)
    missing = [key for key in KEYS if key not in one.it]
    faults.extend(Fault(one.at, f"The key “{key}” is missing here.", _REMEDIES[key]) for key in missing)
    read: dict[str, Any] = {}
    for key in KEYS:
        if (value := one.it.get(key)) is None:
            continue
        try:
            read[key] = _READERS[key](value)
        except _Wrong as wrong:
            faults.append(Fault(value.at, f"“{key}” {wrong}", _REMEDIES[key]))
    if len(faults) > before:
        return None
    places = {key: one.it[key].at for key in KEYS} | {"": one.at}
    return Entry(**read, places=places, spans={key: one.it[key].span for key in KEYS} | {"": one.span})


def _text(value: _Value) -> str:
    if not isinstance(value.it, str) or not value.it.strip():
        raise _Wrong("is no text.")
    return value.it.strip()


def _maybe_text(value: _Value) -> str:
    return "" if value.it in (None, "") else _text(value)


def _yes_or_no(value: _Value) -> bool:
    if not isinstance(value.it, bool):
        raise _Wrong("is neither true nor false.")
    return value.it


def _texts(value: _Value) -> tuple[str, ...]:
    if not isinstance(value.it, list):
        raise _Wrong("is no list.")
    return tuple(_text(one) for one in value.it)


def _restrictions(value: _Value) -> tuple[str, ...]:
    return () if value.it in (None, NOTHING) else _texts(value)


def _limit(value: _Value) -> int | None:
    if value.it is None:
        return None
    if isinstance(value.it, bool) or not isinstance(value.it, int) or value.it < 1:
        raise _Wrong("is no number of users.")
    return int(value.it)


def _day(value: _Value) -> date:
    try:
        day = date.fromisoformat(value.it)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value.it:  # a week or a date without hyphens is one to Python alone
        raise _Wrong("is no date.")
    return day


_READERS = {
    "id": _text,
    "license": _text,
    "source": _maybe_text,
    "commercial_use": _yes_or_no,
    "restrictions": _restrictions,
    "mau_threshold": _limit,
    "last_reviewed": _day,
    "deployed_in": _texts,
}
_REMEDIES = {
    "id": 'Name the model, such as "qwen3-32b".',
    "license": 'Name its licence, such as "Apache-2.0"; several with AND between them.',
    "source": 'Write the address of its weights, or "" where there is none.',
    "commercial_use": "Write true or false.",
    "restrictions": "Write none, or a list of sentences.",
    "mau_threshold": "Write the number in full, such as 700000000, or null where the licence has no limit.",
    "last_reviewed": 'Write the day as year-month-day, such as "2026-11-23".',
    "deployed_in": 'Write the products in square brackets, such as ["customer-chatbot"], or [].',
}


def _place(event: Any) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)


def _broken(problem: yaml.YAMLError) -> Fault:
    """What the parser could not read, in a sentence of ours: its own speaks of tokens."""
    mark = getattr(problem, "problem_mark", None)
    at = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    return Fault(at, "The file cannot be read as YAML from here.", "Look at indentation, quotes and colons above it.")
