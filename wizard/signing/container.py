"""One signature, verified byte for byte and without reading the PDF around it.

A signature protects everything in the file except itself: bytes inside its container can be changed without any
signature check noticing (padding, encoding, unused certificates). So the container is taken apart, rebuilt from the
parts that cryptography protects, and compared; one different byte is one too many.

A time-stamp, where there is one, is the only part whose own bytes are not compared; its own signature protects it.

All of this needs only the bytes of the file. A file that does not pass is refused before its PDF structure, which
a stranger may have built to hurt, is looked at.
"""

import hashlib
import re

from asn1crypto import cms, parser, x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from catalog.knowledge.sentences import sentence
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason

Range = tuple[int, int, int, int]
"""The signed bytes: the first from 0 to [1], then [3] bytes from [2]. Between them stands the container."""

_RANGE = re.compile(rb"/ByteRange \[(0) (\d{1,8}) (\d{1,8}) (\d{1,8}) *\]")
_GAP = re.compile(rb"<([0-9A-F]+)>")
_TIME_STAMP = "signature_time_stamp_token"
NO_SIGNATURE = sentence("This file carries no signature; it is not a report issued here.")
ALTERED = sentence("The file was altered after it was signed.")
_NOT_TO_THE_END = sentence("The last signature does not reach the end of the file: something was added or is missing.")
_FORGED = sentence("A signature was not made with the key of the certificate that it names.")
NOT_ISSUED = sentence("A signature was made with a certificate that this organisation did not issue.")
_NOT_AS_WRITTEN = sentence("A signature is not written the way reports are signed; its container was changed.")


def last_range(file: bytes) -> Range:
    """Find the range of the signature that reaches to the end of the file. Raises `Doubt`."""
    ranges = [_numbers(found) for found in _RANGE.finditer(file)]
    if not ranges:
        raise Doubt(Reason.FORMAT_FAILURE, NO_SIGNATURE)
    reaching = [each for each in ranges if each[2] + each[3] == len(file)]
    if len(reaching) != 1:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _NOT_TO_THE_END)
    return reaching[0]


def check(file: bytes, signed: Range, authorities: frozenset[bytes]) -> bytes:
    """Verify the signature over `signed` and return its container's content (hexadecimal decoded, with padding).

    `authorities` are the certificates (DER) that are trusted to have issued the signer's. Raises `Doubt`, or
    `ValueError` where the container is no container at all.
    """
    gap = _GAP.fullmatch(file, signed[1], signed[2])
    if gap is None or len(gap[1]) % 2:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    content = bytes.fromhex(gap[1].decode())
    try:
        length = parser.peek(content)
        parts: cms.SignedData = cms.ContentInfo.load(content[:length], strict=True)["content"]
        sole = len(parts["signer_infos"]) == 1
    except ValueError:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN) from None
    if any(content[length:]) or not sole:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    info = parts["signer_infos"][0]
    signer, authority = _certificates(parts, authorities)
    _verify(info, signer, authority, file[: signed[1]] + file[signed[2] : signed[2] + signed[3]])
    if _rebuilt(info, signer, authority) != content[:length]:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    return content


def _numbers(found: re.Match[bytes]) -> Range:
    first, length, second, rest = (int(number) for number in found.groups())
    return first, length, second, rest


def _verify(info: cms.SignerInfo, signer: x509.Certificate, authority: x509.Certificate, signed: bytes) -> None:
    """Verify digest, signature and issuer."""
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    if attributes["message_digest"][0].native != hashlib.sha256(signed).digest():
        raise Doubt(Reason.HASH_FAILURE, ALTERED)
    certificate = certificates.load_der_x509_certificate(signer.dump())
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    try:
        certificate.verify_directly_issued_by(certificates.load_der_x509_certificate(authority.dump()))
    except InvalidSignature:
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED) from None
    try:
        key.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Doubt(Reason.SIG_CRYPTO_FAILURE, _FORGED) from None


def _rebuilt(info: cms.SignerInfo, signer: x509.Certificate, authority: x509.Certificate) -> bytes:
    """Write the container again from its signed attributes, its signature value and its two certificates."""
    value = info["signature"].native
    rebuilt = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": signer.issuer, "serial_number": signer.serial_number}
                    )
                }
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signed_attrs": info["signed_attrs"],
            "signature": encode_dss_signature(*decode_dss_signature(value)),
        }
    )
    unsigned = info["unsigned_attrs"]
    if unsigned.native is not None:
        if [attribute["type"].native for attribute in unsigned] != [_TIME_STAMP]:
            raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
        rebuilt["unsigned_attrs"] = unsigned
    content = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms([{"algorithm": "sha256"}]),
        "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices(name="certificate", value=each) for each in (signer, authority)],
        "signer_infos": [rebuilt],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})
    dumped: bytes = whole.dump(force=True)
    return dumped


def _certificates(signed: cms.SignedData, authorities: frozenset[bytes]) -> tuple[x509.Certificate, x509.Certificate]:
    """Return the signer's certificate and the authority's, which must be the only two, the latter one of ours."""
    embedded = [choice.chosen for choice in signed["certificates"]]
    ours = [each for each in embedded if each.dump() in authorities]
    others = [each for each in embedded if each.dump() not in authorities]
    if len(ours) != 1 or len(others) != 1 or not isinstance(others[0], x509.Certificate):
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    return others[0], ours[0]
