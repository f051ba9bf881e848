"""Which agreements end, and what rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from catalog.ambient import overlay
from catalog.knowledge.overlay import Agreement
from wizard.models import Assessment, RegisterEntry, Role, Snapshot, User
from wizard.process.agreements import ending
from wizard.queries.approvals import still_used


@dataclass(frozen=True)
class Ending:
    """An agreement that ends soon or has ended, its last day, and the open register entries that rest on it."""

    agreement: Agreement
    until: date
    entries: tuple[RegisterEntry, ...]

    @property
    def assessments(self) -> dict[Assessment, set[int]]:
        """The assessments whose approval rests on it, each with the ids of who wrote it or answers for an entry."""
        found: dict[Assessment, set[int]] = {}
        for entry in self.entries:
            assessment = entry.assessment
            found.setdefault(assessment, {assessment.author_id}).add(entry.owner_id)
        return found


def agreements_ending(today: date) -> list[Ending]:
    """The agreements that end within 90 days or have ended, the soonest first, each with what rests on it."""
    soon = list(ending(overlay().agreements, today))
    snapshots = still_used(today) if soon else []
    return [Ending(agreement, until, tuple(_resting(agreement, snapshots))) for agreement, until in soon]


def agreements_ending_for(user: User, today: date) -> list[Ending]:
    """Those that concern this person: a legal reviewer all of them, others those on which something of theirs rests."""
    if user.role == Role.LEGAL_REVIEWER:
        return [Ending(agreement, until, ()) for agreement, until in ending(overlay().agreements, today)]
    return [it for it in agreements_ending(today) if any(user.pk in people for people in it.assessments.values())]


def _resting(agreement: Agreement, snapshots: Iterable[Snapshot]) -> Iterator[RegisterEntry]:
    """The open entries of approvals that counted on an agreement on this licence, for models that are under it."""
    for snapshot in snapshots:
        counted = {it["licence"] for it in snapshot.data["facts"].get("agreements", ())}
        if agreement.licence not in counted:
            continue
        results = snapshot.data["evaluation"]["models"]
        under = {result["model"] for result in results if agreement.licence in result["licences"]}
        for entry in snapshot.assessment.entries.all():
            if entry.ended_at is None and entry.model in under:
                entry.assessment = snapshot.assessment
                yield entry
