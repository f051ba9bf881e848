"""What the AI Act makes of it, step by step: scope, role, class, model, then from which day on what binds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.engine.law import Law
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.language import told
from catalog.presenters.timeline import Timeline, drawn
from catalog.presenters.words import day
from wizard.phases.legal import article
from wizard.presenters.findings import Link, Words, iso_day

TAGS = {
    "L": "%(place)s",
    "G": gettext_lazy("%(place)s, by a Commission guideline"),
    "D": gettext_lazy("%(place)s, by a draft guideline"),
    "R": gettext_lazy("%(place)s, by our reading"),
}
STATUSES = {
    "in-force": gettext_lazy("In force since %(day)s"),
    "upcoming": gettext_lazy("From %(day)s"),
    "legacy": gettext_lazy("Shielded until %(day)s"),
}
FOLDED = 8
"""A longer list opens only when somebody asks for it."""
SCOPE, ROLES, PRACTICES, CLASS, TOLD, MODEL = range(6)
ASKS = (
    gettext_lazy("Does the Act reach you?"),
    gettext_lazy("Who are you under it?"),
    gettext_lazy("Is it a prohibited practice?"),
    gettext_lazy("What class is the system?"),
    gettext_lazy("Do people have to be told?"),
    gettext_lazy("Do you provide a model?"),
)
OUTCOMES = (("OUT-", SCOPE), ("PROHIBITED", PRACTICES), ("LEG-MARK", TOLD), ("GP-", MODEL))
QUESTIONS = {"S": SCOPE, "R": ROLES, "B": ROLES, "P": PRACTICES, "H": CLASS, "T": TOLD, "G": MODEL}


@dataclass(frozen=True)
class ActSaid:
    """One sentence of the argument, and its place; a place outside the law itself says so."""

    says: str
    place: str


@dataclass(frozen=True)
class ActStep:
    """One step of the argument: the question, what follows, and what was assumed for it."""

    asks: str
    says: tuple[ActSaid, ...]
    assumed: tuple[Link, ...]
    assumed_words: str
    folded: bool


@dataclass(frozen=True)
class ActDay:
    """One day of the timeline in words, and how many duties bind from it; the list of what is owed has each."""

    when: str
    count: str
    anchor: str
    arrived: bool


@dataclass(frozen=True)
class ActView:
    """The section on the AI Act. `line` is None where nothing is owed."""

    steps: tuple[ActStep, ...]
    line: Timeline | None
    days: tuple[ActDay, ...]
    assumed: tuple[Link, ...]
    review: tuple[str, ...]
    fines: tuple[str, ...]


def act(evaluation: Mapping[str, Any], law: Law, words: Words) -> ActView:
    """Put the `eu_ai_act` part of an evaluation into words."""
    part = evaluation["eu_ai_act"]
    return ActView(
        steps=_steps(part, law, words),
        line=_line(part["obligations"], date.fromisoformat(evaluation["as_of"])),
        days=_days(part["obligations"]),
        assumed=tuple(_assumed(name, law, words) for name in part["assumed"]),
        review=tuple(map(told, part["review"])),
        fines=tuple(told(fine["says"]) for fine in part.get("penalties", ())),
    )


def when_words(duty: Mapping[str, Any]) -> str:
    """From when a duty of the Act binds: “From 2 December 2026”."""
    return str(STATUSES[duty["status"]]) % {"day": iso_day(duty["applies_from"])}


def duty_place(duty: Mapping[str, Any]) -> str:
    """Where a duty of the Act stands: “Article 9, by a draft guideline”."""
    return str(TAGS[duty["tag"]]) % {"place": article(duty["article"])}


def beginning(part: Mapping[str, Any], today: date) -> dict[date, list[Mapping[str, Any]]]:
    """The duties that begin after today, by the day on which they do, the earliest first."""
    days: dict[date, list[Mapping[str, Any]]] = {}
    for duty in sorted(part["obligations"], key=lambda duty: str(duty["applies_from"])):
        if duty["applies_from"] and (on := date.fromisoformat(duty["applies_from"])) > today:
            days.setdefault(on, []).append(duty)
    return days


def begin_words(duties: Sequence[Mapping[str, Any]]) -> str:
    """How many duties begin: “2 duties begin”."""
    return ngettext("%(count)d duty begins", "%(count)d duties begin", len(duties)) % {"count": len(duties)}


def _steps(part: Mapping[str, Any], law: Law, words: Words) -> tuple[ActStep, ...]:
    """The argument in the order in which the Act asks; outside its scope it ends sooner."""
    said: dict[int, list[ActSaid]] = {SCOPE: [], ROLES: []}
    for code in part["outcomes"]:
        said.setdefault(_step_of(code), []).append(_outcome(code, law))
    left_out = bool(said[SCOPE])
    said[SCOPE] = said[SCOPE] or [ActSaid(_("Yes. Nothing stated takes the system out of its scope."), "")]
    said[ROLES] = [_role(code, law) for code in part["roles"]] or [ActSaid(_("The answers give you no role."), "")]
    if not left_out:
        said.setdefault(PRACTICES, [ActSaid(_("None is stated."), article("5"))])
        said[TOLD] = [*_told(part["obligations"]), *said.get(TOLD, [])]
    assumed: dict[int, list[Link]] = {}
    for name in part["assumed"]:
        assumed.setdefault(QUESTIONS.get(name[:1], CLASS), []).append(_assumed(name, law, words))
    return tuple(_step(number, said.get(number, ()), assumed.get(number, ())) for number in sorted({*said, *assumed}))


def _step_of(code: str) -> int:
    return next((step for start, step in OUTCOMES if code.startswith(start)), CLASS)


def _step(number: int, said: Iterable[ActSaid], assumed: Iterable[Link]) -> ActStep:
    links = tuple(assumed)
    count = ngettext("%(count)d question", "%(count)d questions", len(links)) % {"count": len(links)}
    return ActStep(str(ASKS[number]), tuple(said), links, count, len(links) > FOLDED)


def _outcome(code: str, law: Law) -> ActSaid:
    known = law.outcomes.get(code.partition(":")[0])
    place = str(TAGS[known.tag]) % {"place": article(known.article)} if known else ""
    return ActSaid(outcome_words(code, law), place)


def _role(code: str, law: Law) -> ActSaid:
    known = law.roles.get(code)
    return ActSaid(told(known.says), article(known.article)) if known else ActSaid(code, "")


def _told(obligations: Iterable[Mapping[str, Any]]) -> list[ActSaid]:
    """Whether Article 50 asks for notices or marks."""
    owed = sum(duty["id"].startswith("O-T") for duty in obligations)
    if not owed:
        return [ActSaid(_("No notice and no mark is owed."), article("50"))]
    says = ngettext("Yes: %(count)d of the duties in the list.", "Yes: %(count)d of the duties in the list.", owed)
    return [ActSaid(says % {"count": owed}, article("50"))]


def _days(obligations: Iterable[Mapping[str, Any]]) -> tuple[ActDay, ...]:
    """The duties by the day from which they bind, the earliest first."""
    by_day: dict[str, list[Mapping[str, Any]]] = {}
    for duty in sorted(obligations, key=lambda duty: str(duty["applies_from"])):
        by_day.setdefault(when_words(duty), []).append(duty)
    return tuple(
        ActDay(
            when=when,
            count=ngettext("%(count)d duty", "%(count)d duties", len(duties)) % {"count": len(duties)},
            anchor=f"owed-act-{number}",
            arrived=duties[0]["status"] == "in-force",
        )
        for number, (when, duties) in enumerate(by_day.items(), start=1)
    )


def _line(obligations: Iterable[Mapping[str, Any]], as_of: date) -> Timeline | None:
    """The days from which something is owed here, on a line with the day one looks from."""
    days = Counter(date.fromisoformat(duty["applies_from"]) for duty in obligations)
    if not days:
        return None
    owed = sum(number for on, number in days.items() if on <= as_of)
    desc = ngettext(
        "%(count)d of %(all)d duties binds on %(day)s. The table below has every day in words.",
        "%(count)d of %(all)d duties bind on %(day)s. The table below has every day in words.",
        owed,
    ) % {"count": owed, "all": sum(days.values()), "day": day(as_of)}
    return drawn(days, as_of, among=(*days, as_of), title=_("When these duties begin to bind"), desc=desc)


def _assumed(name: str, law: Law, words: Words) -> Link:
    keys = law.answer_keys(name) if name in law.questions else (name,)
    asked = told(law.questions[name].asks) if name in law.questions else name
    return Link(asked, words.question(f"/eu_ai_act/{keys[0]}").href)
