"""Sentences that can be told in another language later.

A pure room speaks English and knows no translator. A `Sentence` is that English text: it is compared, hashed and
written to JSON as the `str` that it is. Beside it, it remembers the pattern and the parts that it was made of, so that
a room that knows the reader's language can say it anew (`in_language`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

Part = str | int | date
Parts = Mapping[str, Part]
V = TypeVar("V")


class Language(Protocol):
    """What has to be known of a language to say something in it."""

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message."""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits a number."""

    def part(self, value: int | date) -> str:
        """Write a number or a day as the language does."""

    @property
    def lowers_nouns(self) -> bool:
        """Whether a label loses its capital inside of a sentence."""


class Sentence(str):
    """An English text that remembers how it was made: by `sentence` or `counted`."""

    __slots__ = ("many", "parts", "pattern")

    pattern: str
    parts: Parts
    many: str

    def __new__(cls, text: str, pattern: str, parts: Parts, many: str = "") -> Sentence:
        """Keep the text with its pattern; `many` is the pattern for other numbers than one, the part `n`."""
        made = str.__new__(cls, text)
        made.pattern = pattern
        made.parts = parts
        made.many = many
        return made

    def __getnewargs__(self) -> tuple[str, str, Parts, str]:  # type: ignore[override]
        """Copies and pickles remember it too."""
        return str(self), self.pattern, self.parts, self.many

    def told(self, language: Language) -> str:
        """Say the sentence in a language."""
        n = self.parts.get("n", 0)
        pattern = (
            language.ngettext(self.pattern, self.many, n)
            if self.many and isinstance(n, int)
            else language.gettext(self.pattern)
        )
        if not self.parts:
            return pattern
        return pattern.format_map({name: in_language(part, language) for name, part in self.parts.items()})


class Joined(Sentence):
    """Texts one after the other. The pattern is what stands between them, and no message of its own."""

    __slots__ = ()

    def told(self, language: Language) -> str:
        """Say each of the texts, and join them again."""
        return self.pattern.join(in_language(part, language) for part in self.parts.values())


class Capital(Sentence):
    """A text that begins a line, so that its first letter is a capital."""

    __slots__ = ()

    def told(self, language: Language) -> str:
        """Say the text, and begin with a capital."""
        return _raised(in_language(self.parts["text"], language))


class Small(Sentence):
    """A label that stands inside of a sentence, so that its first letter is small where the language does that."""

    __slots__ = ()

    def told(self, language: Language) -> str:
        """Say the label, and begin it small or leave it alone."""
        said = in_language(self.parts["text"], language)
        return _lowered(said) if language.lowers_nouns else said


class Verbatim(Sentence):
    """A name or another person's words, which are the same in every language."""

    __slots__ = ()

    def told(self, language: Language) -> str:
        """Return the text as it stands."""
        return str(self)


def sentence(pattern: str, **parts: Part) -> Sentence:
    """Return an English sentence: `sentence("Only {models} are named.", models=names)`.

    The pattern is a literal, for it is what translators read. A part that is a sentence is told in the language as
    well, and a plain text too: wrap names in `verbatim` where they could be mistaken for words. Whole numbers and days
    are written as each language does.
    """
    return Sentence(_filled(pattern, parts), pattern, parts)


def filled(pattern: str, parts: Parts) -> Sentence:
    """Return the sentence of a pattern that stands in a table, where `for_translation` marks it.

    Only the parts that the pattern names are kept.
    """
    named = {name: part for name, part in parts.items() if f"{{{name}}}" in pattern}
    return Sentence(_filled(pattern, named), pattern, named)


def counted(one: str, many: str, n: int, **parts: Part) -> Sentence:
    """Return a sentence in the form for `n`: `counted("{n} licence", "{n} licences", 3)`."""
    parts = {"n": n, **parts}
    return Sentence(_filled(one if n == 1 else many, parts), one, parts, many)


def joined(separator: str, texts: Iterable[str]) -> Joined:
    """Join texts as `str.join` does, and remember how each was made."""
    kept = tuple(texts)
    return Joined(separator.join(kept), separator, {str(at): text for at, text in enumerate(kept)})


def listed(texts: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does: “a, b and c”, or with `last="or"` “a, b or c”."""
    words = list(texts)
    if len(words) < 2:
        return words[0] if words else ""
    before = joined(", ", words[:-1]) if len(words) > 2 else words[0]
    if last == "or":
        return sentence("{before} or {last}", before=before, last=words[-1])
    return sentence("{before} and {last}", before=before, last=words[-1])


def capital(text: str) -> Capital:
    """Begin with a capital and leave the rest alone."""
    return Capital(_raised(text), "", {"text": text})


def small(text: str) -> Small:
    """Begin small, as a label does inside of an English sentence, and leave the rest alone."""
    return Small(_lowered(text), "", {"text": text})


def month(day: date) -> Sentence:
    """Write a month with its year: “November 2026”."""
    return sentence("{month} {year}", month=_MONTHS[day.month - 1], year=str(day.year))


def verbatim(text: str) -> Verbatim:
    """Mark a name, a code or somebody's own words, which nobody translates."""
    return Verbatim(text, "", {})


def for_translation(words: V) -> V:
    """Return the words as they are: the mark by which texts in the tables of a pure room reach the translators."""
    return words


_MONTHS = for_translation(
    (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
)


def in_language(text: Part, language: Language) -> str:
    """Say a text in a language: a sentence by its pattern and parts, any other text as a message of its own."""
    if isinstance(text, Sentence):
        return text.told(language)
    if isinstance(text, str):
        return language.gettext(text) if text else ""
    return language.part(text)


def written(value: Part) -> str:
    """Write a part in English: “12,500”, “23 November 2026”."""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value.day} {value:%B %Y}"


def _filled(pattern: str, parts: Parts) -> str:
    for part in parts.values():
        if not isinstance(part, str):
            return pattern.format_map({name: written(part) for name, part in parts.items()})
    return pattern.format_map(parts) if parts else pattern


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
