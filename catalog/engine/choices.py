"""The values that stand for all values of a missing answer, when one asks what an answer could change.

Rules compare: a word with a list, a place with a territory, a number with a limit. So a finite set of values leads to
everything that any value could lead to: each word alone and none, each place that a licence names and one that none
does, each limit with its neighbours. A list of words leads to no more than its words do one by one.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.engine.answers import Facts
from catalog.engine.decisions import Values
from catalog.engine.rules.counting import PRODUCTS, REVENUE, counted
from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import COUNTRIES, EU, in_union
from catalog.knowledge.terms import Condition, Limit, Restriction

DELIVERY, COUNTRY, MARKETS = "/use/delivery", "/organisation/country", "/use/markets"
VENDOR_API: Values = frozenset({("vendor-api",)})
YES_NO: Values = frozenset({True, False})
YES_NO_ANSWERS = {
    "use": ("commercial", "generates_human_likeness", "automated_decisions", "safety_critical"),
    "adaptation": ("fine_tunes", "publishes_weights"),
    "outputs": ("distils", "shares_trained_model"),
    "safeguards": (
        "attribution_displayed", "notice_file", "licence_copy_included", "use_policy_reviewed",
        "restrictions_passed_on", "mau_monitoring", "content_filter", "own_safety_layer", "human_oversight",
        "fine_tuning_data_recorded",
    ),
}  # fmt: skip
UNIONS_OWN = "DE"  # a member state stands for all of them
OWN_TERMS = "Terms of our own"


@dataclass(frozen=True)
class Choices:
    """The values of every answer that a rule can miss, for some licences."""

    values: Mapping[str, Values]

    @classmethod
    def of(
        cls, licences: Sequence[Licence], facts: Facts, catalogue: Catalogue, agreed: Sequence[Limit] = ()
    ) -> "Choices":
        """Collect the values; `agreed` are the limits of agreements on these licences. Cost: linear in the licences."""
        words, places = catalogue.vocabulary, _places(licences)
        yes_no = (f"/{section}/{name}" for section, names in YES_NO_ANSWERS.items() for name in names)
        return cls(
            {
                **dict.fromkeys(yes_no, YES_NO),
                "/use/domains": _one_by_one(words.domains),
                "/use/activities": _one_by_one(words.activities),
                DELIVERY: _one_by_one(words.delivery),
                MARKETS: _one_by_one(places),
                COUNTRY: frozenset(places),
                "/outputs/train": frozenset({"none", "same-family", "other-llm", "other-model"}),
                "/adaptation/published_name": frozenset(_names(licences)),
                "/adaptation/published_licence": frozenset(_published(licences, catalogue)),
                **_numbers([*(limit for it in licences for limit in limits(it)), *agreed], facts),
            }
        )

    def classes(self, at: str, part: Any, compared: Sequence[Limit]) -> Sequence[Values]:
        """Split the values of an answer into sets that one part of a term does not tell apart.

        `compared` are the limits with which it compares numbers. None for an answer that brings no more than a
        forecast, such as growth: no verdict rests on it.
        """
        values = self.values.get(at, frozenset())
        if isinstance(part, Restriction) and at in ("/use/domains", "/use/activities"):
            return alike(values, lambda words: [set(words) & set(_wanted(it, at)) != set() for it in part.when])
        if compared and isinstance(next(iter(values), None), int) and at not in (PRODUCTS, *YES_NO_AT):
            return alike(values, lambda number: [_side(limit, number) for limit in compared])
        return [frozenset({value}) for value in sorted(values, key=repr)]


YES_NO_AT = frozenset(f"/{section}/{name}" for section, names in YES_NO_ANSWERS.items() for name in names)


def missing_number(limit: Limit, facts: Facts) -> str | None:
    """The pointer of the number that a limit misses; None where it is known, or no answer could tell it better."""
    count = counted(limit, facts.organisation)
    known = count.complete or (count.at == (REVENUE,) and facts.organisation.annual_revenue_usd is not None)
    return None if known else count.at[0]


def missing_numbers(compared: Iterable[Limit], facts: Facts) -> tuple[str, ...]:
    """The pointers of the numbers that limits miss, each once."""
    return tuple(dict.fromkeys(at for limit in compared if (at := missing_number(limit, facts))))


def limits(licence: Licence) -> Iterator[Limit]:
    """All limits of a licence, in each of its readings."""
    term = licence.terms.threshold
    for reading in (term.text, term.guide):
        yield from reading.value.limits if reading else ()


def _numbers(compared: Iterable[Limit], facts: Facts) -> dict[str, Values]:
    """For each number that is missing: nothing, half of each limit, the limit, and what lies beyond it."""
    found: dict[str, set[Any]] = {}
    for limit in compared:
        if at := missing_number(limit, facts):
            half, whole = math.ceil(limit.limit / 2), limit.limit
            near = {0, half - 1, half, whole - 1, whole, whole + 1, 12 * whole, 12 * whole + 1}
            found.setdefault(at, set()).update(near)
    return {at: frozenset(numbers) for at, numbers in found.items()}


def _side(limit: Limit, number: Any) -> list[bool]:
    """On which side of everything that a limit compares with a number lies."""
    whole = limit.limit
    return [number * 2 >= whole, number >= whole, number > whole, number >= 12 * whole, number > 12 * whole]


def alike(values: Values, sign: Callable[[Any], Any]) -> list[Values]:
    """Put values with the same sign into one set."""
    groups: dict[str, set[Any]] = {}
    for value in values:
        groups.setdefault(repr(sign(value)), set()).add(value)
    return [frozenset(groups[key]) for key in sorted(groups)]


def _wanted(condition: Condition, at: str) -> tuple[str, ...]:
    return condition.domains if at == "/use/domains" else condition.activities


def _one_by_one(words: Iterable[str]) -> Values:
    return frozenset([(), *((word,) for word in words)])


def _places(licences: Iterable[Licence]) -> set[str]:
    """Each place that a licence names, a member state, and a place that no licence names."""
    named = set()
    for licence in licences:
        term = licence.terms.territory
        for reading in (term.text, term.guide):
            if reading:
                named |= {*reading.value.excluded_seats, *reading.value.excluded_markets}
    free = next(code for code in ("US", *sorted(COUNTRIES)) if code not in named and not in_union(code))
    return {*(named - {EU}), UNIONS_OWN, free}


def _names(licences: Iterable[Licence]) -> Iterator[str]:
    """A name with each prefix that a licence asks for, and one with none."""
    yield "Acme-7B"
    for licence in licences:
        term = licence.terms.output_naming
        for reading in (term.text, term.guide):
            if reading and reading.value.label:
                yield f"{reading.value.label}-7B"


def _published(licences: Iterable[Licence], catalogue: Catalogue) -> Iterator[str]:
    """The licences at hand, one of each family with and one without restrictions, and terms that nobody knows."""
    yield OWN_TERMS
    yield from (licence.id for licence in licences)
    kinds = {(it.family, bool(it.terms.use_restrictions.text.value.items)): it.id for it in catalogue.licences.values()}
    yield from kinds.values()
