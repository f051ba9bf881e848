"""The words a person sees for values of the catalogue. Each stands here once.

`in_words` gives a value its full words; the short words of a matrix cell are in `cells`.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from catalog.knowledge import facts
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
    "commercial-use": "Commercial use",
    "modification": "Modification",
    "distribution": "Distribution",
    "use-restrictions": "Use restrictions",
    "patent": "Patent grant",
    "gotchas": "What to watch for",
    "threshold": "Limit of scale",
    "registration": "Registration",
    "output-training": "Training on outputs",
    "output-naming": "Naming after outputs",
    "output-derivative": "Models made with outputs",
    "territory": "Territory",
    "attribution": "Attribution",
    "notice": "Notices",
    "licence-copy": "Copy of the licence",
    "use-policy": "Use policy",
    "propagation": "What must be passed on",
    "copyleft": "Copyleft",
    "model-licence": "Licence of the weights",
    "safety": "Safety",
    "eu-ai-act": "AI Act",
}

LEVELS = {"allowed": "Allowed", "conditional": "With conditions", "forbidden": "Not allowed"}
PATENTS = {"express": "Express", "implicit": "Implied at most", "none": "None"}
EFFECTS = {"prohibited": "Prohibited", "limited": "Limited"}
MET = {"yes": "Met", "no": "Not met", "review": "For a lawyer to settle"}
OPENNESS = {
    "E1": "Anyone may obtain the model",
    "E2": "Anyone may use it",
    "E3": "Anyone may modify it",
    "E4": "Anyone may pass it on",
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


def seats(value: facts.Territory) -> str:
    """Name the seats that get no rights."""
    return listed((EU if seat == "EU" else seat for seat in value.excluded_seats), "or")


def condition(value: facts.Condition, vocabulary: Vocabulary) -> str:
    """Write the use a restriction aims at, in the labels of the vocabulary: all parts must hold."""
    parts = []
    if value.activities:
        parts.append(listed((_label(vocabulary.activities, name) for name in value.activities), "or"))
    parts.extend(words for name, words in FLAGS.items() if getattr(value, name))
    if value.domains:
        labels = listed((_label(vocabulary.domains, name) for name in value.domains), "or")
        parts.append(f"in {labels}" if parts else labels)
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
def _(value: facts.Gotchas) -> str:
    return ""


@in_words.register
def _(value: facts.Grant) -> str:
    return LEVELS[value.level]


@in_words.register
def _(value: facts.Patent) -> str:
    return PATENTS[value.grant]


@in_words.register
def _(value: facts.Restrictions) -> str:
    counts = [sum(item.effect == effect for item in value.items) for effect in EFFECTS]
    words = [f"{count} {effect}" for count, effect in zip(counts, EFFECTS, strict=True) if count]
    return sentence(f"{' and '.join(words)} {'use' if sum(counts) == 1 else 'uses'}") if words else "No use listed"


@in_words.register
def _(value: facts.Threshold) -> str:
    if value.limit is None:
        return "No limit"
    start = "Up to" if value.beyond == "more-than" else "Below"
    if value.metric == "mau":
        unit = f"{amount(value.limit)} monthly active users"
    else:
        unit = f"US$ {amount(value.limit)} of yearly revenue"
    whose = "of the whole group" if value.counts == "group" else "of the product"
    when = f"tested once, for the month before {day(value.on)}" if value.tested == "at-release" else "at any time"
    return f"{start} {unit} {whose}, {when}"


@in_words.register
def _(value: facts.Registration) -> str:
    return "Not needed" if value.needed == "never" else "Needed before any commercial use"


@in_words.register
def _(value: facts.OutputTraining) -> str:
    training = {
        "none": "Any model may be trained",
        "other-llm": "No language model outside the family may be trained",
        "any-model": "No model may be trained",
    }[value.forbids]
    return f"{training}; distillation {'allowed' if value.distillation == 'free' else 'not allowed'}"


@in_words.register
def _(value: facts.OutputNaming) -> str:
    return {
        "none": "No duty",
        "name-prefix": f"Its name must begin with “{value.label}”",
        "display": f"It must show “{value.label}”",
    }[value.duty]


@in_words.register
def _(value: facts.OutputDerivative) -> str:
    return "They fall under this licence" if value.derivative else "They stay free of this licence"


@in_words.register
def _(value: facts.Territory) -> str:
    if not value.excluded_seats:
        return "No seat excluded"
    models = " for models that take images" if value.only_multimodal else ""
    return f"No rights{models} for licensees seated in {seats(value)}"


@in_words.register
def _(value: facts.Duty) -> str:
    if value.strength == "none":
        return "Not required"
    label = f": “{value.label}”," if value.label else ""
    when = f" when {listed((TRIGGERS[name] for name in value.triggers), 'or')}" if value.triggers else ""
    return f"{sentence(value.strength)}{label}{when}".rstrip(",")


@in_words.register
def _(value: facts.UsePolicy) -> str:
    if not value.name:
        return "None"
    return f"{value.name}, which may change on its own" if value.changeable else value.name


@in_words.register
def _(value: facts.Propagation) -> str:
    terms = {
        "any": "derivatives may go out under any terms",
        "same-restrictions": "derivatives keep the same restrictions",
        "same-licence": "derivatives keep the same licence",
    }[value.relicensing]
    if not value.restrictions:
        return sentence(terms)
    hosted = "; hosted access counts as passing on" if "hosted-service" in value.triggers else ""
    return f"The restrictions travel with copies; {terms}{hosted}"


@in_words.register
def _(value: facts.Copyleft) -> str:
    served = "an unmodified or a modified version" if value.unmodified_too else "a modified version"
    return {
        "none": "None",
        "conveying": "Whoever passes on a derivative keeps it under this licence, with source",
        "network": f"As for passing on, and whoever serves {served} over a network offers its source",
    }[value.kind]
