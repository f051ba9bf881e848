"""What every question knows, and the plain kinds: text, addresses, days.

A field knows four things: the control a person sees, what is stored (plain JSON), which fact it states (`at`, a JSON
pointer of the contract) and how the answer reads in a sentence. Error texts say what to enter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import number
from catalog.presenters.words import day
from wizard.models import TEXT_LIMIT

LONGEST_RUN = 200
SHORT_TEXT = 200

_number = lazy(number, str)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class Question(forms.Field):
    """What every field here adds to Django's: the fact it states and how its answer is stored and read."""

    refusals: ClassVar[Mapping[str, str | Promise]] = {
        "required": gettext_lazy("Enter an answer, or leave the question open below.")
    }

    def __init__(self, *, at: str = "", **options: Any) -> None:
        self.at = at
        super().__init__(**{**options, "error_messages": {**self.refusals, **options.get("error_messages", {})}})

    def stored(self, cleaned: Any) -> Any:
        """Return the JSON value that is kept; None when nothing was answered."""
        return None if cleaned in ("", None) or cleaned == [] else cleaned

    def fact(self, stored: Any) -> Any:
        """Return the fact behind a stored value; None means that it is not known."""
        return stored

    def words(self, stored: Any) -> str:
        """Return the answer as a person reads it."""
        return str(stored)


def without_control(text: str) -> str:
    """Drop characters that no person types and no report can print."""
    return _CONTROL.sub("", text)


class Text(Question, forms.CharField):
    """Free text: short on one line, or up to 4,000 characters on several."""

    def __init__(self, *, lines: int = 1, max_length: int | None = None, **options: Any) -> None:
        limit = max_length or (TEXT_LIMIT if lines > 1 else SHORT_TEXT)
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        super().__init__(**{"widget": widget, "max_length": limit, **options})
        self.error_messages["max_length"] = format_lazy(
            gettext_lazy("Shorten this to {limit} characters; it has %(show_value)d."), limit=_number(limit)
        )

    def to_python(self, value: Any) -> str:
        """Strip what cannot be printed before the length is measured."""
        return without_control(super().to_python(value) or "").strip()

    def validate(self, value: Any) -> None:
        """Refuse a run of characters so long that no page could break it."""
        super().validate(value)
        if any(len(run) > LONGEST_RUN for run in value.split()):
            raise ValidationError(
                _("Put a space into the text: it has more than %(limit)d characters without one.")
                % {"limit": LONGEST_RUN}
            )


class Address(Question, forms.URLField):
    """The address of a page on the web."""

    refusals = {
        "required": gettext_lazy("Enter the address, or leave the question open below."),
        "invalid": gettext_lazy("Enter a web address, such as https://example.org/licence."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"assume_scheme": "https", "max_length": 500, **options})

    def validate(self, value: Any) -> None:
        """Accept pages of the web only: an answer may be shown as a link."""
        super().validate(value)
        if value and not value.lower().startswith(("https://", "http://")):
            raise ValidationError(self.error_messages["invalid"])


class Day(Question, forms.DateField):
    """A day. `past_only` and `future_only` compare with the day given by the form, never with the machine's clock."""

    refusals = {
        "required": gettext_lazy("Enter a day, or leave the question open below."),
        "invalid": gettext_lazy("Enter a day that exists, as year-month-day: 2026-11-23."),
    }

    def __init__(self, *, past_only: bool = False, future_only: bool = False, **options: Any) -> None:
        self.past_only, self.future_only = past_only, future_only
        self.today: date | None = None
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d"], **options})

    def validate(self, value: Any) -> None:
        """Refuse a day on the wrong side of today."""
        super().validate(value)
        if value and value.year < 1990:
            raise ValidationError(_("Enter a year from 1990 on."))
        if value and self.today and self.past_only and value > self.today:
            raise ValidationError(_("Enter today or an earlier day."))
        if value and self.today and self.future_only and value <= self.today:
            raise ValidationError(_("Enter a day after today."))

    def stored(self, cleaned: Any) -> str | None:
        """Days are kept as year-month-day."""
        return cleaned.isoformat() if cleaned else None

    def words(self, stored: Any) -> str:
        """Return the day in words: 23 November 2026."""
        return day(date.fromisoformat(stored))
