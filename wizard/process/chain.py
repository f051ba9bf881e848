"""The chain of the audit log: each event's hash covers its content and the hash before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from catalog.knowledge.sentences import sentence, verbatim
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.refusal import Refused
from wizard.process.review import ADMINISTRATOR, LEGAL_REVIEWER, Person

GENESIS = "0" * 64
"""What the first event names as the hash before it."""
UNREADABLE = "null"
"""The line of an event whose stored values are damaged."""
NEVER_RECORDED = (TypeError, ValueError, AttributeError, OverflowError)
"""What spelling an event raises for bytes, NaN or no time at all: nothing that was ever recorded."""


@dataclass(frozen=True)
class Entry:
    """What an event says. `at` is an aware time, kept to the microsecond; `actor_id` is None for the service itself."""

    seq: int
    at: datetime
    actor_id: int | None
    action: str
    subject_type: str
    subject_id: str
    details: Mapping[str, object]


@dataclass(frozen=True)
class Link:
    """An event as it is stored: what it says, the hash before it, and its own."""

    entry: Entry
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Walk:
    """The outcome of checking a chain: how many events were sound, the last sound hash, and the first fault.

    `stamps` is how many time-stamps were confirmed for one of its heads.
    """

    sound: int
    head: str
    hashes: frozenset[str]
    fault: str = ""
    stamps: int = 0


def reads_whole_log(person: Person) -> bool:
    """Whether somebody answers for the log; others read of it what they did, and of assessments that they may see."""
    return person.role in (ADMINISTRATOR, LEGAL_REVIEWER)


def check_may_read_log(person: Person) -> None:
    """The whole log is for those who answer for it: administrators and legal reviewers."""
    if not reads_whole_log(person):
        raise Refused(sentence("Only administrators and legal reviewers read the audit log: ask one of them."))


def hash_of(entry: Entry, previous_hash: str) -> str:
    """The SHA-256 that chains this entry to the one before it."""
    return sha256_of(canonical_json(_spelt(entry, previous_hash)))


def line_of(link: Link | None) -> str:
    """An event as one line of JSON without its end; `null` for one whose stored values cannot be read."""
    if link is None:
        return UNREADABLE
    try:
        return canonical_json({**_spelt(link.entry, link.previous_hash), "hash": link.hash})
    except NEVER_RECORDED:
        return UNREADABLE


def link_of(line: str) -> Link | None:
    """The event that a line of JSON tells, or None where it tells none."""
    try:
        told = json.loads(line)
        entry = Entry(
            seq=told["seq"],
            at=datetime.fromisoformat(told["at"]),
            actor_id=told["actor"],
            action=told["action"],
            subject_type=told["subject_type"],
            subject_id=told["subject_id"],
            details=told["details"],
        )
        return Link(entry=entry, previous_hash=told["previous_hash"], hash=told["hash"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _spelt(entry: Entry, previous_hash: str) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "previous_hash": previous_hash,
    }


def walk(links: Iterable[Link | None]) -> Walk:
    """Recompute a chain in the order of its numbers and stop at the first event that does not fit.

    None stands for an event whose stored values cannot be read.
    """
    head, sound, hashes = GENESIS, 0, set[str]()
    for link in links:
        fault = _fault(link, sound + 1, head)
        if link is None or fault:
            return Walk(sound, head, frozenset(hashes), fault)
        head, sound = link.hash, sound + 1
        hashes.add(head)
    return Walk(sound, head, frozenset(hashes))


def _fault(link: Link | None, expected: int, head: str) -> str:
    if link is None:
        return sentence("Event {number} cannot be read: its stored values are damaged.", number=expected)
    seq, action = link.entry.seq, verbatim(link.entry.action)
    if seq != expected:
        return sentence("Event {number} is missing: the next one found is number {found}.", number=expected, found=seq)
    if link.previous_hash != head:
        return sentence("Event {number} ({action}) does not follow the event before it.", number=seq, action=action)
    if not _is_as_recorded(link):
        return sentence("Event {number} ({action}) is not what was recorded.", number=seq, action=action)
    return ""


def _is_as_recorded(link: Link) -> bool:
    try:
        return hash_of(link.entry, link.previous_hash) == link.hash
    except NEVER_RECORDED:
        return False
