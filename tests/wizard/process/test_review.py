from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.process.review import Case, Person

ROLES = ("product-manager", "legal-reviewer", "administrator")
AUTHOR = Person(1, "product-manager")
COLLEAGUE = Person(2, "product-manager")
REVIEWER = Person(3, "legal-reviewer")
ADMINISTRATOR = Person(4, "administrator")
WRITING_REVIEWER = Person(1, "legal-reviewer")
PARTICIPANT = Person(5, "product-manager")
PARTICIPATING_REVIEWER = Person(6, "legal-reviewer")
FORMER_WRITER = Person(7, "legal-reviewer")
STANDING = {5: {"takes_part": True}, 6: {"takes_part": True}, 7: {"has_written": True}}
EVERYBODY = {
    "author": AUTHOR,
    "colleague": COLLEAGUE,
    "reviewer": REVIEWER,
    "administrator": ADMINISTRATOR,
    "writing reviewer": WRITING_REVIEWER,
    "participant": PARTICIPANT,
    "participating reviewer": PARTICIPATING_REVIEWER,
    "former writer": FORMER_WRITER,
}
# action: the state in which it is possible, and who may do it then
ALLOWED = {
    "edit": (State.DRAFT, {"author", "writing reviewer", "participant", "participating reviewer"}),
    "invite": (State.DRAFT, {"author", "writing reviewer"}),
    "submit": (State.DRAFT, {"author", "writing reviewer"}),
    "request_changes": (State.IN_REVIEW, {"reviewer"}),
    "approve": (State.IN_REVIEW, {"reviewer"}),
    "reject": (State.IN_REVIEW, {"reviewer"}),
    "withdraw": (
        State.APPROVED,
        {"author", "reviewer", "writing reviewer", "participating reviewer", "former writer"},
    ),
}


def case_for(person, state):
    standing = STANDING.get(person.id, {})
    return Case(
        author_id=1,
        state=state,
        takes_part=standing.get("takes_part", False),
        has_written=standing.get("has_written", False),
    )


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("action", ALLOWED)
def test_who_may_do_what_when(action, who, state):
    possible, people = ALLOWED[action]
    permission = getattr(review, f"may_{action}")(EVERYBODY[who], case_for(EVERYBODY[who], state))
    assert permission.allowed == (state is possible and who in people)
    assert bool(permission.why) != permission.allowed


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_writes_or_reviews_comments_until_it_is_decided(who, state):
    permission = review.may_comment(EVERYBODY[who], case_for(EVERYBODY[who], state))
    assert permission.allowed == (state in (State.DRAFT, State.IN_REVIEW) and who not in ("colleague", "administrator"))


def test_the_author_ends_any_part_and_everybody_their_own():
    case = Case(1, State.DRAFT)
    review.check_may_end_part(AUTHOR, case, PARTICIPANT.id)
    review.check_may_end_part(PARTICIPANT, case, PARTICIPANT.id)
    with pytest.raises(Refused, match="Only its author decides who takes part"):
        review.check_may_end_part(PARTICIPANT, case, PARTICIPATING_REVIEWER.id)


@given(
    person=st.builds(Person, id=st.integers(1, 3), role=st.sampled_from(ROLES)),
    author=st.integers(1, 3),
    takes_part=st.booleans(),
    has_written=st.booleans(),
)
def test_nobody_who_may_write_a_draft_may_decide_on_it(person, author, takes_part, has_written):
    draft, handed_over = (Case(author, state, takes_part, has_written) for state in (State.DRAFT, State.IN_REVIEW))
    if review.may_edit(person, draft).allowed or has_written:
        for decide in (review.may_approve, review.may_reject, review.may_request_changes):
            assert not decide(person, handed_over).allowed


def test_administrators_and_the_author_do_not_take_part():
    with pytest.raises(Refused, match="An administrator does not write"):
        review.check_may_take_part(ADMINISTRATOR, Case(1, State.DRAFT))
    with pytest.raises(Refused, match="takes part already"):
        review.check_may_take_part(AUTHOR, Case(1, State.DRAFT))


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("start", {"product-manager", "legal-reviewer"}),
    ],
)
@pytest.mark.parametrize("role", ["product-manager", "legal-reviewer", "administrator"])
def test_what_a_role_may_do_without_an_assessment(action, roles, role):
    assert getattr(review, f"may_{action}")(Person(1, role)).allowed == (role in roles)


def test_the_answer_and_the_refusal_use_the_same_sentence():
    case = Case(author_id=1, state=State.IN_REVIEW)
    with pytest.raises(Refused) as refused:
        review.check_may_approve(WRITING_REVIEWER, case)
    assert review.may_approve(WRITING_REVIEWER, case).why == refused.value.sentence
    assert "somebody else" in refused.value.sentence


def test_an_unknown_role_may_do_nothing():
    stranger = Person(9, "")
    assert not any(getattr(review, f"may_{action}")(stranger, Case(1, state)).allowed
                   for action, (state, _) in ALLOWED.items())  # fmt: skip
    assert not review.may_start(stranger).allowed
