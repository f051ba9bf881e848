"""What an organisation adds to an edition: licences and models of its own, legal positions and agreements.

An overlay has the same types as the edition and passes the same checks. An entry under an id of the edition replaces
that entry: the organisation has read the text itself and stands by its own reading.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import Field

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Fact, ReadingName, Source
from catalog.knowledge.index import Catalogue
from catalog.knowledge.integrity import readings
from catalog.knowledge.loading import Loaded
from catalog.knowledge.terms import AgreedLimit


class Position(Fact):
    """A reading that the organisation has adopted for one term: `topic` is a topic of Terms or `model-licence`."""

    licence: str
    topic: str
    reading: ReadingName
    reason: str = Field(min_length=8)
    adopted_by: str
    adopted_on: date


class Agreement(Fact):
    """A licence that was negotiated: the topics it covers, until when (None: without end), and where it is kept.

    `limit`: up to which size it covers; None for any.
    """

    id: str
    licence: str
    covers: tuple[str, ...] = Field(min_length=1)
    until: date | None = None
    limit: AgreedLimit | None = None
    kept_at: str = Field(min_length=3)
    reason: str = Field(min_length=8)
    recorded_by: str
    recorded_on: date


@dataclass(frozen=True)
class Overlay:
    """Everything an organisation has added. `key` names this state: equal keys, equal content."""

    licences: Mapping[str, Licence] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    key: str = ""

    def position(self, licence: str, topic: str) -> Position | None:
        """Return the position adopted for a term, if there is one."""
        return next((it for it in self.positions if (it.licence, it.topic) == (licence, topic)), None)


NO_OVERLAY = Overlay()


def for_visitors(overlay: Overlay) -> Overlay:
    """Return what somebody outside the organisation may read of an overlay.

    Its entries, and which reading applies since when; not who settled that and why, nor what was negotiated.
    """
    settled = tuple(it.model_copy(update={"adopted_by": "", "reason": ""}) for it in overlay.positions)
    return replace(overlay, positions=settled, agreements=())


def with_overlay(catalogue: Catalogue, overlay: Overlay) -> Catalogue:
    """Return the edition with the organisation's entries in it. Raises CatalogueProblem with everything wrong.

    Positions and agreements are answers, not facts: they go into a facts document and leave the catalogue as it is.
    """
    if not (overlay.licences or overlay.models or overlay.sources):
        return catalogue
    loaded = catalogue.loaded()
    loaded.sources |= overlay.sources
    loaded.licences |= overlay.licences
    loaded.models |= overlay.models
    # An own reading may be younger than the edition, whose state moves with it.
    state = max([catalogue.edition.state_of, *_read_on(overlay)])
    loaded.edition = catalogue.edition.model_copy(update={"state_of": state})
    return Catalogue.from_loaded(loaded, catalogue.law_documents)


def _read_on(overlay: Overlay) -> Iterator[date]:
    held = Loaded(licences=dict(overlay.licences), models=dict(overlay.models))
    yield from (placed.reading.read_on for placed in readings(held))
