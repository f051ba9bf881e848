"""Text that the report can show: nothing invisible, nothing without a glyph, nothing that cannot be broken into lines.

A character without a glyph would print as an empty box and make the file non-conformant, and an invisible one could
make two different texts look alike. Both become visible as their code point, such as [U+1F600].
"""

import dataclasses
import re
import unicodedata
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

VERBATIM = {"verbatim": True}
"""Field metadata for addresses and hashes: cleaned like all text, but never given break points."""

T = TypeVar("T")

_LONGEST_RUN = 60
_UNBROKEN = re.compile(rf"[^\s\u200b]{{{_LONGEST_RUN + 1},}}")
_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_WITHOUT_MEANING = frozenset("\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f")
"""Soft hyphens, zero-width spaces and presentation hints: leaving them out changes nothing that a reader sees."""


def clean(text: str, coverage: AbstractSet[int]) -> str:
    """Return `text` in composed form with every character visible. Line ends stay; control characters go."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(_shown(character, coverage) for character in text)


def breakable(text: str) -> str:
    """Give runs of more than 60 characters without a space a break point (a zero-width space) every 60."""
    return _UNBROKEN.sub(lambda run: "\u200b".join(_pieces(run.group())), text)


def cleaned(value: T, coverage: AbstractSet[int]) -> T:
    """Clean every text inside a display value: strings, tuples and dataclasses, however deep."""
    return _cleaned(value, coverage, verbatim=False)  # type: ignore[no-any-return]


def _cleaned(value: Any, coverage: AbstractSet[int], *, verbatim: bool) -> Any:
    if isinstance(value, str):
        text = clean(value, coverage)
        return text if verbatim else breakable(text)
    if isinstance(value, tuple):
        return tuple(_cleaned(item, coverage, verbatim=verbatim) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: _cleaned(getattr(value, field.name), coverage, verbatim=bool(field.metadata.get("verbatim")))
            for field in dataclasses.fields(value)
        }
        return type(value)(**parts)
    return value


def _shown(character: str, coverage: AbstractSet[int]) -> str:
    if character == "\n":
        return character
    if character in _WITHOUT_MEANING:
        return ""
    category = unicodedata.category(character)
    if category == "Cc":
        return ""
    if category == "Zs" and ord(character) not in coverage:
        return " "
    if category in ("Cf", "Cs", "Co", "Cn") or ord(character) not in coverage:
        return f"[U+{ord(character):04X}]"
    return character


def _pieces(run: str) -> list[str]:
    return [run[start : start + _LONGEST_RUN] for start in range(0, len(run), _LONGEST_RUN)]
