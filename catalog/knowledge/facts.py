"""The shapes of what is known: sources, and readings of a term with where, when and how well they were read.

Every statement about a licence is a *reading*: a typed value, one sentence in our own words, and where, when and how
well it was read. A term holds up to two readings, `text` (what the licence says) and `guide` (what the founding
guide says); they are stored side by side and never merged.
"""

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

Confidence = Literal["read", "excerpt", "secondary", "knowledge"]
ReadingName = Literal["text", "guide"]
Family = Literal["permissive", "copyleft", "community", "responsible-ai", "custom", "noncommercial"]
Delivery = Literal["hosted-service", "internal", "on-device", "ship-weights", "vendor-api"]
Risk = Literal["minimal", "low", "moderate", "high"]


class Fact(BaseModel):
    """Base of everything in the catalogue: immutable, and a key that is not declared is a mistake, not an extra."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(Fact):
    """A document that was read: what it is, who published it, where it stands."""

    id: str
    title: str
    publisher: str
    url: HttpUrl
    kind: Literal["licence-text", "vendor", "guide", "law", "secondary"]


class Said(Fact):
    """One statement in our own words, and where, when and how well it was read."""

    says: str = Field(min_length=8)
    source: str
    clause: str
    read_on: date
    confidence: Confidence


V = TypeVar("V")
NOT_READ = "not read"


class Reading(Said, Generic[V]):
    """One statement with its typed value."""

    value: V

    @property
    def unread(self) -> bool:
        """True where nobody has read what the text says here: the value keeps its place and states nothing."""
        return self.confidence == "knowledge" and self.clause == NOT_READ


class Term(Fact, Generic[V]):
    """What is said on one topic. `text` always exists; `guide` only where the guide speaks."""

    text: Reading[V]
    guide: Reading[V] | None = None

    def reading(self, name: ReadingName) -> Reading[V] | None:
        """Return the reading of that name, or None where that source is silent."""
        return self.text if name == "text" else self.guide

    @property
    def disputed(self) -> bool:
        """True where guide and text state different values."""
        return self.guide is not None and self.guide.value != self.text.value
