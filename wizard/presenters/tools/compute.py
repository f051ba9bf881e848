"""The computation of each candidate's training, one's own change against a third of it, and what follows from both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Model
from catalog.presenters.compute import compute_view
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.language import number, told
from catalog.presenters.words import amount, flop
from wizard.models import Assessment
from wizard.phases.context import Context
from wizard.phases.legal import article
from wizard.presenters.standing import Standing

# Training on one token takes about six operations for each parameter that is active: the usual rule of thumb.
A_TOKEN = 6


@dataclass(frozen=True)
class ComputeRow:
    """One candidate: its figure with basis and range, systemic risk, and one's own change against it.

    `tokens` says after how much training a third is reached; `change` how far one's own change goes, with `css`.
    """

    model: str
    flop: str
    spread: str
    basis: str
    source: str
    systemic: str
    state: str
    third: str
    tokens: str
    change: str
    css: str


@dataclass(frozen=True)
class ComputeTool:
    """The candidates, and what follows for whoever supplies a model."""

    rows: tuple[ComputeRow, ...]
    follows: tuple[tuple[str, str], ...]
    changes: bool


def compute_tool(_assessment: Assessment, stand: Standing) -> ComputeTool:
    """Put every candidate's computation beside the lines of the law and beside one's own change."""
    adaptation = stand.facts.get("adaptation", {})
    changes, change = adaptation.get("fine_tunes") is not False, adaptation.get("modification_flop")
    rows = (_row(model, stand.context, change, changes=changes) for model in stand.context.models)
    return ComputeTool(tuple(rows), tuple(_follows(stand)), changes)


def _row(model: Model, context: Context, change: float | None, *, changes: bool) -> ComputeRow:
    lines = context.law.compute
    view = compute_view(model, context.catalogue, lines)
    told, css = _change(model, change, lines) if changes else ("", "")
    return ComputeRow(
        model=model.name,
        flop=view.flop,
        spread=view.spread,
        basis=view.basis,
        source=view.source,
        systemic=view.systemic,
        state=view.state,
        third=view.third,
        tokens=_tokens(model, lines) if changes else "",
        change=told,
        css=css,
    )


def _tokens(model: Model, lines: Lines) -> str:
    """After how many tokens of training all active weights a third of the original is reached, by a rule of thumb."""
    active = model.params_active_b or model.params_total_b
    if model.compute is None or active is None:
        return ""
    tokens = model.compute.flop / lines.modification.share / (A_TOKEN * active * 1e9)
    told = _("As a rule of thumb, training all its active weights gets there after about %(tokens)s tokens.")
    return told % {"tokens": amount(float(f"{tokens:.1e}"))}


def _change(model: Model, change: float | None, lines: Lines) -> tuple[str, str]:
    """How one's own change stands to a third of the original; and the shape of the answer."""
    if change is None:
        return _("Enter the computation of your change to see on which side of the line it lies."), "undecided"
    if model.compute is None:
        return _without_figure(change, lines)
    original, part = model.compute.flop, lines.modification.share
    measured = {"share": _percent(change / original), "flop": flop(change)}
    if change <= original / part:
        if model.compute.low is not None and change > model.compute.low / part:
            told = _(
                "Your change of %(flop)s is %(share)s of it: not above a third by the best figure, "
                "but above it if the low end of the range is true."
            )
            return told % measured, "undecided"
        told = _("Your change of %(flop)s is %(share)s of it: not above a third, so you do not become its provider.")
        return told % measured, "clear"
    told = _(
        "Your change of %(flop)s is %(share)s of it: above a third, so you count as provider of the changed model."
    )
    if original + change > lines.systemic_risk.flop:
        told += " " + _("Together they lie above the line of systemic risk.")
        return told % measured, "blocked"
    return told % measured, "conditions"


def _without_figure(change: float, lines: Lines) -> tuple[str, str]:
    """The fallback of the guidelines: a third of the line from which such a model is presumed."""
    general, risky = (line.flop / lines.modification.share for line in (lines.general_purpose, lines.systemic_risk))
    if change <= general:
        told = _("Your change of %(flop)s is not above %(line)s, which is taken where the original is not known.")
        return told % {"flop": flop(change), "line": flop(general)}, "clear"
    told = _(
        "Your change of %(flop)s is above %(line)s, which is taken where the original is not known; "
        "with systemic risk it would be %(risky)s."
    )
    return told % {"flop": flop(change), "line": flop(general), "risky": flop(risky)}, "conditions"


def _percent(share: float) -> str:
    """A share as a person reads it; what is there at all never reads as none."""
    percent = 100 * share
    if percent < 0.1:
        return _("less than 0.1 %%") % {}
    return f"{number(Decimal(f'{percent:.1f}'))} %" if percent < 10 else f"{number(round(percent))} %"


def _follows(stand: Standing) -> Iterator[tuple[str, str]]:
    """What the Act makes of the answers, with its place; nothing before an answer."""
    law, act = stand.context.law, stand.evaluation["eu_ai_act"]
    if "G0" not in stand.facts.get("eu_ai_act", {}):
        return
    for code in act["outcomes"]:
        if code.startswith("GP-") and code in law.outcomes:
            yield outcome_words(code, law), article(law.outcomes[code].article)
    for role in act["roles"]:
        if role.startswith("R-GPAI"):
            yield told(law.roles[role].says), article(law.roles[role].article)
