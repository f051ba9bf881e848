"""The shapes around licences and models: situations, traps, and the edition they belong to."""

from datetime import date
from typing import Literal

from pydantic import Field

from catalog.knowledge.facts import Fact, Family


class Advice(Fact):
    """What one voice says for a situation: models to prefer, licence families to avoid, and why."""

    says: str
    prefer: tuple[str, ...] = ()
    prefer_families: tuple[Family, ...] = ()
    avoid_families: tuple[Family, ...] = ()
    avoid_says: str = ""


class Situation(Fact):
    """One row of the guide's quick decision matrix, and our ruling where the texts say otherwise."""

    id: Literal["startup", "enterprise", "distillation", "eu-high-risk", "safety-critical"]
    place: int = Field(ge=1, le=5)
    title: str
    guide: Advice
    ruling: Advice


class Trap(Fact):
    """One of the guide's compliance traps: the scenario, the fix, and our ruling."""

    id: Literal["synthetic-data", "growth-surprise", "affiliate-aggregation", "downstream-propagation", "eu-deployment"]
    place: int = Field(ge=1, le=5)
    title: str
    scenario: str
    fix: str
    ruling: str


class Edition(Fact):
    """The version of the catalogue, as its maintainers number it, and the day its facts describe."""

    version: str = Field(pattern=r"^\d{4}\.\d{1,2}\.\d+$")
    state_of: date
