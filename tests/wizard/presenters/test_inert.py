"""What counts for nothing changes nothing, and what is kept from one replay to the next changes nothing either."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings

from tests.wizard.phases.checklist import THREE, surroundings
from tests.wizard.phases.test_items import ANSWERS
from wizard.models import Answer, Assessment, User
from wizard.phases import assemble
from wizard.phases.assemble import Given, walk
from wizard.presenters.answers import snapshot_content
from wizard.presenters.standing import standing

ANN = User(full_name="Ann Reed", email="ann@example.com")
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def stored(data):
    """Answers as they are stored, all given in the same moment."""
    return {item: Answer(item=item, data=values, answered_by=ANN, answered_at=AT) for item, values in data.items()}


def stands(data):
    """Where an assessment stands by these answers."""
    assessment = Assessment(reference="CW-2026-0001", name="Shop", candidates=list(THREE), revision=1)
    return standing(assessment, stored(data))


def with_other_hidden(data, others):
    """The same answers, with every hidden one replaced by another, or by none."""
    asked = walk({item: Given(values) for item, values in data.items()}, surroundings()).asked
    changed = {}
    for item, values in data.items():
        shown = set(asked[item].form.fields) if asked[item].applies else set()
        kept = {name: value for name, value in values.items() if name in shown}
        changed[item] = {**{name: value for name, value in others.get(item, {}).items() if name not in shown}, **kept}
    return changed


@settings(max_examples=12, deadline=None)
@given(ANSWERS, ANSWERS)
def test_a_hidden_answer_changes_no_fact_no_evaluation_and_no_snapshot(answers, others):
    changed = with_other_hidden(answers, others)
    first, second = stands(answers), stands(changed)
    assert second.facts == first.facts
    assert second.evaluation == first.evaluation
    assert second.position == first.position
    before, after = (
        snapshot_content(first, stored(answers), {}, {}),
        snapshot_content(second, stored(changed), {}, {}),
    )
    assert json.dumps(after, sort_keys=True) == json.dumps(before, sort_keys=True)


@settings(max_examples=12, deadline=None)
@given(ANSWERS, ANSWERS)
def test_what_is_kept_from_one_replay_to_the_next_changes_nothing(first, second):
    """Replay one set of answers after another, and the same alone: forms, facts and what they ask are the same."""
    context = surroundings()
    mixed = {**first, **{item: second[item] for item in list(second)[::2]}}
    for answers in (first, second):
        walk({item: Given(data) for item, data in answers.items()}, context)
    warm = walk({item: Given(data) for item, data in mixed.items()}, context)
    assemble._kept.clear()
    cold = walk({item: Given(data) for item, data in mixed.items()}, context)
    assert warm.facts == cold.facts
    for item, turn in cold.asked.items():
        kept = warm.asked[item]
        assert kept.applies == turn.applies
        assert list(kept.form.fields) == list(turn.form.fields)
        assert kept.form.lines() == turn.form.lines()
        assert kept.form.missing() == turn.form.missing()
        assert [section.title for section in kept.form.sections()] == [one.title for one in turn.form.sections()]
