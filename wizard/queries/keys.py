"""The organisation's certificates: which there are, until when, and which were revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from wizard.models import Revocation, SigningKey
from wizard.queries.files import KEYS, authority_certificates, data_path
from wizard.signing.identity import fingerprint
from wizard.signing.outside import issued
from wizard.signing.revocation import Cause, Revoked

AUTHORITY, FORMER_AUTHORITY, SERVICE, REVIEWER = "authority", "former authority", "service", "reviewer"


@dataclass(frozen=True)
class KnownKey:
    """A key of the organisation: its kind, whose it is, its certificate, and whether that was revoked."""

    kind: str
    owner: str
    certificate: x509.Certificate
    active: bool
    revoked: bool

    @property
    def mark(self) -> str:
        """The SHA-256 fingerprint of the certificate."""
        return fingerprint(self.certificate)

    @property
    def until(self) -> datetime:
        """When the certificate ends."""
        return self.certificate.not_valid_after_utc


def service_certificate() -> x509.Certificate | None:
    """The certificate with which reports are certified; None before the first key was made."""
    path = data_path(KEYS, "service.pem")
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.exists() else None


def is_revoked(mark: str) -> bool:
    """Whether the certificate with this fingerprint was revoked."""
    return Revocation.objects.filter(fingerprint=mark).exists()


def known_keys() -> list[KnownKey]:
    """All keys: the authority's, those of former ones, the service's and the reviewers'."""
    gone = set(Revocation.objects.values_list("fingerprint", flat=True))

    def known(kind: str, owner: str, certificate: x509.Certificate, *, active: bool = True) -> KnownKey:
        return KnownKey(kind, owner, certificate, active, fingerprint(certificate) in gone)

    authorities = [x509.load_pem_x509_certificate(each) for each in authority_certificates()]
    service = service_certificate()
    found = [known(AUTHORITY, "", authorities[0])] if authorities else []
    found += [known(SERVICE, "", service)] if service else []
    for key in SigningKey.objects.select_related("user").order_by("user__full_name", "pk"):
        certificate = x509.load_pem_x509_certificate(key.certificate.encode())
        found.append(known(REVIEWER, key.user.full_name, certificate, active=key.user.is_active))
    return found + [known(FORMER_AUTHORITY, "", each) for each in authorities[1:]]


def known_certificate(mark: str) -> x509.Certificate | None:
    """The certificate of a reviewer or of the service whose fingerprint begins so, if it is only one."""
    keys = [key for key in known_keys() if key.kind in {SERVICE, REVIEWER} and key.mark.startswith(mark.lower())]
    return keys[0].certificate if len(keys) == 1 else None


def authority_mark_of(certificate: x509.Certificate) -> str:
    """The fingerprint of our authority that issued this certificate; raises ValueError for a foreign one."""
    for encoded in authority_certificates():
        authority = x509.load_pem_x509_certificate(encoded)
        if issued(certificate, authority):
            return fingerprint(authority)
    raise ValueError("The certificate was issued by none of the organisation's authorities.")


def revoked_by(authority: str) -> list[Revoked]:
    """What the list of one authority (its fingerprint) has to hold: each serial number once, since the first time.

    A key that was in wrong hands is listed so, whatever was thought of it before.
    """
    found: dict[int, Revoked] = {}
    for row in Revocation.objects.filter(authority=authority).order_by("revoked_at", "pk"):
        serial, cause = int(row.serial, 16), Cause(row.cause)
        since = found[serial].at if serial in found else row.revoked_at
        found[serial] = Revoked(serial, since, cause)
    return list(found.values())


def revocation_of(mark: str) -> Revoked | None:
    """Since when, and for what cause, the certificate with this fingerprint is revoked."""
    rows = list(Revocation.objects.filter(fingerprint=mark).order_by("revoked_at", "pk"))
    return Revoked(int(rows[0].serial, 16), rows[0].revoked_at, Cause(rows[-1].cause)) if rows else None
