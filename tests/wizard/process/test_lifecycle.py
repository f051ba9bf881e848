from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wizard.process.lifecycle import STATE_WORDS, TRANSITIONS, Event, State, is_open_to_change, next_state
from wizard.process.refusal import Refused

ENDED = {State.SUPERSEDED, State.EXPIRED, State.WITHDRAWN}


@pytest.mark.parametrize(("before", "event", "after"), [(*step, after) for step, after in TRANSITIONS.items()])
def test_each_declared_step_is_taken(before, event, after):
    assert next_state(before, event) is after


@pytest.mark.parametrize(
    ("state", "event"), [(s, e) for s in State for e in Event if (s, e) not in TRANSITIONS], ids=lambda value: value
)
def test_every_other_step_is_refused_naming_the_state(state, event):
    with pytest.raises(Refused) as refused:
        next_state(state, event)
    assert STATE_WORDS[state] in refused.value.sentence


class Life(RuleBasedStateMachine):
    """Any order of events leads an assessment along the design's path and no other."""

    def __init__(self):
        super().__init__()
        self.state = State.DRAFT
        self.taken: list[Event] = []

    @rule(event=st.sampled_from(Event))
    def happens(self, event):
        before = self.state
        try:
            self.state = next_state(before, event)
        except Refused:
            return
        assert before is not State.REJECTED, "a refusal is an end"
        assert before not in ENDED or event is Event.REVISE, "an approval that ended opens anew, and nothing else"
        self.taken.append(event)

    @invariant()
    def only_a_draft_is_open_to_change(self):
        assert is_open_to_change(self.state) == (self.state is State.DRAFT)

    @invariant()
    def approval_follows_submission_at_once(self):
        if self.state is State.APPROVED:
            assert self.taken[-2:] == [Event.SUBMIT, Event.APPROVE]

    @invariant()
    def each_revision_is_approved_at_most_once(self):
        assert self.taken.count(Event.APPROVE) <= 1 + self.taken.count(Event.REVISE)


TestLife = Life.TestCase
