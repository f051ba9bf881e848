"""The declared use against each licence's own list of uses: what it forbids, limits, leaves free, or cannot say yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.engine import answers as facts_documents
from catalog.engine.answers import Use
from catalog.engine.evaluate import known
from catalog.engine.rules.uses import POINTERS, concerns, holds
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Reading, ReadingName
from catalog.knowledge.terms import Restriction, Restrictions
from catalog.knowledge.vocabulary import Vocabulary
from catalog.presenters.language import told
from catalog.presenters.words import clause_words, condition, sentence
from wizard.models import Assessment
from wizard.phases.context import READINGS, Context
from wizard.presenters.standing import Standing

PROHIBITED, LIMITED, OPEN, FREE = "prohibited", "limited", "open", "free"
SHAPES = {PROHIBITED: "blocked", LIMITED: "conditions", OPEN: "undecided"}


@dataclass(frozen=True)
class UseEntry:
    """One item of a list as it bears on the declared use. `because` names the part of the use, or the open answer."""

    item: str
    says: str
    effect: str
    css: str
    because: str
    remedy: str


@dataclass(frozen=True)
class UseList:
    """One licence's list: what bears on the use, most serious first, and the items that do not."""

    id: str
    licence: str
    models: str
    says: str
    entries: tuple[UseEntry, ...]
    free: tuple[UseEntry, ...]
    place: str
    href: str
    reading: str


@dataclass(frozen=True)
class UseLists:
    """The lists of the candidates' licences, and the candidates without any. `declared` is false before an answer."""

    lists: tuple[UseList, ...]
    without: str
    declared: bool


def use_lists(_assessment: Assessment, stand: Standing) -> UseLists:
    """Hold the use against every list that may bind a candidate, by the text and, where it has one, by the guide."""
    context, use = stand.context, _use(stand)
    lists = tuple(
        _list(licence, name, reading, use, context)
        for licence in context.texts
        for name in READINGS
        if (reading := _read(licence, name)) is not None
    )
    listed_by = {model.id for licence in context.texts if _any(licence) for model in context.models_under(licence.id)}
    without = ", ".join(model.name for model in context.models if model.id not in listed_by)
    return UseLists(lists, without, declared=use.domains is not None or use.activities is not None)


def _use(stand: Standing) -> Use:
    return facts_documents.read(stand.facts, known(stand.context.catalogue), stand.context.today).use


def _read(licence: Licence, name: ReadingName) -> Reading[Restrictions] | None:
    """A reading that has items; the guide's only where it says something else than the text."""
    term = licence.terms.use_restrictions
    reading = term.reading(name)
    if reading is None or not reading.value.items or (name == "guide" and not term.disputed):
        return None
    return reading


def _any(licence: Licence) -> bool:
    return any(_read(licence, name) for name in READINGS)


def _list(licence: Licence, name: ReadingName, reading: Reading[Any], use: Use, context: Context) -> UseList:
    words = context.catalogue.vocabulary
    entries = [_entry(item, use, words) for item in reading.value.items]
    bearing = sorted((it for it in entries if it.css), key=lambda it: list(SHAPES.values()).index(it.css))
    return UseList(
        id=f"{licence.id}-{name}",
        licence=licence.short,
        models=", ".join(model.name for model in context.models_under(licence.id)),
        says=_says(entries),
        entries=tuple(bearing),
        free=tuple(it for it in entries if not it.css),
        place=clause_words(reading.clause),
        href=str(context.catalogue.sources[reading.source].url),
        reading=_("as the guide reads it") if name == "guide" else "",
    )


def _entry(item: Restriction, use: Use, words: Vocabulary) -> UseEntry:
    answer = concerns(item, use)
    effect = item.effect if answer else FREE if answer is False else OPEN
    return UseEntry(
        item=item.item,
        says=told(item.says),
        effect=_effects()[effect],
        css=SHAPES.get(effect, ""),
        because=_because(item, use, words, answer),
        remedy=told(item.remedy) if answer and item.remedy else "",
    )


def _effects() -> dict[str, str]:
    return {
        PROHIBITED: _("Prohibited"),
        LIMITED: _("Limited"),
        OPEN: _("Depends on an open answer"),
        FREE: _("Does not concern you"),
    }


def _because(item: Restriction, use: Use, words: Vocabulary, answer: bool | None) -> str:
    """The conditions that hold; for an open item those that could, in the labels of the questions above."""
    met = [it for it in item.when if (holds(it, use) is True if answer else holds(it, use) is None)]
    if answer is False or not met:
        return ""
    named = "; ".join(dict.fromkeys(_named(it, use, words) if answer else condition(it, words) for it in met))
    return sentence(named)


def _named(it: Any, use: Use, words: Vocabulary) -> str:
    """A condition that holds, cut down to what was declared."""
    cut = {name: tuple(each for each in getattr(it, name) if each in (getattr(use, name) or ())) for name in LISTS}
    return condition(it.model_copy(update=cut), words)


LISTS = tuple(name for name in POINTERS if name in ("domains", "activities", "delivery"))


def _says(entries: Iterable[UseEntry]) -> str:
    """How many items bear on the use, in one sentence."""
    counts = dict.fromkeys((*SHAPES.values(), ""), 0)
    for entry in entries:
        counts[entry.css] += 1
    blocked, limited, open_ = (counts[css] for css in SHAPES.values())
    parts = [
        ngettext("%(count)s forbids your use", "%(count)s forbid your use", blocked) % {"count": blocked},
        ngettext("%(count)s limits it", "%(count)s limit it", limited) % {"count": limited},
        ngettext("%(count)s depends on an open answer", "%(count)s depend on an open answer", open_) % {"count": open_},
    ]
    bearing = [part for part, count in zip(parts, (blocked, limited, open_), strict=True) if count]
    told = ", ".join(bearing) or _("none concerns your use")
    total = sum(counts.values())
    return ngettext("Of %(count)s item: %(told)s.", "Of %(count)s items: %(told)s.", total) % {
        "count": total,
        "told": told,
    }
