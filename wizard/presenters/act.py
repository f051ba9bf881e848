"""What the AI Act makes of it: roles, classes, duties with their dates, and what a lawyer has to settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.engine.law import Law
from wizard.phases.legal import article
from wizard.presenters.findings import Link, Words, iso_day

TAGS = {"L": "law", "G": "Commission guideline", "D": "draft guideline", "R": "our reading"}
STATUSES = {"in-force": "in force since", "upcoming": "from", "legacy": "shielded until"}


@dataclass(frozen=True)
class ActDuty:
    """One duty under the Act."""

    says: str
    article: str
    status: str
    basis: str
    penalty: str


@dataclass(frozen=True)
class ActView:
    """The section on the AI Act."""

    roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    duties: tuple[ActDuty, ...]
    assumed: tuple[Link, ...]
    review: tuple[str, ...]


def act(evaluation: Mapping[str, Any], law: Law, words: Words) -> ActView:
    """Put the `eu_ai_act` part of an evaluation into words."""
    part = evaluation["eu_ai_act"]
    return ActView(
        roles=tuple(law.roles[code].says if code in law.roles else code for code in part["roles"]),
        outcomes=tuple(_outcome(code, law) for code in part["outcomes"]),
        duties=tuple(_duty(duty, law) for duty in part["obligations"]),
        assumed=tuple(_assumed(name, law, words) for name in part["assumed"]),
        review=tuple(part["review"]),
    )


def _outcome(code: str, law: Law) -> str:
    """A code such as “HR-A3:A3-4a”: what it means, and the entry it was reached by."""
    name, _, detail = code.partition(":")
    says = law.outcomes[name].says if name in law.outcomes else code
    options = {**law.questions["P"].options, **law.questions["H5"].options}
    return f"{says} {options[detail].says}" if detail in options else says


def _duty(duty: Mapping[str, Any], law: Law) -> ActDuty:
    penalty = law.penalties.get(duty["penalty"])
    return ActDuty(
        says=duty["says"],
        article=article(duty["article"]),
        status=f"{STATUSES[duty['status']]} {iso_day(duty['applies_from'])}",
        basis=TAGS[duty["tag"]],
        penalty=penalty.says if penalty else "",
    )


def _assumed(name: str, law: Law, words: Words) -> Link:
    keys = law.answer_keys(name) if name in law.questions else (name,)
    asked = law.questions[name].asks if name in law.questions else name
    return Link(asked, words.question(f"/eu_ai_act/{keys[0]}").href)
