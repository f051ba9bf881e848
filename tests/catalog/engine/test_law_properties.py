"""What always holds of the AI Act's interpreter, whatever the answers."""

import dataclasses
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.ambient import current_law
from catalog.engine.law import LawContext, LawResult, assess
from catalog.engine.law_answers import AnnexEntry, Derogation, EuAnswers, Nexus, Practice

YES_NO = [*sorted(current_law().of_kind("yes-no")), "original_systemic_risk"]
FLOP = st.sampled_from([0.0, 1e21, 3.3e22, 3.4e22, 5e22, 1.2e23, 1e24, 3.4e24, 9e24, 1e25, 1.1e25, 3.8e25])
DAYS = st.sampled_from(
    [date(2025, 4, 5), date(2026, 7, 1), date(2026, 9, 15), date(2026, 12, 10), date(2028, 3, 1), date(2028, 9, 1)]
)
AS_OF = st.dates(date(2024, 8, 1), date(2031, 12, 31))
PATIENT = settings(deadline=None, max_examples=50)
ORDER = {"upcoming": 0, "legacy": 0, "in-force": 1}


def _some(words: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(get_args(words)), max_size=3)


LEAVES: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.booleans() for name in YES_NO},
    "S2": _some(Nexus),
    "P": _some(Practice),
    "H3": st.sampled_from(["A", "B"]),
    "H5": _some(AnnexEntry),
    "H7": _some(Derogation),
    "G2": st.sampled_from(["own", "modified", "unmodified"]),
    "original_flop": FLOP,
    "modification_flop": FLOP,
    "model_flop": FLOP,
    "placed_on": DAYS,
    "model_placed_on": DAYS,
}
FACTS = st.fixed_dictionaries({}, optional=LEAVES)
MAYBE = st.none() | st.booleans()
CONTEXTS = st.builds(LawContext, in_union=MAYBE, market_union=MAYBE, size=st.sampled_from([None, "sme", "large"]))


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
    unknown = owed(judged({**facts, question: None}, context, as_of))
    for answer in (True, False):
        known = owed(judged({**facts, question: answer}, context, as_of))
        # The two duties of a system taken out of Annex III stand in for those of a high-risk system, which are more.
        assert known - {"O-DG-1", "O-DG-2"} <= unknown


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
    settled = {**facts, "P": []}
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
