"""The full words of a value of the catalogue; the short words of a matrix cell are in `cells`."""

from functools import singledispatch
from typing import Any

from catalog.knowledge import terms
from catalog.knowledge.facts import Reading
from catalog.presenters import words
from catalog.presenters.language import counted
from catalog.presenters.language import gettext as _


def of_reading(reading: Reading[Any]) -> str:
    """Return the full words of what a reading states. What nobody has read is never told as the ordinary value."""
    return _("Not read") if reading.unread else in_words(reading.value)


@singledispatch
def in_words(value: object) -> str:
    """Return the full words of a value. A sentence that carries no value has none."""
    raise TypeError(f"No words for {type(value).__name__}. Add them to catalog.presenters.values.")


@in_words.register
def _gotchas(value: terms.Gotchas) -> str:
    return ""


@in_words.register
def _grant(value: terms.Grant) -> str:
    return words.LEVELS[value.level]


@in_words.register
def _patent(value: terms.Patent) -> str:
    return words.PATENTS[value.grant]


@in_words.register
def _restrictions(value: terms.Restrictions) -> str:
    prohibited = sum(item.effect == "prohibited" for item in value.items)
    limited = len(value.items) - prohibited
    if not value.items:
        return _("No use listed")
    if not limited:
        return counted(prohibited, "prohibited use", "prohibited uses")
    if not prohibited:
        return counted(limited, "limited use", "limited uses")
    return _("%(prohibited)s prohibited and %(limited)s limited uses") % {
        "prohibited": prohibited,
        "limited": limited,
    }


@in_words.register
def _threshold(value: terms.Threshold) -> str:
    return "; ".join(_limit(limit) for limit in value.limits) or _("No limit")


def at_any_size(value: terms.Limit) -> bool:
    """Whether one user or one dollar passes a limit: so are texts written down that ask this of any business."""
    return value.limit == 1 and value.beyond == "at-least"


def _limit(value: terms.Limit) -> str:
    start = _("Up to") if value.beyond == "more-than" else _("Below")
    unit = words.UNITS[value.metric].format(amount=words.amount(value.limit))
    when = (
        _("tested once, for the month before %(on)s") % {"on": words.day(value.on)}
        if value.tested == "at-release"
        else _("at any time")
    )
    service = _(" when the model itself is offered as a service") if value.offered_as == "model-service" else ""
    if at_any_size(value):
        return words.sentence(f"at any size{service}, {_above(value)}")
    return _("%(start)s %(unit)s %(counts)s, %(when)s%(service)s; above it, %(above)s") % {
        "start": start,
        "unit": unit,
        "counts": words.COUNTS[value.counts],
        "when": when,
        "service": service,
        "above": _above(value),
    }


def _above(value: terms.Limit) -> str:
    return words.ABOVE[value.above].format(name=f"“{value.label}”" if value.label else _("the model's name"))


@in_words.register
def _registration(value: terms.Registration) -> str:
    return _("Not needed") if value.needed == "never" else _("Needed before any commercial use")


@in_words.register
def _output_training(value: terms.OutputTraining) -> str:
    training = {
        "none": _("Any model may be trained"),
        "other-llm": _("No language model outside the family may be trained"),
        "other-model": _("No model outside the family may be trained"),
        "general-model": _("No general-purpose model outside the family may be trained"),
        "competing": _("No model that competes with the licensor’s may be trained"),
        "commercial-model": _("No model meant for commerce may be trained"),
        "any-model": _("No model may be trained"),
    }[value.forbids]
    return f"{training}; {_distillation(value)}"


def _distillation(value: terms.OutputTraining) -> str:
    """Where models meant for commerce alone may not be trained, none of those may be distilled either."""
    if value.distillation == "free":
        return _("distillation allowed")
    return (
        _("distillation for business not allowed")
        if value.forbids == "commercial-model"
        else _("distillation not allowed")
    )


@in_words.register
def _output_naming(value: terms.OutputNaming) -> str:
    alone = "" if value.made_with == "outputs" else _("; outputs alone do not bring this")
    return {
        "none": _("No duty"),
        "name-prefix": _("Its name must begin with “%(label)s”%(alone)s") % {"label": value.label, "alone": alone},
        "display": _("It must show “%(label)s”%(alone)s") % {"label": value.label, "alone": alone},
    }[value.duty]


@in_words.register
def _output_derivative(value: terms.OutputDerivative) -> str:
    return _("They fall under this licence") if value.derivative else _("They stay free of this licence")


@in_words.register
def _territory(value: terms.Territory) -> str:
    parts = []
    if value.excluded_seats:
        models = _(" for models that take images") if value.only_multimodal else ""
        parts.append(
            _("No rights%(models)s for licensees seated in %(excluded_seats)s")
            % {"models": models, "excluded_seats": words.places(value.excluded_seats)}
        )
    if value.excluded_markets:
        parts.append(
            _("No use or offer in %(excluded_markets)s") % {"excluded_markets": words.places(value.excluded_markets)}
        )
    return "; ".join(parts) or _("No place excluded")


@in_words.register
def _field_of_use(value: terms.FieldOfUse) -> str:
    outputs = _(", outputs included") if value.outputs_too else ""
    rivals = _("; none for competitors of the licensor") if value.excludes_competitors else ""
    return f"{words.PURPOSES[value.purposes]}{outputs}{rivals}"


@in_words.register
def _termination(value: terms.Termination) -> str:
    parts = [words.BREACHES[value.breach]] if value.breach != "unstated" else []
    if value.cure_days:
        parts.append(_("%(cure_days)s days to mend a breach") % {"cure_days": value.cure_days})
    if value.suits != "nothing":
        parts.append(_suit(value))
    if value.revocable:
        parts.append(_("the licensor may revoke it at will"))
    if value.changeable:
        parts.append(_("the licensor may change the terms for existing users"))
    return words.sentence("; ".join(parts)) or _("No end is stated")


def _suit(value: terms.Termination) -> str:
    ends = {"suits": words.SUITS[value.suits]}
    if value.over == "patents":
        return _("a suit over patents ends %(suits)s") % ends
    if value.over == "intellectual-property":
        return _("a suit over intellectual property ends %(suits)s") % ends
    return _("a suit ends %(suits)s") % ends


@in_words.register
def _duty(value: terms.Duty) -> str:
    if value.strength == "none":
        return _("Not required")
    label = f": “{value.label}”," if value.label else ""
    when = (
        _(" when %(name)s") % {"name": words.listed((words.TRIGGERS[name] for name in value.triggers), "or")}
        if value.triggers
        else ""
    )
    business = _(", for commercial use alone") if value.commercial_only else ""
    return f"{f'{words.STRENGTHS[value.strength]}{label}{when}'.rstrip(',')}{business}"


@in_words.register
def _use_policy(value: terms.UsePolicy) -> str:
    if not value.name:
        return _("None")
    return _("%(name)s, which may change on its own") % {"name": value.name} if value.changeable else value.name


@in_words.register
def _propagation(value: terms.Propagation) -> str:
    derivatives = {
        "any": _("derivatives may go out under any terms"),
        "same-restrictions": _("derivatives keep the same restrictions"),
        "same-licence": _("derivatives keep the same licence"),
    }[value.relicensing]
    if not value.restrictions:
        return words.sentence(derivatives)
    hosted = _("; hosted access counts as passing on") if "hosted-service" in value.triggers else ""
    return _("The restrictions travel with copies; %(derivatives)s%(hosted)s") % {
        "derivatives": derivatives,
        "hosted": hosted,
    }


@in_words.register
def _copyleft(value: terms.Copyleft) -> str:
    served = _("an unmodified or a modified version") if value.unmodified_too else _("a modified version")
    return {
        "none": _("None"),
        "conveying": _("Whoever passes on a derivative keeps it under this licence, with source"),
        "network": _("As for passing on, and whoever serves %(served)s over a network offers its source")
        % {"served": served},
    }[value.kind]
