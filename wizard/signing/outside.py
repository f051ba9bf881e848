"""Certificates that other authorities gave to people, and what makes one good enough to sign a report with.

Which authorities are believed is the organisation's choice. They vouch for people in the reviewers' fields and for
nothing else: the certification comes from the organisation's own authority alone.
"""

from collections.abc import Iterable, Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints

from catalog.knowledge.sentences import sentence

FOR_PEOPLE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
"""What a certificate's key has to be for: signatures, of whatever strength its authority calls them."""

_LONGEST = 5
_WEAKEST_RSA = 2048
_CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_PURPOSES = frozenset(
    map(
        ObjectIdentifier,
        (
            "1.3.6.1.5.5.7.3.4",  # e-mail of a person
            "1.3.6.1.5.5.7.3.36",  # documents (RFC 9336)
            "1.3.6.1.4.1.311.10.3.12",  # documents, by Microsoft
            "1.2.840.113583.1.1.5",  # documents, by Adobe
            "2.5.29.37.0",  # any
        ),
    )
)
_NO_PERSON = sentence("The certificate is an authority's or a machine's: take one that is for a person's signatures.")
_WEAK = sentence("The key is of another kind: take RSA from 2048 bits, or an elliptic curve of NIST.")


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether this issuer signed this certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def path_of(
    signer: x509.Certificate, others: Iterable[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The certificates from the signer's to the root that it leads to; empty where it leads to none of them."""
    path, waiting = [signer], list(others)
    while len(path) < _LONGEST:
        root = next((each for each in roots if issued(path[-1], each)), None)
        if root is not None:
            return (*path, root)
        above = next((each for each in waiting if issued(path[-1], each)), None)
        if above is None:
            break
        waiting.remove(above)
        path.append(above)
    return ()


def whole_path(
    signer: x509.Certificate, others: Iterable[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The same by way of all the others, none left over; empty where they do not lead to a root so.

    Which authorities are accepted may change after somebody signed: a path must not become shorter by that.
    """
    path, waiting = [signer], list(others)
    while waiting and len(path) < _LONGEST:
        above = next((each for each in waiting if issued(path[-1], each)), None)
        if above is None:
            return ()
        waiting.remove(above)
        path.append(above)
    root = next((each for each in roots if issued(path[-1], each) and each not in path), None)
    return () if root is None or waiting else (*path, root)


def path_in(signature: EmbeddedPdfSignature, roots: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """The path of a signature to one of the roots (DER) by the certificates that it carries; empty for none."""
    signer, *others = (
        x509.load_der_x509_certificate(each.dump()) for each in (signature.signer_cert, *signature.other_embedded_certs)
    )
    return path_of(signer, others, [x509.load_der_x509_certificate(root) for root in roots])


def problem_of(certificate: x509.Certificate) -> str:
    """Why nobody may sign a report with this certificate, as one sentence; empty where they may."""
    key = certificate.public_key()
    strong = isinstance(key, rsa.RSAPublicKey) and key.key_size >= _WEAKEST_RSA
    if not strong and not (isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES):
        return _WEAK
    for extension in certificate.extensions:
        match extension.value:
            case x509.BasicConstraints(ca=True):
                return _NO_PERSON
            case x509.ExtendedKeyUsage() as usage if not _PURPOSES.intersection(usage):
                return _NO_PERSON
            case x509.KeyUsage() as usage if not (usage.digital_signature or usage.content_commitment):
                return _NO_PERSON
    return ""


def name_of(certificate: x509.Certificate) -> str:
    """The name in a certificate, as its authority wrote it."""
    return _first(certificate, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()


def organisation_of(certificate: x509.Certificate) -> str:
    """The organisation in a certificate; empty where it names none."""
    return _first(certificate, NameOID.ORGANIZATION_NAME)


def _first(certificate: x509.Certificate, part: ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(part)
    return str(found[0].value) if found else ""
