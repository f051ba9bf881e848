"""Where a model card, its base models and its licence text disagree, and what applies until that is settled.

Nothing here decides who is right. Until somebody asks the publisher, the most restrictive of the licences applies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from catalog.knowledge.cards import Base, Card
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Family
from catalog.knowledge.hub import distinct
from catalog.knowledge.index import Catalogue
from catalog.knowledge.recognition import Recognition
from catalog.knowledge.sentences import joined, listed, sentence, verbatim

Code = Literal["front-matter", "base-model", "text", "text-changed", "text-added", "text-unknown", "words"]

_STRICTNESS: tuple[Family, ...] = (
    "permissive",
    "copyleft",
    "responsible-ai",
    "community",
    "custom",
    "noncommercial",
)
_UNMET = {"yes": 0, "review": 1, "no": 2}


@dataclass(frozen=True)
class Contradiction:
    """Two statements that do not fit together: what they are, why it matters, and which licences they name.

    `applies` is the licence to go by until it is settled; None where a text has to be read before anything can be said.
    """

    code: Code
    says: str
    why: str
    licences: tuple[str, ...]
    applies: str | None


def most_restrictive(licences: Iterable[str], catalogue: Catalogue) -> str | None:
    """Return the id of the licence that leaves least freedom, or None where the catalogue knows none of them.

    Families come first: noncommercial, custom, community, responsible-ai, copyleft, permissive. Within a family it is
    the one that meets fewer of the AI Act's openness conditions, then the one whose text restricts more uses.
    """
    known = (catalogue.licences[one] for one in licences if one in catalogue.licences)
    strictest = max(known, key=_strictness, default=None)
    return None if strictest is None else strictest.id


def _strictness(licence: Licence) -> tuple[int, int, int, str]:
    conditions = (licence.openness.E1, licence.openness.E2, licence.openness.E3, licence.openness.E4)
    unmet = sum(_UNMET[condition.met] for condition in conditions)
    uses = len(licence.terms.term("use-restrictions").text.value.items)
    return _STRICTNESS.index(licence.family), unmet, uses, licence.id


def contradictions(card: Card, recognition: Recognition | None, catalogue: Catalogue) -> tuple[Contradiction, ...]:
    """Return what does not fit: within the front matter, with the base models, with the LICENSE text, with the words.

    `recognition` is what the LICENSE text beside the card is, or None where no text was given.
    """
    found = [*_within_front_matter(card, catalogue)]
    for base in card.bases:
        found += _with_base(card, base, catalogue)
    if recognition is not None:
        found += _with_text(card, recognition, catalogue)
    found += _with_words(card, catalogue)
    return tuple(found)


def called(licence_id: str, catalogue: Catalogue) -> str:
    """Return the short name of a licence; its id where the catalogue does not have it."""
    return catalogue.licences[licence_id].short if licence_id in catalogue.licences else licence_id


def _listed(licences: Iterable[str], catalogue: Catalogue) -> str:
    return listed(verbatim(called(one, catalogue)) for one in licences)


def _within_front_matter(card: Card, catalogue: Catalogue) -> Iterator[Contradiction]:
    licences, unresolved = card.licences, card.unresolved
    if len(licences) + len({named.words.casefold() for named in unresolved}) < 2:
        return
    possible = distinct([licences, *(named.licences for named in unresolved)])
    if len(licences) == 1 and all(licences[0] in named.licences for named in unresolved):
        return
    names = verbatim(", ".join(f"“{named.words}” ({named.at})" for named in card.declared))
    told = sentence("The front matter names several licences: {names}.", names=names)
    unknown = [
        one.words for one in unresolved if not one.licences or not set(one.licences) <= catalogue.licences.keys()
    ]
    why: str = sentence("Only one licence can govern the weights, and the front matter does not say which.")
    if unknown:
        unread = sentence(
            "“{name}” may mean a text that is not in the catalogue, which has to be read first.",
            name=verbatim(unknown[0]),
        )
        why = joined(" ", (why, unread))
    applies = None if unknown else most_restrictive(possible, catalogue)
    yield Contradiction("front-matter", told, why, possible, applies)


def _with_base(card: Card, base: Base, catalogue: Catalogue) -> Iterator[Contradiction]:
    """A base under terms other than permissive ones keeps binding, whatever the label of what was built on it."""
    if base.model is None or not card.licences:
        return
    model = catalogue.models[base.model]
    for origin in (model, *catalogue.binding_ancestors(model)):
        inherited = origin.weights_licence.text.value
        if catalogue.licences[inherited].family == "permissive" or inherited in card.licences:
            continue
        told = sentence(
            "The card says {licences}; its base {base} is under {licence}.",
            licences=_listed(card.licences, catalogue),
            base=verbatim(origin.name),
            licence=verbatim(called(inherited, catalogue)),
        )
        why: str = sentence(
            "Whoever builds on weights stays bound by their licence; a label on the result does not lift it."
        )
        if not base.exact and origin is model:
            taken = sentence(
                "“{repository}” was taken for an edition of {model}.",
                repository=verbatim(base.repository),
                model=verbatim(model.name),
            )
            why = joined(" ", (why, taken))
        possible = distinct([card.licences, (inherited,)])
        applies = most_restrictive(possible, catalogue)
        yield Contradiction("base-model", told, why, possible, applies)


def _with_text(card: Card, recognition: Recognition, catalogue: Catalogue) -> Iterator[Contradiction]:
    texts = distinct((match.sketch.licence,) for match in recognition.matches if match.sketch.document == "licence")
    declared, possible = card.licences, distinct([card.licences, texts])
    label, text = _listed(declared, catalogue), _listed(texts, catalogue)
    if recognition.kind == "unknown" and declared:
        told = sentence("The card says {label}; the LICENSE text is none that is known.", label=label)
        why = sentence("The text decides, not the label. It has to be read.")
        yield Contradiction("text-unknown", told, why, declared, None)
    elif recognition.kind == "changed":
        told = sentence("The LICENSE text is not the text of {text}, though much of it is the same.", text=text)
        why = sentence("A changed text is another licence, whatever it is called. What was changed has to be read.")
        yield Contradiction("text-changed", told, why, possible, None)
    elif declared and texts and set(texts) != set(declared):
        told = sentence("The card says {label}; the LICENSE text is {text}.", label=label, text=text)
        why = sentence(
            "The text is what was agreed to; a label is only a label. But the text may be meant for the code alone."
        )
        yield Contradiction("text", told, why, possible, most_restrictive(possible, catalogue))
    elif recognition.kind == "contains" and texts:
        told = sentence("The LICENSE file holds the text of {text} and other words with it.", text=text)
        why = sentence("Words around a licence can add conditions. They have to be read.")
        yield Contradiction("text-added", told, why, possible, None)


def _with_words(card: Card, catalogue: Catalogue) -> Iterator[Contradiction]:
    """A phrase below the front matter is a hint: it may speak of the code, of data or of another model."""
    for hint in card.hints:
        if card.licences and not set(hint.licences) & set(card.licences):
            told = sentence(
                "The front matter says {licences}; the text below says “{words}”.",
                licences=_listed(card.licences, catalogue),
                words=verbatim(hint.words),
            )
            why = sentence("This is a hint only: the sentence may speak of the code, of data or of another model.")
            possible = distinct([card.licences, hint.licences])
            yield Contradiction("words", told, why, possible, most_restrictive(possible, catalogue))


# --- a draft for the organisation's own catalogue --------------------------------------------------------------------

_KINDS = {
    "text-generation": "text",
    "text-to-image": "image",
    "text-to-video": "video",
    "feature-extraction": "embedding",
}


def draft(card: Card, found: Iterable[Contradiction], catalogue: Catalogue, read_on: date) -> dict[str, Any]:
    """Return a draft entry in the shape of `models/*.yaml`. What the card does not say is absent, not guessed.

    The licence is the most restrictive of what the card and its contradictions name; it is absent where a text has to
    be read first.
    """
    found = tuple(one for one in found if one.code != "words")
    entry: dict[str, Any] = {}
    if card.title:
        entry["name"] = card.title
    if card.pipeline in _KINDS:
        entry["kind"] = _KINDS[card.pipeline]
    possible = distinct([card.licences, *((one.applies,) for one in found if one.applies)])
    licence = most_restrictive(possible, catalogue)
    if licence and not card.unresolved and all(one.applies for one in found):
        names = ", ".join(f"“{named.words}”" for named in card.declared)
        says = f"The card's front matter names {names}."
        if found:
            says = f"{says} That is disputed; the most restrictive applies until it is settled."
        text = {"value": licence, "says": says, "source": "model-card", "clause": "front matter"}
        entry["weights_licence"] = {"text": {**text, "read_on": read_on.isoformat(), "confidence": "secondary"}}
    if bases := distinct((base.model,) for base in card.bases if base.model):
        entry["base_models"] = list(bases)
    return entry
