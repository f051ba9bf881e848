"""The matrix as a file: the same licences, columns and order as on the screen; JSON adds every reading."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay
from catalog.knowledge.terms import TOPICS
from catalog.presenters import words
from catalog.presenters.address import Address
from catalog.presenters.cells import Column
from catalog.presenters.export import Sheet, Value
from catalog.presenters.language import gettext as _
from catalog.presenters.matrix import Line, columns_of
from catalog.presenters.readings import BOTH
from catalog.presenters.screened import RowVerdict
from catalog.presenters.situation_form import asked_for


def sheet(fitting: Iterable[Line], address: Address, verdicts: Mapping[str, RowVerdict], catalogue: Catalogue) -> Sheet:
    """Return the table: beside each column that the guide disputes somewhere stands one with its words."""
    shown = tuple(fitting)
    columns = columns_of(address)
    headings = [_("Id"), _("Licence"), _("Family"), _("Version"), *([_("For you"), _("Why")] if verdicts else [])]
    for column in columns:
        headings += (
            [column.label, _("%(label)s, by the guide") % {"label": column.label}] if column.covers else [column.label]
        )
    rows = tuple(tuple(_row(line, columns, verdicts.get(line.licence.id))) for line in shown)
    asked = asked_for(address, catalogue.vocabulary)
    return Sheet("licences", _("Licences of open-weight models"), tuple(headings), rows, catalogue.edition, asked)


def entries(
    fitting: Iterable[Line], address: Address, verdicts: Mapping[str, RowVerdict], overlay: Overlay
) -> Iterator[dict[str, Any]]:
    """Yield each licence with its readings. Chosen columns narrow the topics to those that their cells open."""
    topics = {topic for column in columns_of(address) for topic in column.covers} if address.columns else set(TOPICS)
    for line in fitting:
        yield _entry(line.licence, [topic for topic in TOPICS if topic in topics], verdicts, overlay)


def _row(line: Line, columns: Iterable[Column], verdict: RowVerdict | None) -> Iterator[Value]:
    licence = line.licence
    yield from (licence.id, licence.short, words.FAMILIES[licence.family], licence.version)
    if verdict:
        yield from (verdict.label, verdict.top)
    for column in columns:
        cell = line.cells[column.name]
        yield cell.says
        if column.covers:
            yield cell.guide


def _entry(
    licence: Licence, topics: Iterable[str], verdicts: Mapping[str, RowVerdict], overlay: Overlay
) -> dict[str, Any]:
    verdict = verdicts.get(licence.id)
    judged = {"verdict": verdict.verdict, "reasons": [reason.says for reason in verdict.reasons]} if verdict else {}
    head = licence.model_dump(mode="json", by_alias=True, exclude={"terms"})
    return {**head, **judged, "terms": {topic: _term(licence, topic, overlay) for topic in topics}}


def _term(licence: Licence, topic: str, overlay: Overlay) -> dict[str, Any]:
    term, told = licence.terms.term(topic), {}
    for name in BOTH:
        if reading := term.reading(name):
            told[str(name)] = reading.model_dump(mode="json", by_alias=True)
    if position := overlay.position(licence.id, topic):
        told["adopted"] = {name: said for name, said in position.model_dump(mode="json").items() if said}
    return told
