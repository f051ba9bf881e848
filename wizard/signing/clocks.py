"""Time-stamp authorities (RFC 3161): asking one, and verifying what it answered.

How a request travels is the caller's matter; nothing here opens a connection.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, pem, tsp, x509
from cryptography import x509 as certificates
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from catalog.knowledge.sentences import sentence
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason

NOT_VERIFIED = sentence("A time-stamp cannot be verified.")
_SHA_256 = "sha256"


@dataclass(frozen=True)
class Stamp:
    """A verified time-stamp: the time, who says so, and the certificates that lead to a trusted root, which stands
    last.
    """

    at: datetime
    authority: str
    path: tuple[certificates.Certificate, ...]


class Clock(TimeStamper):
    """Asks one authority, and accepts only what its trusted roots confirm.

    `ask` sends a request (DER) and returns the answer, or raises `OSError`. An authority that failed once is not asked
    again by this object: every signature would wait for it anew.
    """

    def __init__(self, ask: Callable[[bytes], bytes], roots: Sequence[bytes]) -> None:
        super().__init__()
        self._ask = ask
        self._roots = tuple(in_der(root) for root in roots)
        self.lost = False

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send one request."""
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a verified token. Raises `TimestampRequestError` where there is none."""
        if self.lost:
            raise TimestampRequestError("The time-stamp authority did not answer before.")
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            await _verified(token["content"], message_digest, self._roots)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, Doubt) as problem:
            self.lost = True
            raise TimestampRequestError(f"No time-stamp: {problem}") from None
        return token

    def stamp(self, digest: bytes) -> bytes | None:
        """A token (DER) for a SHA-256 digest, or None where the authority gives none."""
        try:
            token: bytes = asyncio.run(self.async_timestamp(digest, _SHA_256)).dump()
        except TimestampRequestError:
            return None
        return token

    def sample(self) -> Stamp | None:
        """A stamp of nothing, for its certificates; None where the authority gives none."""
        digest = hashlib.sha256(b"").digest()
        token = self.stamp(digest)
        return confirmed(token, digest, self._roots) if token else None


def in_der(encoded: bytes) -> bytes:
    """A certificate (PEM or DER) as DER."""
    return pem.unarmor(encoded)[2] if pem.detect(encoded) else encoded


def confirmed(token: bytes, digest: bytes, roots: Sequence[bytes]) -> Stamp:
    """Verify a token (DER) that `Clock.stamp` returned. Raises `Doubt`; `roots` as for `verified`."""
    try:
        content = cms.ContentInfo.load(token, strict=True)["content"]
    except (ValueError, TypeError, KeyError):
        raise Doubt(Reason.NO_POE, NOT_VERIFIED) from None
    return verified(content, digest, roots)


def verified(token: cms.SignedData, digest: bytes, roots: Sequence[bytes]) -> Stamp:
    """Verify a token over a SHA-256 digest as of the time that it states. Raises `Doubt`.

    `roots` are certificates (DER) of time-stamp authorities.
    """
    return asyncio.run(_verified(token, digest, roots))


async def _verified(token: cms.SignedData, digest: bytes, roots: Sequence[bytes]) -> Stamp:
    try:
        at = token["encap_content_info"]["content"].parsed["gen_time"].native
        trusted = [x509.Certificate.load(root) for root in roots]
        context = ValidationContext(trust_roots=trusted, moment=at, allow_fetching=False, revocation_mode="soft-fail")
        found = await validate_tst_signed_data(token, context, lambda name: digest if name == _SHA_256 else b"")
        status = TimestampSignatureStatus(**found)
    except (SignatureValidationError, ValueError, TypeError, AttributeError):
        raise Doubt(Reason.NO_POE, NOT_VERIFIED) from None
    path = status.validation_path
    if not (status.intact and status.valid and status.trusted) or path is None:
        raise Doubt(Reason.NO_POE, NOT_VERIFIED)
    chain = [certificates.load_der_x509_certificate(one.dump()) for one in path.iter_certs(include_root=True)]
    subject = status.signing_cert.subject
    return Stamp(at, str(subject.native.get("common_name") or subject.human_friendly), tuple(reversed(chain)))
