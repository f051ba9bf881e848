"""The entries of the catalogue: one licence text in one version, one released model."""

from datetime import date
from typing import Literal

from pydantic import Field, HttpUrl

from catalog.knowledge.facts import Fact, Family, Term
from catalog.knowledge.terms import Terms


class Openness(Fact):
    """One of the AI Act's licence conditions E1 to E4 (Article 53(2) with the Commission's guidelines)."""

    met: Literal["yes", "no", "review"]
    why: str = Field(min_length=8)


class OpennessTest(Fact):
    """E1 access, E2 use, E3 modification, E4 distribution: judged on the licence alone, for a lawyer to confirm."""

    E1: Openness
    E2: Openness
    E3: Openness
    E4: Openness


class GuideRow(Fact):
    """The row of the guide's matrix that this entry answers: its place (1 to 15) and its printed name."""

    place: int = Field(ge=1, le=15)
    name: str


class Licence(Fact):
    """One licence text in one version. `id` is the SPDX id where one exists.

    `osaid` judges the terms alone: the Open Source AI Definition judges whole systems, so acceptable terms are needed
    and never enough. `hub_tags` are the names by which model cards call this text.
    """

    id: str
    name: str
    short: str
    steward: str
    version: str
    released: date | None = None
    family: Family
    spdx: str
    osi_approved: bool
    osaid: Literal["acceptable", "not-acceptable", "undecided"] = "undecided"
    hub_tags: tuple[str, ...] = ()
    url: HttpUrl
    guide_row: GuideRow | None = None
    predecessor: str | None = None
    successor: str | None = None
    openness: OpennessTest
    terms: Terms


class Compute(Fact):
    """Training compute in FLOP, with what the figure rests on.

    `certainty` is Epoch AI's own grade of an estimate; where it stands, `low` and `high` bound its 90 % range.
    """

    flop: float = Field(gt=0)
    basis: Literal["vendor-stated", "epoch-estimate", "6ND-estimate"]
    source: str
    certainty: Literal["confident", "likely", "speculative"] | None = None
    low: float | None = Field(default=None, gt=0)
    high: float | None = Field(default=None, gt=0)


class Public(Fact):
    """Whether something about a model is public, and by what one knows it."""

    met: Literal["yes", "no", "unknown"] = "unknown"
    why: str = ""


class Information(Fact):
    """What the AI Act asks to be public beside an open licence: E5 weights, E6 architecture, E7 usage."""

    E5: Public = Public()
    E6: Public = Public()
    E7: Public = Public()


class Model(Fact):
    """One released model. Weights, code, outputs and base models are kept apart: each may carry its own licence.

    `revision` is the commit of the repository that the facts describe, empty where nobody pinned one. `osaid` is
    whether the whole system is known to meet the Open Source AI Definition. `also_under` are licences that the vendor
    itself names beside the one of `weights_licence`: they bind as well.
    """

    id: str
    name: str
    vendor: str
    vendor_country: str
    hf_repo: str | None = None
    revision: str = ""
    released: date | None = None
    kind: str
    params_total_b: float | None = Field(default=None, gt=0)
    params_active_b: float | None = Field(default=None, gt=0)
    image_input: bool | None = None
    weights_licence: Term[str]
    also_under: tuple[str, ...] = ()
    code_licence: str | None = None
    output_licence: str | None = None
    base_models: tuple[str, ...] = ()
    compute: Compute | None = None
    guide_flop: str = ""
    information: Information = Information()
    training_summary_public: Literal["yes", "no", "unknown"] = "unknown"
    osaid: Literal["yes", "no", "unknown"] = "unknown"
    eu_notes: str = ""
    aliases: tuple[str, ...] = ()
