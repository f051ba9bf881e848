"""What changed between two editions, in words: “Gemma: training on outputs, the licence text: was “…”, now “…”.”."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from catalog.knowledge.entries import Licence, Model, OpennessTest
from catalog.knowledge.facts import Reading
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS
from catalog.knowledge.sentences import for_translation
from catalog.knowledge.terms import TOPICS
from catalog.knowledge.triggers import KINDS as SUGGESTED
from catalog.knowledge.triggers import Trigger, Triggers
from catalog.knowledge.vocabulary import CLOSED
from catalog.presenters import values, words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _
from catalog.presenters.readings import BOTH

KINDS = for_translation(("Licences", "Models", "AI Act", "Guidance", "Vocabulary", "Sources"))
ADDED, REMOVED, CHANGED = for_translation(("added", "removed", "changed"))
LAW_DOCUMENTS = Spoken(
    {
        "compute": "compute", "dates": "dates", "guide": "the guide", "obligations": "obligations",
        "outcomes": "outcomes", "penalties": "penalties", "questions": "questions", "review": "points for a lawyer",
        "roles": "roles", "shape": "shape of the documents",
    }
)  # fmt: skip
# What the parts of a provision are called.
PARTS = Spoken(
    {
        "says": "words", "article": "article", "tag": "basis", "date": "day", "penalty": "penalty", "owed": "owed",
        "by": "by", "under": "under", "when": "when", "asks": "question", "flop": "compute", "share": "share",
        "before": "before", "code": "outcome", "lost": "lost with", "placed": "placed", "until": "until",
        "to": "leads to", "lower_for": "lower for", "beside": "beside", "also_for": "also for", "not_for": "not for",
        "only_for": "only for",
        "with": "with", "number": "number", "from": "from", "keys": "keys",
    }
)  # fmt: skip
SUGGESTIONS = for_translation("Words that suggest answers")


@dataclass(frozen=True)
class Change:
    """One change: the kind and name of what changed, what of it, and the change in a few words.

    `matters` is True where a verdict may depend on it, False where only the words or the day of reading changed.
    """

    kind: str
    name: str
    what: str
    says: str
    matters: bool = True

    def __str__(self) -> str:
        return f"{self.name}: {self.what}: {self.says}" if self.what else f"{self.name}: {self.says}"


def changes(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """List what changed from one edition to another, by kind and name; empty for the same edition."""
    if old.sha256 == new.sha256:
        return ()
    parts = (
        *_licences(old, new), *_models(old, new), *_law(old, new), *_guidance(old, new),
        *_vocabulary(old, new), *_suggestions(old.triggers, new.triggers), *_sources(old, new),
    )  # fmt: skip
    return tuple(sorted(parts, key=lambda it: (KINDS.index(it.kind), it.name.casefold(), it.what)))


def _entries(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    name: Callable[[Any], str],
    compare: Callable[[Any, Any], Iterator[Change]],
) -> Iterator[Change]:
    """Entries that came, went, or changed."""
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield Change(kind, name(old[key]), "", "removed")
        elif key not in old:
            yield Change(kind, name(new[key]), "", "added")
        elif old[key] != new[key]:
            yield from compare(old[key], new[key])


# --- licences ------------------------------------------------------------------------------------------------------


def _licences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    yield from _entries("Licences", old.licences, new.licences, lambda it: it.short, _licence)


def _licence(old: Licence, new: Licence) -> Iterator[Change]:
    yield from terms_changed(old, new)
    yield from _openness(new.short, old.openness, new.openness)
    heads = {
        "name": "name",
        "steward": "steward",
        "version": "version",
        "released": _("released"),
        "family": "family",
        "spdx": _("SPDX expression"),
        "osi_approved": _("OSI approval"),
        "osaid": _("Open Source AI Definition"),
        "predecessor": "predecessor",
        "successor": "successor",
        "url": "address",
        "hub_tags": _("names on model cards"),
    }
    yield from _fields("Licences", new.short, old, new, heads, matters={"family"})


def terms_changed(old: Licence, new: Licence) -> Iterator[Change]:
    """What changed in the terms from one licence to another, topic by topic: two editions, or two versions."""
    for topic in TOPICS:
        before, after = old.terms.term(topic), new.terms.term(topic)
        for name in BOTH:
            what = f"{words.TOPICS[topic].lower()}, {words.READINGS[name].lower()}"
            yield from _reading(new.short, what, before.reading(name), after.reading(name))


def _reading(name: str, what: str, old: Reading[Any] | None, new: Reading[Any] | None) -> Iterator[Change]:
    if old == new:
        return
    if old is None or new is None:
        how = _("a reading was added") if old is None else _("the reading was removed")
        said = new or old
        yield Change("Licences", name, what, f"{how}: {_told(said)}" if said else how)
    elif old.value != new.value:
        yield Change("Licences", name, what, _was_now(_told(old), _told(new)))
    elif old.says != new.says:
        yield Change("Licences", name, what, _was_now(told(old.says), told(new.says)), matters=False)
    else:
        yield from _provenance(name, what, old, new)


def _provenance(name: str, what: str, old: Reading[Any], new: Reading[Any]) -> Iterator[Change]:
    if old.confidence != new.confidence:
        how = _was_now(words.CONFIDENCE[old.confidence], words.CONFIDENCE[new.confidence])
        yield Change("Licences", name, what, how)
    if (old.source, old.clause) != (new.source, new.clause):
        yield Change("Licences", name, what, _was_now(told(old.clause), told(new.clause)), matters=False)
    if old.read_on != new.read_on:
        yield Change(
            "Licences",
            name,
            what,
            _("read again on %(read_on)s") % {"read_on": words.day(new.read_on)},
            matters=False,
        )


def _told(reading: Reading[Any]) -> str:
    """The value in words where they tell it apart, and otherwise the sentence."""
    return values.in_words(reading.value) or told(reading.says)


def _openness(name: str, old: OpennessTest, new: OpennessTest) -> Iterator[Change]:
    for condition, label in words.OPENNESS.items():
        before, after = getattr(old, condition), getattr(new, condition)
        if before.met != after.met:
            how = _was_now(words.MET[before.met], words.MET[after.met])
            yield Change("Licences", name, f"{condition}, {label.lower()}", how)


# --- models --------------------------------------------------------------------------------------------------------


def _models(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    yield from _entries("Models", old.models, new.models, lambda it: it.name, _model)


def _model(old: Model, new: Model) -> Iterator[Change]:
    for name in BOTH:
        before, after = old.weights_licence.reading(name), new.weights_licence.reading(name)
        if before is not None and after is not None and before.value != after.value:
            what = _("licence of the weights, %(name)s") % {"name": words.READINGS[name].lower()}
            yield Change("Models", new.name, what, _was_now(before.value, after.value))
        elif (before is None) != (after is None):
            how = _("a reading was added") if before is None else _("the reading was removed")
            yield Change(
                "Models",
                new.name,
                _("licence of the weights, %(name)s") % {"name": words.READINGS[name].lower()},
                how,
            )
    before_flop, after_flop = (words.flop(it.compute.flop) if it.compute else _("unknown") for it in (old, new))
    if before_flop != after_flop:
        yield Change("Models", new.name, _("training compute"), _was_now(before_flop, after_flop))
    heads = {
        "revision": _("revision"),
        "hf_repo": _("repository"),
        "vendor": _("vendor"),
        "released": _("released"),
        "base_models": _("base models"),
        "code_licence": _("licence of the code"),
        "output_licence": _("licence of the outputs"),
        "image_input": _("image input"),
        "osaid": _("Open Source AI Definition"),
        "training_summary_public": _("summary of the training data"),
        "eu_notes": _("notes on the AI Act"),
        "aliases": _("other names"),
    }
    yield from _fields("Models", new.name, old, new, heads, matters={"vendor", "base_models", "image_input"})


# --- law and the rest ----------------------------------------------------------------------------------------------


def _law(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Changes of the law data: each document is a mapping by the ids and codes that the law's rules use."""
    for document in sorted(old.law_documents.keys() | new.law_documents.keys()):
        before, after = old.law_documents.get(document) or {}, new.law_documents.get(document) or {}
        yield from _entries("AI Act", _named(document, before), _named(document, after), _key, _provision)


def _named(document: str, provisions: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    return {key: (f"{LAW_DOCUMENTS.get(document, document)}, {key}", value) for key, value in provisions.items()}


def _key(provision: tuple[str, Any]) -> str:
    return provision[0]


def _provision(old: tuple[str, Any], new: tuple[str, Any]) -> Iterator[Change]:
    (name, before), after = old, new[1]
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        yield Change("AI Act", name, "", _was_now(_plain(before), _plain(after)))
        return
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield Change("AI Act", name, PARTS.get(key, key), _was_now(_plain(before.get(key)), _plain(after.get(key))))


def _guidance(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for what in GUIDE_FOLDERS:
        held = (getattr(old, what), getattr(new, what))
        yield from _entries("Guidance", *held, lambda it: it.title, lambda _, it: _changed("Guidance", it.title))
    for what in GUIDE_FILES:
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            yield Change("Guidance", (after or before).title, "", _came_or_went(before, after))


def _sources(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    held = (old.sources, new.sources)
    yield from _entries("Sources", *held, lambda it: it.title, lambda _, it: _changed("Sources", it.title))


def _changed(kind: str, name: str) -> Iterator[Change]:
    yield Change(kind, name, "", CHANGED, matters=kind != "Sources")


def _vocabulary(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Words of the closed lists, and what people read for them; the words themselves are the contract's."""
    for name in CLOSED:
        before, after = getattr(old.vocabulary, name), getattr(new.vocabulary, name)
        for word in sorted(before.keys() | after.keys()):
            if before.get(word) != after.get(word):
                how = _came_or_went(before.get(word), after.get(word))
                yield Change("Vocabulary", word, name, how, matters=how != CHANGED)


def _suggestions(old: Triggers | None, new: Triggers | None) -> Iterator[Change]:
    """The words that suggest an answer. No verdict depends on them: a person confirms each answer."""
    if old is None or new is None:
        if old != new:
            yield Change("Vocabulary", told(SUGGESTIONS), "", _came_or_went(old, new), matters=False)
        return
    for kind in SUGGESTED:
        before, after = old.of(kind), new.of(kind)
        for word in sorted(before.keys() | after.keys()):
            if before.get(word) != after.get(word):
                how = _phrases(before.get(word, ()), after.get(word, ()))
                yield Change("Vocabulary", told(SUGGESTIONS), f"{kind}, {word}", how, matters=False)
    if old.negation != new.negation:
        yield Change("Vocabulary", told(SUGGESTIONS), _("what negates them"), CHANGED, matters=False)


def _phrases(old: tuple[Trigger, ...], new: tuple[Trigger, ...]) -> str:
    """Which phrases came and went; where the same ones are only put together otherwise, that they changed."""
    before, after = ({phrase for trigger in part for phrase in trigger.phrases()} for part in (old, new))
    moved = {_("also"): after - before, _("no longer"): before - after}
    parts = [f"{how} {', '.join(f'“{it}”' for it in sorted(phrases))}" for how, phrases in moved.items() if phrases]
    return "; ".join(parts) or CHANGED


def _came_or_went(before: object, after: object) -> str:
    return ADDED if before is None else REMOVED if after is None else CHANGED


def _fields(
    kind: str, name: str, old: BaseModel, new: BaseModel, labels: Mapping[str, str], *, matters: set[str]
) -> Iterator[Change]:
    for field, label in labels.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(kind, name, label, _was_now(_plain(before), _plain(after)), matters=field in matters)


def _plain(value: Any) -> str:
    """A value of the data as text. A code stays what it is; a sentence of the catalogue is told."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{PARTS.get(key, key)}: {_plain(part)}" for key, part in sorted(value.items())) or _("none")
    if isinstance(value, tuple | list):
        return ", ".join(map(_plain, value)) or _("none")
    return _("none") if value in (None, "") else told(str(value))


def _was_now(before: str, after: str) -> str:
    return _("was “%(before)s”, now “%(after)s”") % {"before": before, "after": after}
