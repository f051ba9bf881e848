"""The shapes of what is known of licences and models: sources, readings, terms and entries.

Every statement about a licence is a *reading*: a typed value, one sentence in our own words, and where, when and how
well it was read. A term holds up to two readings, `text` (what the licence says) and `guide` (what the founding
guide says); they are stored side by side and never merged.
"""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

Confidence = Literal["read", "excerpt", "secondary", "knowledge"]
ReadingName = Literal["text", "guide"]
Level = Literal["allowed", "conditional", "forbidden"]
Family = Literal["permissive", "copyleft", "community", "responsible-ai", "custom", "noncommercial"]
Delivery = Literal["hosted-service", "internal", "on-device", "ship-weights", "vendor-api"]
Trigger = Literal["hosted-service", "internal", "on-device", "ship-weights", "publishes-weights"]
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


V = TypeVar("V")


class Reading(Fact, Generic[V]):
    """One statement: its typed value, its sentence, and where, when and how well it was read."""

    value: V
    says: str = Field(min_length=8)
    source: str
    clause: str
    read_on: date
    confidence: Confidence


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


# --- values, one shape per topic ---------------------------------------------------------------------------------


class Grant(Fact):
    """How far a right is given: allowed, conditional on something said elsewhere in the entry, or forbidden."""

    level: Level = "allowed"


class Patent(Fact):
    """Whether the text grants patents: in words (express), only by doctrine (implicit), or not at all."""

    grant: Literal["express", "implicit", "none"] = "none"


class Gotchas(Fact):
    """Carries no value: the sentence is the fact."""


class Condition(Fact):
    """All parts that are given must hold; within a list, any one is enough. Names come from the vocabulary."""

    domains: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    automated_decisions: Literal[True] | None = None
    generates_human_likeness: Literal[True] | None = None


class Restriction(Fact):
    """One item of a list of uses: what triggers it and whether such use is prohibited or merely limited."""

    item: str
    effect: Literal["prohibited", "limited"]
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    says: str = Field(min_length=8)
    remedy: str = ""


class Restrictions(Fact):
    """The complete list of behavioural restrictions of one text. Empty means the text was searched and has none."""

    items: tuple[Restriction, ...] = ()


class Threshold(Fact):
    """A limit of scale. `limit` is None where the text has none.

    `tested` is `at-release` (once, for the calendar month before `on`) or `running`. `counts` says whose numbers:
    `group` (licensee and affiliates, every product) or `product` (each product that contains the model).
    `commercial_only`: the limit concerns commercial use alone.
    """

    metric: Literal["mau", "annual-revenue-usd"] = "mau"
    limit: int | None = Field(default=None, gt=0)
    beyond: Literal["more-than", "at-least"] = "more-than"
    tested: Literal["at-release", "running"] = "running"
    on: date | None = None
    counts: Literal["group", "product"] = "group"
    commercial_only: bool = False


class Registration(Fact):
    """Whether the licensor must be asked before commercial use, whatever the size."""

    needed: Literal["never", "any-commercial-use"] = "never"


class OutputTraining(Fact):
    """Which training on outputs is forbidden.

    `forbids`: `none`; `other-llm` (large language models outside the licensed family); `any-model`.
    `distillation`: whether distilling into a model outside the family is `free` or `forbidden`.
    """

    forbids: Literal["none", "other-llm", "any-model"] = "none"
    distillation: Literal["free", "forbidden"] = "free"


class OutputNaming(Fact):
    """What a published model that was trained on outputs must carry: a name prefix, a displayed label, or nothing."""

    duty: Literal["none", "name-prefix", "display"] = "none"
    label: str = ""


class OutputDerivative(Fact):
    """Whether a model trained on outputs to perform similarly falls under the licence itself."""

    derivative: bool = False


class Territory(Fact):
    """Seats (EU or ISO 3166-1 alpha-2) that get no rights; `only_multimodal` limits that to models with image input."""

    excluded_seats: tuple[str, ...] = ()
    only_multimodal: bool = False


class Duty(Fact):
    """Something to do: `required`, `recommended` or `none`, owed when one of `triggers` applies."""

    strength: Literal["required", "recommended", "none"] = "none"
    label: str = ""
    triggers: tuple[Trigger, ...] = ()


class UsePolicy(Fact):
    """A use policy that is part of the deal and may change on its own (`changeable`)."""

    name: str = ""
    url: HttpUrl | None = None
    changeable: bool = False


class Propagation(Fact):
    """What must travel with copies, derivatives and, where `triggers` says so, hosted access.

    `relicensing`: may derivatives go out under `any` terms, under terms that keep the `same-restrictions`, or only
    under the `same-licence`?
    """

    restrictions: bool = False
    triggers: tuple[Trigger, ...] = ()
    relicensing: Literal["any", "same-restrictions", "same-licence"] = "any"


class Copyleft(Fact):
    """`conveying` (GPL) or `network` (AGPL); `unmodified_too` where serving an unmodified copy is said to count."""

    kind: Literal["none", "conveying", "network"] = "none"
    unmodified_too: bool = False


class Terms(Fact):
    """Every topic of a licence. Declared once: matrix columns, rules, positions and agreements use these names."""

    commercial_use: Term[Grant] = Field(alias="commercial-use")
    modification: Term[Grant]
    distribution: Term[Grant]
    use_restrictions: Term[Restrictions] = Field(alias="use-restrictions")
    patent: Term[Patent]
    gotchas: Term[Gotchas]
    threshold: Term[Threshold]
    registration: Term[Registration]
    output_training: Term[OutputTraining] = Field(alias="output-training")
    output_naming: Term[OutputNaming] = Field(alias="output-naming")
    output_derivative: Term[OutputDerivative] = Field(alias="output-derivative")
    territory: Term[Territory]
    attribution: Term[Duty]
    notice: Term[Duty]
    licence_copy: Term[Duty] = Field(alias="licence-copy")
    use_policy: Term[UsePolicy] = Field(alias="use-policy")
    propagation: Term[Propagation]
    copyleft: Term[Copyleft]

    def term(self, topic: str) -> Term[Any]:
        """Return the term of a topic by its public name, such as `output-training`."""
        return getattr(self, topic.replace("-", "_"))  # type: ignore[no-any-return]


TOPICS: tuple[str, ...] = tuple(field.alias or name for name, field in Terms.model_fields.items())
MATRIX_TOPICS = ("commercial-use", "modification", "distribution", "use-restrictions", "patent", "gotchas")


# --- entries -------------------------------------------------------------------------------------------------------


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
    """One licence text in one version. `id` is the SPDX id where one exists."""

    id: str
    name: str
    short: str
    steward: str
    version: str
    released: date | None = None
    family: Family
    spdx: str
    osi_approved: bool
    url: HttpUrl
    text_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    guide_row: GuideRow | None = None
    predecessor: str | None = None
    successor: str | None = None
    openness: OpennessTest
    terms: Terms


class Compute(Fact):
    """Training compute in FLOP, with what the figure rests on."""

    flop: float = Field(gt=0)
    basis: Literal["vendor-stated", "epoch-estimate", "6ND-estimate"]
    source: str


class Model(Fact):
    """One released model. Weights, code and base models are kept apart because each may carry its own licence."""

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
    code_licence: str | None = None
    base_models: tuple[str, ...] = ()
    compute: Compute | None = None
    guide_flop: str = ""
    training_summary_public: Literal["yes", "no", "unknown"] = "unknown"
    eu_notes: str = ""
    aliases: tuple[str, ...] = ()
