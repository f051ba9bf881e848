"""Reading the audit log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wizard.models import (
    Assessment,
    AuditEvent,
    Decision,
    KeptText,
    OwnEntry,
    RegisterEntry,
    Report,
    Review,
    Snapshot,
    User,
    UserNumber,
)
from wizard.process.chain import GENESIS, Entry, Link, Walk, line_of, walk
from wizard.process.readings import Reading, sha256_of_numbers
from wizard.queries.guards import missing_guards
from wizard.queries.stamps import Taken, lost_stamp, stamps_fault, stamps_taken

MOST_EVENTS = 50
ENTRY_ACTIONS = ("knowledge.saved", "knowledge.retired")
APPROVAL_ACTIONS = (
    "assessment.approved",
    "assessment.expired",
    "assessment.revised",
    "assessment.superseded",
    "assessment.withdrawn",
    "limit.reached",
)
"""What concerns an entry of the register because it concerns the approval that it rests on."""


def latest_events(assessment: Assessment) -> QuerySet[AuditEvent]:
    """What happened to an assessment, latest first, up to fifty events, with who did it."""
    mine = AuditEvent.objects.filter(subject_type="assessment", subject_id=assessment.reference)
    return mine.select_related("actor").order_by("-seq")[:MOST_EVENTS]


def events_of_entry(entry: RegisterEntry, licences: Collection[str]) -> list[AuditEvent]:
    """What happened to an entry of the register and to its approval while it stood, latest first, with who did it.

    Steps on the way to a limit are those of these licences. Up to fifty events.
    """
    mine = AuditEvent.objects.filter(subject_type="assessment", subject_id=entry.assessment.reference)
    concerning = mine.filter(Q(details__entry=entry.pk) | Q(action__in=APPROVAL_ACTIONS))
    events = list(concerning.select_related("actor").order_by("seq"))
    own = [event.seq for event in events if event.details.get("entry") == entry.pk] or [0]
    while_it_stood = (it for it in events if own[0] <= it.seq and (entry.ended_at is None or it.seq <= own[-1]))
    found = [it for it in while_it_stood if it.details.get("licence") in (None, *licences)]
    return found[: -MOST_EVENTS - 1 : -1]


def audit_head() -> str:
    """The hash of the latest event, which stands for the whole log; 64 zeros for an empty one."""
    return AuditEvent.objects.order_by("-seq").values_list("hash", flat=True).first() or GENESIS


def check_log() -> Walk:
    """Recompute the whole chain, then hold it against what it should tell of, and look for the database's guards.

    The chain alone cannot show that its end was cut off. The records do: each was stored together with an event, and
    each report names the event that was the latest of its time.
    """
    if not AuditEvent.objects.exists():
        return Walk(0, GENESIS, frozenset(), _emptied() or _unguarded())
    walked = with_stamps(walk(_links()), stamps_taken())
    if walked.fault:
        return walked
    return replace(walked, fault=_without_head(walked) or _without_event() or lost_stamp() or _unguarded())


def with_stamps(walked: Walk, stamps: Iterable[Taken | None]) -> Walk:
    """A sound chain held against its time-stamps."""
    if walked.fault:
        return walked
    confirmed, fault = stamps_fault(walked, stamps)
    return replace(walked, stamps=confirmed, fault=fault)


def log_lines() -> Iterator[str]:
    """The whole log, one line of JSON for each event, oldest first: what `verify_audit --file` checks."""
    return (f"{line_of(link)}\n" for link in _links())


def _links() -> Iterator[Link | None]:
    # One row at a time: the rows before one that cannot be read are sound.
    events = AuditEvent.objects.order_by("seq").iterator(chunk_size=1)
    while True:
        try:
            event = next(events, None)
        except (ValueError, TypeError, AttributeError, RecursionError, DatabaseError):
            # What Django's converters and the database raise for a value that does not fit its column.
            yield None
            return
        if event is None:
            return
        entry = Entry(
            seq=event.seq,
            at=event.at,
            actor_id=event.actor_id,
            action=event.action,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            details=event.details,
        )
        yield Link(entry=entry, previous_hash=event.previous_hash, hash=event.hash)


def _emptied() -> str:
    """The fault of a log without events where something is on record."""
    if any(model.objects.exists() for model in (User, Assessment, Snapshot)):
        return _("The log is empty, although people or assessments are on record: its events were removed.")
    return ""


def _without_head(walked: Walk) -> str:
    """The fault of the first report whose printed head is no longer in the log."""
    for filename, head in Report.objects.order_by("id").values_list("filename", "audit_head"):
        if head not in walked.hashes:
            missing = _("The event that the report %(file)s names as the latest of its time is missing.")
            return missing % {"file": filename}
    return ""


def _without_event() -> str:
    """The fault of the first record that no event tells of."""
    issued = {details.get("report") for details in _details("assessment.approved")}
    for filename, sha256 in Report.objects.order_by("id").values_list("filename", "sha256"):
        if sha256 not in issued:
            return _("The event that issued the report %(file)s is missing.") % {"file": filename}
    submitted = {details.get("snapshot") for details in _details("assessment.submitted")}
    snapshots = Snapshot.objects.order_by("id").values_list("assessment__reference", "revision", "sha256")
    for reference, revision, sha256 in snapshots:
        if sha256 not in submitted:
            missing = _("The event that handed over revision %(revision)d of %(reference)s is missing.")
            return missing % {"revision": revision, "reference": reference}
    decided = {(details.get("snapshot"), details.get("decision")) for details in _details("assessment.reviewed")}
    reviews = Review.objects.exclude(decision=Decision.APPROVED).select_related("snapshot__assessment").order_by("id")
    for review in reviews:
        if (review.snapshot.sha256, review.decision) not in decided:
            missing = _("The event of the decision on revision %(revision)d of %(assessment)s is missing.")
            return missing % {"revision": review.snapshot.revision, "assessment": review.snapshot.assessment}
    return _without_event_of_knowledge()


def _without_event_of_knowledge() -> str:
    """The fault of the first own entry or kept text that no event tells of."""
    saved = {details.get("state") for action in ENTRY_ACTIONS for details in _details(action)}
    for entry in OwnEntry.objects.order_by("id").defer("document"):
        if entry.state not in saved:
            return _("The event of the own entry “%(entry)s” is missing.") % {"entry": entry}
    kept = {details.get("sha256") for details in _details("knowledge.text-kept")}
    for text in KeptText.objects.order_by("id").defer("text"):
        if text.sha256 not in kept:
            return _("The event of the kept text “%(text)s” is missing.") % {"text": text}
    try:
        return _other_numbers()
    except (ValueError, TypeError, AttributeError):  # what the database holds is no day or no number
        return _("A user number cannot be read: its row was changed.")


def _other_numbers() -> str:
    """The fault of the first user numbers that no event tells of as they stand, or of the first that are gone."""
    told = Counter(details.get("sha256") for details in _details("numbers.entered"))
    rows = UserNumber.objects.order_by("entered_at", "entered_by", "source", "id").iterator(chunk_size=1000)
    for (at, *_more), entered in groupby(rows, key=attrgetter("entered_at", "entered_by_id", "source")):
        sha256 = sha256_of_numbers(Reading(it.entity, it.product, it.metric, it.counted_on, it.value) for it in entered)
        if not told[sha256]:
            wrong = _("The user numbers entered at %(moment)s UTC are not those that an event tells of.")
            return wrong % {"moment": f"{at:%Y-%m-%d %H:%M:%S}"}
        told[sha256] -= 1
    lost = sum(told.values())
    if not lost:
        return ""
    words = ngettext(
        "The user numbers of %(count)d event are missing: they were removed.",
        "The user numbers of %(count)d events are missing: they were removed.",
        lost,
    )
    return words % {"count": lost}


def _details(action: str) -> list[dict[str, str]]:
    return list(AuditEvent.objects.filter(action=action).values_list("details", flat=True))


def _unguarded() -> str:
    missing = missing_guards()
    if not missing:
        return ""
    told = _("The database no longer refuses to change records: its triggers %(names)s are missing.")
    return told % {"names": ", ".join(missing)}
