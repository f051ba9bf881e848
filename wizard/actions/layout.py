"""From a frozen snapshot and a decision to the pages of the report, ready to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from wizard.models import Snapshot
from wizard.process.refusal import Refused
from wizard.report import fonts
from wizard.report.document import build
from wizard.report.export import attachments
from wizard.report.inputs import Dispute, Labels, Reading, Reviewer, SignOff
from wizard.report.inputs import Snapshot as Account
from wizard.report.pdf import RenderRequest, render_isolated
from wizard.report.problems import RenderProblem

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/share/fonts-droid-fallback"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("~/Library/Fonts").expanduser(),
)
"""Where Debian, Ubuntu and macOS keep fonts."""


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
    return _fonts().sans


@cache
def _fonts() -> fonts.Fonts:
    return fonts.find(FONT_FOLDERS)


def _request(snapshot: Snapshot, decided: Decided) -> RenderRequest:
    with translation.override(snapshot.data.get("language", settings.LANGUAGE_CODE)):
        return _in_its_language(snapshot, decided)


def _in_its_language(snapshot: Snapshot, decided: Decided) -> RenderRequest:
    frozen = snapshot.data
    account: Account = {**frozen, "sha256": snapshot.sha256, "taken_at": snapshot.taken_at.isoformat()}  # type: ignore[typeddict-item]
    document = build(
        snapshot=account,
        evaluation=frozen["evaluation"],
        sign_off=SignOff(
            reviewers=(Reviewer(decided.reviewer, "Legal review by"),),
            decided_on=decided.at.date(),
            valid_until=decided.valid_until,
            conditions=decided.conditions,
            comment=decided.comment,
        ),
        audit_head=decided.audit_head,
        labels=Labels(**frozen["labels"]),
        coverage=_fonts().coverage(),
        disputed=[_dispute(each) for each in frozen["disputes"]],
    )
    return RenderRequest(
        html=render_to_string("report/report.html", {"document": document}),
        css=_style_sheet(),
        fonts=_fonts(),
        attachments=attachments(account, frozen["evaluation"]),
        identifier=bytes.fromhex(snapshot.sha256)[:16],
        created=decided.at,
    )


def _style_sheet() -> str:
    path = finders.find("css/report.css")
    if path is None:
        raise RenderProblem("The report's style sheet css/report.css is missing; install the program again.")
    return Path(path).read_text(encoding="utf-8")


def _dispute(stored: dict[str, Any]) -> Dispute:
    return Dispute(**{**stored, "text": _reading(stored["text"]), "guide": _reading(stored["guide"])})


def _reading(stored: dict[str, Any]) -> Reading:
    return Reading(**{**stored, "read_on": date.fromisoformat(stored["read_on"])})
