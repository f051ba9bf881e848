"""What the AI Act makes of it: roles, classes, duties with their dates, and what a lawyer has to settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.engine.law import Law
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.words import counted
from wizard.phases.legal import article
from wizard.presenters.findings import Link, Words, iso_day

TAGS = {"L": "", "G": ", by a Commission guideline", "D": ", by a draft guideline", "R": ", by our reading"}
STATUSES = {"in-force": "In force since", "upcoming": "From", "legacy": "Shielded until"}
FOLDED = 8
"""A longer list of questions or duties opens only when somebody asks for it."""


@dataclass(frozen=True)
class ActDuty:
    """One duty under the Act, and its place; a place outside the law itself says so."""

    says: str
    place: str


@dataclass(frozen=True)
class ActGroup:
    """The duties that bind from the same day."""

    when: str
    count: str
    duties: tuple[ActDuty, ...]
    folded: bool


@dataclass(frozen=True)
class ActView:
    """The section on the AI Act."""

    roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    groups: tuple[ActGroup, ...]
    assumed: tuple[Link, ...]
    assumed_words: str
    assumed_folded: bool
    review: tuple[str, ...]
    fines: tuple[str, ...]


def act(evaluation: Mapping[str, Any], law: Law, words: Words) -> ActView:
    """Put the `eu_ai_act` part of an evaluation into words."""
    part = evaluation["eu_ai_act"]
    return ActView(
        roles=tuple(law.roles[code].says if code in law.roles else code for code in part["roles"]),
        outcomes=tuple(outcome_words(code, law) for code in part["outcomes"]),
        groups=_groups(part["obligations"]),
        assumed=tuple(_assumed(name, law, words) for name in part["assumed"]),
        assumed_words=counted(len(part["assumed"]), "question", "questions"),
        assumed_folded=len(part["assumed"]) > FOLDED,
        review=tuple(part["review"]),
        fines=tuple(fine["says"] for fine in part.get("penalties", ())),
    )


def _groups(obligations: Iterable[Mapping[str, Any]]) -> tuple[ActGroup, ...]:
    """The duties by the day from which they bind, the earliest first."""
    by_day: dict[str, list[ActDuty]] = {}
    for duty in sorted(obligations, key=lambda duty: str(duty["applies_from"])):
        when = f"{STATUSES[duty['status']]} {iso_day(duty['applies_from'])}"
        by_day.setdefault(when, []).append(ActDuty(duty["says"], article(duty["article"]) + TAGS[duty["tag"]]))
    return tuple(
        ActGroup(when, counted(len(duties), "duty", "duties"), tuple(duties), len(duties) > FOLDED)
        for when, duties in by_day.items()
    )


def _assumed(name: str, law: Law, words: Words) -> Link:
    keys = law.answer_keys(name) if name in law.questions else (name,)
    asked = law.questions[name].asks if name in law.questions else name
    return Link(asked, words.question(f"/eu_ai_act/{keys[0]}").href)
