"""The facts document (`facts/1`): what a person tells us, validated, with unknown kept apart from no.

Every leaf may be absent or null, which means *unknown*; an empty list means *none*. Unknown keys are problems.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from catalog.engine.law_answers import EuAnswers
from catalog.engine.problems import Problem, explain
from catalog.knowledge.facts import Delivery
from catalog.knowledge.places import is_place
from catalog.knowledge.sentences import Sentence, for_translation, sentence, verbatim
from catalog.knowledge.terms import MOST, TOPICS, AgreedLimit, whole
from catalog.knowledge.vocabulary import Vocabulary

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_DIGITS = 1000
MAX_TEXT = 4000

ReadingMode = Literal["strictest", "text", "guide"]


def _topic(value: str) -> str:
    if value not in (*TOPICS, "model-licence"):
        topics = verbatim(", ".join((*TOPICS, "model-licence")))
        raise ValueError(sentence("“{word}” is no topic; use one of: {topics}", word=verbatim(value), topics=topics))
    return value


def _place(value: str) -> str:
    if not is_place(value):
        raise ValueError(
            sentence(
                "“{word}” is no country; use EU or a two-letter code of ISO 3166-1, such as DE or GR",
                word=verbatim(value[:20]),
            )
        )
    return value


Count = Annotated[int, BeforeValidator(whole), Field(ge=0, le=MOST, strict=True)]
Amount = Annotated[float, Field(ge=0, le=MOST, allow_inf_nan=False, strict=True)]
Flop = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2999, 12, 31), strict=True)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Name = Annotated[str, Field(max_length=200)]
Country = Annotated[str, AfterValidator(_place)]
Topic = Annotated[str, AfterValidator(_topic)]


class Part(BaseModel):
    """Base of every part of the document."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(Part):
    """One product of the group. `uses_model` None means that nobody said."""

    name: Name | None = None
    entity: Name | None = None
    monthly_active_users: Count | None = None
    uses_model: StrictBool | None = None


class Organisation(Part):
    """Who would use the model: seat, size, revenue and users of the whole group."""

    country: Country | None = None
    size: Literal["sme", "small-mid-cap", "large"] | None = None
    annual_revenue_usd: Amount | None = None
    products: tuple[Product, ...] | None = None
    monthly_active_users: Count | None = None
    monthly_active_users_on: dict[Day, Count | None] | None = None
    monthly_growth: Annotated[float, Field(gt=-1, le=10, allow_inf_nan=False, strict=True)] | None = None


class Use(Part):
    """What the model would do, for whom, and how it reaches them."""

    description: Text | None = None
    commercial: StrictBool | None = None
    domains: tuple[str, ...] | None = None
    activities: tuple[str, ...] | None = None
    delivery: tuple[Delivery, ...] | None = None
    markets: tuple[Country, ...] | None = None
    modalities: tuple[str, ...] | None = None
    generates_human_likeness: StrictBool | None = None
    automated_decisions: StrictBool | None = None
    safety_critical: StrictBool | None = None


class Adaptation(Part):
    """What is done to the model, and what of it leaves the house."""

    fine_tunes: StrictBool | None = None
    modification_flop: Flop | None = None
    publishes_weights: StrictBool | None = None
    published_name: Name | None = None
    published_licence: Name | None = None


class Outputs(Part):
    """What is done with what the model produces."""

    train: Literal["none", "same-family", "other-llm", "other-model"] | None = None
    distils: StrictBool | None = None
    shares_trained_model: StrictBool | None = None


class Safeguards(Part):
    """What is in place already: true, false, or not known."""

    attribution_displayed: StrictBool | None = None
    notice_file: StrictBool | None = None
    licence_copy_included: StrictBool | None = None
    use_policy_reviewed: StrictBool | None = None
    restrictions_passed_on: StrictBool | None = None
    mau_monitoring: StrictBool | None = None
    content_filter: StrictBool | None = None
    own_safety_layer: StrictBool | None = None
    human_oversight: StrictBool | None = None
    fine_tuning_data_recorded: StrictBool | None = None


class Position(Part):
    """A legal position: which reading of a term the organisation has adopted."""

    licence: Name
    topic: Topic
    reading: Literal["text", "guide"]


class Agreement(Part):
    """A negotiated licence: which topics it covers, until when (None: no end) and up to which size (None: any)."""

    licence: Name
    covers: tuple[Topic, ...]
    until: Day | None = None
    limit: AgreedLimit | None = None

    def runs(self, day: date) -> bool:
        """Whether the agreement has not ended; the last day counts."""
        return self.until is None or self.until >= day


class Facts(Part):
    """The whole document. Order of lists never matters: they are read as sets."""

    schema_: Literal["facts/1"] = Field(default="facts/1", alias="schema")
    as_of: Day
    reading: ReadingMode = "strictest"
    candidates: tuple[Name, ...] = ()
    organisation: Organisation = Organisation()
    use: Use = Use()
    adaptation: Adaptation = Adaptation()
    outputs: Outputs = Outputs()
    safeguards: Safeguards = Safeguards()
    eu_ai_act: EuAnswers = EuAnswers()
    positions: tuple[Position, ...] = ()
    agreements: tuple[Agreement, ...] = ()


class Unusable(Exception):
    """The document does not fit; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.at or '/'}: {p.problem} {p.remedy}" for p in self.problems))


@dataclass(frozen=True)
class Known:
    """The names a document may use: model ids with their aliases, licence ids, and the closed vocabulary."""

    models: Mapping[str, str]
    licences: frozenset[str]
    vocabulary: Vocabulary


def parse(text: str | bytes) -> Any:
    """Read JSON within the limits of the contract (1 MiB, depth 20, no duplicate keys, no NaN).

    Raises Unusable with one sentence when it cannot be read.
    """
    size = len(text.encode() if isinstance(text, str) else text)
    if size > MAX_BYTES:
        too_long = sentence("The document has {size} bytes; the limit is 1 MiB.", size=size)
        raise Unusable([Problem("", too_long, for_translation("Shorten its texts."))])
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_int=_number, parse_constant=_no_constant)
    except RecursionError:
        raise Unusable([_too_deep()]) from None
    except ValueError as error:
        why = error.args[0] if error.args and isinstance(error.args[0], Sentence) else verbatim(str(error))
        problem = sentence("Not readable as JSON: {why}.", why=why)
        raise Unusable([Problem("", problem, for_translation("Correct the document there."))]) from None
    if _depth(document) > MAX_DEPTH:
        raise Unusable([_too_deep()])
    if not _is_writable(document):
        says = for_translation("The document holds half a character (a lone surrogate).")
        remedy = for_translation("Write the character itself, or both halves of its escape.")
        raise Unusable([Problem("", says, remedy)])
    return document


def _too_deep() -> Problem:
    remedy = sentence("Use at most {levels} levels.", levels=MAX_DEPTH)
    return Problem("", for_translation("The document is nested too deeply."), remedy)


def read(document: Any, known: Known, today: date) -> Facts:
    """Turn a parsed document into Facts. `today` fills an absent `as_of`. Raises Unusable with every problem."""
    if not isinstance(document, dict):
        says = for_translation("The document is not a JSON object.")
        raise Unusable([Problem("", says, for_translation("Start it with { and end it with }."))])
    # A whole part that is null is absent; a null below stays, so that an unknown key is refused whatever it holds.
    parts = {field.alias or name for name, field in Facts.model_fields.items()}
    given = {key: value for key, value in document.items() if value is not None or key not in parts}
    pruned = {"as_of": today.isoformat(), **given}
    problems = [*_unknown_names(document, known), *_contradictions(document)]
    try:
        facts = Facts.model_validate_json(json.dumps(pruned))
    except ValidationError as error:
        problems += [explain(item, Facts) for item in error.errors(include_url=False)]
    if problems:
        raise Unusable(sorted(problems, key=lambda problem: problem.at))
    ids = tuple(dict.fromkeys(known.models[model] for model in facts.candidates))
    return facts.model_copy(update={"candidates": ids})


def facts_sha256(facts: Facts) -> str:
    """SHA-256 of the canonical JSON of the facts: unknown leaves left out, keys sorted, lists in a fixed order."""
    canonical = json.dumps(as_json(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def as_json(facts: Facts) -> dict[str, Any]:
    """Return the facts as the JSON document they came from, without nulls and with lists in a fixed order."""
    result = _sorted_lists(_without_nulls(facts.model_dump(mode="json", by_alias=True, exclude_none=True)))
    assert isinstance(result, dict)  # noqa: S101 (a model always dumps to an object)
    return result


def _unknown_names(document: dict[str, Any], known: Known) -> Iterator[Problem]:
    """Check every name against the catalogue. Looks at the raw document, so that all problems are told at once."""
    use = document.get("use")
    use = use if isinstance(use, dict) else {}
    words = known.vocabulary
    lists: list[tuple[str, Any, Iterable[str], str]] = [
        ("/candidates", document.get("candidates"), known.models, for_translation("model")),
        ("/use/domains", use.get("domains"), words.domains, for_translation("domain")),
        ("/use/activities", use.get("activities"), words.activities, for_translation("activity")),
        ("/use/modalities", use.get("modalities"), words.modalities, for_translation("modality")),
    ]
    for at, used, allowed, kind in lists:
        for index, word in enumerate(used if isinstance(used, list) else []):
            if isinstance(word, str) and word not in allowed:
                yield Problem.unknown_word(f"{at}/{index}", word, allowed, kind)
    for part in ("positions", "agreements"):
        entries = document.get(part)
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            licence = entry.get("licence") if isinstance(entry, dict) else None
            if isinstance(licence, str) and licence not in known.licences:
                at, kind = f"/{part}/{index}/licence", for_translation("licence")
                yield Problem.unknown_word(at, licence, known.licences, kind)


def _contradictions(document: dict[str, Any]) -> Iterator[Problem]:
    """A term has one adopted reading; two would let the order of the document decide."""
    positions = document.get("positions")
    adopted: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(positions if isinstance(positions, list) else []):
        if isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in ("licence", "topic", "reading")):
            term = (entry["licence"], entry["topic"])
            if adopted.setdefault(term, entry["reading"]) != entry["reading"]:
                licence, topic = map(verbatim, term)
                told = sentence(
                    "Another position on {topic} of {licence} says otherwise.", topic=topic, licence=licence
                )
                yield Problem(f"/positions/{index}", told, for_translation("Keep the one that was adopted."))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(sentence("the key “{key}” stands twice", key=verbatim(twice)))
    return found


def _number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(sentence("a number has more than {digits} digits", digits=str(MAX_DIGITS)))
    return int(digits)


def _no_constant(name: str) -> None:
    raise ValueError(sentence("{name} is not a number", name=verbatim(name)))


def _depth(value: Any) -> int:
    """Levels of nesting, counted without recursion so that a hostile document cannot exhaust the stack."""
    deepest, stack = 0, [(value, 1)]
    while stack:
        item, level = stack.pop()
        deepest = max(deepest, level)
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        stack.extend((child, level + 1) for child in children if isinstance(child, dict | list))
    return deepest


def _is_writable(document: Any) -> bool:
    """Whether every text of the document can be written as UTF-8; half a surrogate pair cannot."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_nulls(value: Any) -> Any:
    """Leave out what is not known, at every depth."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _sorted_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted_lists(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_sorted_lists(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
