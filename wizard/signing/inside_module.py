"""What is done with a security module (PKCS#11), in a process of its own that lives for one answer.

A module is a library of its maker's in the process that loads it: it may crash, hang, and must not be carried over a
fork. So the service never loads one. `security_module` asks, this process opens a session, answers and ends; a token
that was pulled out or put back in between is found as it is now. The private key never comes here either.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pkcs11
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature, encode_named_curve_parameters

from wizard import isolated
from wizard.signing.security_module import Problem

_STAYS = (
    pkcs11.Attribute.SENSITIVE,
    pkcs11.Attribute.ALWAYS_SENSITIVE,
    pkcs11.Attribute.NEVER_EXTRACTABLE,
)
_PROBLEMS: dict[type[pkcs11.PKCS11Error], Problem] = {
    pkcs11.NoSuchToken: Problem.ABSENT,
    pkcs11.TokenNotPresent: Problem.ABSENT,
    pkcs11.TokenNotRecognised: Problem.ABSENT,
    pkcs11.DeviceRemoved: Problem.ABSENT,
    pkcs11.SlotIDInvalid: Problem.ABSENT,
    pkcs11.MultipleTokensReturned: Problem.SEVERAL,
    pkcs11.PinIncorrect: Problem.PIN,
    pkcs11.PinInvalid: Problem.PIN,
    pkcs11.PinLenRange: Problem.PIN,
    pkcs11.PinLocked: Problem.LOCKED,
    pkcs11.PinExpired: Problem.LOCKED,
    pkcs11.NoSuchKey: Problem.KEY,
    pkcs11.MultipleObjectsReturned: Problem.KEYS,
    pkcs11.TokenWriteProtected: Problem.MAKES_NONE,
    pkcs11.MechanismInvalid: Problem.MAKES_NONE,
}


class _Unloadable(Exception):
    """The file is no PKCS#11 module, or it is not there."""


def problem_of(error: pkcs11.PKCS11Error) -> Problem:
    """Which of our problems an answer of the module is."""
    return next((known for kind, known in _PROBLEMS.items() if isinstance(error, kind)), Problem.FAILED)


def _answer(payload: bytes) -> bytes:
    asked = json.loads(payload)
    try:
        with _session(asked) as session:
            reply = _ANSWERS[asked["do"]](session, asked)
    except _Unloadable:
        reply = {"problem": Problem.MODULE}
    except pkcs11.PKCS11Error as error:
        reply = {"problem": problem_of(error), "said": type(error).__name__}
    return json.dumps(reply).encode()


@contextmanager
def _session(asked: dict[str, Any]) -> Iterator[Any]:
    try:
        module = pkcs11.lib(asked["module"])
    except pkcs11.PKCS11Error:
        raise _Unloadable from None
    label, serial = asked["token"] or None, asked["serial"].encode() or None
    found = list(module.get_tokens(token_label=label, token_serial=serial))
    if len(found) != 1:
        raise pkcs11.MultipleTokensReturned if found else pkcs11.NoSuchToken
    with found[0].open(rw=asked["do"] == "make", user_pin=asked["pin"]) as session:
        yield session


def _sign(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(asked["id"]))
    signature = key.sign(bytes.fromhex(asked["digest"]), mechanism=pkcs11.Mechanism.ECDSA)
    return {"signature": encode_ecdsa_signature(signature).hex()}


def _find(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The one key of this label; an answer without a public key where there is none."""
    private = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
        pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
        pkcs11.Attribute.LABEL: asked["key"],
    }
    found = list(session.get_objects(private))
    if len(found) > 1:
        raise pkcs11.MultipleObjectsReturned
    if not found:
        return {"public": ""}
    public = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, id=found[0].id)
    return _pair(public, found[0])


def _make(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    public, private = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair(
        id=secrets.token_bytes(20),
        label=asked["key"],
        store=True,
        capabilities=pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
        private_template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
    )
    return _pair(public, private)


def _pair(public: Any, private: Any) -> dict[str, Any]:
    stays = all(private[each] for each in _STAYS) and not private[pkcs11.Attribute.EXTRACTABLE]
    return {"id": private.id.hex(), "public": encode_ec_public_key(public).hex(), "stays": stays}


_ANSWERS = {"sign": _sign, "find": _find, "make": _make}

if __name__ == "__main__":
    isolated.serve(_answer)
