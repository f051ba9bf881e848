"""Starting an assessment and choosing what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import overlay
from wizard.actions import audit
from wizard.actions.common import limited, lock, touch
from wizard.models import Assessment, User
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of

DOUBLE_CLICK = timedelta(seconds=30)
"""Within this time an identical, still empty draft is the same start sent again, not a second one."""


@transaction.atomic
def start_assessment(
    *,
    author: User,
    name: str,
    description: str,
    candidates: Sequence[str],
    edition_version: str,
    edition_sha256: str,
) -> Assessment:
    """Open a draft under the next free reference of the year. `candidates` are model ids; none means all of them.

    The same form sent twice, as by a double click, opens one draft.
    """
    review.check_may_start(person_of(author))
    now = timezone.now()
    about = {
        "author": author,
        "name": _name(name),
        "description": limited(_("description"), description),
        "candidates": list(dict.fromkeys(candidates)),
    }
    untouched = Assessment.objects.filter(**about, state=State.DRAFT, edits=0, created_at__gt=now - DOUBLE_CLICK)
    if (just_started := untouched.first()) is not None:
        return just_started
    assessment = Assessment.objects.create(
        **about,
        reference=_next_reference(now.year),
        state=State.DRAFT,
        edition_version=edition_version,
        edition_sha256=edition_sha256,
        overlay_key=overlay().key,
        created_at=now,
        updated_at=now,
    )
    details = {"name": assessment.name, "candidates": assessment.candidates, "edition": edition_version}
    audit.record(actor=author, action="assessment.started", subject=assessment, details=details)
    return assessment


@transaction.atomic
def change_candidates(*, assessment: Assessment, actor: User, candidates: Sequence[str]) -> None:
    """Replace the models under assessment; nothing happens when they are the same."""
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    before, after = assessment.candidates, list(dict.fromkeys(candidates))
    if before == after:
        return
    assessment.candidates = after
    assessment.save(update_fields=["candidates"])
    touch(assessment)
    details = {"before": before, "after": after}
    audit.record(actor=actor, action="assessment.candidates-changed", subject=assessment, details=details)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise Refused(_("The name of the product needs 1 to 120 characters: enter a short one."))
    return name


def _next_reference(year: int) -> str:
    prefix = f"CW-{year}-"
    last = Assessment.objects.filter(reference__startswith=prefix).order_by("-id").first()
    number = int(last.reference.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:04d}"
