"""Countries by their two-letter codes, for the seat of an organisation and the markets of a product."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from catalog.knowledge.places import COUNTRIES
from wizard.phases.fields import Text

_BY_NAME = {name.casefold(): code for code, name in COUNTRIES.items()}


class Countries(Text):
    """Several countries, typed by name or code; kept as codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 1000, **options})

    def stored(self, cleaned: Any) -> list[str] | None:
        """Return the codes, sorted; None when there are none."""
        codes, _ = _codes(cleaned or "")
        return sorted(set(codes)) or None

    def validate(self, value: Any) -> None:
        """Name the first entry that is no country."""
        super().validate(value)
        _, unknown = _codes(value)
        if unknown:
            raise ValidationError(f"“{unknown[0]}” is no country. Enter its English name or its two-letter code.")

    def prepare_value(self, value: Any) -> Any:
        """Show stored codes as names; leave what was typed as it was typed."""
        return self.words(value) if isinstance(value, list) else value

    def words(self, stored: Any) -> str:
        """Return the names."""
        return ", ".join(COUNTRIES.get(code, code) for code in stored)


def _codes(text: str) -> tuple[list[str], list[str]]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    found = [_BY_NAME.get(part.casefold(), part.upper()) for part in parts]
    return (
        [code for code in found if code in COUNTRIES],
        [part for part, code in zip(parts, found, strict=True) if code not in COUNTRIES],
    )
