"""The columns of the licence matrix: which topics a cell stands for, its few words, and what it can be filtered by.

A cell states what one voice says. Where the guide is silent on a topic, nothing is borrowed from the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from catalog.knowledge.facts import ReadingName, Term
from catalog.knowledge.terms import Grant, Limit, Terms
from catalog.presenters import words

V = TypeVar("V")
NONE_LISTED = "None listed"
Says = Callable[[Terms, ReadingName], str]


@dataclass(frozen=True)
class Column:
    """A column: its topic, all topics whose readings a cell opens, its words, and its filter choices (may be none)."""

    topic: str
    covers: tuple[str, ...]
    short: Says
    key: Says
    choices: Mapping[str, str]

    @property
    def label(self) -> str:
        """The heading of the column."""
        return words.TOPICS[self.topic]

    def guide(self, terms: Terms) -> str:
        """The guide's few words; its sentence where they would hide what it says. Empty where it is silent."""
        said = self.short(terms, "guide")
        reading = terms.term(self.topic).guide
        return reading.says if reading and said in (NONE_LISTED, words.LEVELS["conditional"]) else said


def _value(term: Term[V], name: ReadingName) -> V | None:
    reading = term.reading(name)
    return None if reading is None else reading.value


def _grant(grant: Grant | None, parts: list[str], free: str) -> str:
    """Say a right in short: refused, free, or free with the conditions that can be named."""
    if grant is not None and grant.level == "forbidden":
        return words.LEVELS["forbidden"]
    if parts:
        return words.sentence(", ".join(parts))
    return free if grant is None or grant.level == "allowed" else words.LEVELS["conditional"]


def _limit(value: Limit) -> str:
    """Say a limit in short."""
    if value.above == "display":
        return f"its name displayed above {_size(value)}"
    start = "up to" if value.beyond == "more-than" else "below"
    return f"{start} {_size(value)} of the {value.counts}{' at release' if value.tested == 'at-release' else ''}"


def _size(value: Limit) -> str:
    size = words.amount(value.limit)
    period = {"annual-revenue-usd": "a year", "monthly-revenue-usd": "a month"}
    return f"{size} users" if value.metric == "mau" else f"US$ {size} {period[value.metric]}"


def commercial(terms: Terms, name: ReadingName) -> str:
    """Commercial use with what narrows it: scale, registration, seat."""
    parts = []
    if threshold := _value(terms.threshold, name):
        parts += [_limit(limit) for limit in threshold.limits]
    if (registration := _value(terms.registration, name)) and registration.needed != "never":
        parts.append("after registration")
    if (territory := _value(terms.territory, name)) and territory.excluded_seats:
        parts.append(f"not for seats in {words.places(territory.excluded_seats)}")
    if territory and territory.excluded_markets:
        parts.append(f"not in {words.places(territory.excluded_markets)}")
    return _grant(_value(terms.commercial_use, name), parts, "Unrestricted")


def modification(terms: Terms, name: ReadingName) -> str:
    """Whether the model may be changed."""
    return _grant(_value(terms.modification, name), [], "Full")


def distribution(terms: Terms, name: ReadingName) -> str:
    """Passing on, with the duties that travel along."""
    parts = []
    passing = _value(terms.propagation, name)
    copyleft = _value(terms.copyleft, name)
    if passing and passing.restrictions:
        hosting = ", hosting counts" if "hosted-service" in passing.triggers else ""
        parts.append(f"restrictions travel along{hosting}")
    if (passing and passing.relicensing == "same-licence") or (copyleft and copyleft.kind != "none"):
        network = ", network use too" if copyleft and copyleft.kind == "network" else ""
        parts.append(f"same licence, with source{network}" if copyleft else "same licence")
    duties = (("licence copy", terms.licence_copy), ("notices", terms.notice), ("attribution", terms.attribution))
    for label, term in duties:
        duty = _value(term, name)
        if duty and duty.strength == "required":
            parts.append(f"“{duty.label}”" if label == "attribution" and duty.label else label)
    return _grant(_value(terms.distribution, name), parts, "Full")


def uses(terms: Terms, name: ReadingName) -> str:
    """Restrictions on use: how many, whether a policy stands beside them, and whether outputs may train."""
    parts = []
    if (restrictions := _value(terms.use_restrictions, name)) and restrictions.items:
        parts.append(words.in_words(restrictions))
    if (policy := _value(terms.use_policy, name)) and policy.name:
        parts.append("use policy")
    if (outputs := _value(terms.output_training, name)) and outputs.forbids != "none":
        parts.append("no training of other models on outputs")
    return words.sentence(", ".join(parts)) or NONE_LISTED


def patent(terms: Terms, name: ReadingName) -> str:
    """Whether patents are granted."""
    value = _value(terms.patent, name)
    return words.in_words(value) if value else ""


def gotchas(terms: Terms, name: ReadingName) -> str:
    """The sentence itself: it carries no value."""
    reading = terms.gotchas.reading(name)
    return reading.says if reading else ""


def _level(topic: str) -> Says:
    def key(terms: Terms, name: ReadingName) -> str:
        grant: Grant | None = _value(terms.term(topic), name)
        return grant.level if grant else ""

    return key


def _restricted(terms: Terms, name: ReadingName) -> str:
    return "none" if uses(terms, name) == NONE_LISTED else "some"


def _patent_grant(terms: Terms, name: ReadingName) -> str:
    value = _value(terms.patent, name)
    return value.grant if value else ""


def _no_key(terms: Terms, name: ReadingName) -> str:
    return ""


COLUMNS = (
    Column(
        "commercial-use",
        ("commercial-use", "threshold", "registration", "territory", "field"),
        commercial,
        _level("commercial-use"),
        words.LEVELS,
    ),
    Column("modification", ("modification",), modification, _level("modification"), words.LEVELS),
    Column(
        "distribution",
        ("distribution", "propagation", "copyleft", "licence-copy", "notice", "attribution"),
        distribution,
        _level("distribution"),
        words.LEVELS,
    ),
    Column(
        "use-restrictions",
        ("use-restrictions", "use-policy", "output-training"),
        uses,
        _restricted,
        {"none": "None", "some": "Some"},
    ),
    Column("patent", ("patent", "termination"), patent, _patent_grant, words.PATENTS),
    Column("gotchas", ("gotchas",), gotchas, _no_key, {}),
)
BY_TOPIC = {column.topic: column for column in COLUMNS}
