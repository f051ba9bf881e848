"""What an evaluation says: findings, obligations, headroom, and the verdict that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Severity = Literal["blocker", "action", "question", "caution", "info"]
Verdict = Literal["clear", "conditions", "undecided", "blocked"]
Phase = Literal["identification", "use-case", "technical", "monitoring"]

SEVERITIES: tuple[Severity, ...] = ("blocker", "action", "question", "caution", "info")
VERDICTS: tuple[Verdict, ...] = ("clear", "conditions", "undecided", "blocked")
CODES: tuple[str, ...] = tuple(
    """
    commercial.forbidden threshold.exceeded threshold.near threshold.projected threshold.aggregation
    registration.required output-training.forbidden output-training.named output-training.derivative
    distillation.forbidden use.prohibited use.limited territory.excluded field.excluded attribution.missing
    notice.missing licence-copy.missing use-policy.unreviewed propagation.missing relicensing.forbidden
    copyleft.derivative copyleft.network patent.none patent.implicit lineage.inherited lineage.conflict
    licence.unknown licence.unclear vendor-api.terms safety-layer.missing content-filter.missing monitoring.missing
    fact.stale open-question eu.prohibited eu.high-risk eu.transparency eu.gpai eu.systemic-risk
    eu.exemption-unavailable
    """.split()
)  # the closed list of the contract


@dataclass(frozen=True)
class SourceRef:
    """Where a statement stands: source id, clause, address, and the day it was read (ISO)."""

    id: str
    clause: str
    url: str
    read_on: str

    def as_json(self) -> dict[str, str]:
        """Return the shape of the contract."""
        return {"id": self.id, "clause": self.clause, "url": self.url, "read_on": self.read_on}


@dataclass(frozen=True)
class Finding:
    """One thing that follows from the answers.

    `because` are JSON pointers of the answers that caused it; `could`, for questions only, is the worst that a known
    answer could bring. It decides the verdict and is not part of the output.
    """

    code: str
    severity: Severity
    licence: str
    topic: str
    reading: str
    says: str
    because: tuple[str, ...]
    remedy: str
    source: SourceRef
    could: Literal["blocker", "action"] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {
            "code": self.code,
            "severity": self.severity,
            "licence": self.licence,
            "topic": self.topic,
            "reading": self.reading,
            "says": self.says,
            "because": sorted(self.because),
            "remedy": self.remedy,
            "source": self.source.as_json(),
        }

    @property
    def weight(self) -> int:
        """Rank of the verdict that this finding alone would give."""
        if self.severity == "blocker":
            return 3
        if self.severity == "question" and self.could == "blocker":
            return 2
        return 1 if self.severity in ("action", "question") else 0


@dataclass(frozen=True)
class Obligation:
    """A duty that applies, whether met (True), not met (False), or unknown (None)."""

    code: str
    says: str
    phase: Phase
    met: bool | None
    source: SourceRef
    licence: str

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {
            "code": self.code,
            "says": self.says,
            "phase": self.phase,
            "met": self.met,
            "licence": self.licence,
            "source": self.source.as_json(),
        }


@dataclass(frozen=True)
class Headroom:
    """A limit and how much of it is used. `counted` None: unknown. `type`: at-release (settled) or running."""

    licence: str
    metric: str
    limit: int
    counted: int | None
    type: str
    crosses_on: date | None

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract; `used` is the fraction of the limit, to five places."""
        return {
            "licence": self.licence,
            "metric": self.metric,
            "limit": self.limit,
            "counted": self.counted,
            "used": None if self.counted is None else round(self.counted / self.limit, 5),
            "type": self.type,
            "crosses_on": self.crosses_on.isoformat() if self.crosses_on else None,
        }


@dataclass(frozen=True)
class Outcome:
    """What one rule has to say. Outcomes add up; nothing is ever taken away."""

    findings: tuple[Finding, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    headroom: tuple[Headroom, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.findings + other.findings,
            self.obligations + other.obligations,
            self.headroom + other.headroom,
        )

    @property
    def strictness(self) -> tuple[int, ...]:
        """Sort key by how little is allowed: verdict first, then how many findings of each severity."""
        telling = [severity for severity in SEVERITIES if severity != "info"]
        counts = [sum(1 for finding in self.findings if finding.severity == severity) for severity in telling]
        return (rank(self.findings), *counts)


NOTHING = Outcome()


def total(outcomes: Iterable[Outcome]) -> Outcome:
    """Add outcomes up in the order given."""
    result = NOTHING
    for outcome in outcomes:
        if outcome is not NOTHING:
            result += outcome
    return result


def rank(findings: Iterable[Finding]) -> int:
    """Index into VERDICTS of the verdict that the findings give together."""
    return max((finding.weight for finding in findings), default=0)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Blocked by any blocker, undecided while an open question could block, conditions while a duty is open."""
    return VERDICTS[rank(findings)]


@dataclass(frozen=True)
class OpenQuestion:
    """An answer that is missing and could still change a verdict, with the models for which it decides."""

    at: str
    asks: str
    decides: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {"at": self.at, "asks": self.asks, "decides": list(self.decides)}
