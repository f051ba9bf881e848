"""The words a person sees for values of the catalogue. Each stands here once.

`in_words` gives a value its full words; the short words of a matrix cell are in `cells`.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from catalog.knowledge import terms
from catalog.knowledge.places import named
from catalog.knowledge.vocabulary import Vocabulary, Word

FAMILIES = {
    "permissive": "Fully permissive",
    "copyleft": "Copyleft",
    "community": "Community and threshold",
    "responsible-ai": "Responsible AI",
    "custom": "Vendor’s own terms",
    "noncommercial": "Research and non-commercial",
}

TOPICS = {
    **terms.TOPIC_NAMES,
    "model-licence": "Licence of the weights",
    "safety": "Safety",
    "eu-ai-act": "AI Act",
}

LEVELS = {"allowed": "Allowed", "conditional": "With conditions", "forbidden": "Not allowed"}
PATENTS = {"express": "Express", "implicit": "Implied at most", "none": "None"}
UNITS = {
    "mau": "{} monthly active users",
    "annual-revenue-usd": "US$ {} of yearly revenue",
    "monthly-revenue-usd": "US$ {} of monthly revenue",
}
COUNTS = {
    "group": "of the whole group",
    "licensee": "of everything the licensee offers",
    "product": "of the product",
}
ABOVE = {
    "request": "a licence has to be requested and granted",
    "paid": "a paid licence is needed",
    "review": "the licensor has to review the use first",
    "display": "{} has to be displayed",
    "end": "all rights end",
}
PURPOSES = {
    "any": "Any purpose",
    "non-commercial": "Non-commercial purposes only",
    "non-production": "Testing, evaluation and research only",
    "research": "Research only",
    "research-and-education": "Research and education only",
}
BREACHES = {"may": "a breach lets the licensor end it", "automatic": "a breach ends it at once"}
SUITS = {"patent-grant": "the patent grant", "all-rights": "all rights"}
EFFECTS = {"prohibited": "Prohibited", "limited": "Limited"}
MET = {"yes": "Met", "no": "Not met", "review": "For a lawyer to settle"}
OPENNESS = {
    "E1": "Anyone may obtain the model",
    "E2": "Anyone may use it",
    "E3": "Anyone may modify it",
    "E4": "Anyone may pass it on",
}
OSAID = {
    "acceptable": "Terms are acceptable; the definition judges whole systems",
    "not-acceptable": "Terms are not acceptable",
    "undecided": "Not settled",
}
READINGS = {"text": "The licence text", "guide": "The guide"}
BASES = {
    "vendor-stated": "stated by the vendor",
    "epoch-estimate": "estimated by Epoch AI",
    "6ND-estimate": "estimated from parameters and training tokens",
}
SUMMARY = {"yes": "Published", "no": "Not published", "unknown": "Not checked"}
CONFIDENCE = {
    "read": "Read in full",
    "excerpt": "Deciding passages read",
    "secondary": "Taken from a secondary source",
    "knowledge": "From general knowledge, not verified",
}
TRIGGERS = {
    "hosted-service": "the model is offered as a hosted service",
    "internal": "the model is used inside the organisation",
    "on-device": "it is installed on devices",
    "ship-weights": "its weights are shipped",
    "publishes-weights": "weights are published",
}
FLAGS = {
    "automated_decisions": "fully automated decisions",
    "generates_human_likeness": "likenesses of real people",
}
EU = "the European Union"


def day(value: date | None) -> str:
    """Write a date as “23 November 2026”; nothing for no date."""
    return f"{value.day} {value:%B %Y}" if value else ""


def amount(number: float) -> str:
    """Write a count as people say it: “700 million”, “2 trillion”, “12,500”."""
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= size:
            return f"{number / size:.4g} {name}"
    return f"{number:,.0f}"


def flop(value: float) -> str:
    """Write training compute with its power of ten: “2.24 × 10²⁴ FLOP”."""
    digits, power = f"{value:.2e}".split("e")
    raised = str(int(power)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{float(digits):g} × 10{raised} FLOP"


def flop_said(text: str) -> str:
    """The guide's rough figure, such as “~5e24” or “>1e26”, as a reader wants it; empty for none."""
    roughly = {"~": "about ", ">": "more than "}.get(text[:1], "")
    return f"{roughly}{flop(float(text.lstrip('~>')))}" if text else ""


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does: “a, b and c”."""
    words = list(parts)
    return words[0] if len(words) == 1 else f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun: “1 model”, “3 models”."""
    return f"{number:,} {one if number == 1 else many}"


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
        parts.append(f"in {labels}" if parts else labels)
    if value.delivery:
        parts.append(listed((_label(vocabulary.delivery, name) for name in value.delivery), "or"))
    return sentence(", ".join(parts))


def _label(words: dict[str, Word], name: str) -> str:
    return words[name].label.lower()


def clause_words(clause: str) -> str:
    """A place in a licence as one cites it: “section 5(a)”, “sections 4, 7”; a place that has a name keeps it."""
    if not clause[:1].isdigit():
        return clause
    return f"{'sections' if re.search(r'[,;] [0-9]', clause) else 'section'} {clause}"


@singledispatch
def in_words(value: object) -> str:
    """Return the full words of a value. A sentence that carries no value has none."""
    raise TypeError(f"No words for {type(value).__name__}. Add them to catalog.presenters.words.")


@in_words.register
def _(value: terms.Gotchas) -> str:
    return ""


@in_words.register
def _(value: terms.Grant) -> str:
    return LEVELS[value.level]


@in_words.register
def _(value: terms.Patent) -> str:
    return PATENTS[value.grant]


@in_words.register
def _(value: terms.Restrictions) -> str:
    counts = [sum(item.effect == effect for item in value.items) for effect in EFFECTS]
    words = [f"{count} {effect}" for count, effect in zip(counts, EFFECTS, strict=True) if count]
    return sentence(f"{' and '.join(words)} {'use' if sum(counts) == 1 else 'uses'}") if words else "No use listed"


@in_words.register
def _(value: terms.Threshold) -> str:
    return "; ".join(_limit(limit) for limit in value.limits) or "No limit"


def at_any_size(value: terms.Limit) -> bool:
    """Whether one user or one dollar passes a limit: so are texts written down that ask this of any business."""
    return value.limit == 1 and value.beyond == "at-least"


def _limit(value: terms.Limit) -> str:
    start = "Up to" if value.beyond == "more-than" else "Below"
    unit = UNITS[value.metric].format(amount(value.limit))
    when = f"tested once, for the month before {day(value.on)}" if value.tested == "at-release" else "at any time"
    service = " when the model itself is offered as a service" if value.offered_as == "model-service" else ""
    if at_any_size(value):
        return sentence(f"at any size{service}, {_above(value)}")
    return f"{start} {unit} {COUNTS[value.counts]}, {when}{service}; above it, {_above(value)}"


def _above(value: terms.Limit) -> str:
    return ABOVE[value.above].format(f"“{value.label}”" if value.label else "the model's name")


@in_words.register
def _(value: terms.Registration) -> str:
    return "Not needed" if value.needed == "never" else "Needed before any commercial use"


@in_words.register
def _(value: terms.OutputTraining) -> str:
    training = {
        "none": "Any model may be trained",
        "other-llm": "No language model outside the family may be trained",
        "other-model": "No model outside the family may be trained",
        "general-model": "No general-purpose model outside the family may be trained",
        "competing": "No model that competes with the licensor’s may be trained",
        "commercial-model": "No model meant for commerce may be trained",
        "any-model": "No model may be trained",
    }[value.forbids]
    return f"{training}; distillation {'allowed' if value.distillation == 'free' else 'not allowed'}"


@in_words.register
def _(value: terms.OutputNaming) -> str:
    alone = "" if value.made_with == "outputs" else "; outputs alone do not bring this"
    return {
        "none": "No duty",
        "name-prefix": f"Its name must begin with “{value.label}”{alone}",
        "display": f"It must show “{value.label}”{alone}",
    }[value.duty]


@in_words.register
def _(value: terms.OutputDerivative) -> str:
    return "They fall under this licence" if value.derivative else "They stay free of this licence"


@in_words.register
def _(value: terms.Territory) -> str:
    parts = []
    if value.excluded_seats:
        models = " for models that take images" if value.only_multimodal else ""
        parts.append(f"No rights{models} for licensees seated in {named(value.excluded_seats)}")
    if value.excluded_markets:
        parts.append(f"No use or offer in {named(value.excluded_markets)}")
    return "; ".join(parts) or "No place excluded"


@in_words.register
def _(value: terms.FieldOfUse) -> str:
    outputs = ", outputs included" if value.outputs_too else ""
    rivals = "; none for competitors of the licensor" if value.excludes_competitors else ""
    return f"{PURPOSES[value.purposes]}{outputs}{rivals}"


@in_words.register
def _(value: terms.Termination) -> str:
    parts = [BREACHES[value.breach]] if value.breach != "unstated" else []
    if value.cure_days:
        parts.append(f"{value.cure_days} days to mend a breach")
    if value.suits != "nothing":
        over = {"patents": "over patents", "intellectual-property": "over intellectual property", "": ""}[value.over]
        parts.append(f"a suit {over} ends {SUITS[value.suits]}".replace("  ", " "))
    if value.revocable:
        parts.append("the licensor may revoke it at will")
    if value.changeable:
        parts.append("the licensor may change the terms for existing users")
    return sentence("; ".join(parts)) or "No end is stated"


@in_words.register
def _(value: terms.Duty) -> str:
    if value.strength == "none":
        return "Not required"
    label = f": “{value.label}”," if value.label else ""
    when = f" when {listed((TRIGGERS[name] for name in value.triggers), 'or')}" if value.triggers else ""
    business = ", for commercial use alone" if value.commercial_only else ""
    return f"{f'{sentence(value.strength)}{label}{when}'.rstrip(',')}{business}"


@in_words.register
def _(value: terms.UsePolicy) -> str:
    if not value.name:
        return "None"
    return f"{value.name}, which may change on its own" if value.changeable else value.name


@in_words.register
def _(value: terms.Propagation) -> str:
    derivatives = {
        "any": "derivatives may go out under any terms",
        "same-restrictions": "derivatives keep the same restrictions",
        "same-licence": "derivatives keep the same licence",
    }[value.relicensing]
    if not value.restrictions:
        return sentence(derivatives)
    hosted = "; hosted access counts as passing on" if "hosted-service" in value.triggers else ""
    return f"The restrictions travel with copies; {derivatives}{hosted}"


@in_words.register
def _(value: terms.Copyleft) -> str:
    served = "an unmodified or a modified version" if value.unmodified_too else "a modified version"
    return {
        "none": "None",
        "conveying": "Whoever passes on a derivative keeps it under this licence, with source",
        "network": f"As for passing on, and whoever serves {served} over a network offers its source",
    }[value.kind]
