"""The shapes of answers, for the description of the API: `evaluation/1` of the contract, and the lists.

What is sent is what the engine and the catalogue say; these classes only tell programs what to expect, and the tests
hold every answer to them. Docstrings become the words of the documentation page.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.engine.finding import Phase, Severity, Verdict
from catalog.engine.law.result import Status
from catalog.knowledge.facts import Family, Risk
from catalog.knowledge.guidance import Situation

SituationName = Literal["startup", "enterprise", "distillation", "eu-high-risk", "safety-critical"]


class Shape(BaseModel):
    """Base of every shape."""

    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    """One thing that is wrong, and what to do about it.

    `at` is a JSON pointer into the document, “?name” for a parameter of the address, and empty for the whole request.
    """

    at: str
    problem: str
    remedy: str


class Problems(Shape):
    """Everything that is wrong with a request."""

    problems: list[Problem]


class SourceRef(Shape):
    """Where a statement stands, and when it was read."""

    id: str
    clause: str
    url: str
    read_on: str


class Finding(Shape):
    """One thing that follows from the answers. `because` are JSON pointers of the answers that caused it."""

    code: str
    severity: Severity
    licence: str
    topic: str
    reading: str
    says: str
    because: list[str]
    remedy: str
    source: SourceRef


class Obligation(Shape):
    """A duty of a licence that applies: met, not met, or unknown (null)."""

    code: str
    says: str
    phase: Phase
    met: bool | None
    licence: str
    source: SourceRef


class RoomAgreement(Shape):
    """Of a limit that an agreement sets: whose numbers it counts, and the agreement's last day."""

    counts: Literal["group", "product"]
    until: date | None


class Headroom(Shape):
    """A limit, and the fraction of it that is used; null where nobody said how many users there are.

    `agreement` stands where a negotiated licence sets the limit, and is absent where the licence itself does.
    """

    licence: str
    metric: str
    limit: int
    counted: int | None
    used: float | None
    type: str
    crosses_on: date | None
    agreement: RoomAgreement | None = None


class Change(Shape):
    """One changed answer of a repair."""

    at: str
    from_: Any = Field(alias="from")
    to: Any


class ModelResult(Shape):
    """What follows for one model. `repairs` are the smallest sets of changes that lift “blocked”."""

    model: str
    licences: list[str]
    verdict: Verdict
    risk: Risk
    contested: bool
    verdict_by_reading: dict[Literal["strictest", "text", "guide"], Verdict]
    findings: list[Finding]
    obligations: list[Obligation]
    headroom: list[Headroom]
    repairs: list[list[Change]]


class Recommended(Shape):
    """A model that may be used; rank 1 is best."""

    model: str
    rank: int
    because: list[str]


class Avoided(Shape):
    """A model not to use here: codes of findings first, then sentences."""

    model: str
    because: list[str]


class Trap(Shape):
    """A trap that the answers walk into, and its fix."""

    trap: Literal[
        "synthetic-data", "growth-surprise", "affiliate-aggregation", "downstream-propagation", "eu-deployment"
    ]
    models: list[str]
    says: str


class ActDuty(Shape):
    """A duty under the EU AI Act, with its date and its standing on the day of the evaluation."""

    id: str
    article: str
    applies_from: date
    status: Status
    penalty: str
    tag: str
    says: str


class Fine(Shape):
    """What breaking a duty can cost: amounts in euros, and in US dollars where the revenue is known."""

    tier: str
    says: str
    cap_eur: int | None
    percent: float | None
    of_revenue_usd: float | None


class Act(Shape):
    """What the EU AI Act makes of the answers. `assumed` are questions that took the stricter branch."""

    outcomes: list[str]
    roles: list[str]
    obligations: list[ActDuty]
    assumed: list[str]
    review: list[str]
    penalties: list[Fine]


class OpenQuestion(Shape):
    """An answer that is missing, and the models for which it decides."""

    at: str
    asks: str
    decides: list[str]


class EditionRef(Shape):
    """The catalogue that an evaluation used."""

    version: str
    sha256: str


class Evaluation(Shape):
    """The evaluation of a facts document (evaluation/1)."""

    schema_: Literal["evaluation/1"] = Field(alias="schema")
    edition: EditionRef
    engine: str
    as_of: date
    facts_sha256: str
    situations: list[SituationName]
    models: list[ModelResult]
    recommended: list[Recommended]
    avoid: list[Avoided]
    traps: list[Trap]
    eu_ai_act: Act
    open_questions: list[OpenQuestion]


class LicenceLine(Shape):
    """A licence in the list. Its terms stand at its own address."""

    id: str
    name: str
    short: str
    steward: str
    version: str
    family: Family
    spdx: str
    osi_approved: bool


class ModelLine(Shape):
    """A model in the list. `licence`: after the vendor's files; `guide_licence`: after the guide, if it speaks."""

    id: str
    name: str
    vendor: str
    hf_repo: str | None
    released: date | None
    kind: str
    licence: str
    guide_licence: str | None


class Page(Shape):
    """A part of a list. `count` is of the whole list; `next` leads to the part that follows, null at the end."""

    count: int
    limit: int
    offset: int
    next: str | None


class LicencePage(Page):
    """Licences by id."""

    items: list[LicenceLine]


class ModelPage(Page):
    """Models by id."""

    items: list[ModelLine]


class Situations(Shape):
    """The five situations in the guide's order, each with the guide's advice and our ruling."""

    items: list[Situation]


class SignatureLine(Shape):
    """One verified signature. `at` is the signer's own word unless `level` says that an authority confirms it."""

    role: str
    name: str
    organisation: str
    at: datetime
    level: str
    fingerprint: str
    covers: str


class Verification(Shape):
    """Whether a file is a report issued here. `indication` and `sub_indication` are those of ETSI EN 319 102-1.

    `standing` says whether the approval is in force; it is empty where the file is not genuine. `increments` are the
    parts of the file, complete.
    """

    genuine: bool
    indication: str
    sub_indication: str | None
    sentence: str
    reasons: list[str]
    standing: str
    signatures: list[SignatureLine]
    increments: list[str]


class GateLine(Shape):
    """One finding of the gate, and where in the file. `code` is the engine's own or begins with `lbom.`"""

    level: Literal["blocker", "action", "caution", "info"]
    code: str
    model: str
    line: int
    column: int
    says: str
    remedy: str


class GateProblem(Shape):
    """What makes a file unusable, and where."""

    line: int
    column: int
    problem: str
    remedy: str


class Gate(Shape):
    """What stands against a licence bill of materials. `passed`: the file was usable, and nothing as bad as `fail_on`.

    `left_out` counts further problems of a file that cannot be used.
    """

    schema_: Literal["gate/1"] = Field(alias="schema")
    passed: bool
    fail_on: Literal["blocker", "action", "caution", "info"]
    findings: list[GateLine]
    problems: list[GateProblem]
    left_out: int


class EditionLine(Shape):
    """An edition of the catalogue. `in_force`: evaluations use it unless they name another one."""

    version: str
    sha256: str
    in_force: bool


class Editions(Shape):
    """Every edition that was published, and the one in force."""

    items: list[EditionLine]
