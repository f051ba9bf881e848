"""The certificate of completion: who decided and signs, by what they are known, and everything that led there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.presenters.language import ngettext, number
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Reviewer, Trail
from wizard.report.wording import moment

MOST_EVENTS = 1000
"""More rows take a report beyond what may be laid out; the audit head binds those that are left out."""


@dataclass(frozen=True)
class SignerView:
    """One who signs: in what capacity, when they decided, and the certificate that they enrolled, if any."""

    name: str
    role: str
    decided: str
    certificate: str = field(metadata=VERBATIM)


@dataclass(frozen=True)
class EventView:
    """One event in words."""

    when: str
    who: str
    what: str


@dataclass(frozen=True)
class Completion:
    """The last page. `left_out` says how many events are not listed.

    `authority` is the fingerprint of the root, `head` the hash of the newest audit event, `snapshot` of the account.
    """

    signers: tuple[SignerView, ...]
    events: tuple[EventView, ...]
    left_out: str
    authority: str = field(metadata=VERBATIM)
    head: str = field(metadata=VERBATIM)
    snapshot: str = field(metadata=VERBATIM)


def completion(reviewers: Sequence[Reviewer], trail: Trail, snapshot: str) -> Completion:
    """Put signers and events into words, the newest events kept where there are too many; `snapshot` is its hash."""
    left = max(0, len(trail.events) - MOST_EVENTS)
    words = ngettext(
        "%(count)s earlier event is not listed; the audit log binds it.",
        "%(count)s earlier events are not listed; the audit log binds them.",
        left,
    )
    return Completion(
        signers=tuple(map(_signer, reviewers)),
        events=tuple(EventView(moment(event.at), event.who, event.what) for event in trail.events[left:]),
        left_out=words % {"count": number(left)} if left else "",
        authority=trail.authority,
        head=trail.head,
        snapshot=snapshot,
    )


def _signer(reviewer: Reviewer) -> SignerView:
    return SignerView(
        name=reviewer.name,
        role=reviewer.role,
        decided=moment(reviewer.approved_at) if reviewer.approved_at else "",
        certificate=reviewer.certificate,
    )
