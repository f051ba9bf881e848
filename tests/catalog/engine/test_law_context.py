"""What other answers say about the Act's questions, and how an older edition of the law is read."""

import copy
from datetime import date
from typing import Any

import pytest

from catalog import ambient
from catalog.ambient import current_catalog, current_law
from catalog.engine import answers
from catalog.engine.evaluate import evaluate, known
from catalog.engine.law import Law, LawContext, assess, law_context, law_from
from catalog.engine.law.penalties import higher_of
from catalog.engine.law_answers import LATER, EuAnswers
from tests.catalog.engine.test_law import HARMLESS, TODAY


def context(facts: dict[str, Any]) -> LawContext:
    catalogue = current_catalog()
    return law_context(answers.read(facts, known(catalogue), TODAY), catalogue)


@pytest.mark.parametrize(
    ("facts", "hints"),
    [
        ({}, set()),
        ({"use": {"domains": ["military", "research", "law-enforcement"]}}, {"S3", "S4", "S5"}),
        ({"use": {"commercial": False}}, {"S7"}),
        ({"use": {"commercial": False}, "organisation": {"size": "sme"}}, set()),
        ({"use": {"commercial": False, "delivery": ["ship-weights"]}}, {"S7", "S8", "R9"}),
        ({"adaptation": {"publishes_weights": True}}, {"R9"}),
        ({"use": {"domains": ["general"]}}, {"H9"}),
        ({"candidates": ["llama-4-maverick"]}, {"G2b"}),
        ({"candidates": ["deepseek-r1"]}, set()),
    ],
)
def test_only_an_answer_that_points_there_makes_a_later_question_unknown(
    facts: dict[str, Any], hints: set[str]
) -> None:
    assert context(facts).hints == hints


@pytest.mark.parametrize(
    ("licence", "is_open"),
    [("Apache-2.0", True), ("bigscience-openrail-m", None), ("CC-BY-NC-4.0", False), ("Our own terms", None)],
)
def test_a_published_model_is_open_as_its_licence_is(licence: str, is_open: bool | None) -> None:
    assert context({"adaptation": {"published_licence": licence}}).licence_open is is_open


def test_a_product_that_makes_images_is_known_by_its_modalities() -> None:
    assert context({"use": {"modalities": ["image-generation"]}}).imagery
    assert not context({"use": {"modalities": ["text"]}}).imagery


def test_a_document_from_before_the_later_keys_is_answered_as_it_was() -> None:
    earlier = {key: value for key, value in HARMLESS.items() if key not in LATER}
    for case in ({}, {"R1": False, "H5": ["A3-4a"], "H6": True}, {"G0": True, "G1": True}):
        old, new = ({**facts, **case} for facts in (earlier, HARMLESS))
        results = [assess(EuAnswers.model_validate(it), LawContext(), current_law(), TODAY) for it in (old, new)]
        assert results[0] == results[1]


def first_law() -> Law:
    first = ambient.edition_of("2026.11.1")
    assert first is not None
    return law_from(first.law_documents)


def test_the_first_edition_of_the_law_asks_none_of_the_later_questions() -> None:
    law = first_law()
    assert law.shape.number == 1
    assert not {"S3", "R5", "H9", "B3"} & law.asked
    stated = {**HARMLESS, "S3": True, "R5": True, "H9": True, "B3": True, "R9": "part", "S2": ["N1", "N4"]}
    result = assess(EuAnswers.model_validate(stated), LawContext(hints=frozenset({"S3"})), law, TODAY)
    assert set(result.outcomes) == {"HR-NO", "GP-NO"}
    assert all(fine.cap_eur is None for fine in result.penalties)


def test_a_shape_one_law_with_an_entry_of_shape_two_is_refused() -> None:
    documents = copy.deepcopy({**current_catalog().law_documents})
    documents.pop("shape")
    with pytest.raises(Exception, match="R-SUPP: No rule knows this entry"):
        law_from(documents)


@pytest.mark.parametrize(
    ("share", "higher"),
    [
        (11_000_000, "cap"),
        (11_539_000, "unclear"),
        (15_000_000, "unclear"),
        (19_500_000, "unclear"),
        (20_000_000, "share"),
    ],
)
def test_the_higher_amount_is_named_only_where_every_plausible_rate_agrees(share: float, higher: str) -> None:
    assert higher_of(15_000_000, share) == higher


def test_size_and_revenue_reach_the_fines() -> None:
    facts = {
        "candidates": ["qwen3-32b"],
        "organisation": {"size": "sme", "annual_revenue_usd": 1_000_000},
        "eu_ai_act": {key: _plain(value) for key, value in HARMLESS.items()} | {"T1q": True},
    }
    part = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["eu_ai_act"]
    assert [fine["tier"] for fine in part["penalties"]] == ["P2", "P3", "MS"]
    assert part["penalties"][0]["of_revenue_usd"] == 30_000


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
