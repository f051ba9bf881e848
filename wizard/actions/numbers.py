"""Entering numbers of users and revenue. They are added and never changed: a correction is a new entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.models import NumberSource, User, UserNumber
from wizard.process.readings import Reading, check, folded, sha256_of_numbers
from wizard.process.refusal import Refused
from wizard.queries.numbers import readings

MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Entered:
    """How many numbers were new, and how many were on record already."""

    added: int
    unchanged: int


@transaction.atomic
def enter_numbers(*, actor: User, numbers: Sequence[Reading], source: NumberSource, today: date) -> Entered:
    """Add numbers, all or none. What is on record for its day with the same value is not added again.

    Raises Refused for a number that cannot be one, and for more than `MOST_AT_ONCE`.
    """
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(_("These are more than %(most)d numbers: enter them in parts.") % {"most": MOST_AT_ONCE})
    clean = [replace(it, entity=_one_line(it.entity), product=_one_line(it.product)) for it in numbers]
    for it in clean:
        check(it, today)
    held = {(it.key, it.on): it.value for it in readings()}
    spelling = {folded(name): name for pair in _names() for name in pair}
    fresh: list[Reading] = []
    for it in clean:
        if held.get((it.key, it.on)) != it.value:
            held[it.key, it.on] = it.value
            fresh.append(_spelt(it, spelling))
    if fresh:
        _store(actor, fresh, source)
    return Entered(len(fresh), len(numbers) - len(fresh))


def _names() -> list[tuple[str, str]]:
    return list(UserNumber.objects.order_by("entity", "product").values_list("entity", "product").distinct())


def _spelt(reading: Reading, spelling: dict[str, str]) -> Reading:
    """The number under the names as they were first written, so that one product stands in one row."""
    entity, product = (spelling.setdefault(folded(name), name) for name in (reading.entity, reading.product))
    return replace(reading, entity=entity, product=product)


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _store(actor: User, numbers: Sequence[Reading], source: NumberSource) -> None:
    now = timezone.now()
    UserNumber.objects.bulk_create(
        UserNumber(
            entity=it.entity,
            product=it.product,
            metric=it.metric,
            counted_on=it.on,
            value=it.value,
            source=source,
            entered_by=actor,
            entered_at=now,
        )
        for it in numbers
    )
    details = {"numbers": len(numbers), "source": source, "sha256": sha256_of_numbers(numbers)}
    audit.record(actor=actor, action="numbers.entered", subject=None, details=details)
