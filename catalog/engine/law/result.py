"""What the Act makes of the answers, in the shape of the evaluation."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from catalog.engine.law.penalties import Fine

Status = Literal["in-force", "upcoming", "legacy"]


@dataclass(frozen=True)
class Duty:
    """One duty that is owed: from when, and whether it binds at the day of the assessment.

    `legacy` means that a shield of Article 111 holds it off; `applies_from` is then the day on which the shield ends,
    or, for a shield without end, the day from which a significant change of design ends it.
    """

    id: str
    article: str
    applies_from: date
    status: Status
    penalty: str
    tag: str
    says: str

    def as_json(self) -> dict[str, Any]:
        """Return the duty with its date as text."""
        return {
            "id": self.id,
            "article": self.article,
            "applies_from": self.applies_from.isoformat(),
            "status": self.status,
            "penalty": self.penalty,
            "tag": self.tag,
            "says": self.says,
        }


@dataclass(frozen=True)
class LawResult:
    """The whole result. `assumed` and `open` hold ids of questions, `review` sentences for a lawyer.

    `open` is for questions whose answer could bring a prohibition, which is never assumed. `prohibited` holds the
    practices forbidden at the day of the assessment, `prohibited_from` those that a later day forbids. `in_scope` is
    about the system, and None where it rests on an assumption. `exemption_unavailable`: openness relieves of nothing
    here, because of what the system does (Article 2(12)) or because the model fails the test (Article 53(2)).
    `systemic_line` is the compute, in FLOP, above which a model is presumed to carry systemic risk.
    """

    outcomes: tuple[str, ...]
    roles: tuple[str, ...]
    obligations: tuple[Duty, ...]
    assumed: tuple[str, ...]
    review: tuple[str, ...]
    penalties: tuple[Fine, ...]
    open: tuple[str, ...]
    prohibited: tuple[str, ...]
    prohibited_from: tuple[str, ...]
    high_risk: bool
    transparency: bool
    gpai: bool
    systemic_risk: bool
    exemption_unavailable: bool
    in_scope: bool | None
    systemic_line: float

    def as_json(self) -> dict[str, Any]:
        """Return the `eu_ai_act` part of an evaluation."""
        return {
            "outcomes": list(self.outcomes),
            "roles": list(self.roles),
            "obligations": [duty.as_json() for duty in self.obligations],
            "assumed": list(self.assumed),
            "review": list(self.review),
            "penalties": [fine.as_json() for fine in self.penalties],
        }
