"""The register as it stands: each entry with what was decided of its model, and how its approval stands today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from wizard.models import Ending, RegisterEntry, Todo
from wizard.process.register import Facts, Standing, standing_of


@dataclass(frozen=True)
class Entered:
    """An entry, its standing on a day, and what the decision it rests on found of its model."""

    entry: RegisterEntry
    standing: Standing
    found: Mapping[str, Any]

    @property
    def valid_until(self) -> date | None:
        """The last day of its approval."""
        return self.entry.snapshot.valid_until

    @property
    def places(self) -> list[str]:
        """Where the model runs."""
        return [one.place for one in self.entry.deployments.all() if one.until is None]


def register(today: date) -> list[Entered]:
    """Every entry, those that ended as well; a constant number of queries."""
    return [_entered(entry, today) for entry in _loaded(RegisterEntry.objects.all())]


def entered(entry_id: int, today: date) -> Entered | None:
    """One entry; None where there is none of this number."""
    found = _loaded(RegisterEntry.objects.filter(pk=entry_id)).first()
    return _entered(found, today) if found else None


def late_duties(entries: Iterable[Entered], today: date) -> Counter[int]:
    """How many planned duties are late, by the id of the assessment."""
    assessments = {one.entry.assessment_id for one in entries}
    late = Todo.objects.filter(assessment__in=assessments, done_at=None, due__lt=today)
    return Counter(late.values_list("assessment", flat=True))


def _loaded(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """With everything that a row shows. Entries of one decision share its snapshot, which is read as JSON once."""
    loaded = entries.select_related("assessment__author", "owner", "replaced_by__assessment")
    return loaded.prefetch_related(
        "snapshot__reviews", "snapshot__ending", "deployments", "reviews__done_by", "assessment__limit_alerts"
    )


def _entered(entry: RegisterEntry, today: date) -> Entered:
    try:
        ending = entry.snapshot.ending.kind
    except Ending.DoesNotExist:
        ending = ""
    facts = Facts(
        ended=entry.ended_at is not None,
        replaced=entry.replaced_by_id is not None,
        ending=ending,
        valid_until=entry.snapshot.valid_until,
    )
    results = entry.snapshot.data["evaluation"]["models"]
    return Entered(entry, standing_of(facts, today), next(one for one in results if one["model"] == entry.model))
