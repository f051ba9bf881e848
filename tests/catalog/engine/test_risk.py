"""What a licence risks by itself, whoever uses the model."""

import dataclasses
import datetime

import pytest

from catalog.ambient import current_law, edition
from catalog.engine.evaluate import evaluate
from catalog.knowledge.facts import Term
from catalog.knowledge.terms import Restrictions
from tests.catalog.engine.published import harmless


@pytest.mark.parametrize(("number", "risk"), [(0, "minimal"), (1, "low"), (2, "moderate"), (3, "moderate")])
def test_one_restriction_on_a_free_licence_is_a_low_risk_and_a_list_of_them_a_moderate_one(
    number: int, risk: str
) -> None:
    items = edition().licences["creativeml-openrail-m"].terms.use_restrictions.text.value.items[:number]
    licence = edition().licences["MIT"]
    reading = licence.terms.use_restrictions.text.model_copy(update={"value": Restrictions(items=items)})
    terms = licence.terms.model_copy(update={"use_restrictions": Term[Restrictions](text=reading)})
    licences = {**edition().licences, "MIT": licence.model_copy(update={"terms": terms})}
    catalogue = dataclasses.replace(edition(), licences=licences)
    document = {**harmless(), "reading": "text", "candidates": ["deepseek-r1"]}
    [model] = evaluate(document, catalogue, current_law(), datetime.date(2026, 11, 23)).as_json()["models"]
    assert model["risk"] == risk
