"""The shapes around licences and models: what the founding guide advises, and our ruling on each point of it.

Guide and ruling are statements with their own source, clause, date and confidence. They stand side by side; `agreement`
says whether they say the same. `rail` and `flowchart` hold the larger shapes.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from catalog.knowledge.facts import Fact, Family, Said

Accord = Literal["agrees", "partly", "differs"]
Phase = Literal["identification", "use-case", "technical", "monitoring"]
Article = Annotated[str, Field(pattern=r"^(\d{1,3}[a-z]?(\([0-9a-z]{1,2}\))*|Annex [IVX]+)$")]


class About(Fact):
    """What a statement concerns: ids of licences and models, topics of a licence, articles of the AI Act."""

    licences: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()


class Ruled(Fact):
    """What the guide says on a point beside our ruling, and how far the two agree."""

    guide: Said
    ruling: Said
    agreement: Accord


class Advice(Said):
    """What one voice says for a situation: models to prefer, licence families to avoid, and why."""

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


class Trap(Ruled):
    """One of the guide's compliance traps: the scenario, why the guide calls it a breach, its fix, and our ruling."""

    id: Literal["synthetic-data", "growth-surprise", "affiliate-aggregation", "downstream-propagation", "eu-deployment"]
    place: int = Field(ge=1, le=5)
    title: str
    scenario: str
    fix: str


class LicenceFamily(Ruled):
    """One family of licences: what it lets you do, what to watch, and the models by which people know it, if any."""

    id: Family
    place: int = Field(ge=1, le=6)
    title: str
    lets: tuple[str, ...] = Field(min_length=1)
    watch: tuple[str, ...] = Field(min_length=1)
    models: tuple[str, ...] = ()


class EnforcementCase(Ruled):
    """A case of enforcement that the guide tells, and what could be `verified` of it."""

    id: Literal["stable-diffusion", "starcoder-malware"]
    place: int = Field(ge=1, le=2)
    title: str
    verified: Said
    about: About


class CountingLine(Ruled):
    """Whether one kind of user counts towards the limit: after the guide, and after the text."""

    id: Literal["all-products", "affiliates", "products-with-outputs", "other-companies", "own-staff", "later-growth"]
    title: str
    guide_counts: bool
    text_counts: Literal["yes", "no", "unstated"]


class Counting(Fact):
    """What counts towards the Llama limit, line by line, and for which licences."""

    title: str
    licences: tuple[str, ...] = Field(min_length=1)
    lines: tuple[CountingLine, ...] = Field(min_length=1)


class QwenRow(Ruled):
    """One row of the guide's Qwen table. The licence that the text gives stands with each of the `models`.

    `guide_licence` is a licence id, `guide_limit` the monthly active users that the guide prints, if any.
    """

    name: str
    models: tuple[str, ...] = Field(min_length=1)
    guide_licence: str
    guide_limit: int | None = None


class QwenTable(Fact):
    """The guide's table of Qwen models, in its order."""

    title: str
    rows: tuple[QwenRow, ...] = Field(min_length=1)


class ChecklistItem(Ruled):
    """One item of the guide's production checklist: `guide` is what it asks, `why` the reason in our words."""

    id: Literal[
        "licence-text", "licence-family", "restrictions", "osi-status", "weights-code-outputs",
        "behavioural-restrictions", "organisation-users", "outputs-training", "eu-high-risk", "systemic-risk",
        "attribution", "user-monitoring", "propagation", "fine-tuning-data", "content-safety",
        "licence-review", "user-growth", "regulatory-updates", "audit-trail", "upstream-changes",
    ]  # fmt: skip
    phase: Phase
    place: int = Field(ge=1, le=5)
    title: str
    why: str = Field(min_length=8)
    about: About


class Question(Ruled):
    """A question that people ask: the guide's answer, ours as the ruling, and in one sentence where they `differ`."""

    id: Literal["rail-relicensing", "llama-limit", "vendor-api", "eu-high-risk", "unclear-licence"]
    place: int = Field(ge=1, le=5)
    title: str
    differ: str
    about: About


class Practice(Ruled):
    """One of the guide's best practices."""

    id: Literal[
        "licence-bill", "automated-scanning", "selection-review", "permissive-pipelines", "eu-documentation"
    ]  # fmt: skip
    place: int = Field(ge=1, le=5)
    title: str


class Disagreement(Fact):
    """A point where the guide and a licence text or the law differ.

    `directions`: the guide `understates` a duty, `overstates` one, or is `wrong` without touching a duty; some points
    do two of these. `severity` is for a person who relied on the guide; `consequence` is what happens to them.
    """

    id: str
    title: str
    about: About
    guide: Said
    ruling: Said
    directions: tuple[Literal["understates", "overstates", "wrong"], ...] = Field(min_length=1)
    severity: Literal["critical", "high", "medium", "low"]
    consequence: str = Field(min_length=8)


class Edition(Fact):
    """The version of the catalogue, as its maintainers number it, and the day its facts describe."""

    version: str = Field(pattern=r"^\d{4}\.\d{1,2}\.\d+$")
    state_of: date
