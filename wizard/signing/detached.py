"""A signature beside a file, as CMS (RFC 5652), which any tool verifies: `openssl cms -verify`, for one."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from wizard.signing.identity import Unlocked


def sign_beside(content: bytes, *, identity: Unlocked) -> bytes:
    """Return the signature over exactly these bytes, DER, with the signer's certificate and its authority's in it."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    signed = builder.add_signer(identity.certificate, identity.key, hashes.SHA256()).add_certificate(identity.authority)
    return signed.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
