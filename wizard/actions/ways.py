"""Signing a report otherwise than with the key that the organisation issued: with one's own, or with one's own tool.

Both take two steps, since the name in such a certificate is the word of somebody outside: the signature is made or
received and shown, and kept when the reviewer says that it is theirs. In between nothing stays here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.presenters.language import day, told
from wizard.actions.layout import stamp_font
from wizard.actions.levels import fetch, timestamper_from_settings
from wizard.actions.signing import Signed, Turn, add_signature, field_number, turn_of
from wizard.models import Assessment, Report, SigningWay, User
from wizard.process.refusal import Refused
from wizard.queries.documents import in_its_language
from wizard.queries.files import authority_certificates
from wizard.signing.elsewhere import Received, Waiting, received
from wizard.signing.longterm import revoked_by_now
from wizard.signing.outside import name_of
from wizard.signing.own_key import open_own_key
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import Statement, sign
from wizard.signing.structure import Signature
from wizard.signing.times import Trust


@dataclass(frozen=True)
class Prepared:
    """A signature that is ready to be kept: what it adds to the file with the SHA-256 `read`, and what it says.

    `until` is when its certificate ends.
    """

    added: bytes
    read: str
    way: SigningWay
    signature: Signature
    until: datetime


def sign_with_own_key(*, assessment: Assessment, actor: User, read: str, file: bytes, passphrase: str) -> Prepared:
    """Sign with the key of a PKCS#12 file that the reviewer brings along, and show it; nothing is kept.

    `read` is the SHA-256 of the file that the reviewer was shown. Raises Refused with one sentence.
    """
    turn = turn_of(assessment, actor, read)
    at = timezone.now().replace(microsecond=0)
    try:
        key = open_own_key(file, passphrase, people=settings.REVIEWER_ROOTS, now=at)
        with in_its_language(turn.making.snapshot):
            approves = _("Approves the assessment as described in this report")
            pdf = sign(
                turn.pdf,
                identity=key,
                field=turn.field,
                statement=Statement(name_of(key.certificate), approves, at),
                font=stamp_font(),
                timestamper=timestamper_from_settings(),
            )
    except SigningProblem as problem:
        raise Refused(told(problem.sentence)) from None
    return _prepared(turn, pdf, SigningWay.OWN_KEY)


def take_signed(*, assessment: Assessment, actor: User, file: bytes) -> Prepared:
    """Receive a file that the reviewer signed with a tool of their own, and show it; nothing is kept.

    Raises Refused with one sentence for anything but our file with exactly their signature.
    """
    return _prepared(turn_of(assessment, actor), file, SigningWay.ELSEWHERE)


def keep_prepared(
    *, assessment: Assessment, actor: User, way: SigningWay, read: str, added: bytes, authenticated_at: datetime | None
) -> Report | None:
    """Keep a signature that was shown; the report, when it was the last one. Raises Refused as the steps before."""
    turn = turn_of(assessment, actor, read)
    found = _received(turn, turn.pdf + added)
    signature = found.signature
    signed = Signed(found.file, signature.fingerprint, way, signature.claimed, authenticated_at)
    return add_signature(actor=actor, turn=turn, signed=signed, clock=timestamper_from_settings())


def _prepared(turn: Turn, file: bytes, way: SigningWay) -> Prepared:
    found = _received(turn, file)
    until = found.path[0].not_valid_after_utc
    return Prepared(found.file[len(turn.pdf) :], turn.making.sha256, way, found.signature, until)


def _received(turn: Turn, file: bytes) -> Received:
    making, now = turn.making, timezone.now()
    waiting = Waiting(turn.pdf, field_number(turn.approval), making.laid_out_at or making.asked_at)
    trust = Trust(authority_certificates(), settings.TIMESTAMP_ROOTS, people=settings.REVIEWER_ROOTS)
    try:
        found = received(file, waiting=waiting, trust=trust, now=now)
    except SigningProblem as problem:
        raise Refused(told(problem.sentence)) from None
    if revoked := revoked_by_now(found.path, fetch, now):
        raise Refused(
            _("The certificate was revoked by its authority on %(day)s: sign with another one.")
            % {"day": day(revoked.at.date())}
        )
    return found
