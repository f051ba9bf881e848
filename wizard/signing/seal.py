"""The seal of a PKCS#12 file, made as costly to try as the encryption behind it.

A file is sealed with a MAC whose key follows from the passphrase too. `cryptography` derives that one in 2,048 rounds
whatever was asked for the encryption, and somebody who guesses passphrases would try them on the seal. So it is set
anew, in the derivation that every reader of PKCS#12 knows. Source: RFC 7292, appendix B.2, with SHA-256.
"""

import hashlib
import hmac
import secrets

from asn1crypto import algos, pkcs12

_BLOCK = 64
"""Bytes that SHA-256 takes at a time."""
_FOR_A_MAC = b"\x03"
_SALT = 16


def sealed(protected: bytes, passphrase: str, rounds: int) -> bytes:
    """The same PKCS#12 file (DER) under a seal whose key takes so many rounds."""
    file = pkcs12.Pfx.load(protected)
    salt = secrets.token_bytes(_SALT)
    digest = hmac.digest(_key(passphrase, salt, rounds), file["auth_safe"]["content"].native, "sha256")
    file["mac_data"] = pkcs12.MacData(
        {
            "mac": {"digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "digest": digest},
            "mac_salt": salt,
            "iterations": rounds,
        }
    )
    result: bytes = file.dump(force=True)
    return result


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """The key of the MAC: as long as one digest, so one block of the derivation is all of it."""
    words = f"{passphrase}\0".encode("utf-16-be")
    key = _FOR_A_MAC * _BLOCK + _filled(salt) + _filled(words)
    for _ in range(rounds):
        key = hashlib.sha256(key).digest()
    return key


def _filled(said: bytes) -> bytes:
    """Repeated up to whole blocks, the last time as far as it fits."""
    length = -(-len(said) // _BLOCK) * _BLOCK
    return (said * (length // len(said) + 1))[:length]
