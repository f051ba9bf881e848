"""What is known, as one: a catalogue with the organisation's own entries, the law, and those entries themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.ambient import current_catalog, current_law, edition_of, overlay
from catalog.engine.evaluate import evaluate
from catalog.engine.law import Law, law_from
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay, with_overlay
from wizard.models import Snapshot
from wizard.phases.adopted import settled
from wizard.phases.context import Context
from wizard.queries.overlay import overlay_at

SETTLED = ("positions", "agreements")
"""What the facts hold of the organisation's own: taken as it is in the world by which they are evaluated."""


@dataclass(frozen=True)
class World:
    """Everything that an evaluation rests on beside the facts."""

    catalogue: Catalogue
    law: Law
    own: Overlay

    def evaluated(self, facts: Mapping[str, Any], day: date) -> dict[str, Any] | None:
        """What frozen facts come to on a day (evaluation/1), under the positions and agreements of this world.

        Models that it does not know are left out; None where it knows no candidate. Raises Unusable where the facts
        do not fit its questions.
        """
        known = tuple(name for name in facts["candidates"] if self.catalogue.model(name))
        if not known:
            return None
        context = Context(self.catalogue, self.law, known, day, own=self.own)
        kept = {key: value for key, value in facts.items() if key not in SETTLED}
        document = {**kept, "candidates": list(known), "as_of": day.isoformat(), **settled(context)}
        return evaluate(document, self.catalogue, self.law, day).as_json()


def world_now() -> World:
    """What is known now."""
    return World(current_catalog(), current_law(), overlay())


def world_of(snapshot: Snapshot) -> World | None:
    """What was known when a snapshot was taken; None where its edition is no longer at hand, or is another one.

    Raises Damaged and NotFound where edition or own entries cannot be read as they were.
    """
    pinned = snapshot.data["edition"]
    found = edition_of(pinned["version"])
    if found is None:
        return None
    own = overlay_at(snapshot.data.get("own", {}).get("key", ""), pinned["version"])
    catalogue = with_overlay(found, own)
    return World(catalogue, law_from(found.law_documents), own) if catalogue.sha256 == pinned["sha256"] else None
