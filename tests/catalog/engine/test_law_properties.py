"""What always holds of the AI Act's interpreter, whatever the answers."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.ambient import current_law
from catalog.engine.law import LawContext, LawResult, assess
from catalog.engine.law_answers import LATER, EuAnswers
from tests.catalog.engine.law_strategies import AS_OF, CONTEXTS, FACTS, HINTED, LEAVES, YES_NO

PATIENT = settings(deadline=None, max_examples=50)
ORDER = {"upcoming": 0, "legacy": 0, "in-force": 1}


def judged(facts: dict[str, Any], context: LawContext, as_of: date) -> LawResult:
    return assess(EuAnswers.model_validate(facts), context, current_law(), as_of)


def owed(result: LawResult) -> set[str]:
    return {duty.id for duty in result.obligations}


def test_every_answer_can_be_drawn() -> None:
    assert set(LEAVES) == set(EuAnswers.model_fields)


@pytest.mark.parametrize("question", YES_NO)
@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_an_unknown_answer_never_spares_a_duty_that_a_known_one_brings(
    question: str, facts: dict[str, Any], context: LawContext, as_of: date
) -> None:
    if question == "G8":
        context = dataclasses.replace(context, in_union=None)  # a known seat would answer it
    if question in HINTED:
        context = dataclasses.replace(context, hints=context.hints | {question})  # without a hint it is answered no
    if question in {"R5", "R6", "R7"}:
        facts = {**facts, "R1": None}  # whoever answers R1 has answered these
    unknown = owed(judged({**facts, question: None}, context, as_of))
    for answer in (True, False):
        known = owed(judged({**facts, question: answer}, context, as_of))
        # What a system owes that was taken out of Annex III, or is for general use, stands in for the duties of a
        # high-risk system, which are more.
        assert known - {"O-DG-1", "O-DG-2", "O-GPS"} <= unknown


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_a_question_that_came_later_changes_nothing_where_nothing_speaks_of_it(
    facts: dict[str, Any], context: LawContext, as_of: date
) -> None:
    context = dataclasses.replace(context, hints=frozenset())
    earlier = {key: value for key, value in facts.items() if key not in LATER}
    told = {**earlier, **{key: LATER[key] for key in LATER if key not in {"R3", "R4", "B3"}}}
    assert judged(earlier, context, as_of) == judged(told, context, as_of)


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_an_unknown_practice_is_never_a_prohibition(facts: dict[str, Any], context: LawContext, as_of: date) -> None:
    result = judged({**facts, "P": None}, context, as_of)
    assert not result.prohibited
    assert not result.prohibited_from
    assert "O-STOP" not in owed(result)
    assert result.in_scope is not True or result.open == ("P",)


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_what_is_assumed_is_unanswered(facts: dict[str, Any], context: LawContext, as_of: date) -> None:
    for question in judged(facts, context, as_of).assumed:
        assert any(facts.get(key) is None for key in current_law().answer_keys(question)), question


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_only_what_could_bring_a_prohibition_is_open(facts: dict[str, Any], context: LawContext, as_of: date) -> None:
    result = judged(facts, context, as_of)
    assert result.open in ((), ("P",), ("S2",))
    assert result.open != ("P",) or facts.get("P") is None
    assert result.open != ("S2",) or (facts.get("P") != [] and not result.prohibited)


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF, data=st.data())
def test_order_and_repetition_of_choices_change_nothing(
    facts: dict[str, Any], context: LawContext, as_of: date, data: st.DataObject
) -> None:
    shuffled = {
        key: data.draw(st.permutations(value)) + value[:1] if isinstance(value, list) else value
        for key, value in reversed(facts.items())
    }
    assert judged(shuffled, context, as_of) == judged(facts, context, as_of)


@PATIENT
@given(facts=FACTS, context=CONTEXTS, days=st.tuples(AS_OF, AS_OF).map(sorted))
def test_time_adds_force_and_never_takes_it_away(facts: dict[str, Any], context: LawContext, days: list[date]) -> None:
    settled = {**facts, "P": []}  # a prohibition in force would take the place of other duties
    before, after = (judged(settled, context, day) for day in days)
    assert [duty.id for duty in before.obligations] == [duty.id for duty in after.obligations]
    for earlier, later in zip(before.obligations, after.obligations, strict=True):
        assert earlier.applies_from == later.applies_from
        assert ORDER[earlier.status] <= ORDER[later.status]


@PATIENT
@given(facts=FACTS, context=CONTEXTS, days=st.tuples(AS_OF, AS_OF).map(sorted))
def test_a_prohibition_once_in_force_stays(facts: dict[str, Any], context: LawContext, days: list[date]) -> None:
    before, after = (judged(facts, context, day) for day in days)
    assert set(before.prohibited) <= set(after.prohibited)
    assert set(after.prohibited_from) <= set(before.prohibited_from)
    assert {*before.prohibited, *before.prohibited_from} == {*after.prohibited, *after.prohibited_from}


@PATIENT
@given(facts=FACTS, context=CONTEXTS, as_of=AS_OF)
def test_force_begins_on_the_day_named(facts: dict[str, Any], context: LawContext, as_of: date) -> None:
    for duty in judged(facts, context, as_of).obligations:
        if duty.status == "in-force":
            assert duty.applies_from <= as_of
        if duty.status == "upcoming":
            assert duty.applies_from > as_of
