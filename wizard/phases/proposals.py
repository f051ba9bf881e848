"""What the words of a description suggest, as answers to confirm: which item each belongs to, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.engine.description import Proposal, Suggested
from catalog.knowledge.places import EU, MARKETS
from wizard.phases.choices import NONE, UNKNOWN
from wizard.phases.context import Context

DESCRIPTION = "description"
"""The sentence itself, as the answer to what the model will do."""
DESCRIBED = "behavioural-restrictions"

ITEM_OF: Mapping[Suggested, str] = {
    "domains": DESCRIBED,
    "activities": DESCRIBED,
    "markets": DESCRIBED,
    "delivery": "weights-code-outputs",
    "H5": "eu-high-risk",
}
VENDOR_API = "vendor-api"


def key_of(proposal: Proposal) -> str:
    """The name under which a page sends a proposal back."""
    return f"{proposal.kind}:{proposal.value}"


def stands(proposal: Proposal, data: Mapping[str, Any]) -> bool:
    """Whether the answer is among those kept for its item already."""
    return all(value in data.get(field, ()) for field, value in _places(proposal))


def with_confirmed(data: Mapping[str, Any], confirmed: Iterable[Proposal], context: Context) -> dict[str, Any]:
    """Return what an item keeps with the confirmed answers beside it; they replace “none of these” and “I don’t know”.

    A question that does not apply yet keeps its answer too: it counts for nothing until the question is asked.
    """
    kept = dict(data)
    for proposal in confirmed:
        for field, value in _places(proposal):
            values = {*kept.get(field, ()), value} - {NONE, UNKNOWN}
            order = _order(field, context)
            kept[field] = sorted(values, key=lambda one: (order.index(one) if one in order else len(order), one))
    return kept


def _places(proposal: Proposal) -> Sequence[tuple[str, str]]:
    """The questions that a proposal answers. How a model is delivered says what is used of it."""
    if proposal.kind != "delivery":
        return ((proposal.kind, proposal.value),)
    if proposal.value == VENDOR_API:
        return (("uses", VENDOR_API),)
    return (("uses", "weights"), ("delivery", proposal.value))


def _order(field: str, context: Context) -> list[str]:
    if field in context.law.questions:
        return list(context.law.questions[field].options)
    if field == "markets":
        return [EU, *MARKETS]
    return list(getattr(context.catalogue.vocabulary, field, ("weights", "code", VENDOR_API)))
