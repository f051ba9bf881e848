"""A key that stays in a security module (PKCS#11), used as any other key: it signs, and never shows itself.

Each use is a process of its own (`inside_module`), which has a session of its own and ends with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.utils import Buffer

from catalog.knowledge.sentences import sentence, verbatim
from wizard import isolated
from wizard.signing.problems import SigningProblem

PATIENCE = 30
"""Seconds that a module may take for an answer; one in the network has to be reached first."""

_MEMORY_MB = 2048


class Problem(StrEnum):
    """Why a token does not sign."""

    MODULE = "module"
    ABSENT = "absent"
    SEVERAL = "several"
    PIN = "pin"
    LOCKED = "locked"
    KEY = "key"
    KEYS = "keys"
    MAKES_NONE = "makes-none"
    FAILED = "failed"


_SENTENCES = {
    Problem.MODULE: sentence(
        "The security module with the key that certifies does not load: ask who runs this service to check "
        "CLEARWEIGHTS_PKCS11_MODULE."
    ),
    Problem.ABSENT: sentence(
        "The token with the key that certifies is not there: ask who runs this service to connect it, or to check "
        "CLEARWEIGHTS_PKCS11_TOKEN and CLEARWEIGHTS_PKCS11_SERIAL."
    ),
    Problem.SEVERAL: sentence(
        "Several tokens go by the name of the one with the key that certifies: ask who runs this service to tell them "
        "apart by CLEARWEIGHTS_PKCS11_SERIAL."
    ),
    Problem.PIN: sentence(
        "The token with the key that certifies refuses its PIN: ask who runs this service to correct the PIN before "
        "anybody tries again, since a token locks itself after a few wrong ones."
    ),
    Problem.LOCKED: sentence(
        "The PIN of the token with the key that certifies is locked or has ended: ask who runs this service to set it "
        "anew with the token's own tool."
    ),
    Problem.KEY: sentence(
        "The key that certifies is not in the token: ask who runs this service to bring it back, or to make a new one "
        "by `manage.py signing rotate service`."
    ),
    Problem.KEYS: sentence(
        "The token holds several keys of that name: leave it to one of them, or choose another name by "
        "CLEARWEIGHTS_PKCS11_KEY."
    ),
    Problem.MAKES_NONE: sentence(
        "The token makes no key on the curve P-256 for this PIN: make one by its own tool under the name in "
        "CLEARWEIGHTS_PKCS11_KEY, then run `manage.py signing token`."
    ),
}


@dataclass(frozen=True)
class Token:
    """Where a key is: the library (a path), the token by its label or serial number or both, and the PIN."""

    module: str
    label: str
    serial: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Pair:
    """A key pair in a token: the identifier (CKA_ID) that both halves have there, and the public one."""

    id: bytes
    public: ec.EllipticCurvePublicKey


def find_pair(token: Token, name: str) -> Pair | None:
    """The key pair of this label, None where there is none.

    Raises `SigningProblem`, also for a pair whose private key has been outside or could get there.
    """
    answer = _asked(token, {"do": "find", "key": name})
    return _pair(answer) if answer["public"] else None


def make_pair(token: Token, name: str) -> Pair:
    """Have the token make a key pair of this label whose private key never leaves it. Raises `SigningProblem`."""
    return _pair(_asked(token, {"do": "make", "key": name}))


class KeyInToken(ec.EllipticCurvePrivateKey):
    """The private key of a pair, as `cryptography` and what builds on it use one. Raises `SigningProblem` in use."""

    def __init__(self, token: Token, pair: Pair) -> None:
        self._token, self._pair = token, pair

    def sign(self, data: Buffer, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Sign with SHA-256. What does not verify by the public key is not handed out."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(data)
        sought = {"do": "sign", "id": self._pair.id.hex(), "digest": digest.finalize().hex()}
        signature = bytes.fromhex(_asked(self._token, sought)["signature"])
        try:
            self._pair.public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise SigningProblem(_SENTENCES[Problem.KEY]) from None
        return signature

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half."""
        return self._pair.public

    @property
    def curve(self) -> ec.EllipticCurve:
        """The curve of both halves."""
        return self._pair.public.curve

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._pair.public.key_size

    def __copy__(self) -> KeyInToken:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> KeyInToken:
        return self

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> bytes:
        """Refused: it signs and does nothing else."""
        self._stays()

    def private_numbers(self) -> ec.EllipticCurvePrivateNumbers:
        """Refused: it stays where it is."""
        self._stays()

    def private_bytes(self, encoding: object, format: object, encryption_algorithm: object) -> bytes:  # noqa: A002
        """Refused: it stays where it is."""
        self._stays()

    def _stays(self) -> NoReturn:
        raise TypeError("The key stays in its token.")


def _pair(answer: Mapping[str, str]) -> Pair:
    public = load_der_public_key(bytes.fromhex(answer["public"]))
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        raise SigningProblem(
            sentence("The key of that name in the token is not on the curve P-256: choose another name, or remove it.")
        )
    if not answer["stays"]:
        raise SigningProblem(
            sentence(
                "The key of that name could leave the token, or has been outside of it: choose another name by "
                "CLEARWEIGHTS_PKCS11_KEY, and a key is made that never leaves."
            )
        )
    return Pair(bytes.fromhex(answer["id"]), public)


def _asked(token: Token, sought: Mapping[str, str]) -> dict[str, str]:
    """What the token answers. Raises `SigningProblem`, which never tells the PIN."""
    asked = {**sought, "module": token.module, "token": token.label, "serial": token.serial, "pin": token.pin}
    try:
        answer = isolated.run(
            "wizard.signing.inside_module",
            json.dumps(asked).encode(),
            seconds=PATIENCE,
            memory_mb=_MEMORY_MB,
            environment=True,
        )
    except isolated.Stopped as stopped:
        raise SigningProblem(_stopped(stopped.cause)) from None
    told: dict[str, str] = json.loads(answer)
    problem = told.get("problem")
    if problem == Problem.FAILED:
        raise SigningProblem(_failed(told["said"]))
    if problem:
        raise SigningProblem(_SENTENCES[Problem(problem)])
    return told


def _stopped(cause: str) -> str:
    if cause == "time":
        return sentence(
            "The security module did not answer within {seconds} seconds: try again, and if that does not help, ask "
            "who runs this service.",
            seconds=PATIENCE,
        )
    return _failed("crash")


def _failed(said: str) -> str:
    return sentence(
        "The security module with the key that certifies failed ({said}): try again, and if that does not help, ask "
        "who runs this service.",
        said=verbatim(said),
    )
