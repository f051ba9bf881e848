"""The daily time-stamps of the audit log: listed, taken along, and held against the log."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.models import AuditEvent, HeadStamp
from wizard.process.canonical import canonical_json
from wizard.process.chain import Walk
from wizard.signing.clocks import confirmed, in_der
from wizard.signing.doubt import Doubt

NO_ROOTS = gettext_lazy(
    "The time-stamps of the log cannot be checked: name the file with the roots of their authority in "
    "CLEARWEIGHTS_TIMESTAMP_ROOTS."
)


@dataclass(frozen=True)
class Taken:
    """A time-stamp as it is checked: its day, the head it was made for, and the token (DER)."""

    day: date
    head: str
    token: bytes


def latest_stamps(number: int) -> list[HeadStamp]:
    """The latest time-stamps, without their tokens."""
    return list(HeadStamp.objects.defer("token")[:number])


def stamps_configured() -> bool:
    """Whether an authority is asked every day."""
    return bool(settings.TIMESTAMP_URL)


def stamps_taken() -> Iterator[Taken]:
    """Every time-stamp on record, oldest first."""
    for row in HeadStamp.objects.order_by("day").iterator(chunk_size=100):
        yield Taken(row.day, row.head, bytes(row.token))


def stamp_lines() -> Iterator[str]:
    """Every time-stamp as a line of JSON, its token in Base64: what `verify_audit --stamps` checks."""
    for stamp in stamps_taken():
        told = {"day": stamp.day.isoformat(), "head": stamp.head, "token": b64encode(stamp.token).decode("ascii")}
        yield f"{canonical_json(told)}\n"


def stamp_of(line: str) -> Taken | None:
    """The time-stamp that a line of JSON tells, or None where it tells none."""
    try:
        told = json.loads(line)
        token = b64decode(told["token"], validate=True)
        return Taken(date.fromisoformat(told["day"]), str(told["head"]), token)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def stamps_fault(walked: Walk, stamps: Iterable[Taken | None]) -> tuple[int, str]:
    """How many time-stamps fit the log that was walked, and what is wrong with the first that does not."""
    roots, confirmed_so_far = [in_der(root) for root in settings.TIMESTAMP_ROOTS], 0
    for stamp in stamps:
        if stamp is None:
            damaged = _("Time-stamp %(number)d cannot be read: its line is damaged.")
            return confirmed_so_far, damaged % {"number": confirmed_so_far + 1}
        if not roots:
            return confirmed_so_far, str(NO_ROOTS)
        if stamp.head not in walked.hashes:
            missing = _("The event that was time-stamped on %(day)s is missing.")
            return confirmed_so_far, missing % {"day": stamp.day}
        try:
            confirmed(stamp.token, bytes.fromhex(stamp.head), roots)
        except Doubt:
            wrong = _("The time-stamp of %(day)s is not what the authority gave for this log.")
            return confirmed_so_far, wrong % {"day": stamp.day}
        confirmed_so_far += 1
    return confirmed_so_far, ""


def lost_stamp() -> str:
    """The fault of the first time-stamp that has no event, or of the first event whose time-stamp is gone."""
    told = dict(AuditEvent.objects.filter(action="audit.stamped").order_by("seq").values_list("details__token", "seq"))
    for stamp in stamps_taken():
        if told.pop(hashlib.sha256(stamp.token).hexdigest(), None) is None:
            return _("The event that tells of the time-stamp of %(day)s is missing.") % {"day": stamp.day}
    if not told:
        return ""
    return _("The time-stamp that event %(number)d tells of is missing.") % {"number": min(told.values())}
