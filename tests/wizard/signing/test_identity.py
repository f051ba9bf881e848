"""Certificates and protected keys."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.wizard.report import sample
from tests.wizard.signing.conftest import PASSPHRASE, Keys
from wizard.signing import identity
from wizard.signing.problems import SigningProblem


def test_a_reviewer_certificate_is_issued_by_the_authority_for_signing_documents(keys: Keys) -> None:
    certificate = keys.reviewer.certificate
    certificate.verify_directly_issued_by(keys.authority.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert list(purposes.value) == [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert not purposes.critical


def test_the_authority_signs_certificates_and_nothing_else(keys: Keys) -> None:
    extensions = keys.authority.certificate.extensions
    assert extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert not extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature


def test_a_reviewer_key_lives_three_years(keys: Keys) -> None:
    lifetime = keys.reviewer.certificate.not_valid_after_utc - sample.ISSUED
    assert timedelta(days=3 * 365) <= lifetime <= timedelta(days=3 * 366)


def test_the_key_file_does_not_open_with_a_wrong_passphrase(keys: Keys) -> None:
    with pytest.raises(SigningProblem, match=r"^The passphrase does not open this signing key; type it again\.$"):
        identity.unlock(keys.reviewer_file, PASSPHRASE + "!")


def test_a_damaged_key_file_is_refused_in_the_same_words(keys: Keys) -> None:
    with pytest.raises(SigningProblem, match="does not open"):
        identity.unlock(keys.reviewer_file[:-20], PASSPHRASE)


def test_the_key_file_is_protected_by_aes_and_600_000_rounds(
    keys: Keys, full_rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "ROUNDS", full_rounds)
    file = identity.create_service(
        authority=keys.authority, organisation="Acme GmbH", passphrase=PASSPHRASE, now=sample.ISSUED
    ).pkcs12
    aes_256_cbc = bytes.fromhex("060960864801650304012a")
    rounds = bytes.fromhex("0203") + (600_000).to_bytes(3, "big")
    assert aes_256_cbc in file
    assert file.count(rounds) == 3  # the key, the certificates, and the seal that tells whether a passphrase fits


@pytest.mark.parametrize("passphrase", ["correct horse battery", "Grüße, 20 € und 😀", "x" * 200])
def test_other_tools_open_the_key_file_by_its_passphrase_alone(keys: Keys, tmp_path: Path, passphrase: str) -> None:
    made = identity.create_service(
        authority=keys.authority, organisation="Acme GmbH", passphrase=passphrase, now=sample.ISSUED
    )
    file = tmp_path / "service.p12"
    file.write_bytes(made.pkcs12)
    assert _opened_by_openssl(file, passphrase) == 0
    assert _opened_by_openssl(file, f"{passphrase}!") != 0


def _opened_by_openssl(file: Path, passphrase: str) -> int:
    command = ["openssl", "pkcs12", "-in", str(file), "-noout", "-passin", "stdin"]
    return subprocess.run(command, input=f"{passphrase}\n".encode(), capture_output=True, check=False).returncode


def test_a_short_passphrase_is_refused_with_the_length_it_needs(keys: Keys) -> None:
    with pytest.raises(SigningProblem, match="choose at least 12 characters"):
        identity.create_service(authority=keys.authority, organisation="Acme", passphrase="short", now=sample.ISSUED)


def test_names_longer_than_the_standard_allows_are_cut(keys: Keys) -> None:
    made = identity.create_reviewer(
        authority=keys.authority,
        organisation="O" * 90,
        name="N" * 90,
        email="n@münchen.example",
        passphrase=PASSPHRASE,
        now=sample.ISSUED,
    )
    subject = x509.load_pem_x509_certificate(made.certificate).subject
    assert subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "N" * 64


def test_an_opened_key_does_not_show_itself(keys: Keys) -> None:
    assert "key=" not in repr(keys.reviewer)
