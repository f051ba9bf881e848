from __future__ import annotations

import pytest

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.wizard import factories
from wizard.actions.words import ADOPTED, ASKED_FOR, STRICTER, words_of


def told(**facts):
    given = {**factories.FACTS, **facts}
    catalogue, law = current_catalog(), current_law()
    evaluation = evaluate(given, catalogue, law, factories.DAY).as_json()
    return evaluation, words_of(given, evaluation, catalogue, law)


def training_term(words):
    return next(each for each in words["disputes"] if each["topic"] == "Training on outputs")


def test_every_code_of_an_evaluation_has_words():
    evaluation, words = told(candidates=[])
    labels = words["labels"]
    findings = [finding for model in evaluation["models"] for finding in model["findings"]]
    codes = {
        "models": {model["model"] for model in evaluation["models"]},
        "licences": {name for model in evaluation["models"] for name in model["licences"]},
        "topics": {finding["topic"] for finding in findings},
        "sources": {finding["source"]["id"] for finding in findings},
        "facts": {at for finding in findings for at in finding["because"]},
        "roles": set(evaluation["eu_ai_act"]["roles"]),
        "outcomes": set(evaluation["eu_ai_act"]["outcomes"]),
        "questions": set(evaluation["eu_ai_act"]["assumed"]),
        "penalties": {duty["penalty"] for duty in evaluation["eu_ai_act"]["obligations"] if duty["penalty"]},
        "situations": set(evaluation["situations"]),
        "traps": {trap["trap"] for trap in evaluation["traps"]},
    }
    assert {kind: missing for kind, found in codes.items() if (missing := found - labels[kind].keys())} == {}


def test_a_disputed_term_shows_both_readings_and_the_one_applied():
    _, words = told()
    term = training_term(words)
    assert (term["licence"], term["applied"], term["why"]) == ("Llama 4 Community", "guide", STRICTER)
    assert term["text"]["says"] != term["guide"]["says"]


def test_an_adopted_position_is_named_as_the_reason():
    position = {"licence": "llama-4-community", "topic": "output-training", "reading": "text"}
    term = training_term(told(positions=[position])[1])
    assert (term["applied"], term["why"]) == ("text", ADOPTED)


@pytest.mark.parametrize("reading", ["text", "guide"])
def test_a_reading_that_was_asked_for_is_named_as_the_reason(reading):
    _, words = told(reading=reading)
    assert {each["why"] for each in words["disputes"]} <= {ASKED_FOR}
    assert {each["applied"] for each in words["disputes"]} <= {reading}


def test_repairs_are_told_in_words():
    facts = {
        "candidates": ["llama-4-maverick"],
        "organisation": {"country": "US", "size": "large", "monthly_active_users_on": {"2025-04-05": 1000}},
    }
    evaluation, words = told(**facts)
    changes = [change for model in evaluation["models"] for repair in model["repairs"] for change in repair]
    assert changes, "this use of Llama 4 is blocked and can be repaired"
    labels = words["labels"]
    for change in changes:
        assert change["at"] in labels["facts"]
        for answer in (change["from"], change["to"]):
            assert not isinstance(answer, str) or answer in labels["values"]
