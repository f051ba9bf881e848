"""From a frozen snapshot and the decisions on it to the pages of the report, ready to be signed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from wizard.models import Snapshot
from wizard.process.refusal import Refused
from wizard.queries.decisions import sign_off_of
from wizard.queries.documents import content_of, in_its_language, report_fonts
from wizard.report.inputs import SignOff
from wizard.report.pdf import RenderRequest, render_isolated
from wizard.report.problems import RenderProblem


def lay_out(snapshot: Snapshot, *, at: datetime, head: str) -> bytes:
    """Return the unsigned PDF: the same snapshot, decisions, time and head give the same bytes. Raises Refused."""
    try:
        with in_its_language(snapshot):
            request = request_of(snapshot, sign_off_of(snapshot), at=at, head=head)
        return render_isolated(request)
    except RenderProblem as problem:
        raise Refused(str(problem)) from None


def stamp_font() -> Path:
    """The font in which signatures are written."""
    return report_fonts().sans


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


def _style_sheet() -> str:
    path = finders.find("css/report.css")
    if path is None:
        raise RenderProblem("The report's style sheet css/report.css is missing; install the program again.")
    return Path(path).read_text(encoding="utf-8")
