"""What a description suggests, as a page shows it: each answer with the words that brought it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.engine.description import Proposal, Suggested, TooLong, propose
from catalog.knowledge.places import COUNTRIES, EU
from catalog.presenters.language import Spoken, told
from wizard.phases import ITEMS
from wizard.phases.context import Context
from wizard.phases.proposals import DESCRIBED, DESCRIPTION, ITEM_OF, key_of, stands

TITLES: Mapping[Suggested, str] = Spoken(
    {
        "domains": "In which fields?",
        "activities": "What does it do?",
        "delivery": "How does the model reach its users?",
        "markets": "Where are its users?",
        "H5": "Purposes of Annex III of the AI Act",
    }
)


@dataclass(frozen=True)
class ProposalView:
    """One answer to confirm. `known` marks what is among the answers already."""

    key: str
    label: str
    says: str
    words: str
    known: bool


@dataclass(frozen=True)
class GroupView:
    """The proposals for one question, and the item that asks it."""

    title: str
    item: str
    proposals: tuple[ProposalView, ...]


@dataclass(frozen=True)
class ProposalsView:
    """All that a description suggests.

    `refused` says why nothing could be looked for; without it, empty groups and
    practices mean that nothing was recognised, never that nothing applies. `described` says that the sentence itself is
    an answer already.
    """

    groups: tuple[GroupView, ...]
    practices: tuple[ProposalView, ...]
    practices_href: str
    refused: str
    described: bool

    @property
    def recognised(self) -> bool:
        """Whether any word was recognised."""
        return bool(self.groups or self.practices)

    @property
    def open(self) -> bool:
        """Whether something is left to confirm."""
        return not self.described or any(not one.known for group in self.groups for one in group.proposals)


def proposals_view(
    text: str, context: Context, kept: Mapping[str, Mapping[str, Any]], reference: str = ""
) -> ProposalsView:
    """Show what a text suggests. `kept` is the data of each answered item; `reference` names a draft to link into."""
    practices_href = reverse("wizard:item", args=[reference, "eu-high-risk"]) + "#field-P" if reference else ""
    described = DESCRIPTION in kept.get(DESCRIBED, {})
    try:
        found = propose(text, context.catalogue)
    except TooLong as refused:
        return ProposalsView((), (), practices_href, told(str(refused)), described)
    practices = tuple(_view(one, context, {}) for one in found if one.only_a_pointer)
    return ProposalsView(tuple(_groups(found, context, kept)), practices, practices_href, "", described)


def _groups(found: Sequence[Proposal], context: Context, kept: Mapping[str, Mapping[str, Any]]) -> Iterator[GroupView]:
    for kind, item in ITEM_OF.items():
        views = tuple(_view(one, context, kept.get(item, {})) for one in found if one.kind == kind)
        if views:
            yield GroupView(TITLES[kind], ITEMS[item].label, views)


def _view(proposal: Proposal, context: Context, data: Mapping[str, Any]) -> ProposalView:
    label, says = _words(proposal, context)
    quoted = ", ".join(f"“{word}”" for word in dict.fromkeys(proposal.words))
    known = not proposal.only_a_pointer and stands(proposal, data)
    return ProposalView(key_of(proposal), label, says, quoted, known)


def _words(proposal: Proposal, context: Context) -> tuple[str, str]:
    """The label and the sentence of a proposal; the law’s options have a sentence only."""
    if proposal.kind in ("H5", "P"):
        return told(context.law.questions[proposal.kind].options[proposal.value].says), ""
    if proposal.kind == "markets":
        return _("European Union") if proposal.value == EU else told(COUNTRIES[proposal.value]), ""
    word = getattr(context.catalogue.vocabulary, proposal.kind)[proposal.value]
    return told(word.label), told(word.says)
