"""The list of rules is complete, and each rule names the clause it rests on."""

import inspect

import pytest

from catalog.engine.rules import RULES
from catalog.knowledge.terms import TOPICS

WITHOUT_A_RULE = {"termination", "gotchas"}  # how rights end, and what to watch for, decide nothing today


def test_every_topic_of_a_licence_has_a_rule_or_decides_nothing() -> None:
    assert set(RULES) == set(TOPICS) - WITHOUT_A_RULE


@pytest.mark.parametrize("topic", RULES)
def test_every_rule_names_its_source(topic: str) -> None:
    assert "Source: " in (inspect.getdoc(RULES[topic]) or "")
