"""Who signs a report now: those who approved, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from catalog.knowledge.sentences import sentence
from wizard.process.refusal import Refused


@dataclass(frozen=True)
class Signing:
    """The ids of those who approved, in the order of their fields, and of those who signed."""

    approvers: Sequence[int]
    signed: AbstractSet[int]

    @property
    def next_id(self) -> int | None:
        """Whose signature is missing first; None when everybody has signed."""
        return next((person for person in self.approvers if person not in self.signed), None)


def check_may_follow(person_id: int, signing: Signing) -> None:
    """Who approved reads the report before it is signed, and has its making tried again."""
    if person_id not in signing.approvers:
        raise Refused(sentence("Only who approved this assessment signs its report: ask one of them."))


def check_may_sign(person_id: int, signing: Signing) -> None:
    """Who approved signs once, when it is their turn."""
    check_may_follow(person_id, signing)
    if person_id in signing.signed:
        raise Refused(sentence("You have signed this report: it is issued when everybody who approved has signed."))
    if person_id != signing.next_id:
        raise Refused(sentence("Another reviewer signs before you: you get a message when it is your turn."))
