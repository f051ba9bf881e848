"""The terms of a licence, one shape per topic. Matrix, rules, positions and agreements use their names."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, HttpUrl

from catalog.knowledge.facts import Fact, Term
from catalog.knowledge.sentences import for_translation

Level = Literal["allowed", "conditional", "forbidden"]
Trigger = Literal["hosted-service", "internal", "on-device", "ship-weights", "publishes-weights"]


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
    delivery: tuple[Literal["hosted-service", "internal", "on-device", "ship-weights"], ...] = ()
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


class Limit(Fact):
    """One limit of scale.

    `tested` is `at-release` (once, for the calendar month before `on`) or `running`. `counts` says whose numbers:
    `group` (licensee and affiliates, every product), `licensee` (every product of the licensee; the text names no
    affiliates) or `product` (each product that contains the model). `commercial_only`: the limit concerns commercial
    use alone. `offered_as`: it concerns everybody, or only who offers the model itself as a service. `above` says what
    is owed beyond it: a licence on `request` (no rights until granted), a `paid` licence, a `review` by the licensor, a
    `display` of `label`, or nothing can help because the rights end (`end`).
    """

    metric: Literal["mau", "annual-revenue-usd", "monthly-revenue-usd"] = "mau"
    limit: int = Field(gt=0)
    beyond: Literal["more-than", "at-least"] = "more-than"
    tested: Literal["at-release", "running"] = "running"
    on: date | None = None
    counts: Literal["group", "licensee", "product"] = "group"
    commercial_only: bool = False
    offered_as: Literal["anything", "model-service"] = "anything"
    above: Literal["request", "paid", "review", "display", "end"] = "request"
    label: str = ""


class Threshold(Fact):
    """The limits of scale of one text. Passing any one of them brings what it says; no limits, no threshold."""

    limits: tuple[Limit, ...] = ()


MOST = 10**15  # more users or dollars than there can be


def whole(value: Any) -> Any:
    """Accept 5e6 for 5000000, as JSON does not tell whole numbers apart; leave everything else to the type."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class AgreedLimit(Fact):
    """Up to which size a negotiated licence covers: `at_most` users or dollars, of the `group` or of a `product`."""

    metric: Literal["mau", "annual-revenue-usd", "monthly-revenue-usd"]
    at_most: Annotated[int, BeforeValidator(whole), Field(gt=0, le=MOST, strict=True)]
    counts: Literal["group", "product"] = "group"

    @property
    def limit(self) -> Limit:
        """The same as a limit of scale, which runs as long as the agreement does."""
        return Limit(metric=self.metric, limit=self.at_most, counts=self.counts)


class Registration(Fact):
    """Whether the licensor must be asked before commercial use, whatever the size."""

    needed: Literal["never", "any-commercial-use"] = "never"


class OutputTraining(Fact):
    """Which training on outputs is forbidden.

    `forbids`: `none`; `other-llm` (large language models outside the licensed family); `other-model` (any AI model
    outside the family); `general-model` (foundation or general-purpose models outside the family); `competing` (models
    that compete with the licensor's); `commercial-model` (any model meant for commerce); `any-model`.
    `distillation`: whether distilling into a model outside the family is `free` or `forbidden`; beside
    `commercial-model` only distilling for business is.
    """

    forbids: Literal[
        "none", "other-llm", "other-model", "general-model", "competing", "commercial-model", "any-model"
    ] = "none"
    distillation: Literal["free", "forbidden"] = "free"


class OutputNaming(Fact):
    """What a published model that was made with the licensed one must carry: a name prefix, a label, or nothing.

    `made_with`: whether the `materials` alone bring the duty, or training on `outputs` does so too.
    """

    duty: Literal["none", "name-prefix", "display"] = "none"
    label: str = ""
    made_with: Literal["materials", "outputs"] = "outputs"


class OutputDerivative(Fact):
    """Whether a model trained on outputs to perform similarly falls under the licence itself."""

    derivative: bool = False


class Territory(Fact):
    """Places (EU or ISO 3166-1 alpha-2) without rights.

    `excluded_seats`: licensees seated there get none; `only_multimodal` limits that to models with image input.
    `excluded_markets`: the model and its outputs may not be used or offered there, wherever the licensee sits.
    """

    excluded_seats: tuple[str, ...] = ()
    only_multimodal: bool = False
    excluded_markets: tuple[str, ...] = ()


class FieldOfUse(Fact):
    """Purposes for which rights are given at all.

    `purposes`: `any`; `non-commercial`; `non-production` (testing, evaluation and research); `research`;
    `research-and-education`. `outputs_too`: outputs are bound to the same purposes. `excludes_competitors`: competitors
    of the licensor get no rights.
    """

    purposes: Literal["any", "non-commercial", "non-production", "research", "research-and-education"] = "any"
    outputs_too: bool = False
    excludes_competitors: bool = False


class Termination(Fact):
    """How the rights can end.

    `suits`: what ends for a licensee who sues: `nothing`, the `patent-grant`, or `all-rights`; `over`: a suit over
    `patents` or over any `intellectual-property`. `breach`: `unstated`, the licensor `may` end it, or `automatic`;
    `cure_days`: days to mend a breach, where the text gives any. `revocable`: the licensor may end it at will;
    `changeable`: the licensor may change the terms for those who already use the model.
    """

    suits: Literal["nothing", "patent-grant", "all-rights"] = "nothing"
    over: Literal["", "patents", "intellectual-property"] = ""
    breach: Literal["unstated", "may", "automatic"] = "unstated"
    cure_days: int | None = Field(default=None, gt=0)
    revocable: bool = False
    changeable: bool = False


class Duty(Fact):
    """Something to do: `required`, `recommended` or `none`, owed when one of `triggers` applies.

    `commercial_only`: commercial use alone owes it.
    """

    strength: Literal["required", "recommended", "none"] = "none"
    label: str = ""
    triggers: tuple[Trigger, ...] = ()
    commercial_only: bool = False


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
    termination: Term[Termination]
    gotchas: Term[Gotchas]
    threshold: Term[Threshold]
    registration: Term[Registration]
    output_training: Term[OutputTraining] = Field(alias="output-training")
    output_naming: Term[OutputNaming] = Field(alias="output-naming")
    output_derivative: Term[OutputDerivative] = Field(alias="output-derivative")
    territory: Term[Territory]
    field: Term[FieldOfUse]
    attribution: Term[Duty]
    notice: Term[Duty]
    licence_copy: Term[Duty] = Field(alias="licence-copy")
    use_policy: Term[UsePolicy] = Field(alias="use-policy")
    content_filter: Term[Duty] = Field(alias="content-filter")
    propagation: Term[Propagation]
    copyleft: Term[Copyleft]

    def term(self, topic: str) -> Term[Any]:
        """Return the term of a topic by its public name, such as `output-training`."""
        return getattr(self, topic.replace("-", "_"))  # type: ignore[no-any-return]


TOPICS: tuple[str, ...] = tuple(field.alias or name for name, field in Terms.model_fields.items())
MATRIX_TOPICS = ("commercial-use", "modification", "distribution", "use-restrictions", "patent", "gotchas")
TOPIC_NAMES: Mapping[str, str] = for_translation(
    {
        "commercial-use": "Commercial use",
        "modification": "Modification",
        "distribution": "Distribution",
        "use-restrictions": "Use restrictions",
        "patent": "Patent grant",
        "termination": "How rights can end",
        "gotchas": "What to watch for",
        "threshold": "Limit of scale",
        "registration": "Registration",
        "output-training": "Training on outputs",
        "output-naming": "Naming after outputs",
        "output-derivative": "Models made with outputs",
        "territory": "Territory",
        "field": "Field of use",
        "attribution": "Attribution",
        "notice": "Notices",
        "licence-copy": "Copy of the licence",
        "use-policy": "Use policy",
        "content-filter": "Content filter",
        "propagation": "What must be passed on",
        "copyleft": "Copyleft",
    }
)
"""What each topic is called where a person reads it."""
