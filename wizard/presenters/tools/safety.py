"""What licences and the AI Act ask for the safety of what comes out, candidate by candidate, and what is in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.entries import Licence, Model
from catalog.presenters.language import told
from catalog.presenters.words import clause_words
from wizard.models import Assessment
from wizard.phases.context import READINGS
from wizard.phases.legal import article
from wizard.presenters.findings import Link, iso_day
from wizard.presenters.sheets import Cell, Sheet
from wizard.presenters.standing import Standing

STATES = {
    True: (gettext_lazy("In place"), "met"),
    False: (gettext_lazy("Missing"), "unmet"),
    None: (gettext_lazy("Not known"), "unmet"),
}
OVERSIGHT = ("O-HP-14", "O-HD-2")
ACT = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"


def safety(_assessment: Assessment, stand: Standing) -> Sheet:
    """One row for each thing that is asked, with who asks; what nobody asks stands there once, and says so."""
    placed = stand.facts.get("safeguards", {})
    rows = [
        *_filters(stand, placed.get("content_filter")),
        *_layers(stand, placed.get("own_safety_layer")),
        *_oversight(stand, placed.get("human_oversight")),
        *_policies(stand, placed.get("use_policy_reviewed")),
    ]
    return Sheet(_("What is asked, and what is in place"), (_("Safeguard"), _("Who asks"), _("State")), tuple(rows))


def _state(met: bool | None, *, owed: bool = True) -> Cell:
    words, state = STATES[met]
    if owed or met:
        return Cell(str(words), state=state)
    return Cell(_("Not asked for"))


def _filters(stand: Standing, met: bool | None) -> Iterator[tuple[Cell, ...]]:
    asked = False
    for licence in stand.context.texts:
        term = licence.terms.content_filter
        for name in READINGS:
            reading = term.reading(name)
            if reading and reading.value.strength != "none":
                asked = True
                owed = reading.value.strength == "required"
                yield (
                    Cell(_("Content filter"), _models(stand, licence)),
                    Cell(told(reading.says), links=(_clause(licence, "content-filter", reading.clause),)),
                    _state(met, owed=owed),
                )
                break
    if not asked:
        says = _("No licence of your candidates. What comes out is yours to answer for all the same.")
        yield Cell(_("Content filter")), Cell(says), _state(met, owed=False)


def _layers(stand: Standing, met: bool | None) -> Iterator[tuple[Cell, ...]]:
    owing = [model for model in stand.evaluation["models"] if any(_is_layer(it) for it in model["obligations"])]
    critical = stand.facts.get("use", {}).get("safety_critical")
    if owing or critical:
        says = _("The use: a wrong output could injure someone, and no licence adds safety engineering.")
    elif critical is None:
        says = _("Not settled: it is not known whether a wrong output could injure someone.")
    else:
        says = _("Nobody: you said that a wrong output injures no one.")
    yield Cell(_("Safety layer of your own")), Cell(says), _state(met, owed=bool(owing) or critical is not False)


def _is_layer(obligation: Mapping[str, Any]) -> bool:
    return bool(obligation["code"] == "safety-layer")


def _oversight(stand: Standing, met: bool | None) -> Iterator[tuple[Cell, ...]]:
    duties = [duty for duty in stand.evaluation["eu_ai_act"]["obligations"] if duty["id"] in OVERSIGHT]
    for duty in duties:
        place = Link(_("AI Act, %(place)s") % {"place": article(duty["article"])}, ACT)
        since = _("from %(day)s") % {"day": iso_day(duty["applies_from"])}
        yield Cell(_("Human oversight"), since), Cell(told(duty["says"]), links=(place,)), _state(met)
    if not duties:
        says = _("The Act does not ask for it by your answers, as the system is not classed as high-risk.")
        yield Cell(_("Human oversight")), Cell(says), _state(met, owed=False)


def _policies(stand: Standing, met: bool | None) -> Iterator[tuple[Cell, ...]]:
    """A use policy is part of the deal; reading it is asked for with the restrictions."""
    for licence in stand.context.texts:
        reading = licence.terms.use_policy.text
        if reading.value.name:
            says = _("%(policy)s is part of the licence.") % {"policy": reading.value.name}
            links = (_clause(licence, "use-policy", reading.clause),)
            yield Cell(_("Use policy read"), _models(stand, licence)), Cell(says, links=links), _state(met)


def _models(stand: Standing, licence: Licence) -> str:
    models: Iterable[Model] = stand.context.models_under(licence.id)
    return ", ".join(model.name for model in models)


def _clause(licence: Licence, topic: str, clause: str) -> Link:
    address = reverse("catalog:licence", args=[licence.id]) + f"#{topic}"
    return Link(f"{licence.short}, {clause_words(clause)}", address)
