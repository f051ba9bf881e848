"""What an authority of people answers about the certificates that it issued: OCSP answers, and a revocation list."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.support.outside import Holder, Outside, outside
from tests.support.time_authority import TimeAuthority
from wizard.signing.identity import Unlocked
from wizard.signing.revocation import Revoked, make_list

_DAY = timedelta(days=1)


@dataclass
class PeopleAuthority:
    """The people, and what is told of them; `revoked` tells of some, by serial number, since when they are."""

    people: Outside
    at: datetime | None
    revoked: dict[int, datetime] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.at or datetime.now(UTC).replace(microsecond=0)

    def answer(self, body: bytes) -> bytes:
        """Answer an OCSP request about anybody."""
        asked = ocsp.load_der_ocsp_request(body).serial_number
        holders = (self.people.between, self.people.direct, self.people.indirect)
        told = next(each for each in holders if each.certificate.serial_number == asked)
        issuer = self.people.between if told is self.people.indirect else self.people.root
        return self._answered(told.certificate, issuer)

    def _answered(self, told: x509.Certificate, issuer: Holder) -> bytes:
        since = self.revoked.get(told.serial_number)
        status = ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD
        why = x509.ReasonFlags.key_compromise if since else None
        builder = ocsp.OCSPResponseBuilder().add_response(
            told, issuer.certificate, hashes.SHA256(), status, self.now, self.now + _DAY, since, why
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def list_of(self, issuer: Holder, *revoked: Revoked) -> bytes:
        """The revocation list of the root, or of the authority between."""
        assert isinstance(issuer.key, ec.EllipticCurvePrivateKey)
        opened = Unlocked(issuer.key, issuer.certificate, self.people.root.certificate)
        return make_list(opened, revoked, now=self.now, until=self.now + _DAY)


@contextmanager
def people_authority(clock: TimeAuthority) -> Iterator[PeopleAuthority]:
    """Have it answer beside an authority of time, by the same clock."""
    made = PeopleAuthority(outside(at=clock.now, asked=f"{clock.url}/people"), clock.time)
    clock.people = made.answer
    try:
        yield made
    finally:
        clock.people = bytes
