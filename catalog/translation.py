"""Django's translations as the reader's language."""

from datetime import date
from decimal import Decimal

from django.utils import dateformat, formats, translation

from catalog.presenters.language import day


class ReadersLanguage:
    """The language that is active in this thread: what the reader's browser asked for, or that of a report."""

    gettext = staticmethod(translation.gettext)
    ngettext = staticmethod(translation.ngettext)

    def part(self, value: int | date) -> str:
        """Write a number with its thousands apart, or a day in full."""
        return self.number(value) if isinstance(value, int) else day(value)

    def number(self, value: float | Decimal) -> str:
        """Write a number, with thousands apart and the decimals that it has."""
        return formats.number_format(value, use_l10n=True, force_grouping=True)

    def date(self, value: date, pattern: str) -> str:
        """Write a date by a pattern in the letters of Django's date filter."""
        return dateformat.format(value, pattern)

    @property
    def lowers_nouns(self) -> bool:
        """English alone; in other languages a label keeps its capital."""
        return (translation.get_language() or "en").startswith("en")
