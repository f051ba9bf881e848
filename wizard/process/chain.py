"""The chain of the audit log: each event's hash covers its content and the hash before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from wizard.process.canonical import canonical_json, sha256_of

GENESIS = "0" * 64
"""What the first event names as the hash before it."""


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
    """The outcome of checking a chain: how many events were sound, the last sound hash, and the first fault."""

    sound: int
    head: str
    hashes: frozenset[str]
    fault: str = ""


def hash_of(entry: Entry, previous_hash: str) -> str:
    """The SHA-256 that chains this entry to the one before it."""
    return sha256_of(
        canonical_json(
            {
                "seq": entry.seq,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": entry.actor_id,
                "action": entry.action,
                "subject_type": entry.subject_type,
                "subject_id": entry.subject_id,
                "details": entry.details,
                "previous_hash": previous_hash,
            }
        )
    )


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
        return f"Event {expected} cannot be read: its stored values are damaged."
    seq = link.entry.seq
    if seq != expected:
        return f"Event {expected} is missing: the next one found is number {seq}."
    if link.previous_hash != head:
        return f"Event {seq} ({link.entry.action}) does not follow the event before it."
    if not _is_as_recorded(link):
        return f"Event {seq} ({link.entry.action}) is not what was recorded."
    return ""


def _is_as_recorded(link: Link) -> bool:
    try:
        return hash_of(link.entry, link.previous_hash) == link.hash
    except (TypeError, ValueError, AttributeError, OverflowError):
        # Bytes, NaN or no time at all: nothing that was ever recorded.
        return False
