"""Countries by their two-letter codes, for the seat of an organisation and the markets of a product."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from catalog.knowledge.places import COUNTRIES
from catalog.presenters.language import told
from wizard.phases.fields import Text

_BY_NAME = {name.casefold(): code for code, name in COUNTRIES.items()}
named = lazy(told, str)
"""The name of a country as the reader says it, whoever that will be."""


class Countries(Text):
    """Several countries, typed by name or code; kept as codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 1000, **options})

    def stored(self, cleaned: Any) -> list[str] | None:
        """Return the codes, sorted; None when there are none."""
        codes, _unknown = _codes(cleaned or "")
        return sorted(set(codes)) or None

    def validate(self, value: Any) -> None:
        """Name the first entry that is no country."""
        super().validate(value)
        _known, unknown = _codes(value)
        if unknown:
            raise ValidationError(
                _("“%(name)s” is no country. Enter its English name or its two-letter code.") % {"name": unknown[0]}
            )

    def prepare_value(self, value: Any) -> Any:
        """Show stored codes as names; leave what was typed as it was typed."""
        return self.words(value) if isinstance(value, list) else value

    def words(self, stored: Any) -> str:
        """Return the names."""
        return ", ".join(told(COUNTRIES[code]) if code in COUNTRIES else code for code in stored)


def _codes(text: str) -> tuple[list[str], list[str]]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    here = _BY_NAME if all(part.casefold() in _BY_NAME for part in parts) else _names_here()
    found = [here.get(part.casefold(), part.upper()) for part in parts]
    return (
        [code for code in found if code in COUNTRIES],
        [part for part, code in zip(parts, found, strict=True) if code not in COUNTRIES],
    )


def _names_here() -> dict[str, str]:
    """Codes by name, in English and in the language in which this form shows them."""
    return {**{told(name).casefold(): code for code, name in COUNTRIES.items()}, **_BY_NAME}
