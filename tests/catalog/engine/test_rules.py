"""The list of rules is complete, and each rule names the clause it rests on."""

import datetime
import inspect
from typing import Any

import pytest

from catalog.ambient import edition
from catalog.engine import answers
from catalog.engine.case import Case, stated
from catalog.engine.evaluate import known
from catalog.engine.finding import NOTHING
from catalog.engine.rules import RULES, SPEAK_OF_SILENCE
from catalog.knowledge.terms import TOPICS

WITHOUT_A_RULE = {"termination", "gotchas"}  # how rights end, and what to watch for, decide nothing today


def test_every_topic_of_a_licence_has_a_rule_or_decides_nothing() -> None:
    assert set(RULES) == set(TOPICS) - WITHOUT_A_RULE


@pytest.mark.parametrize("topic", RULES)
def test_every_rule_names_its_source(topic: str) -> None:
    assert "Source: " in (inspect.getdoc(RULES[topic]) or "")


EVERYTHING: dict[str, Any] = {
    "organisation": {"country": "DE", "annual_revenue_usd": 10**12, "monthly_active_users": 10**10},
    "use": {"commercial": True, "domains": ["military"], "activities": ["malware"], "markets": ["EU"],
            "delivery": ["hosted-service", "internal", "on-device", "ship-weights"]},
    "adaptation": {"fine_tunes": True, "publishes_weights": True, "published_licence": "Our own terms"},
    "outputs": {"train": "other-llm", "distils": True, "shares_trained_model": True},
}  # fmt: skip


@pytest.mark.parametrize("topic", sorted(set(RULES) - SPEAK_OF_SILENCE))
@pytest.mark.parametrize("document", [EVERYTHING, {}], ids=["everything is done", "nothing is known"])
def test_a_term_that_states_nothing_brings_nothing_whatever_is_done(topic: str, document: dict[str, Any]) -> None:
    facts = answers.read(document, known(edition()), datetime.date(2026, 11, 23))
    licence = edition().licences["llama-4-community"]
    reading = licence.terms.term(topic).text
    term = stated(topic, licence.id, "text", reading, edition().sources)
    case = Case(facts, licence, True, edition().licences)
    assert RULES[topic](term.about(type(reading.value)()), case) == NOTHING
