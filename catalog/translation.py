"""Django's translations as the reader's language."""

from datetime import date
from decimal import Decimal

from django.utils import dateformat, formats, translation

from catalog.presenters.language import day

# All our messages fit; beyond them come only words that people typed, which need not be kept.
MOST_KNOWN = 20_000


class ReadersLanguage:
    """The language that is active in this thread: what the reader's browser asked for, or that of a report."""

    ngettext = staticmethod(translation.ngettext)
    _looked_up = staticmethod(translation.gettext)

    def __init__(self) -> None:
        self._known: dict[str | None, dict[str, str]] = {}
        self._dates: dict[tuple[str | None, str, str], str] = {}

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message.

        What was looked up is kept: Django asks the messages of every installed application each time, which cost the
        matrix of licences half as much time again.
        """
        known = self._known.setdefault(translation.get_language(), {})
        found = known.get(message)
        if found is None:
            found = self._looked_up(message)
            if len(known) < MOST_KNOWN:
                known[message] = found
        return found

    def part(self, value: int | date) -> str:
        """Write a number with its thousands apart, or a day in full."""
        return self.number(value) if isinstance(value, int) else day(value)

    def number(self, value: float | Decimal) -> str:
        """Write a number, with thousands apart and the decimals that it has."""
        return formats.number_format(value, use_l10n=True, force_grouping=True)

    def date(self, value: date, pattern: str) -> str:
        """Write a date by a pattern in the letters of Django's date filter; the same few are written often."""
        key = (translation.get_language(), str(value), pattern)
        found = self._dates.get(key)
        if found is None:
            found = dateformat.format(value, pattern)
            if len(self._dates) < MOST_KNOWN:
                self._dates[key] = found
        return found

    @property
    def lowers_nouns(self) -> bool:
        """English alone; in other languages a label keeps its capital."""
        return (translation.get_language() or "en").startswith("en")
