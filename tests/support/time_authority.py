"""A real authority of time on this machine: certificates, RFC 3161 time-stamps, OCSP answers and a revocation list, by
HTTP on loopback.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

_DAY = timedelta(days=1)


@dataclass
class TimeAuthority:
    """The authority. `silent` names what does not answer (`tsa`, `ocsp`, `list`); `time` is what its clock shows
    (None: the real one); `revoked` since when its stamping certificate is; `asked` counts; `people` answers for an
    authority of people.
    """

    url: str
    root: bytes
    key: rsa.RSAPrivateKey = field(repr=False)
    stamping: x509.Certificate
    stamping_key: rsa.RSAPrivateKey = field(repr=False)
    time: datetime | None
    revoked: datetime | None = None
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    people: Callable[[bytes], bytes] = bytes

    @property
    def certificate(self) -> x509.Certificate:
        """The root."""
        return x509.load_pem_x509_certificate(self.root)

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.time or datetime.now(UTC).replace(microsecond=0)

    def ask(self, request: bytes) -> bytes:
        """Ask for a time-stamp by HTTP, as a signer does."""
        return self.fetch(f"{self.url}/tsa", request)

    @staticmethod
    def fetch(address: str, body: bytes | None) -> bytes:
        """Read an address by HTTP."""
        try:
            with urlopen(Request(address, data=body), timeout=5) as answer:
                content: bytes = answer.read()
        except HTTPError as refused:
            refused.close()
            raise
        return content

    def answer(self, path: str, body: bytes) -> bytes:
        """What stands at a path; raises URLError for what is silent."""
        self.asked.append(path)
        if path in self.silent:
            raise URLError(path)
        served = {"tsa": self._stamp, "ocsp": self._status, "list": self._list, "people": self.people}
        return served[path](body)

    def _stamp(self, body: bytes) -> bytes:
        certificate = asn1_x509.Certificate.load(self.stamping.public_bytes(Encoding.DER))
        private = self.stamping_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(certificate, asn1_keys.PrivateKeyInfo.load(private), fixed_dt=self.now)
        answer: bytes = asyncio.run(stamper.async_request_tsa_response(tsp.TimeStampReq.load(body))).dump()
        return answer

    def _status(self, body: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(body)
        assert asked.serial_number == self.stamping.serial_number
        status = ocsp.OCSPCertStatus.REVOKED if self.revoked else ocsp.OCSPCertStatus.GOOD
        builder = ocsp.OCSPResponseBuilder().add_response(
            self.stamping,
            self.certificate,
            hashes.SHA256(),
            status,
            self.now,
            self.now + _DAY,
            self.revoked,
            x509.ReasonFlags.key_compromise if self.revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _list(self, _body: bytes) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = builder.last_update(self.now).next_update(self.now + _DAY)
        if self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(self.stamping.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(self.revoked).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def time_authority(*, at: datetime | None = None) -> Iterator[TimeAuthority]:
    """Run an authority; its clock stands at `at`, or goes."""
    made: list[TimeAuthority] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._serve(b"")

        def _serve(self, body: bytes) -> None:
            try:
                answer = made[0].answer(self.path.strip("/"), body)
            except URLError:
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.append(_made(f"http://127.0.0.1:{server.server_port}", at))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _made(url: str, at: datetime | None) -> TimeAuthority:
    key, stamping_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    since = (at or datetime.now(UTC)) - _DAY

    def builder(name: str, issuer: str, holder: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
        subject, signer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer))
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(signer).public_key(holder.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(since)
        return made.not_valid_after(since + 3650 * _DAY)

    basic = x509.BasicConstraints(ca=True, path_length=0)
    name = "Root of time"
    root = builder(name, name, key).add_extension(basic, critical=True).sign(key, hashes.SHA256())
    place, asking = (x509.UniformResourceIdentifier(f"{url}/{path}") for path in ("list", "ocsp"))
    access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, asking)
    point = x509.DistributionPoint(full_name=[place], relative_name=None, reasons=None, crl_issuer=None)
    stamping = (
        builder("Clock of the tests", name, stamping_key)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return TimeAuthority(url, root.public_bytes(Encoding.PEM), key, stamping, stamping_key, at)
