"""A certificate and key that a reviewer brings along for one signature, as a PKCS#12 file. Nothing of it is kept.

The file is a stranger's: it may ask for more work than there is time. So it is opened in a process of its own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)

from catalog.knowledge.sentences import sentence
from wizard import isolated
from wizard.signing.clocks import in_der
from wizard.signing.container import NOT_ACCEPTED
from wizard.signing.outside import path_of, problem_of
from wizard.signing.problems import SigningProblem

LARGEST_FILE = 100 * 1024
"""Bytes of a PKCS#12 file: a key and a chain of certificates take a tenth of it."""

_NO_FILE = sentence(
    "This is no PKCS#12 file (.p12 or .pfx): export your certificate together with its key, and choose that file."
)
_WRONG = sentence("The passphrase does not open this file: type the one with which it was exported.")
_OLD = sentence("The file is protected in a way that is no longer used: export it anew, protected by AES.")
_NO_KEY = sentence("The file holds no certificate with its key: export both into one file, and choose that.")


@dataclass(frozen=True)
class OwnKey:
    """A reviewer's own key, its certificate, and those that lead to the accepted root, without that."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...]


def open_own_key(file: bytes, passphrase: str, *, people: Sequence[bytes], now: datetime) -> OwnKey:
    """Open a PKCS#12 file. Raises `SigningProblem` where nobody may sign with what it holds.

    `people` are the certificates (PEM or DER) of the accepted authorities.
    """
    if len(file) > LARGEST_FILE or not _is_pkcs12(file):
        raise SigningProblem(_NO_FILE)
    head = json.dumps({"passphrase": passphrase}).encode()
    try:
        answer = isolated.run("wizard.signing.own_key", head + b"\n" + file, seconds=20, memory_mb=512)
    except isolated.Refused as refused:
        raise SigningProblem(str(refused)) from None
    except isolated.Stopped:
        raise SigningProblem(_OLD) from None
    parts = json.loads(answer)
    key = load_der_private_key(bytes.fromhex(parts["key"]), None)
    certificate, *others = (x509.load_der_x509_certificate(bytes.fromhex(each)) for each in parts["certificates"])
    path = path_of(certificate, others, [x509.load_der_x509_certificate(in_der(each)) for each in people])
    if problem := problem_of(certificate):
        raise SigningProblem(problem)
    if not path or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningProblem(NOT_ACCEPTED)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= now <= last:
        raise SigningProblem(
            sentence(
                "The certificate is valid from {first} to {last}: sign with one that is valid today.",
                first=first.date(),
                last=last.date(),
            )
        )
    return OwnKey(key, certificate, path[1:-1])


def _is_pkcs12(file: bytes) -> bool:
    try:
        kind: str = asn1_pkcs12.Pfx.load(file, strict=True)["version"].native
    except (ValueError, TypeError):
        return False
    return kind == "v3"


def _answer(payload: bytes) -> bytes:
    head, _, file = payload.partition(b"\n")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(file, json.loads(head)["passphrase"].encode())
    except UnsupportedAlgorithm:
        raise ValueError(_OLD) from None
    except ValueError:
        raise ValueError(_WRONG) from None
    if key is None or certificate is None:
        raise ValueError(_NO_KEY)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = [each.public_bytes(Encoding.DER).hex() for each in (certificate, *others)]
    return json.dumps({"key": private.hex(), "certificates": chain}).encode()


if __name__ == "__main__":
    isolated.serve(_answer)
