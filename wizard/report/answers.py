"""The answers that were reviewed, phase by phase and item by item, with who gave them, when, and on what evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from catalog.presenters.language import Spoken
from catalog.presenters.language import gettext as _
from catalog.presenters.words import day
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Answer, Evidence
from wizard.report.links import web_address

_KINDS = Spoken({"file": "File", "link": "Link", "note": "Note"})


@dataclass(frozen=True)
class LineView:
    """One question and its answer."""

    name: str
    value: str


@dataclass(frozen=True)
class EvidenceView:
    """One piece of evidence; a stored file is named by its SHA-256."""

    kind: str
    title: str
    sha256: str = field(metadata=VERBATIM)
    url: str = field(metadata=VERBATIM)


@dataclass(frozen=True)
class ItemView:
    """One item: `state` says in words where nothing was answered or it was left open."""

    title: str
    lines: tuple[LineView, ...]
    note: str
    state: str
    answered: str
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True)
class PhaseView:
    """The items of one phase."""

    title: str
    items: tuple[ItemView, ...]


def phases(answers: Sequence[Answer]) -> tuple[PhaseView, ...]:
    """Group the answers by phase, in the order in which they come."""
    groups: dict[str, list[ItemView]] = {}
    for answer in answers:
        groups.setdefault(answer["phase"], []).append(_item(answer))
    return tuple(PhaseView(title, tuple(items)) for title, items in groups.items())


def _item(answer: Answer) -> ItemView:
    return ItemView(
        title=answer["title"],
        lines=tuple(LineView(label, value) for label, value in answer["lines"]),
        note=answer["note"].strip(),
        state=_state(answer),
        answered=_answered(answer),
        evidence=tuple(_evidence(evidence) for evidence in answer["evidence"]),
    )


def _state(answer: Answer) -> str:
    if answer["unknown"]:
        return _("Not known when this was reviewed.")
    return "" if answer["answered_by"] else _("Not answered.")


def _answered(answer: Answer) -> str:
    if not answer["answered_by"]:
        return ""
    at = datetime.fromisoformat(answer["answered_at"]).astimezone(UTC)
    return f"{answer['answered_by']}, {day(at.date())}, {at:%H:%M} UTC"


def _evidence(evidence: Evidence) -> EvidenceView:
    return EvidenceView(
        kind=_KINDS.get(evidence["kind"], evidence["kind"]),
        title=evidence["title"],
        sha256=evidence["sha256"],
        url=web_address(evidence.get("url") or ""),
    )
