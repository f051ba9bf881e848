"""Where the licence text and the guide disagree: which reading was applied, and what the other would have given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.presenters.language import gettext as _
from catalog.presenters.language import within
from catalog.presenters.words import VERDICTS, clause_words, day
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Dispute, Labels, Reading
from wizard.report.links import web_address
from wizard.report.models import READINGS, VerdictView


@dataclass(frozen=True)
class ContestedModel:
    """A model whose verdict depends on whom one believes."""

    name: str
    applied: VerdictView
    text: VerdictView
    guide: VerdictView


@dataclass(frozen=True)
class ReadingView:
    """What one source says on a term."""

    says: str
    source: str
    clause: str
    url: str = field(metadata=VERBATIM)
    read_on: str
    applies: bool


@dataclass(frozen=True)
class TermView:
    """A disputed term with its two readings side by side, and why one of them applies."""

    licence: str
    topic: str
    text: ReadingView
    guide: ReadingView
    why: str


@dataclass(frozen=True)
class DisputeView:
    """Everything in this report that could be read otherwise."""

    models: tuple[ContestedModel, ...]
    positions: tuple[str, ...]
    terms: tuple[TermView, ...]


def disputes(
    facts: Mapping[str, Any], evaluation: Mapping[str, Any], labels: Labels, disputed: Sequence[Dispute]
) -> DisputeView:
    """Gather the contested models, the legal positions adopted, and the disputed terms."""
    return DisputeView(
        models=tuple(_contested(model, labels) for model in evaluation["models"] if model["contested"]),
        positions=tuple(_position(position, labels) for position in facts.get("positions") or ()),
        terms=tuple(_term(dispute) for dispute in disputed),
    )


def _contested(model: Mapping[str, Any], labels: Labels) -> ContestedModel:
    by_reading = model["verdict_by_reading"]
    return ContestedModel(
        name=labels.models.get(model["model"], model["model"]),
        applied=_verdict(model["verdict"]),
        text=_verdict(by_reading["text"]),
        guide=_verdict(by_reading["guide"]),
    )


def _verdict(kind: str) -> VerdictView:
    return VerdictView(kind, VERDICTS[kind])


def _position(position: Mapping[str, Any], labels: Labels) -> str:
    licence = labels.licences.get(position["licence"], position["licence"])
    topic = labels.topics.get(position["topic"], position["topic"])
    reading = READINGS.get(position["reading"], position["reading"])
    words = _("%(licence)s, %(topic)s: %(reading)s applies.")
    return words % {"licence": licence, "topic": within(topic), "reading": reading}


def _term(dispute: Dispute) -> TermView:
    return TermView(
        licence=dispute.licence,
        topic=dispute.topic,
        text=_reading(dispute.text, applies=dispute.applied == "text"),
        guide=_reading(dispute.guide, applies=dispute.applied == "guide"),
        why=dispute.why,
    )


def _reading(reading: Reading, *, applies: bool) -> ReadingView:
    return ReadingView(
        reading.says,
        reading.source,
        clause_words(reading.clause),
        web_address(reading.url),
        day(reading.read_on),
        applies,
    )
