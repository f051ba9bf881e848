"""Lists of the catalogue for programs: what they are searched and narrowed by, and a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from catalog.ambient import edition, published
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue


def licence_lines(catalogue: Catalogue, *, q: str = "", family: str = "") -> list[dict[str, Any]]:
    """The licences that hold every word of `q`, of one family if one is named; by id."""
    words = q.casefold().split()
    return [
        _licence_line(licence)
        for licence in catalogue.licences.values()
        if family in ("", licence.family) and _holds(words, licence.id, licence.name, licence.short, licence.steward)
    ]


def model_lines(catalogue: Catalogue, *, q: str = "", licence: str = "", vendor: str = "") -> list[dict[str, Any]]:
    """The models that hold every word of `q`, of one vendor and under one licence if these are named; by id.

    A model is under a licence that its text or the guide names, and under those it inherits.
    """
    words = q.casefold().split()
    return [
        _model_line(model)
        for model in catalogue.models.values()
        if vendor.casefold() in ("", model.vendor.casefold())
        and (not licence or licence in _licences(model, catalogue))
        and _holds(words, model.id, model.name, model.vendor, model.hf_repo or "", *model.aliases)
    ]


def part(
    items: Sequence[dict[str, Any]], *, limit: int, offset: int, path: str, asked: dict[str, str]
) -> dict[str, Any]:
    """One part of a list; `path` and `asked` make the address of the next one."""
    after = offset + limit
    narrowed = {name: value for name, value in asked.items() if value}
    following = f"{path}?{urlencode({**narrowed, 'limit': limit, 'offset': after})}" if after < len(items) else None
    return {"count": len(items), "limit": limit, "offset": offset, "next": following, "items": items[offset:after]}


def edition_lines() -> list[dict[str, Any]]:
    """Every edition that was published and the one in force, oldest first."""
    current = edition()
    known = {**published(), current.edition.version: current.sha256}
    return [
        {"version": version, "sha256": sha256, "in_force": version == current.edition.version}
        for version, sha256 in known.items()
    ]


def _licence_line(licence: Licence) -> dict[str, Any]:
    names = ("id", "name", "short", "steward", "version", "family", "spdx", "osi_approved")
    return {name: getattr(licence, name) for name in names}


def _model_line(model: Model) -> dict[str, Any]:
    guide = model.weights_licence.guide
    return {
        **{name: getattr(model, name) for name in ("id", "name", "vendor", "hf_repo", "kind")},
        "released": model.released.isoformat() if model.released else None,
        "licence": model.weights_licence.text.value,
        "guide_licence": guide.value if guide else None,
    }


def _licences(model: Model, catalogue: Catalogue) -> set[str]:
    term = model.weights_licence
    named = {reading.value for reading in (term.text, term.guide) if reading is not None}
    return named | set(catalogue.in_force(model))


def _holds(words: Sequence[str], *texts: str) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
