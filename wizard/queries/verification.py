"""Is this file a report that we issued, and does its approval still stand?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from catalog.knowledge.sentences import sentence, verbatim
from wizard.models import Ending, EndingKind, Report
from wizard.queries.assessments import report_by_sha256
from wizard.queries.copied import report_by_copy
from wizard.queries.files import authority_certificates
from wizard.queries.keys import revocation_of
from wizard.signing import revocation
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason
from wizard.signing.verdict import IssuedRecord, Verdict, refused, verify_isolated

_UNKNOWN = sentence("It carries our signatures, but no decision is on record for it here.")

_COPY = sentence(
    "This is the redacted copy of a genuine report, byte for byte as it was made here. The reviewers signed the full "
    "report, whose SHA-256 it names; this copy carries the signature of the service alone."
)


@dataclass(frozen=True)
class Verification:
    """The verdict on the file, the issued report it is or began as, and one sentence on whether it is still in force.

    `report` and `standing` are empty where the file is none of ours.
    """

    verdict: Verdict
    report: Report | None
    standing: str


def verification(file: bytes, *, today: date) -> Verification:
    """Compare a file with what was issued here, then check its signatures in a process of its own. Never raises."""
    digest = hashlib.sha256(file).hexdigest()
    if copied := report_by_copy(digest):
        return Verification(Verdict(None, _COPY), copied, standing_of(copied, today))
    report = report_by_sha256(digest) or _issued_beginning(file)
    roots, clocks = authority_certificates(), settings.TIMESTAMP_ROOTS
    issued = IssuedRecord(report.sha256, report.length, report.issued_at) if report else None
    verdict = verify_isolated(file, trust_roots=roots, time_roots=clocks, people=settings.REVIEWER_ROOTS, issued=issued)
    if verdict.ok and report is None:
        verdict = replace(
            verdict, reason=Reason.SIG_CONSTRAINTS_FAILURE, sentence=_UNKNOWN, signatures=(), additions=()
        )
    if verdict.ok and report is not None:
        verdict = _unless_revoked(verdict, report)
    return Verification(verdict, report, standing_of(report, today) if report and verdict.ok else "")


def _unless_revoked(verdict: Verdict, report: Report) -> Verdict:
    """The verdict, if each certificate was good when it signed: the record proves since when the report exists."""
    for one in verdict.signatures:
        proven = min(one.at, report.issued_at) if one.time_stamped else report.issued_at
        try:
            revocation.check(revocation_of(one.fingerprint), claimed=one.claimed, proven=proven, after=None)
        except Doubt as doubt:
            return refused(doubt)
    return verdict


def _issued_beginning(file: bytes) -> Report | None:
    """The issued report that this file begins with, if it was only added to; found in one pass over the bytes."""
    digest, done = hashlib.sha256(), 0
    issued = Report.objects.filter(length__lt=len(file)).order_by("length")
    for pk, length, sha256 in issued.values_list("pk", "length", "sha256"):
        digest.update(file[done:length])
        done = length
        if digest.hexdigest() == sha256:
            return Report.objects.get(pk=pk)
    return None


def standing_of(report: Report, today: date) -> str:
    """Whether the approval of this very report stands: what its assessment went on to be says nothing of that."""
    snapshot = report.snapshot
    ending, until = Ending.objects.filter(snapshot=snapshot).first(), snapshot.valid_until
    named = verbatim(snapshot.data["reference"])
    if ending is None and until is not None and until >= today:
        return sentence("The approval of {reference} is in force until {until}.", reference=named, until=until)
    if ending is None or ending.kind == EndingKind.EXPIRED:
        return sentence("The approval of {reference} has ended: ask for a new review.", reference=named)
    ended = ending.ended_at.date()
    if ending.kind == EndingKind.WITHDRAWN:
        return sentence(
            "The approval of {reference} was withdrawn on {day}: ask for the present decision.",
            reference=named,
            day=ended,
        )
    mine = Report.objects.filter(snapshot__assessment=snapshot.assessment_id)
    later = mine.filter(snapshot__revision__gt=snapshot.revision)
    if later.exists():
        return sentence(
            "The approval of {reference} was superseded on {day}, and a later report exists: ask for it.",
            reference=named,
            day=ended,
        )
    return sentence(
        "The approval of {reference} was superseded on {day}, and nothing has taken its place yet: ask what holds now.",
        reference=named,
        day=ended,
    )
