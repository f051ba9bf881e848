"""Approving an assessment and issuing its signed report.

Laying out and signing take seconds, so they happen before the transaction. Then everything is checked once more: if
the assessment moved on meanwhile, the prepared file is dropped and was never issued.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.presenters.language import told
from wizard.actions import audit
from wizard.actions.common import limited, lock, move
from wizard.actions.keys import ensure_organisation_keys, open_signing_key, opened
from wizard.actions.layout import Decided, lay_out, stamp_font
from wizard.actions.storage import write_private
from wizard.models import Assessment, Decision, Report, ReportSignature, Review, Snapshot, User
from wizard.process import review
from wizard.process.lifecycle import Event
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot
from wizard.queries.audit import audit_head
from wizard.queries.files import REPORTS, authority_certificate, data_path
from wizard.queries.permissions import case_of, person_of
from wizard.report.selfcheck import problems
from wizard.signing.identity import Unlocked, fingerprint
from wizard.signing.names import REVIEWER_FIELD
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import Statement, certify, sign
from wizard.signing.verdict import verify_isolated


@dataclass(frozen=True)
class Prepared:
    """A signed report that is not issued yet, and what will be recorded with it."""

    snapshot: Snapshot
    decided: Decided
    pdf: bytes
    sha256: str
    service_fingerprint: str
    reviewer_fingerprint: str


def approve_and_issue(
    *, assessment: Assessment, actor: User, read: str, conditions: str, comment: str, valid_until: date, passphrase: str
) -> Report:
    """Approve the latest snapshot and issue its report, signed with the reviewer's key.

    `read` is the SHA-256 of the snapshot that the reviewer read: nobody approves a revision unseen. `valid_until` is
    the last day of the approval. Raises Refused with one sentence: not the actor's to approve, no
    key or a wrong passphrase, a report that cannot be made, or an assessment that moved on meanwhile.
    """
    prepared = prepare_approval(
        assessment=assessment,
        actor=actor,
        read=read,
        conditions=conditions,
        comment=comment,
        valid_until=valid_until,
        passphrase=passphrase,
    )
    return record_approval(assessment=assessment, actor=actor, prepared=prepared)


def prepare_approval(
    *, assessment: Assessment, actor: User, read: str, conditions: str, comment: str, valid_until: date, passphrase: str
) -> Prepared:
    """Lay out, certify and sign the report of an approval. Nothing is recorded."""
    review.check_may_approve(person_of(actor), case_of(assessment, actor))
    if valid_until <= timezone.now().date():
        raise Refused(_("An approval has to last beyond today: enter a later date."))
    conditions, comment = limited(_("text of the conditions"), conditions), limited(_("comment"), comment)
    key, reviewer = open_signing_key(actor=actor, passphrase=passphrase)
    service = opened(ensure_organisation_keys().service)
    snapshot = latest_snapshot(assessment)
    if snapshot is None:
        raise RuntimeError(f"{assessment.reference} is in review without a snapshot.")
    if snapshot.sha256 != read:
        raise Refused(_("The assessment was submitted again since you opened it: read the new revision, then approve."))
    decided = Decided(
        reviewer=actor.full_name,
        at=timezone.now().replace(microsecond=0),
        conditions=conditions,
        comment=comment,
        valid_until=valid_until,
        audit_head=audit_head(),
    )
    language = snapshot.data.get("language", settings.LANGUAGE_CODE)
    pdf = _signed(lay_out(snapshot, decided), service, reviewer, decided, language)
    return Prepared(
        snapshot=snapshot,
        decided=decided,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        service_fingerprint=fingerprint(service.certificate),
        reviewer_fingerprint=key.fingerprint,
    )


def record_approval(*, assessment: Assessment, actor: User, prepared: Prepared) -> Report:
    """Issue a prepared report; raises Refused, and keeps nothing, when the assessment moved on in between."""
    path = f"{REPORTS}/{prepared.sha256}.pdf"
    write_private(data_path(path), prepared.pdf)
    try:
        return _recorded(assessment, actor, prepared, path)
    except BaseException:
        data_path(path).unlink(missing_ok=True)
        raise


@transaction.atomic
def _recorded(assessment: Assessment, actor: User, prepared: Prepared, path: str) -> Report:
    lock(assessment)
    now_actor = User.objects.get(pk=actor.pk)  # the role or the account may have changed as well
    if not now_actor.is_active:
        raise Refused(_("Your account was closed while you were signing: ask an administrator to open it again."))
    review.check_may_approve(person_of(now_actor), case_of(assessment, now_actor))
    snapshot, decided = prepared.snapshot, prepared.decided
    if latest_snapshot(assessment) != snapshot:
        raise Refused(_("The assessment was submitted again while you were signing: read the new revision first."))
    Review.objects.create(
        snapshot=snapshot,
        reviewer=now_actor,
        decision=Decision.APPROVED,
        comment=decided.comment,
        conditions=decided.conditions,
        valid_until=decided.valid_until,
        decided_at=decided.at,
    )
    report = Report.objects.create(
        snapshot=snapshot,
        sha256=prepared.sha256,
        length=len(prepared.pdf),
        path=path,
        filename=f"{assessment.reference}-revision-{snapshot.revision}.pdf",
        issued_at=decided.at,
        service_fingerprint=prepared.service_fingerprint,
        audit_head=decided.audit_head,
    )
    ReportSignature.objects.create(
        snapshot=snapshot,
        position=1,
        signer=now_actor,
        fingerprint=prepared.reviewer_fingerprint,
        signed_at=decided.at,
    )
    move(assessment, Event.APPROVE)
    details = {
        "revision": snapshot.revision,
        "snapshot": snapshot.sha256,
        "report": report.sha256,
        "valid_until": decided.valid_until.isoformat(),
    }
    audit.record(actor=now_actor, action="assessment.approved", subject=assessment, details=details)
    return report


def _signed(pdf: bytes, service: Unlocked, reviewer: Unlocked, decided: Decided, language: str) -> bytes:
    """Certify, sign, and verify the result as a stranger would: what does not verify is not issued."""
    faults = problems(pdf)
    if faults:
        raise Refused(
            _("The report does not conform and was not signed: tell who runs this service (%(fault)s)")
            % {"fault": faults[0]}
        )
    try:
        # What stands in the report speaks its language, whatever whoever signs it reads.
        with translation.override(language):
            issues = _("Certifies that this report was issued unaltered")
            certified = certify(
                pdf,
                identity=service,
                statement=Statement(settings.ORGANISATION, issues, decided.at),
                font=stamp_font(),
            )
            approves = _("Approves the assessment as described in this report")
            signed = sign(
                certified,
                identity=reviewer,
                field=REVIEWER_FIELD.format(1),
                statement=Statement(decided.reviewer, approves, decided.at),
                font=stamp_font(),
            )
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None
    verdict = verify_isolated(signed, trust_roots=[authority_certificate() or b""], issued=None)
    if not verdict.ok:
        raise Refused(
            _("The signed report does not verify and was not issued: %(reasons)s")
            % {"reasons": " ".join(map(told, verdict.reasons))}
        )
    return signed
