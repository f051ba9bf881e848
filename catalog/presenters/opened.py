"""What stands behind a cell of the matrix: readings of its topics, the four conditions, or a verdict's reasons."""

from dataclasses import dataclass

from catalog.knowledge.entries import Licence
from catalog.knowledge.overlay import Overlay
from catalog.presenters import words
from catalog.presenters.address import VERDICT
from catalog.presenters.cells import BY_NAME, OPENNESS
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told, within
from catalog.presenters.matrix import speaks
from catalog.presenters.readings import Shelf, TermView, settled_view
from catalog.presenters.screened import Reason, RowVerdict

STATES = {"yes": "clear", "no": "blocked", "review": "undecided"}


@dataclass(frozen=True)
class Condition:
    """One of the AI Act's conditions E1 to E4, by word and class, with the reason."""

    id: str
    label: str
    met: str
    state: str
    why: str


@dataclass(frozen=True)
class Opened:
    """An opened cell. Of `terms`, `conditions` and `reasons` the one is filled that the cell stands for."""

    name: str
    title: str
    terms: tuple[TermView, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reasons: tuple[Reason, ...] = ()


def opened(name: str, licence: Licence, shelf: Shelf, overlay: Overlay, verdict: RowVerdict | None) -> Opened | None:
    """Return what a cell opens; None where there is no such cell."""
    if name == VERDICT:
        title = (
            _("%(short)s for you: %(verdict)s") % {"short": licence.short, "verdict": verdict.verdict}
            if verdict
            else ""
        )
        return Opened(name, title, reasons=verdict.reasons) if verdict else None
    column = BY_NAME.get(name)
    if column is None:
        return None
    title = f"{licence.short}: {within(column.label)}"
    if name == OPENNESS:
        return Opened(name, f"{licence.short}: {column.label}", conditions=conditions(licence))
    return Opened(name, title, terms=_terms(licence, column.covers, shelf, overlay))


def conditions(licence: Licence) -> tuple[Condition, ...]:
    """Return the AI Act's four licence conditions as they stand for a licence."""
    found = ((name, getattr(licence.openness, name)) for name in words.OPENNESS)
    return tuple(
        Condition(name, words.OPENNESS[name], words.MET[it.met], STATES[it.met], told(it.why)) for name, it in found
    )


def _terms(licence: Licence, topics: tuple[str, ...], shelf: Shelf, overlay: Overlay) -> tuple[TermView, ...]:
    """The cell's own topic, and of the others those on which somebody says something or that nobody has read."""
    return tuple(
        settled_view(topic, licence.terms.term(topic), shelf, overlay.position(licence.id, topic))
        for topic in topics
        if topic == topics[0] or speaks(licence, topic) or licence.terms.term(topic).text.unread
    )
