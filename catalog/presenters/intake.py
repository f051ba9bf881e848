"""What a page shows of a recognised licence text and of a model card that was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.knowledge.cards import Card, Named
from catalog.knowledge.contradictions import Contradiction, called
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.recognition import Match, Passage, Recognition
from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import Spoken, number, told
from catalog.presenters.language import gettext as _

_DOCUMENTS = Spoken({"licence": "licence", "use-policy": "use policy"})
_MOST_WORDS = 80


@dataclass(frozen=True)
class MatchView:
    """One known text: what it is called, its page if the catalogue has one, where the copy stands, how it differs."""

    name: str
    licence: str | None
    copy: str
    url: str
    differs: str


@dataclass(frozen=True)
class TextView:
    """The answer on a licence text, and what to do with it."""

    title: str
    says: str
    todo: str
    kind: str
    matches: tuple[MatchView, ...]
    near: tuple[MatchView, ...]
    passages: tuple[Passage, ...]
    rest: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the draft: what it is about, what the card says, what the catalogue makes of it."""

    label: str
    card: str
    catalogue: str


@dataclass(frozen=True)
class Dispute:
    """One contradiction, and what applies until it is settled."""

    says: str
    why: str
    applies: str
    licence: str | None


@dataclass(frozen=True)
class CardView:
    """A card as it was read: contradictions first, then the draft; a problem is its key and what to do about it."""

    title: str
    disputes: tuple[Dispute, ...]
    rows: tuple[Row, ...]
    problems: tuple[tuple[str, str], ...]


# --- the licence text ------------------------------------------------------------------------------------------------


def text_view(answer: Recognition, catalogue: Catalogue) -> TextView:
    """Prepare the answer on a licence text."""
    names = _joined(dict.fromkeys(_name(match, catalogue) for match in answer.matches))
    title, says, todo = map(told, _SENTENCES[answer.kind])
    return TextView(
        title=title.format(names=names),
        says=says.format(names=names, words=number(answer.words)),
        todo=todo,
        kind=answer.kind,
        matches=tuple(_match(match, catalogue) for match in answer.matches),
        near=tuple(_match(match, catalogue) for match in answer.near),
        passages=tuple(_short(passage) for passage in answer.passages),
        rest=tuple(_cut(words) for words in answer.rest),
        notices=answer.notices,
    )


_SENTENCES = for_translation(
    {
        "known": (
            "This is {names}",
            "All {words} words are those of the text on file.",
            "Read what it lets you do. Check that it is meant for the weights, and not only for the code beside them.",
        ),
        "contains": (
            "{names}, and other words with it",
            "The text of {names} stands in it unchanged. The file has other words too.",
            "Read the other words: a condition added before or after a licence changes what was agreed to.",
        ),
        "changed": (
            "Not {names}, but close to it",
            "Much of the text is that of {names}. Words were changed, so it is another licence, whatever it is called.",
            (
                "Have the changed places read by a lawyer, and add it as a licence of its own. "
                "Until then, treat it as none."
            ),
        ),
        "unknown": (
            "No known licence",
            "No text on file is close enough to these {words} words to say which licence it is.",
            "Have it read by a lawyer, and add it as a licence of its own. Until then, treat it as none.",
        ),
    }
)


def _name(match: Match, catalogue: Catalogue) -> str:
    licence = called(match.sketch.licence, catalogue)
    return licence if match.sketch.document == "licence" else f"{licence} ({_DOCUMENTS[match.sketch.document]})"


def _match(match: Match, catalogue: Catalogue) -> MatchView:
    sketch = match.sketch
    known = sketch.licence in catalogue.licences
    differs = _("%(percent)s of its text is missing here; %(percent2)s of your text is not in it") % {
        "percent": percent(match.missing),
        "percent2": percent(match.added),
    }
    return MatchView(
        name=_name(match, catalogue),
        licence=sketch.licence if known else None,
        copy=f"{_DOCUMENTS[sketch.document].capitalize()}, {told(sketch.variant)}",
        url=sketch.url,
        differs=_("Unchanged") if match.exact else differs,
    )


def percent(share: float) -> str:
    """Return a share in percent with one decimal; what is there at all never reads as 0."""
    if share == 0:
        return "0 %"
    return _("less than 0.1 %") if share < 0.001 else f"{100 * share:.1f} %"


def _short(passage: Passage) -> Passage:
    return Passage(passage.before, _cut(passage.words), passage.after)


def _cut(words: str) -> str:
    """Return the first words of a long passage, and say how many follow."""
    given = words.split(" ")
    rest = len(given) - _MOST_WORDS
    return (
        words
        if rest <= 0
        else _("%(given)s … and %(rest)s words more") % {"given": " ".join(given[:_MOST_WORDS]), "rest": number(rest)}
    )


def _joined(names: Iterable[str]) -> str:
    *most, last = list(names) or [_("a known text")]
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


# --- the model card --------------------------------------------------------------------------------------------------


def card_view(card: Card, found: Iterable[Contradiction], entry: Mapping[str, Any], catalogue: Catalogue) -> CardView:
    """Prepare a card that was read; `entry` is the draft that was made of it."""
    return CardView(
        title=card.title or _("The model"),
        disputes=tuple(_dispute(one, catalogue) for one in found),
        rows=(*_rows(card, catalogue), _outcome(entry, catalogue)),
        problems=tuple((one.key, f"{told(one.problem)} {told(one.remedy)}") for one in card.problems),
    )


def _dispute(one: Contradiction, catalogue: Catalogue) -> Dispute:
    if one.code == "words":
        applies = _("Ask the publisher. This hint alone changes nothing.")
    elif one.applies is None:
        applies = _("Until the text was read, treat the model as not licensed for your use.")
    else:
        name = called(one.applies, catalogue)
        applies = _("Until this is settled, %(name)s applies: of the licences named, it leaves least freedom.") % {
            "name": name
        }
    return Dispute(told(one.says), told(one.why), applies, None if one.code == "words" else one.applies)


def _rows(card: Card, catalogue: Catalogue) -> list[Row]:
    rows = [_declared(named, catalogue) for named in card.declared]
    if not rows:
        rows = [Row(_("Licence"), _("Not declared"), _("Unknown"))]
    if card.licence_link:
        rows.append(Row(_("Where its text stands"), card.licence_link, _("Not fetched: paste that text above")))
    for base in card.bases:
        model = catalogue.models[base.model] if base.model else None
        rows.append(Row(_("Base model"), base.repository, _base(model, exact=base.exact, catalogue=catalogue)))
    if not card.bases:
        rows.append(Row(_("Base model"), _("Not declared"), _("Unknown")))
    plain = (
        (_("Relation to the base"), card.relation),
        (_("Task"), card.pipeline),
        (_("Library"), card.library),
        (_("Languages"), ", ".join(card.languages)),
    )
    return [*rows, *(Row(label, value, "") for label, value in plain if value)]


def _base(model: Model | None, *, exact: bool, catalogue: Catalogue) -> str:
    if model is None:
        return _("Not in the catalogue, so its licence is unknown")
    edition = "" if exact else _("Edition of ")
    return _("%(edition)s%(name)s, under %(called)s") % {
        "edition": edition,
        "name": model.name,
        "called": called(model.weights_licence.text.value, catalogue),
    }


def _outcome(entry: Mapping[str, Any], catalogue: Catalogue) -> Row:
    """Say which licence the draft entry gets, if it can get one."""
    if "weights_licence" not in entry:
        return Row(_("Licence in a draft entry"), "", _("Left open until it is clear which text applies"))
    return Row(_("Licence in a draft entry"), "", called(entry["weights_licence"]["text"]["value"], catalogue))


_PLACES = Spoken({"license": "Licence (tag)", "license_name": "Licence (name)", "tags": "Licence (among the tags)"})


def _declared(named: Named, catalogue: Catalogue) -> Row:
    if not named.licences:
        means = _("Not in the catalogue")
    elif len(named.licences) > 1:
        means = _("Not decided: may mean %(joined)s") % {
            "joined": _joined(called(one, catalogue) for one in named.licences)
        }
    else:
        means = called(named.licences[0], catalogue)
    return Row(_PLACES[named.at], named.words, means)
