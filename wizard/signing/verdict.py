"""Is this file the report that was issued? The order matters: the cheapest and surest test first.

Size, then kind, then (where we have the record) every byte, and only then is the file parsed, and that in a process
of its own: what a stranger uploads may be built to hurt. An exception never means more than "cannot be verified".
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from catalog.knowledge.sentences import joined, listed, sentence, verbatim
from wizard import isolated
from wizard.signing.doubt import Doubt
from wizard.signing.structure import Signature, examine

LARGEST = 20 * 1024 * 1024
"""Reports are far smaller; nothing above this many bytes is looked at."""

_SAME = sentence("It is, byte for byte, the file that was issued.")
_NOT_GENUINE = sentence("This file could not be verified as a report issued here.")


@dataclass(frozen=True)
class IssuedRecord:
    """What the register keeps of a signed report: the SHA-256 of its bytes in hexadecimal, and their number."""

    sha256: str
    length: int


@dataclass(frozen=True)
class Verdict:
    """The answer: `sentence` for everybody, `reasons` for whoever asks further, `signatures` only where `ok`."""

    ok: bool
    sentence: str
    reasons: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


def verify(
    file: bytes,
    *,
    trust_roots: Iterable[bytes],
    issued: IssuedRecord | None,
    time_roots: Iterable[bytes] = (),
) -> Verdict:
    """Verify in this process. Never raises.

    `trust_roots` are the certificates (PEM or DER) of the authorities that issue signers, `time_roots` those of
    time-stamp authorities.
    """
    return _before_parsing(file, issued) or _examined(file, tuple(trust_roots), tuple(time_roots), issued)


def verify_isolated(
    file: bytes,
    *,
    trust_roots: Iterable[bytes],
    issued: IssuedRecord | None,
    time_roots: Iterable[bytes] = (),
    seconds: int = 30,
    memory_mb: int = 1024,
) -> Verdict:
    """Verify a foreign file: parse it in a separate process with limits. Never raises."""
    early = _before_parsing(file, issued)
    if early:
        return early
    head = {
        "trust_roots": [root.hex() for root in trust_roots],
        "time_roots": [root.hex() for root in time_roots],
        "issued": asdict(issued) if issued else None,
    }
    payload = json.dumps(head).encode() + b"\n" + file
    try:
        answer = isolated.run("wizard.signing.verdict", payload, seconds=seconds, memory_mb=memory_mb)
    except (isolated.Refused, isolated.Stopped):
        return _refused(sentence("Reading it failed; the file is damaged or was not made here."))
    return _unpacked(answer, issued)


def _before_parsing(file: bytes, issued: IssuedRecord | None) -> Verdict | None:
    """Return the verdict that needs no look inside the file, or None."""
    if len(file) > LARGEST:
        return Verdict(False, sentence("This file is larger than 20 MB and was not examined; reports are smaller."))
    if not file.startswith(b"%PDF-"):
        return Verdict(False, sentence("This is not a PDF file; choose the report as it was downloaded."))
    if issued is None or _digest(file) == issued.sha256:
        return None
    if len(file) > issued.length and _digest(file[: issued.length]) == issued.sha256:
        return _refused(sentence("It begins with the report as issued, but something was added after that."))
    return _refused(sentence("It differs from the report as it was issued."))


def _examined(
    file: bytes, trust_roots: tuple[bytes, ...], time_roots: tuple[bytes, ...], issued: IssuedRecord | None
) -> Verdict:
    try:
        signatures = examine(file, trust_roots, time_roots)
    except Doubt as doubt:
        return _refused(doubt.sentence)
    except (Exception, RecursionError):
        return _refused(sentence("Reading it failed; the file is damaged or was not made here."))
    return Verdict(True, _genuine(signatures, issued), signatures=signatures)


def _genuine(signatures: tuple[Signature, ...], issued: IssuedRecord | None) -> str:
    service, *reviewers = signatures
    genuine = sentence(
        "This report is genuine: certified by {organisation}, signed by {names}, and unaltered since.",
        organisation=verbatim(service.organisation),
        names=listed(verbatim(reviewer.name) for reviewer in reviewers),
    )
    return joined(" ", (genuine, _SAME)) if issued else genuine


def _refused(reason: str) -> Verdict:
    return Verdict(False, _NOT_GENUINE, (reason,))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unpacked(answer: bytes, issued: IssuedRecord | None) -> Verdict:
    parts = json.loads(answer)
    signatures = tuple(Signature(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in parts["signatures"])
    # JSON keeps no patterns: a sentence that is filled in is made again, the others are messages as they stand.
    told = _genuine(signatures, issued) if parts["ok"] else parts["sentence"]
    return Verdict(parts["ok"], told, tuple(parts["reasons"]), signatures)


def _answer(payload: bytes) -> bytes:
    head, _, file = payload.partition(b"\n")
    parts = json.loads(head)
    issued = IssuedRecord(**parts["issued"]) if parts["issued"] else None
    trust, time = ([bytes.fromhex(root) for root in parts[key]] for key in ("trust_roots", "time_roots"))
    verdict = verify(file, trust_roots=trust, time_roots=time, issued=issued)
    return json.dumps(asdict(verdict), default=datetime.isoformat).encode()


if __name__ == "__main__":
    isolated.serve(_answer)
