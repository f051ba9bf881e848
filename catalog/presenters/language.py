"""The reader's language, without knowing who translates: `catalog.translation` registers Django's translations here.

What is a part of a page or of a report says its own words by `gettext` and `ngettext`, and by `told` what the catalogue
and the engine say in English. Until a language is registered, everything is English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from catalog.knowledge.sentences import Language, Part, for_translation, in_language, written

K = TypeVar("K")
# How dates are written, in the letters of Django's date filter: 23 November 2026, November 2026, 23 Nov 2026.
DAY, MONTH, SHORT_DAY = for_translation(("j F Y", "F Y", "j M Y"))


class Speaker(Language, Protocol):
    """A language with what pages need beside sentences."""

    def number(self, value: float | Decimal) -> str:
        """Write a number, with thousands apart and the decimals that it has."""

    def date(self, value: date, pattern: str) -> str:
        """Write a date by a pattern in the letters of Django's date filter, such as “j F Y”."""


class English:
    """The language in which everything is written."""

    lowers_nouns = True

    def gettext(self, message: str) -> str:
        """Return the message."""
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form for one, or that for many."""
        return singular if number == 1 else plural

    def part(self, value: int | date) -> str:
        """Write a number with its thousands apart, or a day in full."""
        return written(value)

    def number(self, value: float | Decimal) -> str:
        """Write a number, with thousands apart."""
        return f"{value:,}"

    def date(self, value: date, pattern: str) -> str:
        """Write a date by one of the patterns above."""
        if pattern == SHORT_DAY:
            return f"{value.day} {value:%b %Y}"
        return f"{value:%B %Y}" if pattern == MONTH else written(value)


_speaker: Speaker = English()


def register_language(speaker: Speaker) -> None:
    """Name who knows the reader's language. It is asked for each text, so it may change from reader to reader."""
    global _speaker  # noqa: PLW0603 (one translator a process)
    _speaker = speaker


def gettext(message: str) -> str:
    """Return a message in the reader's language. It is a literal, for the translators read it in the code."""
    return _speaker.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message that fits a number; both are literals."""
    return _speaker.ngettext(singular, plural, count)


def told(text: Part) -> str:
    """Say a text of the catalogue or the engine in the reader's language; what has no translation stays English."""
    return in_language(text, _speaker)


def day(value: date | None) -> str:
    """Write a date in full, “23 November 2026” in English; nothing for no date."""
    return _speaker.date(value, gettext(DAY)) if value else ""


def short_day(value: date) -> str:
    """Write a date for a narrow place, “23 Nov 2026” in English."""
    return _speaker.date(value, gettext(SHORT_DAY))


def month(value: date) -> str:
    """Write a month with its year, “November 2026” in English."""
    return _speaker.date(value, gettext(MONTH))


def counted(count: int, one: str, many: str) -> str:
    """Write a number with its noun: “1 model”, “3 models”."""
    return f"{number(count)} {ngettext(one, many, count)}"


def number(value: float | Decimal) -> str:
    """Write a number as the language does: “12,500” and “1.5” in English."""
    return _speaker.number(value)


def within(label: str) -> str:
    """A label as it stands inside of a sentence: small in English, unless it opens with an acronym.

    Other languages have rules of their own for nouns, so there it stays as it is.
    """
    if label[1:2].isupper() or not _speaker.lowers_nouns:
        return label
    return label[:1].lower() + label[1:]


class Spoken(Mapping[K, str], Generic[K]):
    """A table of English words that is read in the reader's language.

    The words stand in the call as literals, where the translators' messages are drawn from.
    """

    def __init__(self, words: Mapping[K, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, key: K) -> str:
        return told(self._words[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @property
    def english(self) -> Mapping[K, str]:
        """The words as they were written, for what has to stay the same in every language."""
        return self._words
