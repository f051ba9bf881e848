from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.wizard.phases.checklist import DAY, THREE, every_question, filled, stored, surroundings
from wizard.phases import ITEMS, PHASES
from wizard.phases.assemble import Given, assemble, walk
from wizard.phases.choices import Choice, Several
from wizard.phases.copies import KeptCopy
from wizard.phases.countries import Countries
from wizard.phases.fields import Address, Day
from wizard.phases.marks import Marks
from wizard.phases.numbers import Count, Flop, Percent
from wizard.phases.places import item_for

CHECKLIST = """
licence-text licence-family restrictions osi-status weights-code-outputs
behavioural-restrictions organisation-users outputs-training eu-high-risk systemic-risk
attribution user-monitoring propagation fine-tuning-data content-safety
licence-review user-growth regulatory-updates audit-trail upstream-changes
""".split()


def test_the_checklist_has_its_four_phases_and_twenty_items_in_order():
    assert [phase.id for phase in PHASES] == ["identification", "use-case", "technical", "monitoring"]
    assert list(ITEMS) == CHECKLIST
    assert all(item.phase == phase.id for phase in PHASES for item in phase.items)


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_every_heading_is_a_question(item):
    assert item.title.endswith("?")
    assert len(item.hint) <= 130


def test_every_item_can_be_asked_about_every_model():
    catalogue = current_catalog()
    for model in catalogue.models:
        asked = walk({}, surroundings(model)).asked
        assert [list(turn.form.sections()) for turn in asked.values()]


def test_every_fact_leads_back_to_the_item_that_states_it():
    context = surroundings()
    for item in ITEMS:
        for field in every_question(item, context).values():
            assert not field.at or item_for(field.at) == item


def test_a_pointer_that_no_item_states_leads_nowhere():
    assert item_for("/candidates") is None


def test_without_answers_nothing_is_stated():
    assert assemble({}, surroundings()) == {"schema": "facts/1", "candidates": list(THREE)}


def test_an_item_left_open_states_nothing():
    data = {"train": "other-llm", "distils": "yes"}
    assert "outputs" in assemble({"outputs-training": Given(data)}, surroundings())
    assert "outputs" not in assemble({"outputs-training": Given(data, unknown=True)}, surroundings())


def test_not_knowing_leaves_the_key_out():
    assert stored("outputs-training", train="unknown", distils="yes").facts() == {"outputs": {"distils": True}}


def test_who_trains_nothing_distils_nothing():
    facts = stored("outputs-training", train="none", distils="yes").facts()
    assert facts == {"outputs": {"train": "none", "distils": False, "shares_trained_model": False}}


def test_a_hidden_answer_is_kept_but_states_nothing():
    form = filled("outputs-training", stored={"train": "other-llm", "distils": "yes"}, train="none")
    assert form.is_valid()
    assert form.collected() == {"train": "none", "distils": "yes"}
    assert [label for label, _ in form.lines()] == ["Will outputs be used to train a model?"]


def test_a_refused_answer_keeps_what_was_stored_and_the_rest_is_saved():
    form = filled("organisation-users", stored={"growth": 0.02}, country="DE", growth="fast")
    assert form.collected() == {"country": "DE", "growth": 0.02}


def test_questions_open_one_after_the_other():
    assert list(filled("eu-high-risk").fields) == ["S1"]
    assert "S2" in filled("eu-high-risk", S1="yes").fields
    assert "P" not in filled("eu-high-risk", S1="yes", S2=["none"]).fields
    in_scope = {"S1": "yes", "S2": ["N1"], "R1": "yes", "R2": "yes"}
    assert "H6" not in filled("eu-high-risk", **in_scope, H5=["none"]).fields
    assert {"H6", "H11"} <= set(filled("eu-high-risk", **in_scope, H5=["A3-4a"]).fields)


def test_outputs_by_the_vendors_api_are_a_way_of_delivery():
    assert stored("weights-code-outputs", uses=["vendor-api"]).facts() == {"use": {"delivery": ["vendor-api"]}}
    both = stored("weights-code-outputs", uses=["weights", "vendor-api"], delivery=["internal"])
    assert both.facts() == {"use": {"delivery": ["internal", "vendor-api"]}}
    assert stored("weights-code-outputs", uses=["weights"]).facts() == {}


def test_markets_outside_the_short_list_count_too():
    form = stored("behavioural-restrictions", markets=["EU"], other_markets=["NZ"])
    assert form.facts()["use"]["markets"] == ["EU", "NZ"]
    assert stored("behavioural-restrictions", other_markets=["NZ"]).facts() == {}


def test_the_computation_of_a_change_stands_where_the_act_looks_for_it():
    facts = stored("systemic-risk", fine_tunes="yes", modification_flop=5e21).facts()
    assert facts["adaptation"]["modification_flop"] == facts["eu_ai_act"]["modification_flop"] == 5e21


def test_monitoring_of_users_is_asked_only_where_a_licence_has_a_limit():
    assert walk({}, surroundings("llama-4-maverick")).asked["user-monitoring"].applies
    assert not walk({}, surroundings("olmo-2-7b")).asked["user-monitoring"].applies


UNTUNED = {"fine_tunes": "no"}


@pytest.mark.parametrize(
    ("risk", "outputs", "applies"),
    [
        ({"fine_tunes": "yes"}, {"train": "none"}, True),
        (UNTUNED, {"train": "none"}, False),
        (UNTUNED, {}, False),
        (UNTUNED, {"train": "other-model"}, True),
        ({**UNTUNED, "G0": "yes"}, {"train": "none"}, True),
        ({**UNTUNED, "G0": "no"}, {"train": "none"}, False),
    ],
)
def test_training_data_is_asked_for_as_soon_as_any_model_is_trained(risk, outputs, applies):
    answers = {"systemic-risk": Given(risk), "outputs-training": Given(outputs)}
    assert walk(answers, surroundings()).asked["fine-tuning-data"].applies is applies


def test_only_what_a_licence_owes_is_asked():
    assert set(stored("attribution", surroundings("llama-4-maverick")).fields) >= {"attribution_displayed", "where"}
    assert "attribution_displayed" not in stored("attribution", surroundings("mistral-7b")).fields


def test_disagreeing_with_the_catalogue_takes_a_reason():
    form = filled("licence-family", surroundings("olmo-2-7b"), **{"family-Apache-2.0": "copyleft"})
    assert form.errors == {"why-Apache-2.0": ["Enter an answer, or leave the question open below."]}


def test_watched_pages_are_proposed_and_checked_line_by_line():
    form = stored("upstream-changes")
    assert "llama" in form.fields["addresses"].initial
    refused = filled("upstream-changes", addresses="https://example.org\nnonsense", watcher="Ann")
    assert refused.errors["addresses"] == ["“nonsense” is no web address. Put one address on each line."]


def _marks(field: Marks) -> Any:
    words = st.text("ab ", max_size=9)
    mark = st.fixed_dictionaries({"kind": st.sampled_from(["dispute", "note"]), "words": words})
    return st.dictionaries(st.sampled_from(list(field.lines) or ["none"]), mark, min_size=1, max_size=3)


def _answer(field: Any) -> Any:  # noqa: C901 (one line for each kind of question)
    offered = dict(getattr(field, "choices", ()))
    if isinstance(field, Several):
        names = [name for name in offered if name not in field.alone]
        some = st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True).map(sorted)
        return st.one_of(some, *(st.just([name]) for name in sorted(field.alone)))
    if isinstance(field, Choice):
        return st.sampled_from([name for name in offered if name])
    if isinstance(field, Count):
        return st.integers(0, 10**12)
    if isinstance(field, Percent):
        return st.floats(0, 9, allow_nan=False)
    if isinstance(field, Flop):
        return st.floats(0, 1e27, allow_nan=False)
    if isinstance(field, Day):
        return st.dates(min_value=DAY.replace(year=2020), max_value=DAY.replace(year=2030)).map(str)
    if isinstance(field, Address):
        return st.just("https://example.org/")
    if isinstance(field, Countries):
        return st.just(["NZ"])
    if isinstance(field, Marks):
        return _marks(field)
    if isinstance(field, KeptCopy):
        return st.just(f"{'0' * 64} changed 1210")
    return st.text("abc ", min_size=1, max_size=20)


def _answers():
    """Any stored answers to any items, hidden questions included."""
    context = surroundings()
    items = {}
    for item in ITEMS:
        questions = every_question(item, context).items()
        items[item] = st.fixed_dictionaries({}, optional={name: _answer(field) for name, field in questions})
    return st.fixed_dictionaries({}, optional=items)


ANSWERS = _answers()


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_whatever_is_answered_fits_the_contract(answers):
    context = surroundings()
    facts = assemble({item: Given(data) for item, data in answers.items()}, context, as_of=DAY)
    assert evaluate(facts, current_catalog(), current_law(), DAY).as_json()["schema"] == "evaluation/1"


@settings(max_examples=60, deadline=None)
@given(ANSWERS, ANSWERS)
def test_hidden_answers_are_inert(answers, others):
    """Replace every hidden answer by another: no fact, no line and no question changes."""
    context = surroundings()
    first = walk({item: Given(data) for item, data in answers.items()}, context)
    changed = {}
    for item, data in answers.items():
        turn = first.asked[item]
        shown = set(turn.form.fields) if turn.applies else set()
        hidden = {name: value for name, value in others.get(item, {}).items() if name not in shown}
        changed[item] = {**{name: value for name, value in data.items() if name in shown}, **hidden}
    second = walk({item: Given(data) for item, data in changed.items()}, context)
    assert second.facts == first.facts
    for item, turn in first.asked.items():
        if turn.applies:
            assert second.asked[item].form.lines() == turn.form.lines()
            assert second.asked[item].form.missing() == turn.form.missing()


def test_a_later_question_of_the_act_is_asked_only_where_an_answer_hints_at_it() -> None:
    in_scope = {"S1": "yes", "S2": ["N2"], "R1": "yes", "R2": "yes", "H5": ["none"]}
    assert not {"S3", "S7", "R3", "R9", "H9"} & set(filled("eu-high-risk", **in_scope).fields)
    defence = surroundings(facts={"use": {"domains": ["military", "general"], "delivery": ["ship-weights"]}})
    assert {"S3", "R9", "H9"} <= set(filled("eu-high-risk", defence, **in_scope).fields)
    traded = {**in_scope, "S2": ["N4"], "R1": "no"}
    assert {"R3", "R4"} <= set(filled("eu-high-risk", **traded, R3="no").fields)
    assert "R4" not in filled("eu-high-risk", **traded, R3="yes").fields


def test_whether_a_model_was_kept_out_of_the_union_is_asked_of_models_whose_licence_says_so() -> None:
    supplied = {"G0": "yes", "G1": "yes", "G2": "unmodified"}
    assert "G2b" in filled("systemic-risk", surroundings("llama-4-maverick"), **supplied).fields
    assert "G2b" not in filled("systemic-risk", surroundings("deepseek-r1"), **supplied).fields
