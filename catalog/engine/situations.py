"""Which of the guide's five situations, and which of its five traps, the answers describe."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.finding import Finding
from catalog.engine.judge import Judgement
from catalog.engine.law import LawResult
from catalog.engine.rules import union
from catalog.engine.rules.counting import group_users
from catalog.knowledge.guidance import Trap
from catalog.knowledge.sentences import counted, joined

STARTUP_BELOW = 1_000_000
ENTERPRISE_ABOVE = 100_000_000
FEW = 3  # remedies that a trap tells in full

TRAP_CODES = {
    "synthetic-data": {"output-training.forbidden", "distillation.forbidden", "output-training.derivative"},
    "growth-surprise": {"threshold.near", "threshold.projected", "threshold.exceeded"},
    "affiliate-aggregation": {"threshold.aggregation"},
    "downstream-propagation": {"relicensing.forbidden", "propagation.missing"},
    "eu-deployment": {"eu.exemption-unavailable"},
}
ALL_TRAPS = frozenset[str]().union(*TRAP_CODES.values())


@dataclass(frozen=True)
class SprungTrap:
    """A trap that the answers walk into, with the models it concerns."""

    trap: str
    models: tuple[str, ...]
    says: str

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {"trap": self.trap, "models": list(self.models), "says": self.says}


def situations(facts: Facts, law: LawResult) -> tuple[str, ...]:
    """Return the situations that certainly apply, in the order of the guide's table. Several may apply at once."""
    users = group_users(facts.organisation)
    found = {
        "startup": users.complete and users.known < STARTUP_BELOW,
        "enterprise": users.known > ENTERPRISE_ABOVE,
        "distillation": facts.outputs.distils is True or facts.outputs.train == "other-llm",
        "eu-high-risk": union.high_risk(law, facts),
        "safety-critical": facts.use.safety_critical is True,
    }
    return tuple(name for name, applies in found.items() if applies)


def traps(judgements: Iterable[Judgement], known: Iterable[Trap], mode: ReadingMode) -> tuple[SprungTrap, ...]:
    """Return the traps that the answers walk into, in the guide's order, each with its models and the way out.

    Under `guide` the way out is the guide's own. Otherwise the rules that fired say what to do, and our ruling how the
    trap really works, for the texts differ from the guide on each of the five.
    """
    sprung = []
    found = [(it.model.id, finding) for it in judgements for finding in _walked_into(it)]
    for trap in sorted(known, key=lambda trap: trap.place):
        hits = [(model, finding) for model, finding in found if finding.code in TRAP_CODES[trap.id]]
        if hits:
            says = trap.fix if mode == "guide" else joined(" ", [*_ways_out(hits), trap.ruling.says])
            sprung.append(SprungTrap(trap.id, tuple(sorted({model for model, _ in hits})), says))
    return tuple(sprung)


def _ways_out(hits: Iterable[tuple[str, Finding]]) -> list[str]:
    """The remedies that help most models, a few of them; for what is beyond, how much it is and where it stands."""
    models: dict[str, set[str]] = {}
    licences: dict[str, set[str]] = {}
    for model, finding in hits:
        models.setdefault(finding.remedy, set()).add(model)
        licences.setdefault(finding.remedy, set()).add(finding.licence)
    remedies = sorted(models, key=lambda remedy: (-len(models[remedy]), remedy))
    beyond = set[str]().union(*(licences[remedy] for remedy in remedies[FEW:]))
    if not beyond:
        return remedies
    more = counted(
        "What else to do under one licence stands with the findings of each model.",
        "What else to do under {n} licences stands with the findings of each model.",
        len(beyond),
    )
    return [*remedies[:FEW], more]


def _walked_into(judgement: Judgement) -> Iterator[Finding]:
    """What is more than an information. Growth surprises only who passed a limit of users that keeps running."""
    if judgement.gist.codes.isdisjoint(ALL_TRAPS):
        return
    said = (finding for part in judgement.parts for finding in part.findings)
    findings = [it for it in said if it.code in ALL_TRAPS and it.severity != "info"]
    limits = (room for part in judgement.parts for room in part.headroom)
    rooms = (room for room in limits if room.type == "running" and room.metric == "mau")
    running = any((room.counted or 0) >= room.limit for room in rooms)
    for finding in findings:
        if running or finding.code != "threshold.exceeded":
            yield finding
