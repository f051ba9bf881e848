"""A report that came back with a signature made by a tool of the reviewer's: is it our file with just that more?

The order matters: that it begins with exactly our bytes is asked first, then how much follows; only then is what
follows looked at, in a process of its own. What comes out is the file as it is kept, with its container in one form.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from catalog.knowledge.sentences import sentence, verbatim
from wizard import isolated
from wizard.signing.clocks import in_der
from wizard.signing.container import in_one_form
from wizard.signing.doubt import Doubt
from wizard.signing.names import REVIEWER_FIELD
from wizard.signing.outside import path_in
from wizard.signing.problems import SigningProblem
from wizard.signing.reader import Reader
from wizard.signing.revocation import SKEW
from wizard.signing.structure import Signature, examine
from wizard.signing.times import Trust
from wizard.signing.verdict import unpacked_signature

MOST_ADDED = 1024 * 1024
"""Bytes that a tool may add: certificates, a time-stamp and the picture of a signature take far fewer."""

_OTHER_FILE = sentence("This is not the file that was downloaded here: download it again, and sign that very file.")
_NOT_SIGNED = sentence("The file is not signed yet: sign it with your tool, save it, and choose the saved file.")
_TOO_MUCH = sentence("The tool added more than 1 MB to the file: sign without a picture, then choose the file again.")
_TWICE = sentence("The file was saved more than once: download it again, and do nothing but sign.")
_UNREADABLE = sentence(
    "The tool did not write the file as the PDF standard asks: download it again and sign with another PAdES tool."
)
_CLOCK = sentence(
    "The signature names a time at which the file did not wait to be signed: set the clock of the tool, and sign again."
)


@dataclass(frozen=True)
class Waiting:
    """What is to be signed: the file, the number of the reviewer whose turn it is, and since when it waits."""

    file: bytes
    reviewer: int
    since: datetime


@dataclass(frozen=True)
class Received:
    """A signed file in the form in which it is kept, and its last signature with the path from its
    certificate to the accepted root.
    """

    file: bytes
    signature: Signature
    path: tuple[x509.Certificate, ...]


def received(file: bytes, *, waiting: Waiting, trust: Trust, now: datetime) -> Received:
    """Check a signed file that came back. Raises `SigningProblem` with what the reviewer can do.

    `trust.people` are the accepted authorities; `now` is an aware time.
    """
    _check_bytes(file, waiting.file)
    head = {
        "reviewer": waiting.reviewer,
        "roots": _hex(trust.roots),
        "time_roots": _hex(trust.time_roots),
        "people": _hex(trust.people),
    }
    try:
        answer = isolated.run(
            "wizard.signing.elsewhere", json.dumps(head).encode() + b"\n" + file, seconds=30, memory_mb=1024
        )
    except (isolated.Refused, isolated.Stopped):
        raise SigningProblem(_UNREADABLE) from None
    told, _, kept = answer.partition(b"\n")
    parts = json.loads(told)
    if problem := parts.get("problem"):
        field = verbatim(REVIEWER_FIELD.format(waiting.reviewer))
        raise SigningProblem(
            sentence(
                "The signature was not accepted. {problem} If in doubt, download the file again and sign the field "
                "{field}, nothing else.",
                problem=problem,
                field=field,
            )
        )
    path = parts.pop("path")
    signature = unpacked_signature(parts)
    if not waiting.since - SKEW <= signature.claimed <= now + SKEW:
        raise SigningProblem(_CLOCK)
    return Received(kept, signature, tuple(x509.load_der_x509_certificate(bytes.fromhex(each)) for each in path))


def _check_bytes(file: bytes, before: bytes) -> None:
    if not file.startswith(before):
        raise SigningProblem(_OTHER_FILE)
    added = file[len(before) :]
    if len(added) > MOST_ADDED:
        raise SigningProblem(_TOO_MUCH)
    if b"/ByteRange" not in added:
        raise SigningProblem(_NOT_SIGNED)
    if added.count(b"%%EOF") != 1:
        raise SigningProblem(_TWICE)


def _hex(certificates: Iterable[bytes]) -> list[str]:
    return [each.hex() for each in certificates]


def _answer(payload: bytes) -> bytes:
    head, _, file = payload.partition(b"\n")
    parts: dict[str, Any] = json.loads(head)
    roots, clocks, people = (
        tuple(in_der(bytes.fromhex(each)) for each in parts[name]) for name in ("roots", "time_roots", "people")
    )
    try:
        kept = in_one_form(file, frozenset(people), clocks)
        signatures, _additions = examine(kept, Trust(roots, clocks, people=people), parts["reviewer"])
    except Doubt as doubt:
        return json.dumps({"problem": doubt.sentence}).encode()
    *_, last = Reader(kept).embedded_regular_signatures
    path = [each.public_bytes(Encoding.DER).hex() for each in path_in(last, people)]
    told = asdict(signatures[-1]) | {"path": path}
    return json.dumps(told, default=datetime.isoformat).encode() + b"\n" + kept


if __name__ == "__main__":
    isolated.serve(_answer)
