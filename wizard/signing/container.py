"""One signature, verified byte for byte and without reading the PDF around it.

A signature protects everything in the file except itself: bytes inside its container can be changed without any
signature check noticing (padding, encoding, unused certificates). So the container is taken apart, rebuilt from the
parts that cryptography protects, and compared; one different byte is one too many.

A time-stamp, where there is one, is the only part whose own bytes are not compared; its own signature protects it.

Our own signatures name the signer's certificate and our authority's. A reviewer may sign with the certificate of an
authority outside that the organisation accepts for people. Such a container follows the same rule: DER, one signer,
named by issuer and serial number, no unsigned attribute but a time-stamp, the certificates that lead from the signer's
to the accepted root, without the root and without any other. Its algorithms are spelled as the signed attributes say,
or else in one way. Tools differ in all this, so `in_one_form` writes what a tool made anew, before it is verified and
kept: nothing of it is signed, and so nothing of it is the signer's word.

All of this needs only the bytes of the file. A file that does not pass is refused before its PDF structure, which
a stranger may have built to hurt, is looked at.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from asn1crypto import algos, cms, parser, x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from catalog.knowledge.sentences import sentence
from wizard.signing.clocks import verified
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason
from wizard.signing.outside import path_of, whole_path

Range = tuple[int, int, int, int]
"""The signed bytes: the first from 0 to [1], then [3] bytes from [2]. Between them stands the container."""

Algorithms = tuple[algos.DigestAlgorithm, algos.SignedDigestAlgorithm]
"""How a container spells what it was digested and signed with."""

_RANGE = re.compile(rb"/ByteRange \[(0) +(\d{1,8}) +(\d{1,8}) +(\d{1,8}) *\]")
_GAP = re.compile(rb"<([0-9A-F]+)>")
_ANY_GAP = re.compile(rb"<([0-9A-Fa-f]+)>")
_DIGESTS = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_OURS = algos.DigestAlgorithm({"algorithm": "sha256"}), algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
_TIME_STAMP = "signature_time_stamp_token"
NO_SIGNATURE = sentence("This file carries no signature; it is not a report issued here.")
ALTERED = sentence("The file was altered after it was signed.")
_NOT_TO_THE_END = sentence("The last signature does not reach the end of the file: something was added or is missing.")
_FORGED = sentence("A signature was not made with the key of the certificate that it names.")
NOT_ISSUED = sentence("A signature was made with a certificate that this organisation did not issue.")
NOT_ACCEPTED = sentence(
    "The certificate leads to no authority that the organisation accepts for its reviewers: sign with one that does, "
    "and include the certificates between the two."
)
_OTHER_KIND = sentence(
    "The signature is of a kind that is not accepted: sign with ECDSA or RSA (PKCS#1 v1.5, not PSS) and SHA-256, "
    "SHA-384 or SHA-512."
)
_TOO_LITTLE_ROOM = sentence(
    "The signing tool left too little room for the certificates: let it reserve more, or include the whole chain."
)
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


def check(file: bytes, signed: Range, authorities: frozenset[bytes], people: frozenset[bytes]) -> bytes:
    """Verify the signature over `signed` and return its container's content (hexadecimal decoded, with padding).

    `authorities` are the certificates (DER) that are trusted to have issued the signer's, `people` those of accepted
    authorities outside. Raises `Doubt`, or `ValueError` where the container is no container at all.
    """
    gap = _GAP.fullmatch(file, signed[1], signed[2])
    if gap is None or len(gap[1]) % 2:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    content = bytes.fromhex(gap[1].decode())
    parts, length = _parts(content, strict=True)
    if any(content[length:]):
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    info = parts["signer_infos"][0]
    embedded, issuer, outside = _certificates(parts, info, authorities, people)
    algorithms = _algorithms(info, embedded[0]) if outside else _OURS
    _verify(info, embedded[0], issuer, file[: signed[1]] + file[signed[2] : signed[2] + signed[3]])
    if _rebuilt(info, embedded, algorithms) != content[:length]:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    return content


def in_one_form(file: bytes, people: frozenset[bytes], clocks: Sequence[bytes] = ()) -> bytes:
    """The file with the container of its last signature, made outside, written in the form that `check` asks for.

    A time-stamp that none of `clocks`, the roots (DER) of time-stamp authorities, confirms is left out. Raises `Doubt`,
    or `ValueError` where the container is no container at all.
    """
    signed = last_range(file)
    gap = _ANY_GAP.fullmatch(file, signed[1], signed[2])
    if gap is None or len(gap[1]) % 2:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    parts, _ = _parts(bytes.fromhex(gap[1].decode()), strict=False)
    info = parts["signer_infos"][0]
    found = [choice.chosen for choice in parts["certificates"] if choice.name == "certificate"]
    signer, others = _apart(info, found)
    path = path_of(_pyca(signer), map(_pyca, others), [_pyca(root) for root in _loaded(people)]) if signer else ()
    if not path:
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ACCEPTED)
    embedded = _loaded(each.public_bytes(Encoding.DER) for each in path[:-1])
    stamps = [each for each in _unsigned(info) if each["type"].native == _TIME_STAMP and _holds(info, each, clocks)]
    info["unsigned_attrs"] = cms.CMSAttributes(stamps[:1]) if stamps else None
    content = _rebuilt(info, embedded, _algorithms(info, embedded[0])).hex().upper().encode()
    if len(content) > len(gap[1]):
        raise Doubt(Reason.FORMAT_FAILURE, _TOO_LITTLE_ROOM)
    return file[: signed[1]] + b"<" + content.ljust(len(gap[1]), b"0") + b">" + file[signed[2] :]


def _parts(content: bytes, *, strict: bool) -> tuple[cms.SignedData, int]:
    """Read a container with one signer, and how many bytes of the content it is."""
    try:
        length = parser.peek(content)
        parts: cms.SignedData = cms.ContentInfo.load(content[:length], strict=strict)["content"]
        sole = len(parts["signer_infos"]) == 1
    except ValueError:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN) from None
    if not sole:
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
    return parts, length


def _holds(info: cms.SignerInfo, attribute: cms.CMSAttribute, clocks: Sequence[bytes]) -> bool:
    digest = hashlib.sha256(info["signature"].native).digest()
    try:
        verified(attribute["values"][0]["content"], digest, clocks)
    except (Doubt, ValueError, TypeError, KeyError, IndexError):
        return False
    return len(attribute["values"]) == 1


def _numbers(found: re.Match[bytes]) -> Range:
    first, length, second, rest = (int(number) for number in found.groups())
    return first, length, second, rest


def _verify(info: cms.SignerInfo, signer: x509.Certificate, issuer: x509.Certificate, signed: bytes) -> None:
    """Verify digest, signature and issuer."""
    attributes = _signed_attributes(info)
    name = info["digest_algorithm"]["algorithm"].native
    digest = _DIGESTS.get(name)
    if digest is None:
        raise Doubt(Reason.FORMAT_FAILURE, _OTHER_KIND)
    if attributes["message_digest"][0].native != hashlib.new(name, signed).digest():
        raise Doubt(Reason.HASH_FAILURE, ALTERED)
    certificate = _pyca(signer)
    key = certificate.public_key()
    try:
        certificate.verify_directly_issued_by(_pyca(issuer))
    except (InvalidSignature, ValueError, TypeError):
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED) from None
    value, said = info["signature"].native, info["signed_attrs"].untag().dump()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, said, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, said, padding.PKCS1v15(), digest)
        else:
            raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    except InvalidSignature:
        raise Doubt(Reason.SIG_CRYPTO_FAILURE, _FORGED) from None


def _algorithms(info: cms.SignerInfo, signer: x509.Certificate) -> Algorithms:
    """How a container from outside has to spell its algorithms: as the signature protects them, or else in one way."""
    digest = info["digest_algorithm"]["algorithm"].native
    kinds = {"ec": [f"{digest}_ecdsa"], "rsa": ["rsassa_pkcs1v15", f"{digest}_rsa"]}.get(signer.public_key.algorithm)
    protected = _signed_attributes(info).get("cms_algorithm_protection")
    if protected:
        named = protected[0]["digest_algorithm"], protected[0]["signature_algorithm"].untag()
        kind = named[1]["algorithm"].native
        if kinds and named[0]["algorithm"].native == digest and kind in kinds:
            return named
    elif kinds and digest in _DIGESTS and info["signature_algorithm"]["algorithm"].native in kinds:
        return algos.DigestAlgorithm({"algorithm": digest}), algos.SignedDigestAlgorithm({"algorithm": kinds[0]})
    raise Doubt(Reason.FORMAT_FAILURE, _OTHER_KIND)


def _rebuilt(info: cms.SignerInfo, embedded: list[x509.Certificate], algorithms: Algorithms) -> bytes:
    """Write the container again from its signed attributes, its signature value and its certificates."""
    value, signer = info["signature"].native, embedded[0]
    if signer.public_key.algorithm == "ec":
        value = encode_dss_signature(*decode_dss_signature(value))
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
            "digest_algorithm": algorithms[0],
            "signature_algorithm": algorithms[1],
            "signed_attrs": info["signed_attrs"],
            "signature": value,
        }
    )
    unsigned = _unsigned(info)
    if unsigned:
        if [attribute["type"].native for attribute in unsigned] != [_TIME_STAMP]:
            raise Doubt(Reason.FORMAT_FAILURE, _NOT_AS_WRITTEN)
        rebuilt["unsigned_attrs"] = info["unsigned_attrs"]
    content = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms([algorithms[0]]),
        "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices(name="certificate", value=each) for each in embedded],
        "signer_infos": [rebuilt],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})
    dumped: bytes = whole.dump()
    return dumped


def _certificates(
    signed: cms.SignedData, info: cms.SignerInfo, authorities: frozenset[bytes], people: frozenset[bytes]
) -> tuple[list[x509.Certificate], x509.Certificate, bool]:
    """Return the certificates with the signer's first, who issued that, and whether they are from outside."""
    embedded = [choice.chosen for choice in signed["certificates"]]
    if not all(isinstance(each, x509.Certificate) for each in embedded):
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    ours = [each for each in embedded if each.dump() in authorities]
    others = [each for each in embedded if each.dump() not in authorities]
    if len(ours) == 1 and len(others) == 1:
        return [*others, *ours], ours[0], False
    if ours or not others:
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    signer, above = _apart(info, others)
    path = whole_path(_pyca(signer), map(_pyca, above), [_pyca(root) for root in _loaded(people)]) if signer else ()
    if not path:
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, NOT_ISSUED)
    chain = _loaded(each.public_bytes(Encoding.DER) for each in path)
    return chain[:-1], chain[1], True


def _apart(
    info: cms.SignerInfo, certificates_found: list[x509.Certificate]
) -> tuple[x509.Certificate | None, list[x509.Certificate]]:
    """The certificate that a signature names, by issuer and serial number or by the mark of its key, and the others."""
    named = info["sid"].chosen
    if isinstance(named, cms.IssuerAndSerialNumber):
        wanted = named["issuer"], named["serial_number"].native
        signers = [each for each in certificates_found if (each.issuer, each.serial_number) == wanted]
    else:
        signers = [each for each in certificates_found if each.key_identifier == named.native]
    return (signers[0] if signers else None), [each for each in certificates_found if each not in signers[:1]]


def _signed_attributes(info: cms.SignerInfo) -> dict[str, Any]:
    return {each["type"].native: each["values"] for each in info["signed_attrs"]}


def _unsigned(info: cms.SignerInfo) -> list[cms.CMSAttribute]:
    return [] if info["unsigned_attrs"].native is None else list(info["unsigned_attrs"])


def _loaded(encoded: Iterable[bytes]) -> list[x509.Certificate]:
    return [x509.Certificate.load(each) for each in encoded]


def _pyca(certificate: x509.Certificate) -> certificates.Certificate:
    return certificates.load_der_x509_certificate(certificate.dump())
