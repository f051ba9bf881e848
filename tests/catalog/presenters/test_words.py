from datetime import date
from typing import Any

import pytest

from catalog.knowledge import terms
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS
from catalog.presenters import values, words


def test_every_value_in_the_catalogue_has_words(catalogue: Catalogue) -> None:
    for licence in catalogue.licences.values():
        for topic in TOPICS:
            term = licence.terms.term(topic)
            for reading in filter(None, (term.text, term.guide)):
                assert bool(values.in_words(reading.value)) is (topic != "gotchas"), (licence.id, topic)


def test_every_topic_family_and_restriction_has_words(catalogue: Catalogue) -> None:
    assert set(TOPICS) <= set(words.TOPICS)
    for licence in catalogue.licences.values():
        assert licence.family in words.FAMILIES
        for reading in filter(None, (licence.terms.use_restrictions.text, licence.terms.use_restrictions.guide)):
            for item in reading.value.items:
                assert all(words.condition(when, catalogue.vocabulary) for when in item.when)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (terms.Grant(level="conditional"), "With conditions"),
        (terms.Threshold(), "No limit"),
        (
            terms.Threshold(limits=(terms.Limit(limit=700_000_000, tested="at-release", on=date(2025, 4, 5)),)),
            (
                "Up to 700 million monthly active users of the whole group, tested once, for the month before 5 April "
                "2025; above it, a licence has to be requested and granted"
            ),
        ),
        (
            terms.Threshold(
                limits=(terms.Limit(metric="annual-revenue-usd", limit=1_000_000, beyond="at-least", above="end"),)
            ),
            "Below US$ 1 million of yearly revenue of the whole group, at any time; above it, all rights end",
        ),
        (
            terms.Threshold(limits=(terms.Limit(limit=1, beyond="at-least", offered_as="model-service"),)),
            "At any size when the model itself is offered as a service, a licence has to be requested and granted",
        ),
        (terms.Restrictions(), "No use listed"),
        (terms.Territory(excluded_seats=("EU",)), "No rights for licensees seated in the European Union"),
        (
            terms.Duty(strength="required", label="Built with Llama", triggers=("on-device", "publishes-weights")),
            "Required: “Built with Llama”, when it is installed on devices or weights are published",
        ),
        (terms.Duty(strength="recommended", label="Built with Llama"), "Recommended: “Built with Llama”"),
        (terms.OutputNaming(duty="name-prefix", label="Llama"), "Its name must begin with “Llama”"),
    ],
)
def test_a_value_is_said_in_full(value: Any, expected: str) -> None:
    assert values.in_words(value) == expected


def test_restrictions_are_counted_by_effect() -> None:
    when = (terms.Condition(domains=("military",)),)
    item = terms.Restriction(item="1", effect="prohibited", when=when, says="No military use.")
    other = terms.Restriction(item="2", effect="limited", when=when, says="Only with care.", remedy="Take care.")
    assert values.in_words(terms.Restrictions(items=(item,))) == "1 prohibited use"
    assert values.in_words(terms.Restrictions(items=(item, item, other))) == "2 prohibited and 1 limited uses"


def test_a_condition_joins_what_must_hold_together(catalogue: Catalogue) -> None:
    when = terms.Condition(domains=("credit", "insurance"), automated_decisions=True)
    assert words.condition(when, catalogue.vocabulary) == "Fully automated decisions, in credit or insurance"


def test_a_value_without_words_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="No words for int"):
        values.in_words(7)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (700_000_000, "700 million"),
        (1_500_000_000, "1.5 billion"),
        (15e12, "15 trillion"),
        (5000, "5,000"),
    ],
)
def test_amounts_are_written_as_people_say_them(number: float, expected: str) -> None:
    assert words.amount(number) == expected


def test_compute_keeps_its_power_of_ten() -> None:
    assert words.flop(2.244e24) == "2.24 × 10²⁴ FLOP"


def test_lists_read_like_sentences() -> None:
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"], "or") == "a, b or c"


def test_the_figures_of_the_guide_are_written_as_powers() -> None:
    assert [words.flop_said(text) for text in ("~5e24", ">1e26", "")] == [
        "about 5 × 10²⁴ FLOP",
        "more than 1 × 10²⁶ FLOP",
        "",
    ]


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("2", "section 2"),
        ("1(b)(i), last sentence", "section 1(b)(i), last sentence"),
        ("4, 5(a)", "sections 4, 5(a)"),
        ("last paragraph", "last paragraph"),
        ("Article 50", "Article 50"),
        ("", ""),
    ],
)
def test_a_clause_is_cited_as_one_says_it(clause: str, told: str) -> None:
    assert words.clause_words(clause) == told


@pytest.mark.parametrize(
    ("forbids", "distillation", "told"),
    [
        ("commercial-model", "forbidden", "distillation for business not allowed"),
        ("any-model", "forbidden", "distillation not allowed"),
        ("any-model", "free", "distillation allowed"),
    ],
)
def test_distillation_is_barred_for_business_alone_where_only_models_meant_for_commerce_are(
    forbids: Any, distillation: Any, told: str
) -> None:
    value = terms.OutputTraining(forbids=forbids, distillation=distillation)
    assert values.in_words(value).endswith(f"; {told}")
