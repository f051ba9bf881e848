"""What an evaluation says: findings, obligations, headroom, and the verdict that follows from them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, Literal

Severity = Literal["blocker", "action", "question", "caution", "info"]
Verdict = Literal["clear", "conditions", "undecided", "blocked"]
Phase = Literal["identification", "use-case", "technical", "monitoring"]

SEVERITIES: tuple[Severity, ...] = ("blocker", "action", "question", "caution", "info")
TELLING = tuple(severity for severity in SEVERITIES if severity != "info")
SEVERITY_ORDER: tuple[Severity, ...] = ("blocker", "question", "action", "caution", "info")
VERDICTS: tuple[Verdict, ...] = ("clear", "conditions", "undecided", "blocked")
PENDING, BLOCKED = VERDICTS.index("undecided"), VERDICTS.index("blocked")
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

    @property
    def written(self) -> tuple[str, str, str, str]:
        """Its parts in the order of their keys."""
        return (self.clause, self.id, self.read_on, self.url)

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
        """Return the shape of the contract, with keys in the order of the alphabet at every depth."""
        source = self.source
        return {
            "because": sorted(self.because),
            "code": self.code,
            "licence": self.licence,
            "reading": self.reading,
            "remedy": self.remedy,
            "says": self.says,
            "severity": self.severity,
            "source": {"clause": source.clause, "id": source.id, "read_on": source.read_on, "url": source.url},
            "topic": self.topic,
        }

    @cached_property
    def place(self) -> tuple[int, int, str]:
        """Where it stands among the findings of a model: blockers first, then what could block, then what to do.

        The last part begins its text, and mostly tells it from the others already.
        """
        because = ", ".join(map(quoted, sorted(self.because)))
        begins = f"[{because}] {quoted(self.code)} {quoted(self.licence)} {quoted(self.reading)}"
        return (SEVERITY_ORDER.index(self.severity), -self.weight, begins)

    @cached_property
    def text(self) -> str:
        """The values of `as_json` in their order, as JSON writes them."""
        rest = (self.remedy, self.says, self.severity, *self.source.written, self.topic)
        return f"{self.place[-1]} {' '.join(map(quoted, rest))}"

    @property
    def weight(self) -> int:
        """Rank of the verdict that this finding alone would give."""
        if self.severity == "blocker":
            return BLOCKED
        if self.severity == "question" and self.could == "blocker":
            return PENDING
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

    @cached_property
    def place(self) -> tuple[str, str]:
        """Where it stands among the obligations of a model: by its code, then by its text."""
        return (self.code, self.text)

    @cached_property
    def text(self) -> str:
        """What it says beside its code, as JSON with sorted keys writes it."""
        met = {True: "true", False: "false", None: "null"}[self.met]
        said = (self.phase, self.says, *self.source.written)
        return f"{quoted(self.licence)} {met} {' '.join(map(quoted, said))}"


@dataclass(frozen=True)
class Headroom:
    """A limit and how much of it is used. `counted` None: unknown. `type`: at-release (settled) or running.

    `agreed`: it is the limit of an agreement on the licence, whose numbers it counts, and the agreement's last day.
    """

    licence: str
    metric: str
    limit: int
    counted: int | None
    type: str
    crosses_on: date | None
    agreed: tuple[str, date | None] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract; `used` is the fraction of the limit, to five places."""
        return self._room() | ({"agreement": self._agreement(*self.agreed)} if self.agreed else {})

    def _room(self) -> dict[str, Any]:
        return {
            "licence": self.licence,
            "metric": self.metric,
            "limit": self.limit,
            "counted": self.counted,
            "used": None if self.counted is None else round(self.counted / self.limit, 5),
            "type": self.type,
            "crosses_on": self.crosses_on.isoformat() if self.crosses_on else None,
        }

    @staticmethod
    def _agreement(counts: str, until: date | None) -> dict[str, str | None]:
        return {"counts": counts, "until": until.isoformat() if until else None}

    @cached_property
    def place(self) -> tuple[str, str]:
        """Where it stands among the limits of a model, with its canonical text last."""
        return (self.licence, self.text)

    @cached_property
    def text(self) -> str:
        """Its canonical text."""
        return json.dumps(self.as_json(), sort_keys=True)


@dataclass(frozen=True, eq=False)
class Gist:
    """What findings come to, in short: all of them that verdict, risk and ranking look at.

    `rank` is the index into VERDICTS, `actions` counts the duties that are open. `against` are the codes that speak
    against a model: those that block it, or else those that leave open whether it is blocked. `asks` holds the answers
    that the questions name, each with the worst rank that a question about it could bring.
    """

    rank: int
    actions: int
    codes: frozenset[str]
    against: tuple[str, ...]
    asks: Mapping[str, int]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Gist":
        """Return the gist of findings. Cost: linear in them."""
        by_weight: list[set[str]] = [set() for _ in VERDICTS]
        actions, asks = 0, dict[str, int]()
        for finding in findings:
            by_weight[finding.weight].add(finding.code)
            if finding.severity == "action":
                actions += 1
            elif finding.severity == "question":
                worst = BLOCKED if finding.could == "blocker" else 1
                asks |= {at: max(worst, asks.get(at, 0)) for at in finding.because}
        reached = max((weight for weight, codes in enumerate(by_weight) if codes), default=0)
        against = tuple(sorted(by_weight[BLOCKED] or by_weight[PENDING]))
        return cls(reached, actions, frozenset().union(*by_weight), against, asks)


@dataclass(frozen=True)
class Outcome:
    """What one rule has to say. Outcomes add up; nothing is ever taken away."""

    findings: tuple[Finding, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    headroom: tuple[Headroom, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return total((self, other))

    @property
    def strictness(self) -> tuple[int, ...]:
        """Sort key by how little is allowed: verdict first, then how many findings of each severity."""
        said = [finding.severity for finding in self.findings]
        return (self.rank, *map(said.count, TELLING))

    @cached_property
    def rank(self) -> int:
        """Index into VERDICTS of the verdict that the findings give together."""
        return rank(self.findings)

    @cached_property
    def questions(self) -> tuple[Finding, ...]:
        """The questions among the findings."""
        return tuple(finding for finding in self.findings if finding.severity == "question")


NOTHING = Outcome()


def total(outcomes: Iterable[Outcome]) -> Outcome:
    """Add outcomes up in the order given."""
    saying = [outcome for outcome in outcomes if outcome is not NOTHING]
    if len(saying) < 2:
        return saying[0] if saying else NOTHING
    return Outcome(
        tuple([finding for outcome in saying for finding in outcome.findings]),
        tuple([obligation for outcome in saying for obligation in outcome.obligations]),
        tuple([room for outcome in saying for room in outcome.headroom]),
    )


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
