"""Signing the report of an approval, and issuing it with the last signature.

Opening a key, signing and verifying take seconds, so they happen before the transaction. Then everything is checked
once more: if the report changed meanwhile, the prepared file is dropped and was never issued.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import today
from catalog.presenters.language import told
from wizard.actions import audit
from wizard.actions.common import lock, move
from wizard.actions.keys import open_signing_key
from wizard.actions.layout import stamp_font
from wizard.actions.levels import finish, timestamper_from_settings
from wizard.actions.mail import announce
from wizard.actions.making import discard
from wizard.actions.register import enter
from wizard.actions.storage import write_private
from wizard.models import Assessment, Making, MakingState, Report, ReportSignature, Review, SigningWay, User
from wizard.process import review
from wizard.process.lifecycle import Event
from wizard.process.refusal import Refused
from wizard.process.sign import check_may_sign
from wizard.queries.documents import in_its_language
from wizard.queries.files import REPORTS, authority_certificates, data_path, published_lists
from wizard.queries.makings import making_bytes, making_of, next_approval, signing_of
from wizard.queries.permissions import person_of
from wizard.signing.clocks import Clock
from wizard.signing.levels import Level
from wizard.signing.names import REVIEWER_FIELD
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import Statement, sign
from wizard.signing.verdict import verify_isolated


@dataclass(frozen=True)
class Turn:
    """What a reviewer signs now: the file as it stands, and the approval whose field is next."""

    making: Making
    approval: Review
    pdf: bytes

    @property
    def field(self) -> str:
        """The name of the signature field."""
        return REVIEWER_FIELD.format(field_number(self.approval))


@dataclass(frozen=True)
class Signed:
    """The file with one more signature: with what it was made, and the fingerprint of its certificate.

    `authenticated_at` is when the signer last proved who they are; None where that is not known.
    """

    pdf: bytes
    fingerprint: str
    way: SigningWay
    at: datetime
    authenticated_at: datetime | None


def field_number(approval: Review) -> int:
    """The number of an approval among those of its snapshot, and so of its field in the report."""
    return [one.pk for one in approval.snapshot.approvals].index(approval.pk) + 1


def turn_of(assessment: Assessment, actor: User, read: str | None = None) -> Turn:
    """What this person signs now; raises Refused when there is nothing to sign, or it is not their turn.

    `read` is the SHA-256 of the file that they were shown, where they were.
    """
    making = _signable(assessment, actor)
    if read is not None and making.sha256 != read:
        raise Refused(_("The report changed since you opened it: read it again, then sign."))
    approval = next_approval(making.snapshot)
    if approval is None:
        raise RuntimeError(f"Everybody signed the report of {assessment.reference}, and it was not issued.")
    try:
        return Turn(making, approval, making_bytes(making))
    except OSError:
        raise Refused(_("The file of the report is gone: ask for changes, so that it is made anew.")) from None


def sign_with_issued_key(
    *, assessment: Assessment, actor: User, read: str, passphrase: str, authenticated_at: datetime | None
) -> Report | None:
    """Sign with the key that the organisation issued; the report, when this was the last signature.

    `read` is the SHA-256 of the file that the reviewer was shown. Raises Refused with one sentence.
    """
    turn = turn_of(assessment, actor, read)
    key, identity = open_signing_key(actor=actor, passphrase=passphrase)
    at, clock = timezone.now().replace(microsecond=0), timestamper_from_settings()
    try:
        with in_its_language(turn.making.snapshot):
            approves = _("Approves the assessment as described in this report")
            pdf = sign(
                turn.pdf,
                identity=identity,
                field=turn.field,
                statement=Statement(actor.full_name, approves, at),
                font=stamp_font(),
                timestamper=clock,
            )
    except SigningProblem as problem:
        raise Refused(told(problem.sentence)) from None
    signed = Signed(pdf, key.fingerprint, SigningWay.ISSUED_KEY, at, authenticated_at)
    return add_signature(actor=actor, turn=turn, signed=signed, clock=clock)


def add_signature(*, actor: User, turn: Turn, signed: Signed, clock: Clock | None) -> Report | None:
    """Keep a signature that was made in the field of a turn. With the last one the report is verified and issued.

    The caller knows that `signed` adds exactly this signature to the file of the turn; `clock` is the time-stamp
    authority that it asked. Raises Refused, and keeps nothing, when the result does not verify or the assessment
    moved on in between.
    """
    pdf, level = signed.pdf, Level.B_B
    if _is_last(turn):
        pdf, level = finish(signed.pdf, clock)
        _check_verifies(pdf)
    report = record_signature(actor=actor, turn=turn, signed=signed, pdf=pdf, level=level)
    snapshot = turn.making.snapshot
    if report is not None:
        announce("issued", to=snapshot.assessment.author, snapshot=snapshot)
    elif following := next_approval(turn.making.snapshot):
        announce("to_sign", to=following.reviewer, snapshot=snapshot)
    return report


def record_signature(*, actor: User, turn: Turn, signed: Signed, pdf: bytes, level: Level) -> Report | None:
    """Record a signature, and issue the report with the last one; `pdf` is the file as it is kept from now on."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    path = f"{REPORTS}/{sha256}.pdf"
    write_private(data_path(path), pdf)
    try:
        return _recorded(actor, turn, signed, Report(sha256=sha256, length=len(pdf), path=path, level=str(level)))
    except BaseException:
        data_path(path).unlink(missing_ok=True)
        raise


@transaction.atomic
def _recorded(actor: User, turn: Turn, signed: Signed, file: Report) -> Report | None:
    snapshot = turn.making.snapshot
    assessment = lock(snapshot.assessment)
    now_actor = User.objects.get(pk=actor.pk)  # the role or the account may have changed as well
    if not now_actor.is_active:
        raise Refused(_("Your account was closed while you were signing: ask an administrator to open it again."))
    review.check_may_enrol_key(person_of(now_actor))
    making = _signable(assessment, now_actor)
    if (making.pk, making.sha256) != (turn.making.pk, turn.making.sha256):
        raise Refused(_("The report changed while you were signing: read it again, then sign."))
    ReportSignature.objects.create(
        snapshot=snapshot,
        position=field_number(turn.approval),
        signer=now_actor,
        fingerprint=signed.fingerprint,
        way=signed.way,
        signed_at=signed.at,
        authenticated_at=signed.authenticated_at,
    )
    details = {"revision": snapshot.revision, "snapshot": snapshot.sha256, "way": str(signed.way)}
    audit.record(actor=now_actor, action="report.signed", subject=assessment, details=details)
    discard(making.path)
    snapshot.refresh_from_db()  # who signed is read anew
    making.snapshot = snapshot
    if next_approval(snapshot) is None:
        return _issued(now_actor, assessment, making, signed, file)
    making.path, making.sha256 = file.path, file.sha256
    making.save(update_fields=["path", "sha256"])
    return None


def _issued(actor: User, assessment: Assessment, making: Making, signed: Signed, report: Report) -> Report:
    snapshot = making.snapshot
    report.snapshot = snapshot
    report.filename = f"{assessment.reference}-revision-{snapshot.revision}.pdf"
    # Since when it is on record; what was signed elsewhere was signed before.
    report.issued_at = timezone.now().replace(microsecond=0)
    report.service_fingerprint, report.audit_head = making.service_fingerprint, making.audit_head
    report.save()
    making.delete()
    move(assessment, Event.APPROVE)
    until = snapshot.valid_until
    details = {
        "revision": snapshot.revision,
        "snapshot": snapshot.sha256,
        "report": report.sha256,
        "level": report.level,
        "valid_until": until.isoformat() if until else "",
    }
    enter(snapshot)
    audit.record(actor=actor, action="assessment.approved", subject=assessment, details=details)
    return report


def _signable(assessment: Assessment, actor: User) -> Making:
    making = making_of(assessment)
    if making is None:
        raise Refused(_("No report of this assessment waits to be signed: open it again to see what can be done now."))
    check_may_sign(actor.pk, signing_of(making.snapshot))
    if making.state != MakingState.READY:
        raise Refused(_("The report is not ready yet: look at its progress, and sign when it is."))
    until = making.snapshot.valid_until
    if until is None or until < today():
        raise Refused(_("The last day of an approval has passed: ask for changes, so that it is decided anew."))
    return making


def _is_last(turn: Turn) -> bool:
    signing = signing_of(turn.making.snapshot)
    return len(signing.approvers) - len(signing.signed) == 1


def _check_verifies(pdf: bytes) -> None:
    """Verify the report as a stranger would: what does not verify is not issued."""
    verdict = verify_isolated(
        pdf,
        trust_roots=authority_certificates(),
        time_roots=settings.TIMESTAMP_ROOTS,
        people=settings.REVIEWER_ROOTS,
        issued=None,
        revocations=published_lists(),
    )
    if not verdict.ok:
        raise Refused(
            _(
                "The signed report does not verify and was not issued: ask for changes, so that it is made anew. "
                "%(reasons)s"
            )
            % {"reasons": " ".join(map(told, verdict.reasons))}
        )
