"""Questions for a number: how many, how much per cent, how much computation."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import number as spoken
from catalog.presenters.words import flop
from wizard.interchange.pasted import whole_number
from wizard.phases.fields import Question


def grouped(number: float) -> str:
    """Return a whole number with its thousands apart: 4,000,000 in English."""
    return spoken(int(number))


class Count(Question):
    """A whole number, zero or more, with or without separators between the thousands.

    `unit` is what the number is told with: “%(number)s years”.
    """

    refusals = {"required": gettext_lazy("Enter a number, or leave the question open below.")}

    def __init__(
        self, *, unit: str | Promise = "%(number)s", most: int = 100_000_000_000_000, css: str = "", **options: Any
    ) -> None:
        self.unit, self.most = unit, most
        attrs = {"inputmode": "numeric", "autocomplete": "off", **({"class": css} if css else {})}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), **options})

    def to_python(self, value: Any) -> int | None:
        """Accept 4000000, 4,000,000, 4.000.000 and 4 000 000."""
        text = str(value or "").strip()
        if not text:
            return None
        if text.startswith(("-", "−", "–")):
            raise ValidationError(_("Enter zero or a positive number."))
        number = whole_number(text)
        if number is None:
            raise ValidationError(_("Enter a whole number in digits, such as 4,000,000."))
        if number > self.most:
            raise ValidationError(_("Enter a number up to %(most)s.") % {"most": grouped(self.most)})
        return number

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with its thousands apart; leave what was typed as it was typed."""
        return grouped(value) if isinstance(value, int | float) else value

    def words(self, stored: Any) -> str:
        """Return the number with its unit."""
        return str(self.unit % {"number": grouped(stored)})


class Percent(Question):
    """A percentage, zero or more; kept as a fraction."""

    def __init__(self, *, most: int = 1000, **options: Any) -> None:
        self.most = most
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), **options})

    def to_python(self, value: Any) -> float | None:
        """Accept 8, 8 %, 8.5 and 8,5."""
        text = str(value or "").strip().rstrip("%").strip()
        if not text:
            return None
        if text.startswith(("-", "−", "–")):
            raise ValidationError(_("Enter zero or a positive percentage."))
        if not re.fullmatch(r"\d{1,5}([.,]\d{1,4})?", text, re.ASCII):
            raise ValidationError(_("Enter a percentage, such as 8 or 8.5."))
        number = float(text.replace(",", "."))
        if number > self.most:
            raise ValidationError(_("Enter a percentage up to %(most)s.") % {"most": grouped(self.most)})
        return round(number / 100, 8)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored fraction as a percentage; leave what was typed as it was typed."""
        return self.words(value) if isinstance(value, int | float) else value

    def words(self, stored: Any) -> str:
        """Return the percentage: 8 %."""
        return f"{round(stored * 100, 6):g} %"


class Flop(Question):
    """An amount of computation in FLOP, in digits or as 5e21."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), **options})

    def to_python(self, value: Any) -> float | None:
        """Accept 5e21, 5 × 10^21 and plain digits."""
        text = re.sub(r"\s", "", str(value or "")).lower()
        if not text:
            return None
        if text.startswith(("-", "−", "–")):
            raise ValidationError(_("Enter zero or a positive amount."))
        text = re.sub(r"[x×*·]10\^?", "e", text)
        if not re.fullmatch(r"\d{1,30}([.,]\d{1,6})?(e\+?\d{1,2})?", text, re.ASCII):
            raise ValidationError(_("Enter the amount as 5e21, which means 5 × 10^21."))
        return float(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount with its exponent; leave what was typed as it was typed."""
        return f"{value:g}".replace("e+", "e") if isinstance(value, int | float) else value

    def words(self, stored: Any) -> str:
        """Return the amount with its unit."""
        return flop(stored)
