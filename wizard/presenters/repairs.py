"""What would lift a block: each repair in words, with the changed answers by which it can be applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.engine.questions import asks
from catalog.knowledge.places import COUNTRIES, EU
from catalog.presenters.language import told as say
from catalog.presenters.words import listed
from wizard.phases.assemble import Walk
from wizard.phases.changes import Change, field_of, from_repair, told
from wizard.phases.item import ItemForm
from wizard.phases.use import TRAINING
from wizard.presenters.findings import Words
from wizard.process.refusal import Refused


@dataclass(frozen=True)
class RepairView:
    """One repair: what to change, in words, and the changes as a form sends them; none where no form asks for them.

    `id` names its button, so that the focus finds it again after a swap.
    """

    id: str
    says: str
    keys: tuple[str, ...]


def repair_views(model: Mapping[str, Any], words: Words, walk: Walk | None = None) -> tuple[RepairView, ...]:
    """The repairs of one model of an evaluation. Without a walk through the answers they are only told."""
    return tuple(
        RepairView(
            id=f"repair-{model['model']}-{place}",
            says=listed(change_words(change, words) for change in repair),
            keys=_keys(repair, walk) if walk else (),
        )
        for place, repair in enumerate(model["repairs"], start=1)
    )


def change_words(change: Mapping[str, Any], words: Words) -> str:
    """One change of an answer: the question, and what would have to be answered."""
    before, after = change["from"], change["to"]
    named = _names(words)
    if isinstance(after, list):
        gone = listed(f"“{named.get(word, word)}”" for word in sorted(set(before or ()) - set(after)))
        return _("leave out %(words)s") % {"words": gone}
    answers = {**named, **dict(TRAINING)}
    known = say(str(answers.get(after, after)))
    answer = {True: _("yes"), False: _("no")}[after] if isinstance(after, bool) else known
    return _("answer “%(question)s” with “%(answer)s”") % {"question": say(asks(change["at"])), "answer": answer}


def told_changes(changes: Iterable[Change], walk: Walk) -> tuple[str, ...]:
    """Changes in the words of the forms. Raises Refused for one that no form of this walk asks for."""
    return tuple(told(change, _whole_form(change, walk)) for change in changes)


def _whole_form(change: Change, walk: Walk) -> ItemForm:
    """The form of the item that asks, with every question it may ask."""
    if change.item is None:
        raise Refused(_("This change belongs to no question: open the item and answer it there."))
    turn = walk.asked[change.item]
    return turn.item.form(context=turn.form.context, stored=turn.form.kept, every=True)


def _names(words: Words) -> Mapping[str, str]:
    """The words of the closed lists, places, practices and licences, by the names that facts use."""
    known = words.catalogue.vocabulary
    labels = {**known.domains, **known.activities, **known.delivery, **known.modalities}
    practices = words.catalogue.law_documents["questions"]["P"]["options"]
    return {
        **{name: licence.short for name, licence in words.catalogue.licences.items()},
        **COUNTRIES,
        EU: _("European Union"),
        **{code: option["says"].rstrip(".") for code, option in practices.items()},
        **{name: word.label for name, word in labels.items()},
    }


def _keys(repair: Sequence[Mapping[str, Any]], walk: Walk) -> tuple[str, ...]:
    """All changes of a repair, if each is the answer to a question that is asked now."""
    changes = [from_repair(change) for change in repair]
    return tuple(change.key for change in changes) if all(_is_asked(change, walk) for change in changes) else ()


def _is_asked(change: Change, walk: Walk) -> bool:
    asked = walk.asked.get(change.item or "")
    return asked is not None and asked.applies and field_of(change.at, asked.form) is not None
