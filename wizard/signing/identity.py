"""The certificates that sign reports: the organisation's own authority, its report service, and each reviewer.

Keys are ECDSA on P-256, kept as PKCS#12 files that a passphrase protects (AES-256, 600 000 rounds, for the seal too).
The caller stores the bytes, readable by its own account only. The service's may stay in a security module instead
(`security_module`).

A certificate names the place of its authority's revocation list where the service has a public address. Verification
never asks there: a report must be verifiable offline and in ten years. It reads the list in the report, and those that
it is given (`revocation`). The withdrawal of an approval is a matter of the register. A reviewer's certificate lives
for three years, which bounds what a lost key can sign; none lives longer than the authority that issued it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from catalog.knowledge.sentences import sentence
from wizard.signing.problems import SigningProblem
from wizard.signing.seal import sealed

AUTHORITY_UNIT = "Report authority"
SERVICE_UNIT = "Report service"
REVIEW_UNIT = "Legal review"
"""Written into certificates by the authority and read by the verification: a reviewer cannot pose as the service."""

SHORTEST_PASSPHRASE = 12
ROUNDS = 600_000
"""How often a passphrase is hashed before it decrypts a key, or tells whether it fits the file."""

_YEAR = timedelta(days=365.25)
_LIFETIMES = {AUTHORITY_UNIT: 30 * _YEAR, SERVICE_UNIT: 10 * _YEAR, REVIEW_UNIT: 3 * _YEAR}
_SKEW = timedelta(minutes=5)
_LONGEST_NAME = 64


@dataclass(frozen=True)
class Identity:
    """A certificate (PEM), its SHA-256 fingerprint in hexadecimal, and the protected PKCS#12 file with its key."""

    certificate: bytes
    fingerprint: str
    pkcs12: bytes


@dataclass(frozen=True)
class Unlocked:
    """A key in use, its certificate, and the authority that issued it (for the authority: itself)."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    authority: x509.Certificate


def create_authority(*, organisation: str, passphrase: str, now: datetime) -> Identity:
    """Create the organisation's own authority, valid for thirty years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"{organisation} report authority", organisation, AUTHORITY_UNIT)
    builder = _builder(name, name, key.public_key(), now, now + _LIFETIMES[AUTHORITY_UNIT])
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    return _identity(key, certificate, certificate, passphrase)


def create_service(
    *, authority: Unlocked, organisation: str, passphrase: str, now: datetime, revocations: str = ""
) -> Identity:
    """Create the identity with which the service certifies the reports that it issues, valid for ten years.

    `revocations` is the address of the authority's revocation list.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certify_service(key.public_key(), authority, organisation, now=now, revocations=revocations)
    return _identity(key, certificate, authority.certificate, passphrase)


def certify_service(
    key: ec.EllipticCurvePublicKey, authority: Unlocked, organisation: str, *, now: datetime, revocations: str = ""
) -> x509.Certificate:
    """Issue the service's certificate, valid for ten years, for a key whose private half may be anywhere."""
    name = _name(f"{organisation} report service", organisation, SERVICE_UNIT)
    return _issue(authority, name, key, _Terms(now, revocations))


def create_reviewer(
    *,
    authority: Unlocked,
    organisation: str,
    name: str,
    email: str,
    passphrase: str,
    now: datetime,
    revocations: str = "",
) -> Identity:
    """Create a reviewer's identity, valid for three years. Only who knows the passphrase can sign with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, organisation, REVIEW_UNIT)
    certificate = _issue(authority, subject, key.public_key(), _Terms(now, revocations, email))
    return _identity(key, certificate, authority.certificate, passphrase)


def unlock(protected: bytes, passphrase: str) -> Unlocked:
    """Open a PKCS#12 file made here. Raises `SigningProblem` for a wrong passphrase or a damaged file."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(protected, passphrase.encode())
    except ValueError:
        raise SigningProblem(sentence("The passphrase does not open this signing key; type it again.")) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise SigningProblem(sentence("This file holds no signing key made here; create a new signing key."))
    return Unlocked(key, certificate, others[0] if others else certificate)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint of a certificate in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


@dataclass(frozen=True)
class _Terms:
    """From when a certificate is valid, where its revocation stands, and whose mail it names."""

    now: datetime
    revocations: str
    email: str = ""


def _issue(authority: Unlocked, name: x509.Name, key: ec.EllipticCurvePublicKey, terms: _Terms) -> x509.Certificate:
    until = min(terms.now + _LIFETIMES[_unit(name)], authority.certificate.not_valid_after_utc)
    builder = _builder(name, authority.certificate.subject, key, terms.now, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(issuer_key, critical=False)
    if terms.email:
        named = x509.SubjectAlternativeName([x509.RFC822Name(_ascii(terms.email))])
        builder = builder.add_extension(named, critical=False)
    if terms.revocations:
        place = [x509.UniformResourceIdentifier(terms.revocations)]
        point = x509.DistributionPoint(full_name=place, relative_name=None, reasons=None, crl_issuer=None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(authority.key, hashes.SHA256())


def _builder(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, organisation: str, unit: str) -> x509.Name:
    """Build a subject. The standard allows 64 characters a part; longer names are cut there."""
    parts = {
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.ORGANIZATIONAL_UNIT_NAME: unit,
        NameOID.COMMON_NAME: common,
    }
    return x509.Name([x509.NameAttribute(oid, text[:_LONGEST_NAME]) for oid, text in parts.items()])


def _unit(name: x509.Name) -> str:
    return cast(str, name.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)[0].value)


def _ascii(email: str) -> str:
    """Return the address as the certificate can hold it: the domain of an international address in its ASCII form."""
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _identity(
    key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, authority: x509.Certificate, passphrase: str
) -> Identity:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SigningProblem(
            sentence("The passphrase is too short; choose at least {least} characters.", least=SHORTEST_PASSPHRASE)
        )
    protection = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    others = [] if certificate == authority else [authority]
    protected = pkcs12.serialize_key_and_certificates(b"report signing", key, certificate, others, protection)
    file = sealed(protected, passphrase, ROUNDS)
    return Identity(certificate.public_bytes(serialization.Encoding.PEM), fingerprint(certificate), file)
