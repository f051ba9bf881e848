"""Is this file the report that was issued? The order matters: the cheapest and surest test first.

Size, then kind, then (where we have the record) every byte, and only then is the file parsed, and that in a process
of its own: what a stranger uploads may be built to hurt. An exception never means more than "cannot be verified".
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from catalog.knowledge.sentences import Parts, joined, listed, sentence, verbatim
from wizard import isolated
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Indication, Reason
from wizard.signing.levels import Level
from wizard.signing.structure import Signature, examine
from wizard.signing.times import Addition, Trust

LARGEST = 20 * 1024 * 1024
"""Reports are far smaller; nothing above this many bytes is looked at."""

_SAME = sentence("It is, byte for byte, the file that was issued.")
_LAID_OUT = sentence("Part 1: the report as it was laid out.")
_UNREADABLE = sentence("Reading it failed; the file is damaged or was not made here.")
_NOT_GENUINE = sentence("This file could not be verified as a report issued here.")


@dataclass(frozen=True)
class IssuedRecord:
    """What the register keeps of a signed report: the SHA-256 of its bytes in hexadecimal, their number, and since
    when, which proves that its signatures are not younger.
    """

    sha256: str
    length: int
    since: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer: `sentence` for everybody, `reasons` for whoever asks further, `signatures` only where `ok`.

    `reason` is the sub-indication of the standard, and None only for a genuine report.
    """

    reason: Reason | None
    sentence: str
    reasons: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    additions: tuple[Addition, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file is a genuine report."""
        return self.reason is None

    @property
    def indication(self) -> Indication:
        """The answer in the terms of ETSI EN 319 102-1."""
        return Indication.PASSED if self.reason is None else self.reason.indication

    @property
    def terms(self) -> str:
        """Indication and sub-indication as the standard writes them."""
        return self.indication if self.reason is None else f"{self.indication} ({self.reason})"

    @property
    def increments(self) -> tuple[str, ...]:
        """What the file is made of, part by part. There is nothing beside these parts."""
        parts = [_LAID_OUT] if self.signatures else []
        for number, one in enumerate(self.signatures, start=2):
            filled: Parts = {"number": number, "name": verbatim(one.name), "byte": one.through}
            parts.append(
                sentence("Part {number}, to byte {byte}: the certification by {name}.", **filled)
                if number == 2
                else sentence("Part {number}, to byte {byte}: the signature of {name}.", **filled)
            )
        for number, added in enumerate(self.additions, start=2 + len(self.signatures)):
            filled = {"number": number, "byte": added.through}
            if added.at is None:
                parts.append(
                    sentence("Part {number}, to byte {byte}: proof that no certificate was revoked.", **filled)
                )
                continue
            filled |= {"name": verbatim(added.by), "day": added.at.date()}
            parts.append(sentence("Part {number}, to byte {byte}: an archive time-stamp by {name} of {day}.", **filled))
        return tuple(parts)


def verify(
    file: bytes,
    *,
    trust_roots: Iterable[bytes],
    issued: IssuedRecord | None,
    time_roots: Iterable[bytes] = (),
    revocations: Iterable[bytes] = (),
    people: Iterable[bytes] = (),
) -> Verdict:
    """Verify in this process. Never raises.

    `trust_roots` are the certificates (PEM or DER) of the authorities that issue signers, `time_roots` those of
    time-stamp authorities, `people` those of authorities outside that the organisation accepts for its reviewers,
    `revocations` the present revocation lists (PEM or DER) of whoever issued a signer's certificate.
    """
    early = _before_parsing(file, issued)
    return early or _examined(file, _trust((trust_roots, time_roots, revocations, people), issued), issued)


def verify_isolated(
    file: bytes,
    *,
    trust_roots: Iterable[bytes],
    issued: IssuedRecord | None,
    time_roots: Iterable[bytes] = (),
    revocations: Iterable[bytes] = (),
    people: Iterable[bytes] = (),
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
        "revocations": [each.hex() for each in revocations],
        "people": [root.hex() for root in people],
        "issued": asdict(issued) if issued else None,
    }
    payload = json.dumps(head, default=datetime.isoformat).encode() + b"\n" + file
    try:
        answer = isolated.run("wizard.signing.verdict", payload, seconds=seconds, memory_mb=memory_mb)
    except (isolated.Refused, isolated.Stopped):
        return _refused(Reason.GENERIC, _UNREADABLE)
    return _unpacked(answer, issued)


def _before_parsing(file: bytes, issued: IssuedRecord | None) -> Verdict | None:
    """Return the verdict that needs no look inside the file, or None."""
    if len(file) > LARGEST:
        return Verdict(
            Reason.GENERIC, sentence("This file is larger than 20 MB and was not examined; reports are smaller.")
        )
    if not file.startswith(b"%PDF-"):
        return Verdict(
            Reason.FORMAT_FAILURE, sentence("This is not a PDF file; choose the report as it was downloaded.")
        )
    if issued is None or _digest(file) == issued.sha256:
        return None
    if len(file) > issued.length and _digest(file[: issued.length]) == issued.sha256:
        return _refused(
            Reason.SIG_CONSTRAINTS_FAILURE,
            sentence("It begins with the report as issued, but something was added after that."),
        )
    return _refused(Reason.HASH_FAILURE, sentence("It differs from the report as it was issued."))


def _trust(believed: Iterable[Iterable[bytes]], issued: IssuedRecord | None) -> Trust:
    roots, time_roots, revocations, people = map(tuple, believed)
    return Trust(roots, time_roots, revocations, issued.since if issued else None, people)


def _examined(file: bytes, trust: Trust, issued: IssuedRecord | None) -> Verdict:
    try:
        signatures, additions = examine(file, trust)
    except Doubt as doubt:
        return refused(doubt)
    except (Exception, RecursionError):
        return _refused(Reason.GENERIC, _UNREADABLE)
    return Verdict(None, _genuine(signatures, issued), signatures=signatures, additions=additions)


def _genuine(signatures: tuple[Signature, ...], issued: IssuedRecord | None) -> str:
    service, *reviewers = signatures
    if not reviewers:
        return sentence(
            "This is the redacted copy of a report, certified by {organisation} and unaltered since. The reviewers "
            "signed the full report, whose SHA-256 it names.",
            organisation=verbatim(service.organisation),
        )
    genuine = sentence(
        "This report is genuine: certified by {organisation}, signed by {names}, and unaltered since.",
        organisation=verbatim(service.organisation),
        names=listed(verbatim(reviewer.name) for reviewer in reviewers),
    )
    return joined(" ", (genuine, _SAME)) if issued else genuine


def refused(doubt: Doubt) -> Verdict:
    """The verdict on a file about which something is not as it has to be."""
    return _refused(doubt.reason, doubt.sentence)


def _refused(reason: Reason, said: str) -> Verdict:
    return Verdict(reason, _NOT_GENUINE, (said,))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unpacked(answer: bytes, issued: IssuedRecord | None) -> Verdict:
    parts = json.loads(answer)
    signatures = tuple(map(unpacked_signature, parts["signatures"]))
    additions = tuple(Addition(**{**each, "at": _moment(each["at"])}) for each in parts["additions"])
    # JSON keeps no patterns: a sentence that is filled in is made again, the others are messages as they stand.
    reason = Reason(parts["reason"]) if parts["reason"] else None
    told = parts["sentence"] if reason else _genuine(signatures, issued)
    return Verdict(reason, told, tuple(parts["reasons"]), signatures, additions)


def unpacked_signature(parts: dict[str, Any]) -> Signature:
    """A signature out of what JSON keeps of it."""
    times = {key: _moment(parts[key]) for key in ("at", "claimed")}
    return Signature(**{**parts, **times, "baseline": Level(parts["baseline"])})


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _answer(payload: bytes) -> bytes:
    head, _, file = payload.partition(b"\n")
    parts = json.loads(head)
    known = parts["issued"]
    issued = IssuedRecord(**{**known, "since": _moment(known["since"])}) if known else None
    believed = {
        key: [bytes.fromhex(each) for each in parts[key]]
        for key in ("trust_roots", "time_roots", "revocations", "people")
    }
    verdict = verify(file, **believed, issued=issued)
    return json.dumps(asdict(verdict), default=datetime.isoformat).encode()


if __name__ == "__main__":
    isolated.serve(_answer)
