"""An assessment as a file, `assessment/1`: the product, the models, and what was answered to each item.

What was answered is kept as the items keep it. Evidence, reviews and reports do not travel: they are proof of what
happened here, and a file cannot bring that along.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from catalog.engine.answers import Unusable, parse
from catalog.engine.problems import Problem, explain
from catalog.knowledge.sentences import sentence, verbatim

SCHEMA: Literal["assessment/1"] = "assessment/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=True)


class Edition(_Part):
    """The edition of the catalogue that the assessment followed."""

    version: str = Field(max_length=40)
    sha256: str = Field(max_length=64)


class Product(_Part):
    """What the assessment is about."""

    name: str = Field(min_length=1, max_length=120)
    description: str = Field(default="", max_length=4000)


class Left(_Part):
    """An item left open: who finds out, and by when. Both or neither."""

    owner: str = Field(default="", max_length=120)
    due: date | None = None

    @model_validator(mode="after")
    def belong_together(self) -> Left:
        """Refuse an owner without a day, and a day without an owner."""
        if bool(self.owner.strip()) != (self.due is not None):
            raise ValueError(sentence("Who will find out, and by when, belong together"))
        return self


class Given(_Part):
    """What was answered to one item. `left_open` stands there for “I don’t know yet”."""

    data: dict[str, Any] = Field(default_factory=dict)
    note: str = Field(default="", max_length=4000)
    left_open: Left | None = None


class Transfer(_Part):
    """The whole file."""

    schema_name: Literal["assessment/1"] = Field(default=SCHEMA, alias="schema")
    reference: str = Field(default="", max_length=20)
    edition: Edition
    product: Product
    candidates: tuple[str, ...] = Field(default=(), max_length=12)
    answers: Mapping[str, Given] = Field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The file as JSON values."""
        return self.model_dump(mode="json", by_alias=True)


def read_transfer(content: bytes) -> Transfer:
    """Read a file of at most 1 MiB and 20 levels. Raises Unusable with every problem, each at its place."""
    document = parse(content)
    if not isinstance(document, dict):
        raise Unusable(
            [
                Problem(
                    "", sentence("The document is not a JSON object."), sentence("Start it with { and end it with }.")
                )
            ]
        )
    if "schema" not in document:
        remedy = sentence("Add it, with the value “{value}”.", value=verbatim(SCHEMA))
        raise Unusable([Problem("/schema", sentence("This key is missing."), remedy)])
    try:
        return Transfer.model_validate(document)
    except ValidationError as error:
        raise Unusable([explain(item, Transfer) for item in error.errors(include_url=False)]) from None
