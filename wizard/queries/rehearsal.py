"""A rehearsal: what an edition that is not in force would do to the approvals that are. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from catalog.engine.law import law_from
from catalog.knowledge.editions import Damaged
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import with_overlay
from catalog.knowledge.sentences import sentence
from wizard.models import Snapshot
from wizard.process.own import Unfit
from wizard.queries.approvals import in_force
from wizard.queries.material import measure_now
from wizard.queries.overlay import overlay_beside
from wizard.queries.worlds import World


@dataclass(frozen=True)
class Superseded:
    """An approval that would end, and why."""

    snapshot: Snapshot
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Rehearsal:
    """What an edition would do: to how many approvals in force, and to which entries of the organisation's own."""

    looked_at: int
    superseded: tuple[Superseded, ...]
    unfit: tuple[Unfit, ...]


def rehearse(offered: Catalogue, today: date) -> Rehearsal:
    """Evaluate what every approval in force rests on by another edition, with our own entries in it.

    What stands against an approval already is none of the edition's doing. Raises Damaged where the edition's law
    cannot be read.
    """
    world, unfit = _world(offered)
    now, approvals = measure_now(), in_force(today)
    then = replace(now, world=world)
    found = []
    for snapshot in approvals:
        held = now.reasons_against(snapshot, today)
        if new := tuple(one for one in then.reasons_against(snapshot, today) if one not in held):
            found.append(Superseded(snapshot, new))
    return Rehearsal(len(approvals), tuple(found), unfit)


def _world(offered: Catalogue) -> tuple[World, tuple[Unfit, ...]]:
    own, unfit = overlay_beside(offered)
    try:
        law = law_from(offered.law_documents)
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        says = sentence("The law of this edition does not fit this version of the software: update it first.")
        raise Damaged(says) from error
    return World(with_overlay(offered, own), law, own), unfit
