"""Certificates that were taken back: the authority's list, and what a revocation means for a signature.

A signature that is proven older than the revocation stands. Where nothing proves its age, the signer's own word counts
only if the cause gives no reason to doubt the key: X.509 says so of a key that was replaced or is no longer needed, and
of a person who left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from catalog.knowledge.sentences import sentence
from wizard.signing.doubt import Doubt
from wizard.signing.identity import Unlocked
from wizard.signing.indication import Reason

SKEW = timedelta(minutes=10)
"""How far two clocks may differ."""

_REVOKED = sentence("A signature was made with a certificate that had been revoked before.")
_NO_PROOF = sentence(
    "A certificate was revoked, and nothing in the file proves that it signed before: ask where the report was issued."
)


class Cause(StrEnum):
    """Why a certificate is revoked, in the words of RFC 5280."""

    SUPERSEDED = "superseded"
    AFFILIATION = "affiliationChanged"
    CESSATION = "cessationOfOperation"
    COMPROMISE = "keyCompromise"
    UNSPECIFIED = "unspecified"


HARMLESS = frozenset({Cause.SUPERSEDED, Cause.AFFILIATION, Cause.CESSATION})
"""Causes without any reason to suspect that somebody else had the key."""


@dataclass(frozen=True)
class Revoked:
    """A revoked certificate: its serial number, since when, and why."""

    serial: int
    at: datetime
    cause: Cause


def make_list(authority: Unlocked, revoked: Iterable[Revoked], *, now: datetime, until: datetime) -> bytes:
    """The authority's signed list (DER) of the certificates it has revoked; the next one follows before `until`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(one.at)
        if one.cause is not Cause.UNSPECIFIED:
            entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(one.cause)), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True)
class Evidence:
    """Lists and answers whose signatures were verified."""

    lists: tuple[x509.CertificateRevocationList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()

    def about(
        self, certificate: x509.Certificate, issuer: x509.Certificate, at: datetime, *, made_since: bool
    ) -> tuple[bool, Revoked | None]:
        """Whether anything here covers this certificate as of `at`, and its revocation where there is one.

        With `made_since` only what was made since `at` covers it; otherwise also what was still to be relied on then.
        """
        covered, found = False, None
        for one in self.lists:
            if one.issuer == issuer.subject and _signed_by(one, issuer):
                covered = covered or _fresh(one.last_update_utc, None if made_since else one.next_update_utc, at)
                found = found or _entry(one, certificate)
        for answer in self.answers:
            if answer.serial_number == certificate.serial_number and _by_responder(answer, issuer):
                covered = covered or _fresh(answer.this_update_utc, None if made_since else answer.next_update_utc, at)
                found = found or _answered(answer)
        return covered, found


def opened(lists: Iterable[bytes], answers: Iterable[bytes], issuers: Sequence[x509.Certificate]) -> Evidence:
    """Read lists and answers (DER). Raises `Doubt` where one was made by none of the issuers."""
    try:
        read = tuple(map(x509.load_der_x509_crl, lists))
        told = tuple(map(ocsp.load_der_ocsp_response, answers))
        known = all(any(_signed_by(one, issuer) for issuer in issuers) for one in read)
        known = known and all(any(_by_responder(one, issuer) for issuer in issuers) for one in told)
    except (ValueError, TypeError):
        known = False
    if not known:
        raise Doubt(
            Reason.NO_CERTIFICATE_CHAIN_FOUND,
            sentence("The validation data in the file comes from an authority that is not trusted."),
        )
    return Evidence(read, told)


def of_these(
    lists: Iterable[bytes], authorities: Sequence[x509.Certificate]
) -> tuple[x509.CertificateRevocationList, ...]:
    """Those of the lists (DER or PEM) that one of the authorities made."""
    return tuple(one for one in map(_read, lists) if any(_signed_by(one, authority) for authority in authorities))


def is_list(encoded: bytes) -> bool:
    """Whether these bytes (PEM or DER) are a revocation list."""
    try:
        _read(encoded)
    except ValueError:
        return False
    return True


def _read(encoded: bytes) -> x509.CertificateRevocationList:
    pem = encoded.startswith(b"-----")
    return x509.load_pem_x509_crl(encoded) if pem else x509.load_der_x509_crl(encoded)


def check(revoked: Revoked | None, *, claimed: datetime, proven: datetime | None, after: datetime | None) -> None:
    """Judge a signature by a certificate that may be revoked. Raises `Doubt`.

    `claimed` is the time of the signature's own time-stamp, or else the signer's word; `proven` the earliest time at
    which it is known to have existed, `after` a proven time after which it was made.
    """
    if revoked is None or (proven is not None and proven < revoked.at):
        return
    if revoked.cause in HARMLESS and claimed < revoked.at:
        return
    if after is not None and after >= revoked.at:
        raise Doubt(Reason.REVOKED, _REVOKED)
    raise Doubt(Reason.REVOKED_NO_POE, _NO_PROOF)


def _fresh(made: datetime, until: datetime | None, at: datetime) -> bool:
    """Whether something of this age tells of the time `at`: it was made after it, or was still to be relied on."""
    return made + SKEW >= at or (until is not None and until >= at)


def _entry(one: x509.CertificateRevocationList, certificate: x509.Certificate) -> Revoked | None:
    entry = one.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is None:
        return None
    reasons = [each.value.reason for each in entry.extensions if isinstance(each.value, x509.CRLReason)]
    return Revoked(entry.serial_number, entry.revocation_date_utc, _cause(reasons[0] if reasons else None))


def _answered(answer: ocsp.OCSPResponse) -> Revoked | None:
    at = answer.revocation_time_utc
    if answer.certificate_status is not ocsp.OCSPCertStatus.REVOKED or at is None:
        return None
    return Revoked(answer.serial_number, at, _cause(answer.revocation_reason))


def _cause(reason: x509.ReasonFlags | None) -> Cause:
    """A cause that we do not know is taken for one that gives reason to doubt."""
    return Cause(reason.value) if reason and reason.value in set(Cause) else Cause.UNSPECIFIED


def _signed_by(one: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key = issuer.public_key()
    return isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) and one.is_signature_valid(key)


def _by_responder(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether the issuer answered, or somebody with a certificate of the issuer for that purpose."""
    if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return False
    return any(_verifies(answer, one) for one in (issuer, *(one for one in answer.certificates if _may(one, issuer))))


def _may(responder: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        responder.verify_directly_issued_by(issuer)
        purposes = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in purposes


def _verifies(answer: ocsp.OCSPResponse, by: x509.Certificate) -> bool:
    key, digest, said = by.public_key(), answer.signature_hash_algorithm, answer.tbs_response_bytes
    if digest is None:
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, said, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(answer.signature, said, padding.PKCS1v15(), digest)
        else:
            return False
    except InvalidSignature:
        return False
    return True
