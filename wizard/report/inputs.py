"""What a report is made of, as its caller gives it. Words for codes come from the caller; this room knows no catalogue.

`snapshot` is the frozen account that was reviewed, with its hash and the time it was taken; `evaluation` is the
contract's `evaluation/1` exactly as the snapshot holds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from catalog.presenters.language import told


class Evidence(TypedDict):
    """One piece of evidence. `sha256` is empty unless a file was stored; `url` is given for links."""

    kind: str
    title: str
    sha256: str
    url: NotRequired[str]


class Answer(TypedDict):
    """One item of the checklist as it was answered. Times are ISO 8601; `answered_by` is empty if nobody did.

    `contested` repeats the lines that dispute the catalogue, where there are any.
    """

    item: str
    phase: str
    title: str
    lines: Sequence[Sequence[str]]
    contested: NotRequired[Sequence[Sequence[str]]]
    note: str
    unknown: bool
    answered_by: str
    answered_at: str
    evidence: Sequence[Evidence]


class Proof(TypedDict):
    """What shows that a duty is fulfilled: a link with its `url`, or a file with its SHA-256; who added it, and when.

    `on` is an ISO date; it and `by` are empty where nobody noted them.
    """

    kind: str
    title: str
    url: str
    sha256: str
    by: str
    on: str


class Todo(TypedDict):
    """Who sees to a duty, by when, and whether it was done. Days are ISO 8601; what nobody said is empty.

    `evidence` is missing where there was none.
    """

    key: str
    owner: str
    due: str
    note: str
    done_by: str
    done_on: str
    evidence: NotRequired[Sequence[Proof]]


class Author(TypedDict):
    """Who prepared the assessment."""

    name: str


class Edition(TypedDict):
    """The edition of the catalogue that the evaluation used."""

    version: str
    sha256: str


class Snapshot(TypedDict):
    """The reviewed account. `sha256` is that of the canonical JSON of everything but `sha256` and `taken_at`.

    It may hold more keys than these; all of them are attached to the report and covered by the hash.
    """

    reference: str
    revision: int
    product: str
    organisation: str
    author: Author
    facts: Mapping[str, Any]
    answers: Sequence[Answer]
    todos: NotRequired[Sequence[Todo]]
    edition: Edition
    engine: str
    taken_at: str
    sha256: str


@dataclass(frozen=True)
class Reviewer:
    """Who signs. The first reviewer gets the field Reviewer1, and so on.

    `approved_at` is when they approved; `certificate` the fingerprint of the certificate that they enrolled, if any.
    """

    name: str
    role: str
    approved_at: datetime | None = None
    certificate: str = ""


@dataclass(frozen=True)
class Event:
    """One event of the audit log: when, who (“The service” where nobody did), and what, as the sentence goes on."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Trail:
    """Where the report stands in the audit log: the hash of its newest event, and the events of the assessment.

    `authority` is the fingerprint of the organisation's own authority, to which every certificate leads.
    """

    head: str
    events: tuple[Event, ...] = ()
    authority: str = ""


@dataclass(frozen=True)
class Dissent:
    """What a reviewer wrote who did not approve, and on which day."""

    name: str
    on: date
    why: str


@dataclass(frozen=True)
class SignOff:
    """The decision of the review. Dates are days; `valid_until` None means no end was set.

    `policy` holds what the organisation says of the licences, in sentences; `earlier` tells, for a delta review, of the
    approval before this one and what is other since.
    """

    reviewers: tuple[Reviewer, ...]
    decided_on: date
    valid_until: date | None
    conditions: str = ""
    comment: str = ""
    dissents: tuple[Dissent, ...] = ()
    policy: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one source says on a term: a sentence, where it stands, and when it was read (a day)."""

    says: str
    source: str
    clause: str
    url: str
    read_on: date


@dataclass(frozen=True)
class Dispute:
    """A term on which the licence text and the guide differ, with the reading that was applied and why."""

    licence: str
    topic: str
    text: Reading
    guide: Reading
    applied: str
    why: str


@dataclass(frozen=True)
class Labels:
    """Words for the codes of an evaluation. A code without words is shown as it is, never left out.

    `facts` maps JSON pointers to questions; `values` maps answers to words; `outcomes` maps whole outcome codes;
    `said` maps the English sentences of the evaluation to those of the report's language, where that is another.
    """

    models: Mapping[str, str] = field(default_factory=dict)
    licences: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)
    situations: Mapping[str, str] = field(default_factory=dict)
    traps: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    penalties: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """Say a sentence of the evaluation in the report's language."""
        return self.said.get(text) or told(text)
