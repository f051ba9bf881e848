"""The licence texts that the organisation keeps, for the licences of an assessment."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.models import KeptText


def latest_texts(licences: Iterable[str]) -> dict[tuple[str, str], list[KeptText]]:
    """What is kept of these licences, by licence and document, the latest first. One query."""
    found: dict[tuple[str, str], list[KeptText]] = {}
    rows = KeptText.objects.select_related("added_by").filter(licence__in=[*licences]).order_by("-pk")
    for text in rows:
        found.setdefault((text.licence, text.document), []).append(text)
    return found
