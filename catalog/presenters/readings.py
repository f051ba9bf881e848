"""A term's readings side by side: the licence text first, then the guide. Shared by every page that shows a term."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.knowledge.facts import Confidence, Reading, ReadingName, Source, Term
from catalog.knowledge.integrity import FRESH_DAYS
from catalog.knowledge.overlay import Position
from catalog.knowledge.sentences import for_translation
from catalog.presenters import values, words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told

BOTH: tuple[ReadingName, ...] = ("text", "guide")
TWO_READINGS = for_translation(
    "Two readings. A check applies the one that allows less in your case, "
    "unless your organisation has adopted the other."
)
GUIDE_SILENT = for_translation("The guide says nothing on this.")


@dataclass(frozen=True)
class ReadingView:
    """One reading, ready to show. `applies` says why this one is applied, and is empty where that is not decided."""

    name: ReadingName
    title: str
    value: str
    says: str
    clause: str
    source: str
    url: str
    basis: str
    warning: str
    warning_class: str
    applies: str


@dataclass(frozen=True)
class TermView:
    """One topic with its readings.

    `note` says what a difference between them, or a silent guide, means; `adopted` why the organisation settled on one.
    """

    topic: str
    label: str
    disputed: bool
    note: str
    readings: tuple[ReadingView, ...]
    adopted: str = ""


@dataclass(frozen=True)
class Shelf:
    """What readings are shown against: the documents they cite and the day they are shown on."""

    sources: Mapping[str, Source]
    today: date


def warning(confidence: Confidence, read_on: date, today: date) -> tuple[str, str]:
    """Return what a reader has to be warned of, and its CSS class; two empty texts for a good fact."""
    if confidence == "knowledge":
        return _("Not verified. Read the text before you rely on this."), "unverified"
    age = (today - read_on).days
    if age > FRESH_DAYS:
        return _("Read %(age)s days ago. Read it again before you rely on this.") % {"age": age}, "stale-fact"
    return "", ""


def mark(confidence: Confidence, read_on: date, today: date) -> tuple[str, str]:
    """Return the warning in the few words that fit a cell, and its CSS class; two empty texts for a good fact."""
    spoken, css = warning(confidence, read_on, today)
    short = {
        "unverified": _("not verified"),
        "stale-fact": _("read %(days)s days ago") % {"days": (today - read_on).days},
    }
    return (short[css], css) if spoken else ("", "")


def reading_view(
    name: ReadingName, reading: Reading[Any], shelf: Shelf, *, value: str | None = None, applies: str = ""
) -> ReadingView:
    """Show one reading. `value` replaces the usual words of its value; `applies` says why this reading is applied."""
    source = shelf.sources[reading.source]
    spoken, css = warning(reading.confidence, reading.read_on, shelf.today)
    return ReadingView(
        name=name,
        title=words.READINGS[name],
        value=values.of_reading(reading) if value is None else value,
        says=told(reading.says),
        clause=words.clause_words(reading.clause),
        source=source.title,
        url=str(source.url),
        basis=f"{words.CONFIDENCE[reading.confidence]}, {words.day(reading.read_on)}:",
        warning=spoken,
        warning_class=css,
        applies=applies,
    )


def term_view(
    topic: str, term: Term[Any], shelf: Shelf, *, applied: ReadingName | None = None, why: str = ""
) -> TermView:
    """Show a term. `applied` names the reading that counts, where that is decided, and `why` says by what."""
    found = ((name, term.reading(name)) for name in BOTH)
    readings = tuple(
        reading_view(name, reading, shelf, applies=(why or _("Applies")) if name == applied else "")
        for name, reading in found
        if reading is not None
    )
    return TermView(topic, words.TOPICS[topic], term.disputed, _note(term, applied), readings)


def settled_view(topic: str, term: Term[Any], shelf: Shelf, position: Position | None) -> TermView:
    """Show a term with the position that the organisation has adopted for it, if there is one."""
    if position is None:
        return term_view(topic, term, shelf)
    why = _("Applies: adopted by %(adopted_by)s, %(adopted_on)s") % {
        "adopted_by": position.adopted_by or _("the organisation"),
        "adopted_on": words.day(position.adopted_on),
    }
    view = term_view(topic, term, shelf, applied=position.reading, why=why)
    return replace(view, adopted=position.reason)


def _note(term: Term[Any], applied: ReadingName | None) -> str:
    if term.guide is None:
        return told(GUIDE_SILENT)
    return told(TWO_READINGS) if term.disputed and applied is None else ""
