"""The decision: which candidate may be used, why, what is owed, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.presenters.evaluation import merged
from catalog.presenters.language import number, told
from catalog.presenters.words import listed
from wizard.phases.assemble import Walk
from wizard.presenters.findings import (
    SEVERITIES,
    FindingView,
    Link,
    Words,
    finding_view,
    reasons,
    unique,
)
from wizard.presenters.panel import open_words
from wizard.presenters.repairs import RepairView, repair_views
from wizard.presenters.standing import Standing, whole_catalogue

MOST_ALTERNATIVES = 3
MOST_NAMES = 3


@dataclass(frozen=True)
class CandidateRow:
    """One candidate in the table of the decision. `repairs` lift its block; without any, `changes` say what helps."""

    name: str
    href: str
    licences: tuple[Link, ...]
    verdict: str
    contested: bool
    reasons: tuple[str, ...]
    repairs: tuple[RepairView, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ModelFindings:
    """Everything found for one candidate, most serious first."""

    name: str
    verdict: str
    anchor: str
    groups: tuple[tuple[str, tuple[FindingView, ...]], ...]


@dataclass(frozen=True)
class Dispute:
    """A candidate whose verdict depends on whom one believes."""

    name: str
    text: str
    guide: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class Advice:
    """A model with the reasons to use or to avoid it."""

    name: str
    href: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ResultView:
    """The decision as a page shows it."""

    title: str
    lede: str
    candidates: tuple[CandidateRow, ...]
    findings: tuple[ModelFindings, ...]
    recommended: tuple[Advice, ...]
    avoided: tuple[Advice, ...]
    disputes: tuple[Dispute, ...]
    questions: tuple[Link, ...]


def result(evaluation: Mapping[str, Any], words: Words, walk: Walk | None = None) -> ResultView:
    """Put an evaluation into the words of a decision page. With the walk through the answers repairs can be applied."""
    models = evaluation["models"]
    title, lede = decision(evaluation, words)
    return ResultView(
        title=title,
        lede=lede,
        candidates=tuple(_row(model, evaluation["open_questions"], words, walk) for model in models),
        findings=tuple(_findings(model, words) for model in models if model["findings"]),
        recommended=tuple(_advice(entry, words) for entry in evaluation["recommended"]),
        avoided=tuple(_avoided(entry, models, words) for entry in evaluation["avoid"]),
        disputes=tuple(_dispute(model, words) for model in models if model["contested"]),
        questions=tuple(Link(told(q["asks"]), words.question(q["at"]).href) for q in evaluation["open_questions"]),
    )


def decision(evaluation: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """The decision as one sentence, and a second that says what it rests on."""
    models = evaluation["models"]
    by_verdict = {
        verdict: [m for m in models if m["verdict"] == verdict]
        for verdict in ("clear", "conditions", "undecided", "blocked")
    }
    blocked = [words.model(model["model"]) for model in by_verdict["blocked"]]
    usable = [*by_verdict["clear"], *by_verdict["conditions"]]
    ranked = [entry["model"] for entry in evaluation["recommended"]]
    best = next((m for name in ranked for m in usable if m["model"] == name), usable[0] if usable else None)
    against = _("Not %(models)s.") % {"models": listed(blocked, "or")} if blocked else ""
    if best:
        others = [words.model(model["model"]) for model in usable if model is not best]
        use = _("Use %(model)s.") % {"model": words.model(best["model"])}
        return _together(use, against), _lede_usable(best, others)
    if by_verdict["undecided"]:
        return _together(_("Not decided yet."), against), open_words(len(evaluation["open_questions"]))
    below = _("What stands against each of them, and what would lift it, is below.")
    return _("None of the candidates may be used."), below


def _together(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _lede_usable(best: Mapping[str, Any], others: Sequence[str]) -> str:
    """What the best candidate still needs, and which others may be used too."""
    too = _too(others)
    if best["verdict"] == "clear":
        return _together(_("Nothing stands against it, and every licence duty is in place."), too)
    open_ = merged(finding for finding in best["findings"] if finding["severity"] == "action")
    words = ngettext(
        "Nothing stands against it once %(count)s duty is met.",
        "Nothing stands against it once %(count)s duties are met.",
        len(open_),
    )
    return _together(words % {"count": number(len(open_))}, too)


def _too(others: Sequence[str]) -> str:
    """Which other candidates may be used as well; the names where they are few."""
    if not others:
        return ""
    if len(others) > MOST_NAMES:
        words = ngettext(
            "%(count)d other candidate may be used too.", "%(count)d other candidates may be used too.", len(others)
        )
        return words % {"count": len(others)}
    return _("%(models)s may be used too.") % {"models": listed(others)}


def alternatives(stand: Standing, words: Words) -> tuple[Advice, ...]:
    """The best models of the whole catalogue that were not among the candidates, for the same answers."""
    everything = whole_catalogue(stand)
    chosen = {model.id for model in stand.context.models} | {
        entry["model"] for entry in stand.evaluation["recommended"]
    }
    others = [entry for entry in everything["recommended"] if entry["model"] not in chosen]
    return tuple(_advice(entry, words) for entry in others[:MOST_ALTERNATIVES])


def _row(
    model: Mapping[str, Any], questions: Iterable[Mapping[str, Any]], words: Words, walk: Walk | None
) -> CandidateRow:
    repairs = repair_views(model, words, walk)
    changes = () if repairs else tuple(_next_steps(model, questions)) or (_("Nothing to change."),)
    return CandidateRow(
        name=words.model(model["model"]),
        href=reverse("catalog:model", args=[model["model"]]),
        licences=tuple(words.licence_link(licence) for licence in model["licences"]),
        verdict=model["verdict"],
        contested=model["contested"],
        reasons=reasons(model),
        repairs=repairs,
        changes=changes,
    )


def _next_steps(model: Mapping[str, Any], questions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where no change of answers lifts the verdict: the first open questions that decide it, or what to do."""
    if model["verdict"] == "undecided":
        asked = [told(question["asks"]) for question in questions if model["model"] in question["decides"]]
        return [_("Answer: %(question)s") % {"question": asks} for asks in asked[:3]]
    wanted = ("blocker",) if model["verdict"] == "blocked" else ("action", "question")
    return list(unique(told(f["remedy"]) for f in model["findings"] if f["severity"] in wanted))[:3]


def _findings(model: Mapping[str, Any], words: Words) -> ModelFindings:
    views = [finding_view(finding, words) for finding in merged(model["findings"])]
    groups = ((name, tuple(view for view in views if view.severity == key)) for key, name in SEVERITIES.items())
    return ModelFindings(
        name=words.model(model["model"]),
        verdict=model["verdict"],
        anchor=f"model-{model['model']}",
        groups=tuple((name, group) for name, group in groups if group),
    )


def _advice(entry: Mapping[str, Any], words: Words) -> Advice:
    because = tuple(map(told, entry["because"]))
    return Advice(words.model(entry["model"]), reverse("catalog:model", args=[entry["model"]]), because)


def _avoided(entry: Mapping[str, Any], models: Iterable[Mapping[str, Any]], words: Words) -> Advice:
    """Reasons that are codes of findings are told by the findings’ own sentences."""
    own = next((model for model in models if model["model"] == entry["model"]), None)
    said = {finding["code"]: finding["says"] for finding in own["findings"]} if own else {}
    because = unique(told(said.get(reason, reason)) for reason in entry["because"])
    return Advice(words.model(entry["model"]), reverse("catalog:model", args=[entry["model"]]), because)


def _dispute(model: Mapping[str, Any], words: Words) -> Dispute:
    deciding = [
        f for f in model["findings"] if f["severity"] in ("blocker", "action", "question") and f["reading"] == "guide"
    ]
    return Dispute(
        name=words.model(model["model"]),
        text=model["verdict_by_reading"]["text"],
        guide=model["verdict_by_reading"]["guide"],
        findings=tuple(finding_view(finding, words) for finding in merged(deciding)),
    )
