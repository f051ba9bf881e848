"""The route through the AI Act: each step with the answers that decided it, where it stands, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.engine.law import Law
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.language import told
from catalog.presenters.words import listed
from wizard.models import Assessment
from wizard.phases.choices import UNKNOWN
from wizard.phases.item import ItemForm
from wizard.phases.legal import article
from wizard.presenters.findings import iso_day
from wizard.presenters.standing import Standing

ITEM = "eu-high-risk"
# Which outcomes each block of questions leads to, by the first question of the block.
OUTCOMES = {
    "S1": ("OUT-NOTAI", "OUT-NOEU", "OUT-MIL", "OUT-COOP", "OUT-SCI", "OUT-PREMKT", "OUT-FOSS"),
    "R1": ("OUT-PERSONAL",),
    "P": ("PROHIBITED", "PROHIBITED-FROM"),
    "H1": ("HR-A1A", "HR-A1B"),
    "H5": ("HR-A3", "HR-DEROG", "HR-GPS-REVIEW"),
    "T1q": (),
    "placed_on": ("LEG-SYS", "LEG-PUB", "LEG-MARK"),
}
OUT = ("OUT-NOTAI", "OUT-NOEU", "OUT-MIL", "OUT-COOP", "OUT-SCI", "OUT-PREMKT", "OUT-FOSS")
RISKY = ("HR-A1A", "HR-A1B", "HR-A3", "HR-GPS-REVIEW")
AFTER_A_BAN = ("H1", "H5", "T1q")


@dataclass(frozen=True)
class Given:
    """One answer of a step: the question, what was answered, and the place of the question in the Act."""

    asks: str
    says: str
    place: str
    assumed: bool


@dataclass(frozen=True)
class RouteStep:
    """One step: its answers, what follows from them, and the places that say so."""

    title: str
    given: tuple[Given, ...]
    follows: tuple[str, ...]
    place: str
    css: str


@dataclass(frozen=True)
class Route:
    """The whole way, and where it ends."""

    steps: tuple[RouteStep, ...]
    ends: str
    css: str


def route(_assessment: Assessment, stand: Standing) -> Route:
    """Tell the way that the answers took. What was not asked is no step of it."""
    form, act, law = stand.walk.asked[ITEM].form, stand.evaluation["eu_ai_act"], stand.context.law
    steps = tuple(_steps(form, act, law))
    return Route(steps, *_end(act, law, begun=any(name in form.values for name in form.fields)))


def _steps(form: ItemForm, act: Mapping[str, Any], law: Law) -> Iterator[RouteStep]:
    for group in form.groups:
        names = [name for name in group.names if name in form.fields]
        if names:
            first = group.names[0]
            yield RouteStep(
                title=group.title,
                given=tuple(_given(name, form, act, law) for name in names),
                follows=tuple(_follows(first, act, law, form)),
                place=_places(first, act, law),
                css=_shape(first, act),
            )


def _given(name: str, form: ItemForm, act: Mapping[str, Any], law: Law) -> Given:
    field = form.question(name)
    stored = form.values.get(name)
    assumed = name in act["assumed"] or (name == "placed_on" and "H10" in act["assumed"])
    return Given(
        asks=str(field.label),
        says=_("Not answered") if stored is None else field.words(stored),
        place=article(law.questions[name].article) if name in law.questions else "",
        assumed=assumed,
    )


def _found(first: str, act: Mapping[str, Any]) -> list[str]:
    """The outcomes of the evaluation that belong to a block of questions."""
    wanted = OUTCOMES.get(first, ())
    return [code for code in act["outcomes"] if code.partition(":")[0] in wanted]


def _follows(first: str, act: Mapping[str, Any], law: Law, form: ItemForm) -> Iterator[str]:
    """What a block leads to, in sentences."""
    found = _found(first, act)
    if first in AFTER_A_BAN and (stopped := _stopped(act)):
        yield stopped
    elif first == "R1":
        yield from (_dated(code, law) for code in found)
        yield from (told(law.roles[role].says) for role in _roles(act, law))
    elif first == "T1q":
        yield from _transparency(act)
    elif found:
        yield from (_dated(code, law) for code in found)
    elif plain := _plain(first, form):
        yield plain


def _roles(act: Mapping[str, Any], law: Law) -> list[str]:
    """The roles towards the system; those towards the model belong to another question."""
    return [role for role in act["roles"] if role in law.roles and not role.startswith("R-GPAI")]


def _stopped(act: Mapping[str, Any]) -> str:
    """Why nothing further is looked into, if it is not: only being out of scope and a ban stop the questions."""
    heads = {code.partition(":")[0] for code in act["outcomes"]}
    if heads & set(OUT) - {"OUT-FOSS"}:
        return _("Not looked into: the Act does not reach the system.")
    return _("Not looked into: a prohibited practice cannot be cured.") if "PROHIBITED" in heads else ""


def _dated(code: str, law: Law) -> str:
    """An outcome in words; a practice that a later day forbids names the day."""
    head, _colon, detail = code.partition(":")
    words = outcome_words(code, law)
    return f"{words} ({iso_day(detail)})" if head == "PROHIBITED-FROM" else words


def _plain(first: str, form: ItemForm) -> str:
    """What follows where a block found nothing: said only once its first question is answered."""
    stored = form.values.get(first)
    if first == "placed_on":
        older = _("No day is stated, so no shield for older systems is counted on.")
        return older if stored is None else _("No shield for older systems holds a duty off.")
    if stored is None:
        return ""
    if first == "P" and UNKNOWN in stored:
        return _("Not known. A ban is never assumed, so this stays open, and no model is clear before it is answered.")
    told = {
        "S1": _("The Act reaches the system."),
        "P": _("No prohibited practice is stated."),
        "H1": _("Not high-risk as a product."),
        "H5": _("Not high-risk by its purpose."),
    }
    return told.get(first, "")


def _transparency(act: Mapping[str, Any]) -> Iterator[str]:
    duties = [told(duty["says"]) for duty in act["obligations"] if duty["id"].startswith("O-T")]
    yield from duties or [_("No duty of transparency towards people follows.")]


def _places(first: str, act: Mapping[str, Any], law: Law) -> str:
    """Where the Act says what follows."""
    codes = [code.partition(":")[0] for code in _found(first, act)]
    places = [law.outcomes[code].article for code in codes if code in law.outcomes]
    if first == "R1":
        places += [law.roles[role].article for role in _roles(act, law)]
    if first == "T1q":
        places += [duty["article"] for duty in act["obligations"] if duty["id"].startswith("O-T")]
    if not places and first in law.questions:
        places = [law.questions[first].article]
    return listed(dict.fromkeys(article(place) for place in places)) if places else ""


def _shape(first: str, act: Mapping[str, Any]) -> str:
    """The shape of what follows: a prohibition blocks, a class of risk brings conditions."""
    codes = {code.partition(":")[0] for code in _found(first, act)}
    if "PROHIBITED" in codes:
        return "blocked"
    return "conditions" if codes & {"PROHIBITED-FROM", *RISKY} else ""


def _end(act: Mapping[str, Any], law: Law, *, begun: bool) -> tuple[str, str]:
    """The last sentence of the route, and its shape."""
    if not begun:
        return _("Nothing is answered yet. What is unknown is read as the answer with more duties."), "undecided"
    by_head = {code.partition(":")[0]: code for code in act["outcomes"]}
    for stop, css in (*((head, "clear") for head in OUT), ("PROHIBITED", "blocked")):
        if stop in by_head:
            return outcome_words(by_head[stop], law), css
    risky = [outcome_words(code, law) for code in act["outcomes"] if code.partition(":")[0] in RISKY]
    kept = [outcome_words(by_head[head], law) for head in ("HR-DEROG", "HR-NO") if head in by_head]
    count = len(act["obligations"])
    duties = ngettext("%(count)s duty is listed.", "%(count)s duties are listed.", count) % {"count": count}
    return " ".join([*(risky or kept), duties]), "conditions" if risky else "clear"
