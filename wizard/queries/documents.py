"""What a report says and what is attached to it, from the frozen snapshot and the decision on it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wizard.interchange import cyclonedx, lbom
from wizard.models import Snapshot
from wizard.queries.files import authority_certificate
from wizard.queries.history import deed, events_until, people_in, who
from wizard.queries.people import names_of
from wizard.report import fonts
from wizard.report.document import Document, build
from wizard.report.export import attachments
from wizard.report.inputs import Dispute, Event, Labels, Reading, SignOff, Trail
from wizard.report.inputs import Snapshot as Account
from wizard.report.pdf import Attachment
from wizard.report.problems import RenderProblem
from wizard.report.redaction import redacted
from wizard.signing.structure import fingerprint

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/share/fonts-droid-fallback"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("~/Library/Fonts").expanduser(),
)
"""Where Debian, Ubuntu and macOS keep fonts."""


@dataclass(frozen=True)
class Content:
    """A report before it is laid out. `sha256` is that of the account which it states."""

    document: Document
    attachments: tuple[Attachment, ...]
    sha256: str


@cache
def report_fonts() -> fonts.Fonts:
    """The fonts of reports; raises RenderProblem where one is missing."""
    return fonts.find(FONT_FOLDERS)


def in_its_language(snapshot: Snapshot) -> AbstractContextManager[None]:
    """Speak the language of a snapshot's report, whoever asks for it."""
    return translation.override(snapshot.data.get("language", settings.LANGUAGE_CODE))


def content_of(snapshot: Snapshot, sign_off: SignOff, head: str, *, copy_of: str = "") -> Content:
    """The content of a report, in the language that is spoken: always the same for the same arguments.

    `head` is the hash of the audit event that was the newest when the report was laid out; `copy_of` the SHA-256 of
    the signed report where the content of its redacted copy is wanted. Raises RenderProblem.
    """
    account, trail = _account(snapshot), Trail(head)
    if copy_of:
        account, sign_off = redacted(account, sign_off)
    else:
        trail = _trail(account["reference"], head)
    evaluation: Mapping[str, Any] = account["evaluation"]  # type: ignore[typeddict-item]
    bills = _bills(account)
    document = build(
        snapshot=account,
        evaluation=evaluation,
        sign_off=sign_off,
        trail=trail,
        labels=Labels(**account["labels"]),  # type: ignore[typeddict-item]
        coverage=report_fonts().coverage(),
        disputed=[_dispute(each) for each in account["disputes"]],  # type: ignore[typeddict-item]
        bills=bills,
        copy_of=copy_of,
        page=f"https://{settings.PUBLIC_HOST}{reverse('wizard:verify')}" if settings.PUBLIC_HOST else "",
    )
    return Content(document, attachments(account, evaluation, bills), account["sha256"])


def _account(snapshot: Snapshot) -> Account:
    return {**snapshot.data, "sha256": snapshot.sha256, "taken_at": snapshot.taken_at.isoformat()}  # type: ignore[typeddict-item]


def _trail(reference: str, head: str) -> Trail:
    happened = events_until(reference, head)
    names = names_of(people_in(happened))
    root = authority_certificate()
    return Trail(
        head=head,
        events=tuple(Event(event.at, who(event), deed(event, names)) for event in happened),
        authority=fingerprint(root) if root else "",
    )


def _bills(account: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """The bills of materials; none for an account from before they were frozen with it."""
    if "bill" not in account:
        return ()
    try:
        models = cyclonedx.model_bill(account)
    except cyclonedx.InvalidBill as fault:
        raise RenderProblem(str(fault)) from None
    licences = lbom.licence_bill(account)
    return (
        Attachment(lbom.NAME, licences, _("The licence bill of materials of the candidates"), "Supplement"),
        Attachment(cyclonedx.NAME, models, _("The same in CycloneDX, with model cards and findings"), "Supplement"),
    )


def _dispute(stored: dict[str, Any]) -> Dispute:
    return Dispute(**{**stored, "text": _reading(stored["text"]), "guide": _reading(stored["guide"])})


def _reading(stored: dict[str, Any]) -> Reading:
    return Reading(**{**stored, "read_on": date.fromisoformat(stored["read_on"])})
