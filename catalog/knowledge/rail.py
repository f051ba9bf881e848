"""The shapes of what is told about RAIL: models against source, the letters of a name, the behavioural categories."""

from typing import Literal

from pydantic import Field

from catalog.knowledge.facts import Fact, Said
from catalog.knowledge.guidance import Accord, Ruled


class RailAspect(Fact):
    """One row of the guide's table of RAIL-M against RAIL-S: its two cells, and our ruling on both."""

    id: Literal["applies-to", "code-copyleft", "behaviour", "propagation", "commercial-use"]
    title: str
    m: Said
    s: Said
    ruling: Said
    agreement: Accord


class NamingElement(Fact):
    """One element of a RAIL name, such as the letter M, and what it means."""

    id: Literal["D", "A", "M", "S", "Open", "Research"]
    position: Literal["prefix", "suffix"]
    title: str
    meaning: Said


class RailCategory(Ruled):
    """One of the guide's behavioural categories, with the words of the vocabulary that it corresponds to.

    Which licence really restricts it follows from that licence's own list: an item counts where one of its conditions
    names one of these `activities` or `domains`.
    """

    id: Literal[
        "surveillance", "disinformation", "discrimination", "military-weapons", "exploitation", "deception",
        "legal-circumvention",
    ]  # fmt: skip
    title: str
    activities: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class Rail(Fact):
    """What the guide and the texts say about RAIL licences, in the order of the guide."""

    title: str
    aspects: tuple[RailAspect, ...] = Field(min_length=1)
    naming: tuple[NamingElement, ...] = Field(min_length=1)
    categories: tuple[RailCategory, ...] = Field(min_length=1)
