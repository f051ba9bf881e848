"""The rules of the register: how an entry stands, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.knowledge.sentences import sentence
from wizard.process.refusal import Refused
from wizard.process.review import LEGAL_REVIEWER, Person, twin_of


class Standing(StrEnum):
    """How an entry stands: what it rests on, and whether it is watched still."""

    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    RETIRED = "retired"

    @property
    def over(self) -> bool:
        """Whether nobody watches it any more."""
        return self in (Standing.REPLACED, Standing.RETIRED)


@dataclass(frozen=True)
class Facts:
    """What an entry's standing follows from.

    `ending` is why its approval stands no longer ("superseded", "expired", "withdrawn"), empty while it does;
    `valid_until` the last day of the approval, None where it has none.
    """

    ended: bool
    replaced: bool
    ending: str
    valid_until: date | None


def standing_of(facts: Facts, today: date) -> Standing:
    """How an entry stands on a day. Its own end counts before that of its approval."""
    if facts.ended:
        return Standing.REPLACED if facts.replaced else Standing.RETIRED
    if facts.ending:
        return Standing(facts.ending)
    late = facts.valid_until is not None and facts.valid_until < today
    return Standing.EXPIRED if late else Standing.IN_FORCE


def check_may_keep(person: Person, owner_id: int, author_id: int) -> None:
    """Who answers for an entry, the author of its assessment and legal reviewers keep it."""
    if person.id not in (owner_id, author_id) and person.role != LEGAL_REVIEWER:
        raise Refused(
            sentence("Only who answers for it, its author and legal reviewers change this entry: ask one of them.")
        )


may_keep = twin_of(check_may_keep)
