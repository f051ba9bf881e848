"""The states of an assessment and the steps between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from catalog.knowledge.sentences import for_translation, sentence
from wizard.process.refusal import Refused


class State(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What can happen to an assessment."""

    SUBMIT = "submit"
    REQUEST_CHANGES = "request-changes"
    APPROVE = "approve"
    REJECT = "reject"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    REVISE = "revise"


STATE_WORDS: Mapping[State, str] = MappingProxyType(
    for_translation(
        {
            State.DRAFT: "a draft",
            State.IN_REVIEW: "in review",
            State.APPROVED: "approved",
            State.REJECTED: "rejected",
            State.SUPERSEDED: "superseded",
            State.EXPIRED: "expired",
            State.WITHDRAWN: "withdrawn",
        }
    )
)

_DONE: Mapping[Event, str] = MappingProxyType(
    for_translation(
        {
            Event.SUBMIT: "submitted",
            Event.REQUEST_CHANGES: "sent back for changes",
            Event.APPROVE: "approved",
            Event.REJECT: "rejected",
            Event.SUPERSEDE: "superseded",
            Event.EXPIRE: "marked as expired",
            Event.WITHDRAW: "withdrawn",
            Event.REVISE: "revised",
        }
    )
)

# A request for changes reopens the draft as its next revision; the request itself stays in the review.
TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.DRAFT, Event.SUBMIT): State.IN_REVIEW,
        (State.IN_REVIEW, Event.REQUEST_CHANGES): State.DRAFT,
        (State.IN_REVIEW, Event.APPROVE): State.APPROVED,
        (State.IN_REVIEW, Event.REJECT): State.REJECTED,
        (State.APPROVED, Event.SUPERSEDE): State.SUPERSEDED,
        (State.APPROVED, Event.EXPIRE): State.EXPIRED,
        (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
        # An approval that ended opens as its next revision; what was approved stays on record.
        (State.SUPERSEDED, Event.REVISE): State.DRAFT,
        (State.EXPIRED, Event.REVISE): State.DRAFT,
        (State.WITHDRAWN, Event.REVISE): State.DRAFT,
    }
)


def next_state(state: State, event: Event) -> State:
    """Return the state that follows; raises Refused where the step does not exist."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise Refused(
            sentence(
                "This assessment is {state} and cannot be {done}: open it again to see what can be done now.",
                state=STATE_WORDS[state],
                done=_DONE[event],
            )
        ) from None


def is_open_to_change(state: State) -> bool:
    """Whether answers, candidates and evidence may change in this state."""
    return state is State.DRAFT
