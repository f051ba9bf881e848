"""Bringing somebody's own `ai-license-bom.yaml` up to date without touching anything else in it.

Only the characters of a value that is wrong are replaced, so comments, order, further keys and the writer's own way of
writing stay as they were. A library that writes the file anew would lay it out anew as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalog.knowledge.index import Catalogue
from wizard.interchange.gate import Said
from wizard.interchange.lbom import NOTHING, Line, model_at
from wizard.interchange.lbom_file import Bill, Entry
from wizard.interchange.yaml_values import Span

CORRECTED: Mapping[str, frozenset[str]] = {
    "license": frozenset(("lbom.licence-unknown", "lbom.licence-differs")),
    "commercial_use": frozenset(("lbom.commerce-differs",)),
    "mau_threshold": frozenset(("lbom.threshold-differs",)),
}
"""The keys that are corrected where the gate says that they are wrong; a stricter value of one's own stays."""
_BREAK = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True)
class Change:
    """One key of one model that was written anew, with its new value; `key` is empty for a model that was added."""

    model: str
    key: str
    value: str


@dataclass(frozen=True)
class Update:
    """The new file, what was changed in it, and the models of it that no approval in force allows: left alone."""

    content: bytes
    changes: tuple[Change, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class _Edit:
    """Characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def updated(bill: Bill, lines: Iterable[Line], said: Iterable[Said], catalogue: Catalogue) -> Update:
    """Return the file with what is known of the models that may be used, and with those it misses that run somewhere.

    `lines` has one for each model; `said` is what the gate says of the same file. Products are added and none is taken
    away; a list of restrictions in the writer's own words stays.
    """
    known = {line.id: line for line in lines}
    wrong = {(one.model, key) for one in said for key, codes in CORRECTED.items() if one.code in codes}
    edits: list[_Edit] = []
    changes: list[Change] = []
    left: list[str] = []
    for entry in bill.entries:
        model = catalogue.model(entry.id) or model_at(entry.source, catalogue)
        line = known.pop(model.id, None) if model else None
        if line is None:
            left.append(entry.id)
            continue
        for key, edit, value in _corrections(bill.text, entry, line, wrong):
            edits.append(edit)
            changes.append(Change(entry.id, key, value))
    missing = tuple(line for line in known.values() if line.deployed_in)
    edits.extend(_additions(bill, missing))
    changes.extend(Change(line.id, "", "") for line in missing)
    content = _edited(bill.text, edits).encode("utf-8-sig" if bill.marked else "utf-8")
    return Update(content, tuple(changes), tuple(left))


def _corrections(text: str, entry: Entry, line: Line, wrong: set[tuple[str, str]]) -> Iterator[tuple[str, _Edit, str]]:
    """The key, the edit and the new value in words of whatever has to change in one entry."""
    for key in CORRECTED:
        if (entry.id, key) in wrong and getattr(line, key) != getattr(entry, key):
            value = json.dumps(getattr(line, key), ensure_ascii=False)
            yield key, _scalar(text, entry.spans[key], value), value
    if line.restrictions and not entry.restrictions:
        yield "restrictions", _list(text, entry, "restrictions", line.restrictions), "; ".join(line.restrictions)
    if entry.last_reviewed and line.last_reviewed > entry.last_reviewed.isoformat():
        value = json.dumps(line.last_reviewed)
        yield "last_reviewed", _scalar(text, entry.spans["last_reviewed"], value), value
    new = tuple(product for product in line.deployed_in if product not in entry.deployed_in)
    if new:
        yield "deployed_in", _longer(text, entry, "deployed_in", new), ", ".join(new)


def _scalar(text: str, span: Span, value: str) -> _Edit:
    """Write one value in the place of another."""
    written = text[span.start : span.end]
    end = span.end - (len(written) - len(written.rstrip()))  # a block of text takes its line break with it
    return _Edit(span.start, end, value if text[span.start - 1] in " \t,[{" else f" {value}")


def _list(text: str, entry: Entry, key: str, values: tuple[str, ...]) -> _Edit:
    """Write a list where none was: below its key, or on the line where the entry itself stands on one."""
    span = entry.spans[key]
    if _on_one_line(text, entry):
        return _scalar(text, span, json.dumps(values, ensure_ascii=False))
    start = len(text[: span.start].rstrip(" \t"))
    indent = "\n" + " " * (entry.places[""].column + 1)
    return _Edit(start, max(start, span.end), "".join(f"{indent}- {_quoted(value)}" for value in values))


def _longer(text: str, entry: Entry, key: str, values: tuple[str, ...]) -> _Edit:
    """Add items to a list, written as its own are."""
    span = entry.spans[key]
    more = [_quoted(value) for value in values]
    if text[span.start : span.start + 1] == "[":
        at = span.items[-1].end if span.items else span.start + 1
        return _Edit(at, at, ", ".join(["", *more] if span.items else more))
    last = span.items[-1]
    begins = _line_start(text, last.start)
    before = re.sub(r"[^\s-]|-(?=.*-)", " ", text[begins : last.start])
    at = _line_end(text, last.end)
    return _Edit(at, at, "".join(f"\n{before}{value}" for value in more))


def _additions(bill: Bill, lines: tuple[Line, ...]) -> Iterator[_Edit]:
    """The models that the file misses, after those it has."""
    if not lines:
        return
    span, text = bill.models, bill.text
    if text[span.start : span.start + 1] == "[" and (span.items or text.lstrip().startswith("{")):
        at = span.items[-1].end if span.items else span.start + 1
        rows = [json.dumps(_plain(line), ensure_ascii=False) for line in lines]
        yield _Edit(at, at, ", ".join(["", *rows] if span.items else rows))
        return
    rows = ["".join(_block(line, _indent(bill))) for line in lines]
    if span.items:
        at = _line_end(text, span.items[-1].end)
        yield _Edit(at, at, "".join(rows))
    else:
        yield _Edit(span.start, span.end, "".join(rows))


def _indent(bill: Bill) -> str:
    """What stands before the dash of an entry."""
    begins = _line_start(bill.text, bill.models.start)
    return " " * (bill.models.start - begins) if bill.models.items else "  "


def _block(line: Line, indent: str) -> Iterator[str]:
    for number, (key, value) in enumerate(_plain(line).items()):
        head = f"\n{indent}{'  ' if number else '- '}{key}:"
        if key == "restrictions":
            items = "".join(f"\n{indent}    - {_quoted(one)}" for one in value)
            yield head + (items or f" {NOTHING}")
        else:
            yield f"{head} {json.dumps(value, ensure_ascii=False)}"


def _plain(line: Line) -> dict[str, Any]:
    """The line by the keys of the file, as JSON values."""
    return asdict(line)


def _quoted(value: str) -> str:
    """The text in double quotes; what JSON writes, YAML reads."""
    return json.dumps(value, ensure_ascii=False)


def _on_one_line(text: str, entry: Entry) -> bool:
    return text[entry.spans[""].start] == "{"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """The end of the line, before its break and after its comment."""
    if text[at - 1 : at] in ("\r", "\n"):  # a block of text ends with its own
        return at - (2 if text[at - 2 : at] == "\r\n" else 1)
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    """The text after all edits, none of which touches another; line breaks as the file has them."""
    found = _BREAK.search(text)
    ends = found.group() if found else "\n"
    in_order = sorted(enumerate(edits), key=lambda one: (one[1].start, one[0]), reverse=True)
    for _number, edit in in_order:
        text = text[: edit.start] + edit.text.replace("\n", ends) + text[edit.end :]
    return text
