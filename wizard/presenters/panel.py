"""The panel beside a question: each candidate’s verdict, the room left to limits, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.presenters.language import month, number, told, within
from catalog.presenters.words import VERDICTS, amount
from wizard.models import Assessment
from wizard.phases.assemble import Walk
from wizard.phases.context import READINGS
from wizard.phases.places import item_for
from wizard.presenters.findings import Link, Words, reasons
from wizard.presenters.growth import whose_limit
from wizard.presenters.repairs import RepairView, repair_views
from wizard.presenters.standing import Standing

MOST_QUESTIONS = 3
MOST_REASONS = 3
NEAR = 0.8


@dataclass(frozen=True)
class CandidateView:
    """One candidate in the panel: its verdict, the reasons that matter, how many more there are, and what lifts it."""

    id: str
    name: str
    href: str
    verdict: str
    reasons: tuple[str, ...]
    more_reasons: str
    repair: RepairView | None
    more_repairs: str
    contested: bool


@dataclass(frozen=True)
class MeterView:
    """How much of one limit is used; no percentage where the own number is not known."""

    label: str
    percent: int | None
    state: str
    note: str


@dataclass(frozen=True)
class PanelView:
    """The whole panel."""

    candidates: tuple[CandidateView, ...]
    meters: tuple[MeterView, ...]
    questions: tuple[Link, ...]
    more_questions: str
    open_words: str
    help_words: str


def panel(assessment: Assessment, stand: Standing) -> PanelView:
    """Put the standing of a decision into the panel."""
    words = Words(stand.context.catalogue, assessment.reference)
    models = stand.evaluation["models"]
    questions = [
        open_question(question, assessment.reference, stand.walk) for question in stand.evaluation["open_questions"]
    ]
    left = len(questions) - MOST_QUESTIONS
    return PanelView(
        candidates=tuple(_candidate(model, words, stand.walk) for model in models) if assessment.candidates else (),
        meters=meters(models, words) if assessment.candidates else (),
        questions=tuple(questions[:MOST_QUESTIONS]),
        more_questions=_("and %(count)s more") % {"count": number(left)} if left > 0 else "",
        open_words=open_words(len(questions)),
        help_words="" if assessment.candidates else _help_words(stand.evaluation),
    )


def _help_words(evaluation: Mapping[str, Any]) -> str:
    """For a draft without models: how many of the whole catalogue may be used by the answers so far."""
    fitting, judged = len(evaluation["recommended"]), len(evaluation["models"])
    words = _("No model is chosen yet. None of %(all)d may be used by the answers so far.")
    if not fitting and any(model["verdict"] == "undecided" for model in evaluation["models"]):
        words = _("No model is chosen yet. Which of %(all)d may be used is not decided by the answers so far.")
    elif fitting:
        words = ngettext(
            "No model is chosen yet. %(count)d of %(all)d may be used by the answers so far.",
            "No model is chosen yet. %(count)d of %(all)d may be used by the answers so far.",
            fitting,
        )
    return words % {"count": fitting, "all": judged}


def open_words(count: int) -> str:
    """How many answers can still change something, as a sentence."""
    if not count:
        return _("No open answer can change the decision.")
    words = ngettext(
        "%(count)s open answer can still change the decision.",
        "%(count)s open answers can still change the decision.",
        count,
    )
    return words % {"count": number(count)}


def open_question(question: Mapping[str, Any], reference: str, walk: Walk) -> Link:
    """A question that is still open, linked to the field that answers it, or to its item."""
    item, asks = item_for(question["at"]), told(question["asks"])
    if item is None:
        return Link(asks)
    fields = walk.asked[item].form.fields
    name = next((name for name, field in fields.items() if getattr(field, "at", "") == question["at"]), "")
    return Link(asks, reverse("wizard:item", args=[reference, item]) + (f"#field-{name}" if name else ""))


def _candidate(model: Mapping[str, Any], words: Words, walk: Walk) -> CandidateView:
    found = reasons(model, most=len(model["findings"]) + 1)
    shown = found if len(found) <= MOST_REASONS else found[: MOST_REASONS - 1]
    left = len(found) - len(shown)
    repairs = repair_views(model, words, walk)
    return CandidateView(
        id=model["model"],
        name=words.model(model["model"]),
        href=reverse("catalog:model", args=[model["model"]]),
        verdict=model["verdict"],
        reasons=shown,
        more_reasons=_more(left) if left else "",
        repair=repairs[0] if repairs else None,
        more_repairs=_other_ways(len(repairs) - 1) if repairs[1:] else "",
        contested=model["contested"],
    )


def _more(count: int) -> str:
    return ngettext("and %(count)s more reason", "and %(count)s more reasons", count) % {"count": count}


def _other_ways(count: int) -> str:
    return ngettext("and %(count)s other way", "and %(count)s other ways", count) % {"count": count}


def changes_said(before: Mapping[str, Any], after: Mapping[str, Any], words: Words) -> str:
    """The verdicts that a save has changed, as a sentence to be heard; empty where none has."""
    old = {model["model"]: model["verdict"] for model in before["models"]}
    moved = (m for m in after["models"] if old.get(m["model"], m["verdict"]) != m["verdict"])
    return " ".join(
        _("%(model)s: now %(verdict)s.")
        % {"model": words.model(model["model"]), "verdict": within(VERDICTS[model["verdict"]])}
        for model in moved
    )


def meters(models: list[Mapping[str, Any]], words: Words) -> tuple[MeterView, ...]:
    """One meter for each limit of a candidate’s licence, each limit once."""
    rooms = [room for model in models for room in model["headroom"]]
    each = {(room["licence"], room["metric"], room["limit"], "agreement" in room): room for room in rooms}
    return tuple(_meter(room, words) for room in each.values())


def _meter(room: Mapping[str, Any], words: Words) -> MeterView:
    name, limit = whose_limit(words.licence(room["licence"]), room), amount(room["limit"])
    unknown, known = _METERS[_metric(room, words)]
    if room["counted"] is None:
        return MeterView(str(unknown) % {"licence": name, "limit": limit}, None, "", "")
    used = room["used"]
    state = "over" if used > 1 else "near" if used >= NEAR else ""
    label = str(known) % {"licence": name, "count": amount(room["counted"]), "limit": limit}
    return MeterView(label, min(100, round(used * 100)), state, f"{_used(used, state)} {_note(room)}")


_METERS = {
    "mau": (
        gettext_lazy("%(licence)s: limit of %(limit)s users, yours not known"),
        gettext_lazy("%(licence)s: %(count)s of %(limit)s users"),
    ),
    "annual-revenue-usd": (
        gettext_lazy("%(licence)s: limit of %(limit)s US dollars a year, yours not known"),
        gettext_lazy("%(licence)s: %(count)s of %(limit)s US dollars a year"),
    ),
    "monthly-revenue-usd": (
        gettext_lazy("%(licence)s: limit of %(limit)s US dollars a month, yours not known"),
        gettext_lazy("%(licence)s: %(count)s of %(limit)s US dollars a month"),
    ),
    "revenue": (
        gettext_lazy("%(licence)s: limit of %(limit)s US dollars of revenue, yours not known"),
        gettext_lazy("%(licence)s: %(count)s of %(limit)s US dollars of revenue"),
    ),
}
"""How a meter is called while its number is not known, and once it is."""


def _metric(room: Mapping[str, Any], words: Words) -> str:
    """What a limit counts. Of revenue the licence says whether a year or a month counts; an agreement does not."""
    licence = words.catalogue.licences.get(room["licence"])
    if room["metric"] == "mau" or licence is None or "agreement" in room:
        return str(room["metric"])
    readings = filter(None, (licence.terms.threshold.reading(name) for name in READINGS))
    found = {it.metric for one in readings for it in one.value.limits if it.limit == room["limit"]} - {"mau"}
    return found.pop() if len(found) == 1 else "revenue"


def _used(used: float, state: str) -> str:
    """The bar in words: how full it is, and whether that is near or over the limit."""
    share = _("Less than 1 %% used.") if 0 < used < 0.01 else _("%(share)s %% used.")
    share %= {"share": f"{used * 100:.0f}"}
    if state == "near":
        return _("Near the limit: %(share)s") % {"share": share}
    return _("Over the limit: %(share)s") % {"share": share} if state else share


def _note(room: Mapping[str, Any]) -> str:
    if room["type"] == "at-release":
        return _("Tested once, when the model came out.")
    if room["crosses_on"]:
        crossed = month(date.fromisoformat(room["crosses_on"]))
        return _("Crossed in %(month)s at the growth you stated.") % {"month": crossed}
    return _("Counts on; nothing says yet when it would be crossed.")
