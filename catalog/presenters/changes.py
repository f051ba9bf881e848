"""What changed between two editions, in words: “Gemma: training on outputs, the licence text: was “…”, now “…”.”."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from catalog.knowledge.entries import Licence, Model, OpennessTest
from catalog.knowledge.facts import Reading
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS
from catalog.knowledge.terms import TOPICS
from catalog.knowledge.triggers import KINDS as SUGGESTED
from catalog.knowledge.triggers import Trigger, Triggers
from catalog.knowledge.vocabulary import CLOSED
from catalog.presenters import values, words
from catalog.presenters.change_words import (
    CODES,
    HOW,
    KINDS,
    LAW_DOCUMENTS,
    LICENCE_PARTS,
    LISTS,
    MODEL_PARTS,
    PARTS,
    How,
)
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told, within
from catalog.presenters.readings import BOTH


@dataclass(frozen=True)
class Change:
    """One change, in the reader's language: the kind and name of what changed, what of it, and how in a few words.

    `matters` is True where a verdict may depend on it, False where only the words or the day of reading changed.
    `how` is the code of a change that says no more than that something was added, removed or changed.
    """

    kind: str
    name: str
    what: str
    says: str
    matters: bool = True
    how: How | None = None

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
    order = list(KINDS)
    return tuple(sorted(parts, key=lambda it: (order.index(it.kind), it.name.casefold(), it.what)))


def _entries(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    name: Callable[[Any], str],
    compare: Callable[[Any, Any], Iterable[Change]],
) -> Iterator[Change]:
    """Entries that came, went, or changed."""
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield _whole(kind, name(old[key]), "removed")
        elif key not in old:
            yield _whole(kind, name(new[key]), "added")
        elif old[key] != new[key]:
            yield from compare(old[key], new[key])


def _whole(kind: str, name: str, how: How, what: str = "", *, matters: bool = True) -> Change:
    return Change(kind, name, what, HOW[how], matters, how)


# --- licences ------------------------------------------------------------------------------------------------------


def _licences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    yield from _entries("Licences", old.licences, new.licences, lambda it: it.short, _licence)


def _licence(old: Licence, new: Licence) -> Iterator[Change]:
    yield from terms_changed(old, new)
    yield from _openness(new.short, old.openness, new.openness)
    yield from _fields("Licences", new.short, old, new, LICENCE_PARTS, matters={"family"})


def terms_changed(old: Licence, new: Licence) -> Iterator[Change]:
    """What changed in the terms from one licence to another, topic by topic: two editions, or two versions."""
    for topic in TOPICS:
        before, after = old.terms.term(topic), new.terms.term(topic)
        for name in BOTH:
            what = f"{within(words.TOPICS[topic])}, {within(words.READINGS[name])}"
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
    return values.of_reading(reading) or told(reading.says)


def _openness(name: str, old: OpennessTest, new: OpennessTest) -> Iterator[Change]:
    for condition, label in words.OPENNESS.items():
        before, after = getattr(old, condition), getattr(new, condition)
        if before.met != after.met:
            how = _was_now(words.MET[before.met], words.MET[after.met])
            yield Change("Licences", name, f"{condition}, {within(label)}", how)


# --- models --------------------------------------------------------------------------------------------------------


def _models(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    yield from _entries("Models", old.models, new.models, lambda it: it.name, _model)


def _model(old: Model, new: Model) -> Iterator[Change]:
    for name in BOTH:
        before, after = old.weights_licence.reading(name), new.weights_licence.reading(name)
        if before is not None and after is not None and before.value != after.value:
            what = _("licence of the weights, %(name)s") % {"name": within(words.READINGS[name])}
            yield Change("Models", new.name, what, _was_now(before.value, after.value))
        elif (before is None) != (after is None):
            how = _("a reading was added") if before is None else _("the reading was removed")
            yield Change(
                "Models",
                new.name,
                _("licence of the weights, %(name)s") % {"name": within(words.READINGS[name])},
                how,
            )
    before_flop, after_flop = (words.flop(it.compute.flop) if it.compute else _("unknown") for it in (old, new))
    if before_flop != after_flop:
        yield Change("Models", new.name, _("training compute"), _was_now(before_flop, after_flop))
    yield from _fields("Models", new.name, old, new, MODEL_PARTS, matters={"vendor", "base_models", "image_input"})


# --- law and the rest ----------------------------------------------------------------------------------------------


def _law(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Changes of the law data: each document is a mapping by the ids and codes that the law's rules use."""
    for document in sorted(old.law_documents.keys() | new.law_documents.keys()):
        before, after = old.law_documents.get(document) or {}, new.law_documents.get(document) or {}
        yield from _entries("AI Act", _named(document, before), _named(document, after), _key, _provision)


def _named(document: str, provisions: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    return {key: (f"{LAW_DOCUMENTS.get(document, document)}, {_word(key)}", value) for key, value in provisions.items()}


def _key(provision: tuple[str, Any]) -> str:
    return provision[0]


def _provision(old: tuple[str, Any], new: tuple[str, Any]) -> Iterator[Change]:
    (name, before), after = old, new[1]
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        yield Change("AI Act", name, "", _was_now(_plain(before), _plain(after)))
        return
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield Change("AI Act", name, _part(key), _was_now(_plain(before.get(key)), _plain(after.get(key))))


def _guidance(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for what in GUIDE_FOLDERS:
        held = (getattr(old, what), getattr(new, what))
        yield from _entries("Guidance", *held, _title, lambda _, it: [_whole("Guidance", _title(it), "changed")])
    for what in GUIDE_FILES:
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            yield _whole("Guidance", _title(after or before), _came_or_went(before, after))


def _title(entry: Any) -> str:
    return told(entry.title)


def _sources(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The title of a source is that of a publication, which nobody translates."""
    held = (old.sources, new.sources)
    yield from _entries(
        "Sources", *held, lambda it: it.title, lambda _, it: [_whole("Sources", it.title, "changed", matters=False)]
    )


def _vocabulary(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Words of the closed lists, and what people read for them; the words themselves are the contract's."""
    for name in CLOSED:
        before, after = getattr(old.vocabulary, name), getattr(new.vocabulary, name)
        for word in sorted(before.keys() | after.keys()):
            if before.get(word) != after.get(word):
                how = _came_or_went(before.get(word), after.get(word))
                yield _whole("Vocabulary", word, how, LISTS[name], matters=how != "changed")


def _suggestions(old: Triggers | None, new: Triggers | None) -> Iterator[Change]:
    """The words that suggest an answer. No verdict depends on them: a person confirms each answer."""
    name = _("Words that suggest answers")
    if old is None or new is None:
        if old != new:
            yield _whole("Vocabulary", name, _came_or_went(old, new), matters=False)
        return
    for kind in SUGGESTED:
        before, after = old.of(kind), new.of(kind)
        for word in sorted(before.keys() | after.keys()):
            if before.get(word) != after.get(word):
                how = _phrases(before.get(word, ()), after.get(word, ()))
                yield Change("Vocabulary", name, f"{LISTS.get(kind, kind)}, {word}", how, matters=False)
    if old.negation != new.negation:
        yield _whole("Vocabulary", name, "changed", _("what negates them"), matters=False)


def _phrases(old: tuple[Trigger, ...], new: tuple[Trigger, ...]) -> str:
    """Which phrases came and went; where the same ones are only put together otherwise, that they changed."""
    before, after = ({phrase for trigger in part for phrase in trigger.phrases()} for part in (old, new))
    parts = []
    if came := after - before:
        parts.append(_("also %(phrases)s") % {"phrases": _quoted(came)})
    if went := before - after:
        parts.append(_("no longer %(phrases)s") % {"phrases": _quoted(went)})
    return "; ".join(parts) or HOW["changed"]


def _quoted(phrases: Iterable[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in sorted(phrases))


def _came_or_went(before: object, after: object) -> How:
    return "added" if before is None else "removed" if after is None else "changed"


def _fields(
    kind: str, name: str, old: BaseModel, new: BaseModel, labels: Mapping[str, str], *, matters: set[str]
) -> Iterator[Change]:
    for field, label in labels.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(kind, name, label, _was_now(_plain(before), _plain(after)), matters=field in matters)


def _plain(value: Any) -> str:
    """A value of the data as text: words and sentences are told, any other code stays what it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{_part(key)}: {_plain(part)}" for key, part in sorted(value.items())) or _("none")
    if isinstance(value, tuple | list):
        return ", ".join(map(_plain, value)) or _("none")
    return _("none") if value in (None, "") else _word(str(value))


def _part(key: str) -> str:
    return PARTS.get(key) or _word(key)


def _word(text: str) -> str:
    return CODES.get(text) or told(text)


def _was_now(before: str, after: str) -> str:
    return _("was “%(before)s”, now “%(after)s”") % {"before": before, "after": after}
