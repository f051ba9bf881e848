"""The report of an approval before it is issued: how far it is, and whose signature is missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from wizard.models import Assessment, Making, MakingState, Review, Snapshot
from wizard.process.sign import Signing
from wizard.queries.files import data_path

CLAIM_LASTS = timedelta(minutes=3)
"""Longer than the limits of every step together: a process that claimed the work before is gone."""
START_TAKES = timedelta(seconds=30)
"""What nobody took up after this time was never started."""

WORKING = (MakingState.LAYING_OUT, MakingState.CHECKING, MakingState.CERTIFYING)


def making_of(assessment: Assessment) -> Making | None:
    """The report that is being made of the latest snapshot; None before the last approval and once it is issued."""
    makings = Making.objects.select_related("snapshot__assessment__author").filter(snapshot__assessment=assessment)
    return (
        makings.filter(snapshot__revision=assessment.revision, snapshot__report=None)
        .prefetch_related("snapshot__reviews__reviewer", "snapshot__signatures")
        .first()
    )


def has_stalled(making: Making, now: datetime) -> bool:
    """Whether the process that should make the report never began, or ended without a word."""
    if making.state == MakingState.WAITING:
        return making.asked_at + START_TAKES < now
    return making.state in WORKING and (making.claimed_at is None or making.claimed_at + CLAIM_LASTS < now)


def signing_of(snapshot: Snapshot) -> Signing:
    """Who approved a snapshot and who signed its report."""
    signed = {one.signer_id for one in snapshot.signatures.all()}
    return Signing([one.reviewer_id for one in snapshot.approvals], signed)


def next_approval(snapshot: Snapshot) -> Review | None:
    """The first approval without a signature; None when everybody has signed."""
    missing = signing_of(snapshot).next_id
    return next((one for one in snapshot.approvals if one.reviewer_id == missing), None)


def making_bytes(making: Making) -> bytes:
    """The file as it stands, certified and signed by those who signed so far; raises OSError when it is gone."""
    return data_path(making.path).read_bytes()
