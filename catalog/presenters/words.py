"""The words a person sees for values of the catalogue. Each stands here once."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

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
LIMITS = Spoken({"none": "No limit", "users": "Users", "revenue": "Revenue"})
OUTPUTS = Spoken(
    {
        "free": "Free",
        "named": "Naming duty",
        "derivative": "Trained model falls under the licence",
        "forbidden": "Training or distillation forbidden",
    }
)
PLACES = Spoken(
    {"none": "No limit", "seats": "Not at every seat", "markets": "Not in every market", "purposes": "Purposes"}
)
OPEN = Spoken({"yes": "All four met", "review": "For a lawyer", "no": "Not met"})
SOME = Spoken({"none": "None", "some": "Some"})
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


def agreed_limit(metric: str, at_most: float, counts: str) -> str:
    """Up to which size an agreement covers: “up to 300 million monthly active users of the whole group”."""
    unit = UNITS[metric].format(amount=amount(at_most))
    return _("up to %(unit)s %(counts)s") % {"unit": unit, "counts": COUNTS[counts]}


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
