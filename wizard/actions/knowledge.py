"""The organisation's own entries: proposed, saved, retired. Nothing is overwritten; each change is a new version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import edition, today
from catalog.knowledge.loading import Problem
from catalog.knowledge.overlay import Overlay
from wizard.actions import audit
from wizard.actions.common import required
from wizard.models import OwnEntry, User
from wizard.process import review
from wizard.process.canonical import canonical_json
from wizard.process.own import (
    AGREEMENT,
    POSITION,
    SHAPES,
    Entry,
    future_readings,
    overlay_of,
    problem_words,
    problems,
    state_after,
)
from wizard.process.refusal import Refused
from wizard.queries.impact import Affected, impact_of
from wizard.queries.overlay import forget, held_entries
from wizard.queries.permissions import person_of

LONGEST_KEY = 100
SHORTEST_REASON = 8
_KEY = re.compile(r"(?!new$)[A-Za-z0-9][A-Za-z0-9.+:_-]*")
_NOBODY = {POSITION: ("adopted_by", "adopted_on"), AGREEMENT: ("recorded_by", "recorded_on")}


class Moved(Refused):
    """Somebody saved this entry in between. `entry` is what stands now."""

    def __init__(self, entry: OwnEntry) -> None:
        super().__init__(
            _(
                "%(author)s saved another version of this entry while you were writing: "
                "compare it with yours, then send yours again if it shall hold."
            )
            % {"author": entry.author.full_name}
        )
        self.entry = entry


@dataclass(frozen=True)
class Proposal:
    """An entry that is not saved: what is wrong with it, or what it would do."""

    problems: tuple[Problem, ...]
    overlay: Overlay | None = None
    affected: tuple[Affected, ...] = ()


def propose_entry(*, actor: User, kind: str, key: str, document: Mapping[str, Any], reason: str) -> Proposal:
    """Check an entry beside the edition and everything else of the organisation's own. Writes nothing.

    Raises Refused where the actor, the kind, the key or the reason alone forbid it.
    """
    entry = _entry(actor, kind, key, document, reason)
    return _proposal(entry, [*_others(kind, key), entry])


def propose_retirement(*, actor: User, kind: str, key: str) -> Proposal:
    """Check what would be without an entry. Writes nothing."""
    review.check_may_change_knowledge(person_of(actor))
    return _proposal(None, _others(kind, key))


@transaction.atomic
def save_entry(
    *, actor: User, kind: str, key: str, document: Mapping[str, Any], reason: str, seen_version: int
) -> OwnEntry:
    """Store the next version of an entry; the same content again changes nothing.

    `seen_version` is the latest version that the person was shown, 0 for none; raises Moved when another one stands.
    Raises Refused with the first problem where the entry does not fit.
    """
    entry = _entry(actor, kind, key, document, reason)
    stored = _latest(kind, key)
    if stored is not None and not stored.retired and _is_same(stored, entry):
        return stored
    _check_seen(stored, seen_version)
    proposal = _proposal(entry, [*_others(kind, key), entry])
    return _store(actor, replace(entry, version=seen_version + 1), reason, proposal)


@transaction.atomic
def retire_entry(*, actor: User, kind: str, key: str, reason: str, seen_version: int) -> OwnEntry:
    """Take an entry out of force; its versions stay on record. Raises Moved and Refused as `save_entry` does."""
    review.check_may_change_knowledge(person_of(actor))
    stored = _latest(kind, key)
    if stored is None:
        raise Refused(_("There is no such entry: open the list of entries and choose one."))
    if stored.retired:
        return stored
    _check_seen(stored, seen_version)
    proposal = _proposal(None, _others(kind, key))
    entry = Entry(kind, key, stored.version + 1, stored.document, retired=True)
    return _store(actor, entry, reason, proposal)


def _entry(actor: User, kind: str, key: str, document: Mapping[str, Any], reason: str) -> Entry:
    """The entry as it would be stored, with its author and day where the overlay's shape has them."""
    review.check_may_change_knowledge(person_of(actor))
    if kind not in SHAPES:
        raise Refused(_("There is no such kind of entry: choose licence, model, position or agreement."))
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise Refused(_("The id needs 1 to 100 letters, digits, dots, hyphens, plus signs: such as acme-licence-1.0."))
    told = _reason(reason)
    if kind in _NOBODY:
        by, on = _NOBODY[kind]
        document = {**document, "reason": told, by: actor.full_name, on: today().isoformat()}
    try:
        canonical_json(document)
    except (ValueError, TypeError, RecursionError):
        raise Refused(_("The entry holds a value that cannot be kept: write numbers and texts only.")) from None
    return Entry(kind, key, 1, document)


def _reason(reason: str) -> str:
    told = required(_("reason"), reason)
    if len(told) < SHORTEST_REASON:
        raise Refused(_("The reason is too short to be understood later: write at least one sentence."))
    return told


def _others(kind: str, key: str) -> list[Entry]:
    return [entry for entry in held_entries() if (entry.kind, entry.key) != (kind, key)]


def _proposal(entry: Entry | None, entries: list[Entry]) -> Proposal:
    """What these entries would come to; `entry` is the one that changed."""
    found = [problem for told in problems(entries, edition()).values() for problem in told]
    if entry is not None and not found:
        found += future_readings(entry, today())
    if found:
        return Proposal(tuple(found))
    candidate = overlay_of(entries, "")
    return Proposal((), candidate, tuple(impact_of(candidate)))


def _latest(kind: str, key: str) -> OwnEntry | None:
    versions = OwnEntry.objects.select_for_update(of=("self",)).select_related("author")
    return versions.filter(kind=kind, key=key).order_by("-version").first()


def _check_seen(stored: OwnEntry | None, seen_version: int) -> None:
    if seen_version != (stored.version if stored else 0):
        if stored is None:
            raise Refused(_("This entry does not exist yet: open the form for a new one."))
        raise Moved(stored)


def _is_same(stored: OwnEntry, entry: Entry) -> bool:
    """Whether nothing but the author and the day would change."""
    passing = (*_NOBODY.get(entry.kind, ()),)
    before, after = ({k: v for k, v in it.items() if k not in passing} for it in (stored.document, entry.document))
    return canonical_json(before) == canonical_json(after)


def _store(actor: User, entry: Entry, reason: str, proposal: Proposal) -> OwnEntry:
    if proposal.problems:
        raise Refused(problem_words(proposal.problems[0]))
    previous = OwnEntry.objects.select_for_update().order_by("-id").values_list("state", flat=True).first()
    row = OwnEntry.objects.create(
        kind=entry.kind,
        key=entry.key,
        version=entry.version,
        document=dict(entry.document),
        retired=entry.retired,
        reason=_reason(reason),
        author=actor,
        created_at=timezone.now(),
        previous=previous or "",
        state=state_after(previous or "", entry),
    )
    details = {
        "kind": row.kind,
        "key": row.key,
        "version": row.version,
        "state": row.state,
        "reason": row.reason,
        "affected": [it.assessment.reference for it in proposal.affected],
    }
    action = "knowledge.retired" if row.retired else "knowledge.saved"
    audit.record(actor=actor, action=action, subject=row, details=details)
    forget()
    return row
