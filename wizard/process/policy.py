"""The policy of the organisation: how many review what, and which licences it approves, with conditions or never.

Legal reads a licence once, for every model under it, and audits what it said (founding guide, governance of adoption).
The policy never makes a verdict greener: it stands beside what the licence and the law ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from catalog.knowledge.sentences import joined, sentence, verbatim
from wizard.process.refusal import Refused
from wizard.process.review import ADMINISTRATOR, LEGAL_REVIEWER, Person, twin_of

FEWEST, MOST = 1, 8
"""How many reviewers a report can name."""


class Risk(StrEnum):
    """How much there is to decide in an assessment."""

    PLAIN = "plain"
    RAISED = "raised"
    HIGH = "high"


class Ruling(StrEnum):
    """What legal said of a licence, for every model under it."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    BANNED = "banned"


class Standing(StrEnum):
    """How a candidate's licence stands under the policy, the gentlest first."""

    APPROVED = "approved"
    DUE = "due"
    UNRULED = "unruled"
    CONDITIONAL = "conditional"
    WAIVED = "waived"
    BANNED = "banned"


@dataclass(frozen=True)
class Rule:
    """How many reviewers decide, and within how many days."""

    reviewers: int = 1
    days: int = 10


DEFAULT_RULES: Mapping[Risk, Rule] = MappingProxyType(dict.fromkeys(Risk, Rule()))


@dataclass(frozen=True)
class Ruled:
    """What legal said of a licence: `conditions` go with a conditional one, `due` is the day of its next audit."""

    licence: str
    ruling: Ruling
    conditions: str
    due: date


@dataclass(frozen=True)
class Waived:
    """A ban set aside through the day `until`; `reference` is empty where it holds for every assessment."""

    licence: str
    reference: str
    until: date


@dataclass(frozen=True)
class PolicyFinding:
    """How one licence of a candidate stands, in one sentence, and what to do about it (empty for nothing)."""

    model: str
    licence: str
    standing: Standing
    says: str
    remedy: str
    conditions: str = ""

    def as_json(self) -> dict[str, str]:
        """The finding as a snapshot keeps it."""
        return {
            "model": self.model,
            "licence": self.licence,
            "standing": self.standing,
            "says": self.says,
            "remedy": self.remedy,
            "conditions": self.conditions,
        }


def risk_of(evaluation: Mapping[str, Any]) -> Risk:
    """How much there is to decide (`evaluation` is evaluation/1).

    High with an AI Act outcome that is high-risk or prohibited, or a candidate that is blocked or of high risk; raised
    with anything undecided, contested or assumed, or of moderate risk.
    """
    models, law = evaluation["models"], evaluation["eu_ai_act"]
    grave = any(code.startswith(("HR-A", "HR-GPS", "PROHIBITED")) for code in law["outcomes"])
    if grave or any(one["verdict"] == "blocked" or one["risk"] == "high" for one in models):
        return Risk.HIGH
    doubtful = any(one["verdict"] == "undecided" or one["contested"] or one["risk"] == "moderate" for one in models)
    return Risk.RAISED if doubtful or law["assumed"] else Risk.PLAIN


def policy_of(
    evaluation: Mapping[str, Any],
    rulings: Mapping[str, Ruled],
    waivers: Iterable[Waived],
    reference: str,
    today: date,
) -> tuple[PolicyFinding, ...]:
    """How each licence of each candidate that is not blocked stands, candidates and licences in their order.

    `rulings` holds what legal said last, by licence. Only waivers for this `reference`, or for all, set a ban aside.
    """
    open_until: dict[str, date] = {}
    for waiver in waivers:
        if waiver.until >= today and waiver.reference in ("", reference):
            open_until[waiver.licence] = max(waiver.until, open_until.get(waiver.licence, waiver.until))
    return tuple(
        _standing(model["model"], licence, rulings.get(licence), open_until.get(licence), today)
        for model in evaluation["models"]
        if model["verdict"] != "blocked"
        for licence in model["licences"]
    )


def check_policy(findings: Iterable[Mapping[str, str]]) -> None:
    """Refuse an approval that the policy forbids. `findings` are as a snapshot keeps them."""
    for one in findings:
        if one["standing"] == Standing.BANNED:
            raise Refused(joined(" ", (one["says"], one["remedy"])))


def check_may_rule(person: Person) -> None:
    """What the organisation says of licences is the legal reviewers'."""
    if person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only a legal reviewer rules on licences: tell one what you would change."))


def check_may_set_rules(person: Person) -> None:
    """How many review what is the administrators'."""
    if person.role != ADMINISTRATOR:
        raise Refused(sentence("Only an administrator sets how many review: ask one to make this change."))


may_rule = twin_of(check_may_rule)
may_set_rules = twin_of(check_may_set_rules)


def _standing(model: str, licence: str, ruled: Ruled | None, waived: date | None, today: date) -> PolicyFinding:
    named = verbatim(licence)
    if ruled is None:
        return PolicyFinding(
            model,
            licence,
            Standing.UNRULED,
            sentence("Nobody has ruled on {licence} yet.", licence=named),
            sentence("Ask legal to rule on it once, for every model under it."),
        )
    if ruled.ruling is Ruling.BANNED:
        return _banned(model, licence, waived)
    if ruled.ruling is Ruling.CONDITIONAL:
        says = sentence("The organisation allows {licence} on conditions.", licence=named)
        if ruled.due < today:
            says = joined(" ", (says, _overdue(named, ruled.due)))
        remedy = sentence("Meet the conditions that legal set for it.")
        return PolicyFinding(model, licence, Standing.CONDITIONAL, says, remedy, ruled.conditions)
    if ruled.due < today:
        remedy = sentence("Ask legal to look at the licence again and to confirm what it said.")
        return PolicyFinding(model, licence, Standing.DUE, _overdue(named, ruled.due), remedy)
    says = sentence("The organisation approves {licence}.", licence=named)
    return PolicyFinding(model, licence, Standing.APPROVED, says, "")


def _banned(model: str, licence: str, waived: date | None) -> PolicyFinding:
    named = verbatim(licence)
    if waived is None:
        says = sentence("The organisation does not allow {licence}.", licence=named)
        remedy = sentence("Take another model, or ask legal for a waiver.")
        return PolicyFinding(model, licence, Standing.BANNED, says, remedy)
    says = sentence("The ban on {licence} is waived until {until}.", licence=named, until=waived)
    remedy = sentence("Replace the model by then, or have the waiver renewed.")
    return PolicyFinding(model, licence, Standing.WAIVED, says, remedy)


def _overdue(named: str, due: date) -> str:
    return sentence("What legal said of {licence} was due for its audit on {due}.", licence=named, due=due)
