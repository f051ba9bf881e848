"""The interpreter held against a second, independent walk through the Act's procedure."""

import dataclasses
from datetime import date
from typing import Any

from hypothesis import given, settings

from catalog.ambient import current_law
from catalog.engine.law import LawContext, assess
from catalog.engine.law_answers import EuAnswers
from tests.catalog.engine.law_oracle import Found, Oracle
from tests.catalog.engine.law_strategies import AS_OF, CONTEXTS, FACTS
from tests.catalog.engine.test_law import CASES, HARMLESS, TODAY


def agree(facts: dict[str, Any], context: LawContext, as_of: date) -> Found:
    """Compare both walks, and return what the second one found."""
    result = assess(EuAnswers.model_validate(facts), context, current_law(), as_of)
    found = Oracle(facts, dataclasses.asdict(context), as_of).walk()
    assert set(result.outcomes) == found.outcomes
    assert set(result.roles) == found.roles
    duties = {duty.id: (duty.applies_from, duty.status, duty.penalty) for duty in result.obligations}
    assert duties == found.duties
    return found


@settings(deadline=None, max_examples=400)
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_both_walks_end_at_the_same_place(facts: dict[str, Any], context: LawContext, as_of: date) -> None:
    agree(facts, context, as_of)


def test_both_walks_agree_on_every_published_case_and_so_reach_every_outcome() -> None:
    reached: set[str] = set()
    for case in CASES:
        facts = {**(HARMLESS if case["rest"] == "harmless" else {}), **case["facts"]}
        context = {**case.get("context", {}), "hints": frozenset(case.get("context", {}).get("hints", ()))}
        found = agree(facts, LawContext(**context), case.get("as_of", TODAY))
        reached |= {code.partition(":")[0] for code in found.outcomes}
    assert reached == set(current_law().outcomes)
