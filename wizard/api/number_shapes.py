"""The shapes of user numbers and of the answer to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from catalog.engine.answers import Count, Day, Name
from wizard.actions.numbers import MOST_AT_ONCE
from wizard.api.shapes import Shape
from wizard.process.limits import Step


class UserNumber(Shape):
    """One number on one day: of a product, of a company (revenue), or, without both, of the whole group.

    `value` is a number of monthly users, or of US dollars a year.
    """

    entity: Name = ""
    product: Name = ""
    metric: Literal["mau", "revenue"] = "mau"
    counted_on: Day
    value: Count


class UserNumbers(Shape):
    """Numbers of users and revenue."""

    numbers: Annotated[list[UserNumber], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Alert(Shape):
    """A step on the way to a limit that an approval has reached for the first time.

    `step` is a share of the limit in per cent, “crossing” for one that is foreseen within a year, or “talks” for the
    time to begin them with the licensor.
    """

    assessment: str
    licence: str
    metric: Literal["mau", "revenue"]
    limit: int
    counted: int
    step: Step


class Entered(Shape):
    """How many numbers were new, how many were on record already, and the steps that they newly reach."""

    added: int
    unchanged: int
    alerts: list[Alert]
