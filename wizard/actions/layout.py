"""From a frozen snapshot and a decision to the pages of the report, ready to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wizard.models import Snapshot
from wizard.process.refusal import Refused
from wizard.queries.documents import content_of, in_its_language, report_fonts
from wizard.report.inputs import Reviewer, SignOff
from wizard.report.pdf import RenderRequest, render_isolated
from wizard.report.problems import RenderProblem


@dataclass(frozen=True)
class Decided:
    """The decision that the report states. `at` is an aware time; `audit_head` the newest audit hash before it."""

    reviewer: str
    at: datetime
    conditions: str
    comment: str
    valid_until: date
    audit_head: str


def lay_out(snapshot: Snapshot, decided: Decided) -> bytes:
    """Return the unsigned PDF: the same snapshot and decision give the same bytes. Raises Refused."""
    try:
        return render_isolated(_request(snapshot, decided))
    except RenderProblem as problem:
        raise Refused(str(problem)) from None


def stamp_font() -> Path:
    """The font in which signatures are written."""
    return report_fonts().sans


def _request(snapshot: Snapshot, decided: Decided) -> RenderRequest:
    with in_its_language(snapshot):
        return request_of(snapshot, sign_off_of(decided), at=decided.at, head=decided.audit_head)


def request_of(snapshot: Snapshot, sign_off: SignOff, *, at: datetime, head: str, copy_of: str = "") -> RenderRequest:
    """What is laid out, in the language that is spoken. Raises RenderProblem.

    `head` is the hash of the newest audit event at the moment `at`; `copy_of` the SHA-256 of the signed report where
    its redacted copy is wanted.
    """
    content = content_of(snapshot, sign_off, head, copy_of=copy_of)
    html = render_to_string("report/report.html", {"document": content.document})
    return RenderRequest(
        html=html,
        css=_style_sheet(),
        fonts=report_fonts(),
        attachments=content.attachments,
        identifier=bytes.fromhex(content.sha256)[:16],
        created=at,
    )


def sign_off_of(decided: Decided) -> SignOff:
    """The decision in the words of the report."""
    return SignOff(
        reviewers=(Reviewer(decided.reviewer, _("Legal review by"), decided.at),),
        decided_on=decided.at.date(),
        valid_until=decided.valid_until,
        conditions=decided.conditions,
        comment=decided.comment,
    )


def _style_sheet() -> str:
    path = finders.find("css/report.css")
    if path is None:
        raise RenderProblem("The report's style sheet css/report.css is missing; install the program again.")
    return Path(path).read_text(encoding="utf-8")
