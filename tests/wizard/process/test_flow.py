from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process.flow import PhaseCount, Status, Step, following, replay

WAY = (
    Step("licence-text", "identification", answered=True),
    Step("licence-family", "identification", answered=True, unknown=True),
    Step("organisation-users", "use-case", answered=True, attention=True),
    Step("eu-high-risk", "use-case", applies=False),
    Step("attribution", "technical"),
)


def test_each_item_has_the_status_its_answer_gives():
    assert replay(WAY).statuses == {
        "licence-text": Status.ANSWERED,
        "licence-family": Status.UNKNOWN,
        "organisation-users": Status.NEEDS_ATTENTION,
        "eu-high-risk": Status.NOT_APPLICABLE,
        "attribution": Status.NOT_STARTED,
    }


def test_the_next_item_is_the_first_that_is_not_done():
    assert replay(WAY).next_item == "organisation-users"


def test_phases_count_what_applies_and_what_is_done():
    assert replay(WAY).phases == (
        PhaseCount("identification", done=2, unknown=1, total=2),
        PhaseCount("use-case", done=0, unknown=0, total=1),
        PhaseCount("technical", done=0, unknown=0, total=1),
    )


def test_following_skips_what_does_not_apply():
    position = replay(WAY)
    assert following(position, "organisation-users") == "attribution"
    assert following(position, "attribution") is None
    with pytest.raises(KeyError):
        following(position, "nowhere")


def test_a_hidden_item_is_not_applicable_even_if_it_was_answered():
    assert replay([Step("a", "p", applies=False, answered=True)]).statuses == {"a": Status.NOT_APPLICABLE}


@given(st.lists(st.tuples(st.sampled_from("pqrs"), *[st.booleans()] * 4), max_size=20))
def test_the_way_is_complete_exactly_when_every_phase_is_done(rows):
    steps = [Step(f"i{n}", *row) for n, row in enumerate(rows)]
    position = replay(steps)
    assert position.complete == all(phase.done == phase.total for phase in position.phases)
    assert list(position.statuses) == [step.item for step in steps]
