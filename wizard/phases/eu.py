"""Phase 2, third part: the AI Act. Questions and their words come from the law's data; here stands when to ask them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.engine import answers as facts_documents
from catalog.engine.evaluate import known
from catalog.engine.law import law_context
from wizard.phases.choices import NONE, UNKNOWN, YesNo
from wizard.phases.context import Context, Derived
from wizard.phases.fields import Day
from wizard.phases.item import Group, Item, ItemForm, Rule, Values
from wizard.phases.legal import legal_question
from wizard.phases.numbers import Flop

PHASE = "use-case"


def _said(name: str, *values: str) -> Rule:
    """A rule: the question was answered with one of the values."""
    return lambda answers, _context: answers.get(name) in values


def _named(answers: Values, name: str) -> bool:
    """Whether a list has entries, rather than none of these or not known."""
    return bool(set(answers.get(name, ())) - {NONE, UNKNOWN})


def _in_scope(answers: Values, _context: Context) -> bool:
    return answers.get("S1") in ("yes", UNKNOWN) and answers.get("S2") not in (None, [NONE])


def _within_scope(rule: Rule) -> Rule:
    return lambda answers, context: _in_scope(answers, context) and rule(answers, context)


def _maybe_high_risk_use(answers: Values, _context: Context) -> bool:
    return answers.get("R2") in ("yes", UNKNOWN) and answers.get("H5") not in (None, [NONE])


def _hinted(name: str, rule: Rule) -> Rule:
    """A question that is asked only where an earlier answer hints at yes; elsewhere it is answered no."""
    return lambda answers, context: rule(answers, context) and name in context.derived(HINTS)


def _hints(context: Context) -> frozenset[str]:
    named = {**context.facts, "candidates": [model.id for model in context.models]}
    read = facts_documents.read(named, known(context.catalogue), context.today)
    hints: frozenset[str] = law_context(read, context.catalogue).hints
    return hints


HINTS = Derived(_hints, ("/use/domains", "/use/delivery", "/use/commercial", "/organisation", "/adaptation"))


def _traded(answers: Values, _context: Context) -> bool:
    return answers.get("R1") in ("no", UNKNOWN) and bool({"N4", UNKNOWN} & set(answers.get("S2", ())))


def _for_any_purpose(answers: Values, _context: Context) -> bool:
    return answers.get("R1") in ("yes", UNKNOWN) and answers.get("H5") == [NONE]


RULES: dict[str, Rule] = {
    "S2": _said("S1", "yes", UNKNOWN),
    **{name: _hinted(name, _in_scope) for name in ("S3", "S4", "S5", "S7", "S8", "R9")},
    "R3": _within_scope(_traded),
    "R4": _within_scope(lambda answers, context: _traded(answers, context) and answers.get("R3") in ("no", UNKNOWN)),
    "H9": _hinted("H9", _within_scope(_for_any_purpose)),
    **dict.fromkeys(("R1", "R2", "P", "H1", "H5", "placed_on"), _in_scope),
    "H2": _within_scope(_said("H1", "yes", UNKNOWN)),
    "H3": _within_scope(_said("H2", "yes", UNKNOWN)),
    "H6": _within_scope(lambda answers, _context: _named(answers, "H5")),
    "H7": _within_scope(lambda answers, _context: _named(answers, "H5") and answers.get("H6") in ("no", UNKNOWN)),
    "H8": _within_scope(lambda answers, _context: _named(answers, "H7")),
    **dict.fromkeys(("H11", "H12", "H13", "H14"), _within_scope(_maybe_high_risk_use)),
    **dict.fromkeys(("T1q", "T2q"), _within_scope(_said("R1", "yes", UNKNOWN))),
    **dict.fromkeys(("T3q", "T4q", "T5q"), _within_scope(_said("R2", "yes", UNKNOWN))),
}


class HighRisk(ItemForm):
    """Scope, roles, prohibited practices, risk class and transparency, each asked only where it can matter."""

    def build(self) -> None:
        blocks = (
            (_("Does the Act apply?"), ("S1", "S2", "S3", "S4", "S5", "S7", "S8")),
            (_("Your role"), ("R1", "R2", "R3", "R4", "R9")),
            (_("Prohibited practices"), ("P",)),
            (_("Products and their safety"), ("H1", "H2", "H3")),
            (_("Purposes of Annex III"), ("H5", "H6", "H7", "H8", "H9", "H11", "H12", "H13", "H14")),
            (_("Transparency"), ("T1q", "T2q", "T3q", "T4q", "T5q")),
        )
        for title, names in blocks:
            for name in names:
                self.ask(name, legal_question(self.context, name), RULES.get(name))
            self.groups.append(Group(names, title))
        placed = Day(
            label=_("When does the system come into use?"),
            help_text=_(
                "First day on the Union market or in service; a planned day will do. Leave it empty if unknown."
            ),
            required=False,
            at="/eu_ai_act/placed_on",
        )
        self.groups.append(Group((self.ask("placed_on", placed, RULES["placed_on"]),), _("Date")))


class SystemicRisk(ItemForm):
    """Whether changing or supplying the model makes its user a model provider, and one with systemic risk."""

    depends = {
        "modification_flop": _said("fine_tunes", "yes", UNKNOWN),
        "G1": _said("G0", "yes", UNKNOWN),
        "G2": lambda answers, _context: answers.get("G1") in ("yes", UNKNOWN),
        "G2b": _hinted("G2b", _said("G2", "unmodified", UNKNOWN)),
        "original_flop": _said("G2", "modified", UNKNOWN),
        "original_systemic_risk": _said("G2", "modified", UNKNOWN),
        "model_flop": _said("G2", "own", "unmodified"),
        "G8": _said("G0", "yes", UNKNOWN),
        "model_placed_on": _said("G0", "yes", UNKNOWN),
    }
    fine_tunes = YesNo(
        label=gettext_lazy("Will you change the model’s weights?"),
        help_text=gettext_lazy(
            "Fine-tuning, adapters, merging and quantising with training count. Prompts and retrieval do not."
        ),
        at="/adaptation/fine_tunes",
    )
    modification_flop = Flop(
        label=gettext_lazy("How much computation does the change take, in FLOP?"),
        help_text=gettext_lazy(
            "For example 5e21. Above one third of the original’s computation you become provider of the model."
        ),
        required=False,
        at="/adaptation/modification_flop",
    )

    def build(self) -> None:
        for name in ("G0", "G1", "G2", "G2b"):
            self.ask(name, legal_question(self.context, name))
        self.ask("original_flop", self._original())
        self.ask(
            "original_systemic_risk",
            YesNo(
                label=_("Is the original a model with systemic risk?"),
                help_text=_("Above 10²⁵ FLOP, or named by the Commission."),
                at="/eu_ai_act/original_systemic_risk",
            ),
        )
        self.ask(
            "model_flop",
            Flop(
                label=_("How much computation did the model’s training take in all, in FLOP?"),
                help_text=_("Without a figure, systemic risk is assumed."),
                required=False,
                at="/eu_ai_act/model_flop",
            ),
        )
        self.ask("G8", legal_question(self.context, "G8"))
        self.ask(
            "model_placed_on",
            Day(
                label=_("When does the model come onto the Union market?"),
                help_text=_("A planned day will do. Leave it empty if unknown."),
                required=False,
                at="/eu_ai_act/model_placed_on",
            ),
        )
        supplying = ("G0", "G1", "G2", "G2b", "original_flop", "original_systemic_risk", "model_flop", "G8")
        self.groups = [
            Group(("fine_tunes", "modification_flop"), _("Your changes")),
            Group((*supplying, "model_placed_on"), _("Supplying a model")),
        ]

    def _original(self) -> Flop:
        """Propose the smallest figure among the candidates, since a third of it is reached first."""
        known = [model for model in self.context.models if model.compute]
        least = min(known, key=lambda model: model.compute.flop if model.compute else 0.0, default=None)
        hint = _("A third of it is the line for your change.")
        if least is not None and least.compute is not None:
            hint += " " + _("Proposed: %(model)s, the smallest figure of your candidates.") % {"model": least.name}
        return Flop(
            label=_("How much computation did the original’s training take, in FLOP?"),
            help_text=hint,
            required=False,
            initial=least.compute.flop if least is not None and least.compute else None,
            at="/eu_ai_act/original_flop",
        )

    def facts(self) -> dict[str, Any]:
        """The Act's own block repeats the computation of the change, where its rules look for it."""
        stated = super().facts()
        flop = self.values.get("modification_flop")
        if flop is not None:
            stated.setdefault("eu_ai_act", {})["modification_flop"] = flop
        return stated


HIGH_RISK = Item(
    "eu-high-risk",
    PHASE,
    gettext_lazy("EU high-risk"),
    gettext_lazy("What does the AI Act make of the system?"),
    gettext_lazy(
        "The licence plays no part here; the purpose does. “I don’t know” is read as the answer with more duties."
    ),
    HighRisk,
    articles=("2(1)", "5", "6(2), Annex III", "50"),
)
SYSTEMIC_RISK = Item(
    "systemic-risk",
    PHASE,
    gettext_lazy("Systemic risk"),
    gettext_lazy("Do you change the model, or supply one?"),
    gettext_lazy(
        "Who only runs a model does not provide it. A large change, or one passed on in your name, can alter that."
    ),
    SystemicRisk,
    articles=("3(63)", "51", "53"),
)
