"""The reader's language, for what the pure rooms and the catalogue say in English.

`told` is how a text of theirs reaches a page. What the Django rooms say themselves goes through gettext as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Generic, TypeVar

from django.utils import dateformat, formats, translation

from catalog.knowledge.sentences import Part, in_language

K = TypeVar("K")


class ReadersLanguage:
    """The language that is active in this thread, for `catalog.knowledge.sentences`."""

    gettext = staticmethod(translation.gettext)
    ngettext = staticmethod(translation.ngettext)

    def part(self, value: int | date) -> str:
        """Write a number with its thousands apart, or a day in full."""
        return number(value) if isinstance(value, int) else day(value)


READERS = ReadersLanguage()


def told(text: Part) -> str:
    """Say a text of the catalogue or the engine in the reader's language; what has no translation stays English."""
    return in_language(text, READERS)


def day(value: date | None) -> str:
    """Write a date in full, “23 November 2026” in English; nothing for no date."""
    # Translators: how a day is written, in the letters of Django's date filter (23 November 2026).
    return dateformat.format(value, translation.gettext("j F Y")) if value else ""


def month(value: date) -> str:
    """Write a month with its year, “November 2026” in English."""
    # Translators: how a month is written, in the letters of Django's date filter (November 2026).
    return dateformat.format(value, translation.gettext("F Y"))


def number(value: float, decimals: int | None = None) -> str:
    """Write a number as the language does, with its thousands apart: “12,500” in English."""
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


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
