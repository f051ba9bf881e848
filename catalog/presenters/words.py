"""The words a person sees for values of the catalogue. Each stands here once.

`in_words` gives a value its full words; the short words of a matrix cell are in `cells`.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import singledispatch

from catalog.knowledge import terms
from catalog.knowledge.places import named
from catalog.knowledge.vocabulary import Vocabulary, Word
from catalog.presenters import language
from catalog.presenters.language import Spoken, number, told, within
from catalog.presenters.language import gettext as _

FAMILIES = Spoken(
    {
        "permissive": "Fully permissive",
        "copyleft": "Copyleft",
        "community": "Community and threshold",
        "responsible-ai": "Responsible AI",
        "custom": "Vendor’s own terms",
        "noncommercial": "Research and non-commercial",
    }
)

TOPICS = Spoken(
    {
        **terms.TOPIC_NAMES,
        "model-licence": "Licence of the weights",
        "safety": "Safety",
        "eu-ai-act": "AI Act",
    }
)
VERDICTS = Spoken({"clear": "Clear", "conditions": "Conditions", "undecided": "Undecided", "blocked": "Blocked"})
STRENGTHS = Spoken({"required": "Required", "recommended": "Recommended"})

LEVELS = Spoken({"allowed": "Allowed", "conditional": "With conditions", "forbidden": "Not allowed"})
PATENTS = Spoken({"express": "Express", "implicit": "Implied at most", "none": "None"})
UNITS = Spoken(
    {
        "mau": "{amount} monthly active users",
        "annual-revenue-usd": "US$ {amount} of yearly revenue",
        "monthly-revenue-usd": "US$ {amount} of monthly revenue",
    }
)
COUNTS = Spoken(
    {
        "group": "of the whole group",
        "licensee": "of everything the licensee offers",
        "product": "of the product",
    }
)
ABOVE = Spoken(
    {
        "request": "a licence has to be requested and granted",
        "paid": "a paid licence is needed",
        "review": "the licensor has to review the use first",
        "display": "{name} has to be displayed",
        "end": "all rights end",
    }
)
PURPOSES = Spoken(
    {
        "any": "Any purpose",
        "non-commercial": "Non-commercial purposes only",
        "non-production": "Testing, evaluation and research only",
        "research": "Research only",
        "research-and-education": "Research and education only",
    }
)
BREACHES = Spoken({"may": "a breach lets the licensor end it", "automatic": "a breach ends it at once"})
SUITS = Spoken({"patent-grant": "the patent grant", "all-rights": "all rights"})
EFFECTS = Spoken({"prohibited": "Prohibited", "limited": "Limited"})
MET = Spoken({"yes": "Met", "no": "Not met", "review": "For a lawyer to settle"})
OPENNESS = Spoken(
    {
        "E1": "Anyone may obtain the model",
        "E2": "Anyone may use it",
        "E3": "Anyone may modify it",
        "E4": "Anyone may pass it on",
    }
)
OSAID = Spoken(
    {
        "acceptable": "Terms are acceptable; the definition judges whole systems",
        "not-acceptable": "Terms are not acceptable",
        "undecided": "Not settled",
    }
)
READINGS = Spoken({"text": "The licence text", "guide": "The guide"})
BASES = Spoken(
    {
        "vendor-stated": "stated by the vendor",
        "epoch-estimate": "estimated by Epoch AI",
        "6ND-estimate": "estimated from parameters and training tokens",
    }
)
SUMMARY = Spoken({"yes": "Published", "no": "Not published", "unknown": "Not checked"})
CONFIDENCE = Spoken(
    {
        "read": "Read in full",
        "excerpt": "Deciding passages read",
        "secondary": "Taken from a secondary source",
        "knowledge": "From general knowledge, not verified",
    }
)
MODEL_KINDS = Spoken(
    {
        "text": "Text",
        "text+image": "Text and image",
        "code": "Code",
        "audio": "Audio",
        "image-generation": "Image generation",
    }
)
TRIGGERS = Spoken(
    {
        "hosted-service": "the model is offered as a hosted service",
        "internal": "the model is used inside the organisation",
        "on-device": "it is installed on devices",
        "ship-weights": "its weights are shipped",
        "publishes-weights": "weights are published",
    }
)
FLAGS = Spoken(
    {
        "automated_decisions": "fully automated decisions",
        "generates_human_likeness": "likenesses of real people",
    }
)


def day(value: date | None) -> str:
    """Write a date as “23 November 2026”; nothing for no date."""
    return language.day(value)


def amount(size: float) -> str:
    """Write a count as people say it: “700 million”, “2 trillion”, “12,500”."""
    if size >= 10**12:
        return _("%(number)s trillion") % {"number": _short(size / 10**12)}
    if size >= 10**9:
        return _("%(number)s billion") % {"number": _short(size / 10**9)}
    if size >= 10**6:
        return _("%(number)s million") % {"number": _short(size / 10**6)}
    return number(round(size))


def _short(value: float) -> str:
    """Four digits at most: 1.5, 117, 27.01."""
    return number(Decimal(f"{value:.4g}"))


def flop(value: float) -> str:
    """Write training compute with its power of ten: “2.24 × 10²⁴ FLOP”."""
    digits, power = f"{value:.2e}".split("e")
    raised = str(int(power)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number(Decimal(f'{float(digits):g}'))} × 10{raised} FLOP"


def flop_said(text: str) -> str:
    """The guide's rough figure, such as “~5e24” or “>1e26”, as a reader wants it; empty for none."""
    if not text:
        return ""
    figure = flop(float(text.lstrip("~>")))
    if text.startswith("~"):
        return _("about %(figure)s") % {"figure": figure}
    return _("more than %(figure)s") % {"figure": figure} if text.startswith(">") else figure


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does: “a, b and c”, or with `last="or"` “a, b or c”."""
    words = [str(part) for part in parts]
    if len(words) < 2:
        return "".join(words)
    both = {"before": ", ".join(words[:-1]), "last": words[-1]}
    return _("%(before)s or %(last)s") % both if last == "or" else _("%(before)s and %(last)s") % both


counted = language.counted


def places(codes: Iterable[str]) -> str:
    """Name places as a sentence does: “the European Union, South Korea or the United Kingdom”."""
    return told(named(codes))


def sentence(words: str) -> str:
    """Begin with a capital and leave the rest alone."""
    return words[:1].upper() + words[1:]


def condition(value: terms.Condition, vocabulary: Vocabulary) -> str:
    """Write the use a restriction aims at, in the labels of the vocabulary: all parts must hold."""
    parts = []
    if value.activities:
        parts.append(listed((_label(vocabulary.activities, name) for name in value.activities), "or"))
    parts.extend(words for name, words in FLAGS.items() if getattr(value, name))
    if value.domains:
        labels = listed((_label(vocabulary.domains, name) for name in value.domains), "or")
        parts.append(_("in %(labels)s") % {"labels": labels} if parts else labels)
    if value.delivery:
        parts.append(listed((_label(vocabulary.delivery, name) for name in value.delivery), "or"))
    return sentence(", ".join(parts))


def _label(words: dict[str, Word], name: str) -> str:
    return within(told(words[name].label))


def clause_words(clause: str) -> str:
    """A place in a licence as one cites it: “section 5(a)”, “sections 4, 7”; a place that has a name keeps it."""
    if not clause[:1].isdigit():
        return told(clause)
    if re.search(r"[,;] [0-9]", clause):
        return _("sections %(clauses)s") % {"clauses": told(clause)}
    return _("section %(clause)s") % {"clause": told(clause)}


@singledispatch
def in_words(value: object) -> str:
    """Return the full words of a value. A sentence that carries no value has none."""
    raise TypeError(f"No words for {type(value).__name__}. Add them to catalog.presenters.words.")


@in_words.register
def _gotchas(value: terms.Gotchas) -> str:
    return ""


@in_words.register
def _grant(value: terms.Grant) -> str:
    return LEVELS[value.level]


@in_words.register
def _patent(value: terms.Patent) -> str:
    return PATENTS[value.grant]


@in_words.register
def _restrictions(value: terms.Restrictions) -> str:
    prohibited = sum(item.effect == "prohibited" for item in value.items)
    limited = len(value.items) - prohibited
    if not value.items:
        return _("No use listed")
    if not limited:
        return language.counted(prohibited, "prohibited use", "prohibited uses")
    if not prohibited:
        return language.counted(limited, "limited use", "limited uses")
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
    unit = UNITS[value.metric].format(amount=amount(value.limit))
    when = (
        _("tested once, for the month before %(on)s") % {"on": day(value.on)}
        if value.tested == "at-release"
        else _("at any time")
    )
    service = _(" when the model itself is offered as a service") if value.offered_as == "model-service" else ""
    if at_any_size(value):
        return sentence(f"at any size{service}, {_above(value)}")
    return _("%(start)s %(unit)s %(counts)s, %(when)s%(service)s; above it, %(above)s") % {
        "start": start,
        "unit": unit,
        "counts": COUNTS[value.counts],
        "when": when,
        "service": service,
        "above": _above(value),
    }


def _above(value: terms.Limit) -> str:
    return ABOVE[value.above].format(name=f"“{value.label}”" if value.label else _("the model's name"))


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
            % {"models": models, "excluded_seats": places(value.excluded_seats)}
        )
    if value.excluded_markets:
        parts.append(
            _("No use or offer in %(excluded_markets)s") % {"excluded_markets": places(value.excluded_markets)}
        )
    return "; ".join(parts) or _("No place excluded")


@in_words.register
def _field_of_use(value: terms.FieldOfUse) -> str:
    outputs = _(", outputs included") if value.outputs_too else ""
    rivals = _("; none for competitors of the licensor") if value.excludes_competitors else ""
    return f"{PURPOSES[value.purposes]}{outputs}{rivals}"


@in_words.register
def _termination(value: terms.Termination) -> str:
    parts = [BREACHES[value.breach]] if value.breach != "unstated" else []
    if value.cure_days:
        parts.append(_("%(cure_days)s days to mend a breach") % {"cure_days": value.cure_days})
    if value.suits != "nothing":
        parts.append(_suit(value))
    if value.revocable:
        parts.append(_("the licensor may revoke it at will"))
    if value.changeable:
        parts.append(_("the licensor may change the terms for existing users"))
    return sentence("; ".join(parts)) or _("No end is stated")


def _suit(value: terms.Termination) -> str:
    ends = {"suits": SUITS[value.suits]}
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
        _(" when %(name)s") % {"name": listed((TRIGGERS[name] for name in value.triggers), "or")}
        if value.triggers
        else ""
    )
    business = _(", for commercial use alone") if value.commercial_only else ""
    return f"{f'{STRENGTHS[value.strength]}{label}{when}'.rstrip(',')}{business}"


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
        return sentence(derivatives)
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
