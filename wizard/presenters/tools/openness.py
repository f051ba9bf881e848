"""Three tests of openness that are often confused, kept apart: the OSI's list, the OSAID, and the AI Act's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.engine.law.openness import LICENCE_STEPS, SOURCES
from catalog.knowledge.entries import Licence, Model
from catalog.presenters.language import told
from catalog.presenters.openness import Exemption, exemption
from catalog.presenters.words import MET, OPENNESS
from wizard.models import Assessment
from wizard.presenters.standing import Standing

OSI_LIST = "https://opensource.org/licenses"
OSAID_TEXT = "https://opensource.org/ai/open-source-ai-definition"
STATES = {"yes": "clear", "no": "blocked", "review": "undecided", "unknown": "undecided"}


@dataclass(frozen=True)
class Result:
    """One test: its answer in a word with a shape, the reason, and where it stands."""

    name: str
    says: str
    css: str
    why: str
    place: str
    href: str = ""


@dataclass(frozen=True)
class LicenceTests:
    """The tests of one licence: two by the OSI, then the four conditions of the Act with what they come to."""

    licence: str
    models: str
    osi: tuple[Result, ...]
    act: Result
    conditions: tuple[Result, ...]


@dataclass(frozen=True)
class ModelTest:
    """One candidate as a whole: the OSAID, and the Act's argument from E0 to E8."""

    model: str
    osaid: Result
    exemption: Exemption


@dataclass(frozen=True)
class Openness:
    """Every licence in force, and every candidate."""

    licences: tuple[LicenceTests, ...]
    models: tuple[ModelTest, ...]


def openness(_assessment: Assessment, stand: Standing) -> Openness:
    """Show the three tests apart, for each licence and for each candidate."""
    context = stand.context
    return Openness(
        licences=tuple(
            LicenceTests(
                licence.name,
                ", ".join(model.name for model in context.models_under(licence.id)),
                _by_the_osi(licence),
                _act(licence),
                tuple(_conditions(licence)),
            )
            for licence in context.texts
        ),
        models=tuple(
            ModelTest(model.name, _system(model), exemption(model, context.catalogue, context.law.compute))
            for model in context.models
        ),
    )


def _by_the_osi(licence: Licence) -> tuple[Result, ...]:
    listed = licence.osi_approved
    return (
        Result(
            _("OSI"),
            _("Approved") if listed else _("Not approved"),
            "clear" if listed else "blocked",
            _("The licence is on the list of the Open Source Initiative.")
            if listed
            else _("The licence is not on the list of the Open Source Initiative."),
            _("The list"),
            OSI_LIST,
        ),
        Result(_("OSAID"), *_terms(licence), _("The definition"), OSAID_TEXT),
    )


def _terms(licence: Licence) -> tuple[str, str, str]:
    """Whether the terms would do for the OSAID, as a word, its shape and the reason."""
    return {
        "acceptable": (_("Would do"), "clear", _("Its terms are acceptable; the definition judges whole systems.")),
        "not-acceptable": (_("Would not do"), "blocked", _("Its terms restrict use, change or sharing.")),
        "undecided": (_("Not settled"), "undecided", _("Nobody has decided whether its terms are acceptable.")),
    }[licence.osaid]


def _conditions(licence: Licence) -> Iterator[Result]:
    for code in LICENCE_STEPS:
        test = getattr(licence.openness, code)
        yield Result(OPENNESS[code], MET[test.met], STATES[test.met], told(test.why), told(SOURCES[code]))


def _act(licence: Licence) -> Result:
    """What the four conditions come to: one that fails closes the exemption, one for a lawyer leaves it open."""
    met = [getattr(licence.openness, code).met for code in LICENCE_STEPS]
    place = _("Article 53(2)")
    if "no" in met:
        return Result(
            _("AI Act"), _("Not open"), "blocked", _("At least one of its four conditions is not met."), place
        )
    if "review" in met:
        return Result(_("AI Act"), _("For a lawyer"), "undecided", _("At least one condition needs a lawyer."), place)
    return Result(_("AI Act"), _("Open"), "clear", _("The licence meets all four conditions."), place)


def _system(model: Model) -> Result:
    """Whether the whole system is known to meet the OSAID, which asks for data and code beside an open licence."""
    told = {
        "yes": (_("Meets it"), "clear", _("Weights, code and a full account of the data are published on open terms.")),
        "no": (_("Does not meet it"), "blocked", _("Its licence, its data or its code falls short of the definition.")),
        "unknown": (_("Not checked"), "undecided", _("Nobody has looked at its data and its code for this.")),
    }
    return Result(_("OSAID"), *told[model.osaid], _("The definition"), OSAID_TEXT)
