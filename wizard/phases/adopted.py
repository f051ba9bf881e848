"""What the organisation has settled for all its assessments: legal positions and agreements, as facts."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from catalog.knowledge.facts import Fact
from catalog.knowledge.overlay import Agreement, Overlay, Position
from catalog.knowledge.single import document_of
from wizard.phases.context import Context


def settled(context: Context) -> dict[str, Any]:
    """Return the positions and agreements on licences that may bind a candidate; without any, no key."""
    return as_facts(*bearing(context))


def settled_everywhere(context: Context) -> dict[str, Any]:
    """Return those on every licence that the catalogue knows, for a look at models that are no candidates."""
    return as_facts(*_on(context, context.catalogue.licences))


def bearing(context: Context) -> tuple[tuple[Position, ...], tuple[Agreement, ...]]:
    """The positions and agreements that bear on the candidates, whole."""
    return _on(context, context.licences)


def own_part(context: Context) -> dict[str, Any]:
    """What a snapshot keeps of the organisation's own: the state's name, and whole whatever bears on the candidates.

    Without it a catalogue that the organisation changed could not be told from the edition. Empty without an overlay.
    """
    if not context.own.key:
        return {}
    lineage = {base.id for model in context.models for base in (model, *context.catalogue.binding_ancestors(model))}
    positions, agreements = bearing(context)
    parts: dict[str, Mapping[str, Fact]] = {
        "licences": {name: it for name, it in context.own.licences.items() if name in context.licences},
        "models": {name: it for name, it in context.own.models.items() if name in lineage},
    }
    return {
        "key": context.own.key,
        "positions": [document_of(it) for it in positions],
        "agreements": [document_of(it) for it in agreements],
        **{name: {key: document_of(it) for key, it in part.items()} for name, part in parts.items()},
    }


def as_facts(positions: tuple[Position, ...], agreements: tuple[Agreement, ...]) -> dict[str, Any]:
    """Put them into the shape of the contract. Whether an agreement still covers is for the engine to say."""
    told = [{"licence": it.licence, "topic": it.topic, "reading": it.reading} for it in positions]
    held = [
        {
            "licence": it.licence,
            "covers": list(it.covers),
            **({"until": it.until.isoformat()} if it.until else {}),
            **({"limit": document_of(it.limit)} if it.limit else {}),
        }
        for it in agreements
    ]
    return {**({"positions": told} if told else {}), **({"agreements": held} if held else {})}


def agreed_facts(own: Overlay) -> list[dict[str, Any]]:
    """All agreements of the organisation as facts, for a look beside any assessment."""
    agreed: list[dict[str, Any]] = as_facts((), own.agreements).get("agreements", [])
    return agreed


def _on(context: Context, licences: Container[str]) -> tuple[tuple[Position, ...], tuple[Agreement, ...]]:
    own = context.own
    return (
        tuple(it for it in own.positions if it.licence in licences),
        tuple(it for it in own.agreements if it.licence in licences),
    )
