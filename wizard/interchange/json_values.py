"""JSON of a stranger: read within limits, and where in the text each of its values stands.

The reader of the standard library tells no places, so the text is walked a second time, token by token, for those that
somebody asks for. It is known to be sound by then.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn

from catalog.knowledge.sentences import sentence
from wizard.interchange.yaml_values import LARGEST, Fault, Place, Unreadable

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value; none for the whole document."""
START = Place(1, 1)
MOST_VALUES = 250_000
"""What takes some seconds to hold against a schema; a bill of 10,000 models has fewer."""
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_LONE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(content: bytes) -> tuple[str, Any]:
    """Return the text of a file, without a mark of its encoding, and its document.

    Raises Unreadable where it is too large, no UTF-8, no JSON, nested too deeply, or holds a key twice in one object.
    """
    if len(content) > LARGEST:
        raise Unreadable([Fault(START, sentence("The file is larger than 8 MiB."), sentence("Split it by product."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault(START, sentence("The file is not UTF-8 text."), sentence("Save it as UTF-8."))
        raise Unreadable([fault]) from None
    document = _document(text)
    if _LONE.search(text) and not _writable(document):
        says = sentence("The file holds half of a character, written as “\\ud…”.")
        raise Unreadable([Fault(START, says, sentence("Export it anew."))])
    for number, (path, at, again) in enumerate(_walk(text)):
        if number > MOST_VALUES:
            says = sentence("The file holds more than 250,000 values.")
            raise Unreadable([Fault(_Lines(text).place(at), says, sentence("Split it by product."))])
        if again:
            says = sentence("The key “{key}” stands twice in one object.", key=str(path[-1])[:80])
            raise Unreadable([Fault(_Lines(text).place(at), says, sentence("Keep one of the two."))])
    return text, document


def places_of(text: str, wanted: Collection[Path]) -> Mapping[Path, Place]:
    """Where the values at these paths begin, as far as the document has them."""
    lines, paths = _Lines(text), frozenset(wanted)
    return {path: lines.place(at) for path, at, _ in _walk(text) if path in paths}


def _document(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        at = Place(problem.lineno, problem.colno)
        remedy = sentence("Look at quotes, commas and brackets above it.")
        raise Unreadable([Fault(at, sentence("The file cannot be read as JSON from here."), remedy)]) from None
    except ValueError:  # a number of thousands of digits
        fault = Fault(START, sentence("The file holds something that is no number of JSON."), sentence("Correct it."))
        raise Unreadable([fault]) from None
    except RecursionError:
        raise too_deep() from None


def too_deep() -> Unreadable:
    """What is said of a file that no reader follows to its end."""
    return Unreadable([Fault(START, sentence("The file is nested too deeply."), sentence("Export it anew."))])


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _writable(document: Any) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


class _Lines:
    """Places in a text by the number of characters before them."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        return Place(line, at - self._starts[line - 1] + 1)


def _walk(text: str) -> Iterator[tuple[Path, int, bool]]:
    """The path and the beginning of every value of a sound document; last, whether its key stood there before.

    Of such a value the place is that of the key.
    """
    path: list[str | int] = []
    seen: list[set[str] | None] = []
    named = False  # whether the key of the next value was read
    for token in _TOKEN.finditer(text):
        said, at = token[0], token.start()
        if said in ("}", "]"):
            seen.pop()
            path.pop()
        elif said == ",":
            if isinstance(number := path[-1], int):
                path[-1] = number + 1
        elif said == ":":
            continue
        elif seen and (keys := seen[-1]) is not None and not named:
            name = json.loads(said)
            path[-1], named = name, True
            if name in keys:
                yield tuple(path), at, True
            keys.add(name)
        else:
            named = False
            yield tuple(path), at, False
            if said in ("{", "["):
                seen.append(set() if said == "{" else None)
                path.append("" if said == "{" else 0)
