"""What keeps a report verifiable after its certificates have ended: the proof that they were good, under a time-stamp.

Nothing here opens a connection: how the proof is fetched is the caller's matter.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from catalog.knowledge.sentences import sentence
from wizard.signing.additions import LONGEST_TOKEN, Additions, ValidationData, stamp_digest, with_data, with_stamp
from wizard.signing.clocks import NOT_VERIFIED, Clock, Stamp, in_der, verified
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason
from wizard.signing.levels import Level
from wizard.signing.outside import issued, path_in
from wizard.signing.reader import Reader
from wizard.signing.revocation import HARMLESS, SKEW, Evidence, Revoked, opened

_Kind = TypeVar("_Kind", bound=x509.ExtensionType)
Fetch = Callable[[str, bytes | None], bytes]
"""Gets what stands at an address; with a body, an OCSP request, it asks there. Raises `OSError`."""

_FOREIGN = sentence("The validation data in the file holds a certificate that belongs to no time-stamp authority.")
NOT_COVERED = sentence("The validation data in the file does not tell whether its certificates were revoked by then.")


@dataclass(frozen=True)
class Kept:
    """The verified additions of a report: the evidence, and the archive time-stamp where there is one."""

    evidence: Evidence
    archive: Stamp | None


def finish_levels(
    pdf: bytes,
    *,
    lists: Iterable[bytes],
    clock: Clock | None,
    time_roots: Sequence[bytes],
    fetch: Fetch,
    people: Sequence[bytes] = (),
) -> tuple[bytes, Level]:
    """Add validation data and an archive time-stamp to a fully signed report, as far as they can be had.

    `lists` are the present revocation lists (DER) of the authorities that issued the signers' certificates,
    `time_roots` certificates (PEM or DER) of time-stamp authorities, `people` those of accepted authorities outside.
    Returns the file and the level of all its signatures; the file is as it was where nothing could be added.
    """
    time_roots = [in_der(root) for root in time_roots]
    signatures = Reader(pdf).embedded_regular_signatures
    stamps = [stamp_of(one, time_roots) for one in signatures]
    outside = [path_in(one, map(in_der, people)) for one in signatures]
    stamped = all(stamps)
    as_it_is = pdf, Level.B_T if stamped else Level.B_B
    sample = clock.sample() if clock else None
    used = [each for each in (*stamps, sample) if each]
    if clock is None or not (sample or stamped):
        return as_it_is
    data = _gathered(used, tuple(lists), time_roots, fetch, outside)
    if data is None:
        return as_it_is
    extended = with_data(pdf, data)
    token = _archive(clock, extended, sample, time_roots)
    if token is not None:
        return with_stamp(extended, token), Level.B_LTA
    return (extended, Level.B_LT) if stamped else as_it_is


def reachable(clock: Clock, time_roots: Sequence[bytes], fetch: Fetch) -> Level:
    """The level that a report signed now would reach."""
    sample, roots = clock.sample(), [in_der(root) for root in time_roots]
    if sample is None:
        return Level.B_B
    return Level.B_LTA if _gathered([sample], (), roots, fetch) else Level.B_T


def stamp_of(signature: EmbeddedPdfSignature, time_roots: Sequence[bytes]) -> Stamp | None:
    """The verified time-stamp of a signature, or None where it has none. Raises `Doubt`."""
    attributes = signature.signer_info["unsigned_attrs"]
    if attributes.native is None:
        return None
    tokens = [each["values"][0] for each in attributes if each["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    digest = hashlib.sha256(signature.signer_info["signature"].native).digest()
    return verified(tokens[0]["content"], digest, time_roots)


def kept(
    added: Additions, authorities: Sequence[x509.Certificate], time_roots: Sequence[bytes], stamps: Sequence[Stamp]
) -> Kept:
    """Verify what follows the signatures: every part comes from a trusted authority. Raises `Doubt`."""
    clocks = _leading(map(x509.load_der_x509_certificate, added.data.certificates), time_roots)
    evidence = opened(added.data.lists, added.data.answers, [*authorities, *clocks])
    archive = None
    if added.token is not None:
        archive = verified(cms.ContentInfo.load(added.token)["content"], added.stamped, time_roots)
    for stamp in (*stamps, *([archive] if archive else [])):
        _check_clock(stamp, evidence)
    return Kept(evidence, archive)


def _leading(certificates: Iterable[x509.Certificate], time_roots: Sequence[bytes]) -> list[x509.Certificate]:
    """The certificates of time-stamp authorities, each issued by one before it. Raises `Doubt` for a foreign one."""
    known, waiting = [x509.load_der_x509_certificate(root) for root in time_roots], list(certificates)
    while waiting:
        found = [each for each in waiting if any(each == one or issued(each, one) for one in known)]
        if not found:
            raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, _FOREIGN)
        known += found
        waiting = [each for each in waiting if each not in found]
    return known


def _check_clock(stamp: Stamp, evidence: Evidence) -> None:
    """An authority that was revoked before it stamped, or whose key somebody else may have had, proves no time."""
    for certificate, issuer in pairwise(stamp.path):
        covered, revoked = evidence.about(certificate, issuer, stamp.at, made_since=False)
        if revoked and (revoked.at <= stamp.at or revoked.cause not in HARMLESS):
            raise Doubt(Reason.NO_POE, NOT_VERIFIED)
        if not covered and any(sources(certificate)):
            raise Doubt(Reason.TRY_LATER, NOT_COVERED)


def _archive(clock: Clock, file: bytes, sample: Stamp | None, time_roots: Sequence[bytes]) -> bytes | None:
    """A token over the file, made with the certificates that its validation data covers."""
    digest = stamp_digest(file)
    token = clock.stamp(digest) if sample else None
    if token is None or sample is None or len(token) > LONGEST_TOKEN:
        return None
    stamp = verified(cms.ContentInfo.load(token)["content"], digest, time_roots)
    return token if stamp.path == sample.path else None


def _gathered(
    stamps: Sequence[Stamp],
    lists: tuple[bytes, ...],
    time_roots: Sequence[bytes],
    fetch: Fetch,
    outside: Sequence[tuple[x509.Certificate, ...]] = (),
) -> ValidationData | None:
    """Everything that is needed to judge the stamps later, and the certificates from outside; or None where a part of
    it cannot be had.
    """
    foreign = dict.fromkeys(pair for path in outside for pair in pairwise(path))
    pairs = dict.fromkeys((*(pair for stamp in stamps for pair in pairwise(stamp.path)), *foreign))
    answers, revocations = _asked(pairs, fetch)
    latest = max(stamp.at for stamp in stamps)
    certificates = dict.fromkeys(_der(each) for stamp in stamps for each in stamp.path)
    data = ValidationData(tuple(certificates), (*lists, *dict.fromkeys(revocations)), tuple(answers))
    try:
        clocks = _leading(map(x509.load_der_x509_certificate, certificates), time_roots)
        evidence = opened(revocations, answers, [*clocks, *(issuer for _, issuer in foreign)])
        for stamp in stamps:
            _check_clock(stamp, evidence)
        # A clock far ahead of ours would make the signatures younger than the lists that speak of them.
        if min((x509.load_der_x509_crl(each).last_update_utc for each in lists), default=latest) + SKEW < latest:
            return None
        if not all(evidence.about(*pair, latest, made_since=False)[0] for pair in foreign):
            return None
    except (Doubt, ValueError):
        return None
    return data


def _asked(pairs: Iterable[tuple[x509.Certificate, x509.Certificate]], fetch: Fetch) -> tuple[list[bytes], list[bytes]]:
    """The answers and the lists that certificates lead to, as far as they can be had."""
    answers: list[bytes] = []
    revocations: list[bytes] = []
    for certificate, issuer in pairs:
        answer, revocation = sources(certificate)
        found = answer and _fetched(fetch, answer, _question(certificate, issuer))
        if found:
            answers.append(found)
        elif listed := revocation and _fetched(fetch, revocation, None):
            revocations.append(listed)
    return answers, revocations


def revoked_by_now(path: Sequence[x509.Certificate], fetch: Fetch, now: datetime) -> Revoked | None:
    """The revocation of a certificate of a path, where its authority tells of one; what cannot be asked is passed over.

    `path` ends with the root.
    """
    for certificate, issuer in pairwise(path):
        answers, lists = _asked([(certificate, issuer)], fetch)
        try:
            _, found = opened(lists, answers, [issuer]).about(certificate, issuer, now, made_since=False)
        except Doubt:
            continue
        if found:
            return found
    return None


def _fetched(fetch: Fetch, address: str, body: bytes | None) -> bytes | None:
    try:
        return fetch(address, body)
    except OSError:
        return None


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256()).build()
    return request.public_bytes(serialization.Encoding.DER)


def sources(certificate: x509.Certificate) -> tuple[str, str]:
    """Where a certificate's revocation can be asked (OCSP) and read (a list); empty where it names nothing."""
    return next(_answering(certificate), ""), next(_listing(certificate), "")


def _answering(certificate: x509.Certificate) -> Iterator[str]:
    for each in _extension(certificate, x509.AuthorityInformationAccess) or ():
        if each.access_method == AuthorityInformationAccessOID.OCSP:
            yield each.access_location.value


def _listing(certificate: x509.Certificate) -> Iterator[str]:
    for point in _extension(certificate, x509.CRLDistributionPoints) or ():
        yield from (name.value for name in point.full_name or () if isinstance(name, x509.UniformResourceIdentifier))


def _extension(certificate: x509.Certificate, kind: type[_Kind]) -> _Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
