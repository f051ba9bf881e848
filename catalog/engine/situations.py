"""Which of the guide's five situations, and which of its five traps, the answers describe."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.engine.answers import Facts
from catalog.engine.finding import Finding
from catalog.engine.law import LawResult
from catalog.engine.rules import union
from catalog.engine.rules.counting import group_users
from catalog.knowledge.guidance import Trap

STARTUP_BELOW = 1_000_000
ENTERPRISE_ABOVE = 100_000_000

TRAP_CODES = {
    "synthetic-data": {"output-training.forbidden", "distillation.forbidden", "output-training.derivative"},
    "growth-surprise": {"threshold.near", "threshold.projected"},
    "affiliate-aggregation": {"threshold.aggregation"},
    "downstream-propagation": {"relicensing.forbidden", "propagation.missing"},
    "eu-deployment": {"eu.exemption-unavailable"},
}


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


def traps(findings: Iterable[tuple[str, Finding]], known: Iterable[Trap]) -> tuple[SprungTrap, ...]:
    """Return the traps that findings point to. `findings` are pairs of model id and finding."""
    pairs = [(model, finding.code) for model, finding in findings if finding.severity != "info"]
    sprung = []
    for trap in sorted(known, key=lambda trap: trap.place):
        models = sorted({model for model, code in pairs if code in TRAP_CODES[trap.id]})
        if models:
            sprung.append(SprungTrap(trap.id, tuple(models), trap.fix))
    return tuple(sprung)
