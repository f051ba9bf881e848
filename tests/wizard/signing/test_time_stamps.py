"""With a time-stamp authority the time of a signature is more than the signer's own word."""

from datetime import timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, SERVICE, Keys
from wizard.signing.signer import certify, sign
from wizard.signing.verdict import verify


@pytest.fixture(scope="module")
def clock() -> tuple[DummyTimeStamper, bytes]:
    """A time-stamp authority of the tests, and its certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clock of the tests")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(sample.ISSUED - timedelta(days=1))
        .not_valid_after(sample.ISSUED + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = certificate.public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(der), asn1_keys.PrivateKeyInfo.load(private), fixed_dt=sample.ISSUED
    )
    return stamper, der


@pytest.fixture(scope="module")
def stamped(rendered: bytes, keys: Keys, clock: tuple[DummyTimeStamper, bytes]) -> bytes:
    font, stamper = sample.fonts().sans, clock[0]
    file = certify(rendered, identity=keys.service, statement=SERVICE, font=font, timestamper=stamper)
    return sign(file, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=font, timestamper=stamper)


def test_a_known_authority_confirms_the_time(stamped: bytes, keys: Keys, clock: tuple[DummyTimeStamper, bytes]) -> None:
    verdict = verify(stamped, trust_roots=[keys.root], time_roots=[clock[1]], issued=None)
    assert verdict.ok
    assert verdict.signatures[1].level == "PAdES B-T: a time-stamp authority confirms the time"
    assert [(signature.time_stamped, signature.at) for signature in verdict.signatures] == [
        (True, sample.ISSUED),
        (True, sample.ISSUED),
    ]


def test_a_time_stamp_of_an_unknown_authority_is_not_accepted(stamped: bytes, keys: Keys) -> None:
    verdict = verify(stamped, trust_roots=[keys.root], issued=None)
    assert verdict.reasons == ("A time-stamp cannot be verified.",)
    assert verdict.terms == "INDETERMINATE (NO_POE)"


def test_an_authority_for_signers_is_none_for_time(
    signed: bytes, stamped: bytes, keys: Keys, clock: tuple[DummyTimeStamper, bytes]
) -> None:
    assert not verify(stamped, trust_roots=[keys.root, clock[1]], issued=None).ok
    assert not verify(signed, trust_roots=[clock[1]], time_roots=[keys.root], issued=None).ok
