"""What if an answer were another: the assessment beside up to three copies of it, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.engine.law import Law
from catalog.presenters import language
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.words import listed
from wizard.models import Assessment
from wizard.phases import ITEMS
from wizard.phases.assemble import Given, Walk, document, walk
from wizard.phases.changes import Change, changed, field_of, offered
from wizard.phases.item import ItemForm
from wizard.phases.places import item_for
from wizard.presenters.findings import Words, unique
from wizard.presenters.panel import meters, open_words
from wizard.presenters.repairs import told_changes
from wizard.presenters.standing import Standing, evaluated
from wizard.process.refusal import Refused

NAMES = ("a", "b", "c")
"""The copies, as an address names them."""
MOST_CHANGES = 4
COUNTRY = "/organisation/country"
ALWAYS = (
    "/use/delivery",
    "/use/commercial",
    "/use/markets",
    COUNTRY,
    "/outputs/train",
    "/outputs/distils",
    "/adaptation/fine_tunes",
    "/adaptation/publishes_weights",
)
"""The answers that tell most licences apart; they are on offer whatever was found."""

Copies = Mapping[str, Sequence[Change]]
Told = dict[str, list[str]]
Tell = Callable[[Mapping[str, Any]], Told]


@dataclass(frozen=True)
class ChangeView:
    """One changed answer of a copy: in words, as it is sent, and the address of the page without it."""

    words: str
    key: str
    without: str


@dataclass(frozen=True)
class MoveView:
    """One candidate whose verdict differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class CopyView:
    """One copy: its changes, and what differs from the assessment as it is; `same` says that nothing does."""

    name: str
    number: int
    changes: tuple[ChangeView, ...]
    refused: str
    moves: tuple[MoveView, ...]
    differences: tuple[tuple[str, tuple[str, ...]], ...]
    keep_href: str

    @property
    def same(self) -> bool:
        """Whether verdicts, findings, duties, limits and the Act stay as they are."""
        return not self.moves and not self.differences and not self.refused


@dataclass(frozen=True)
class OfferedView:
    """The other answers to one question, each with the change that it makes."""

    question: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WhatIfView:
    """The page: the verdicts as they are, the copies, and the answers on offer; seats stand apart, as they are many."""

    verdicts: tuple[tuple[str, str], ...]
    open_words: str
    copies: tuple[CopyView, ...]
    offers: tuple[OfferedView, ...]
    seats: OfferedView | None
    free: str
    targets: tuple[tuple[str, int], ...]


def what_if(assessment: Assessment, stand: Standing, given: Mapping[str, Given], copies: Copies) -> WhatIfView:
    """Replay the stored answers with each copy’s changes in them, and tell the differences."""
    words = Words(stand.context.catalogue, assessment.reference)
    made = [_Made.of(name, changes, stand, given) for name, changes in copies.items() if changes]
    walks = [stand.walk, *(one.walk for one in made if one.walk)]
    offers = list(_offers(stand, walks))
    free = next((name for name in NAMES if not copies.get(name)), "")
    return WhatIfView(
        verdicts=tuple((words.model(model["model"]), model["verdict"]) for model in stand.evaluation["models"]),
        open_words=open_words(len(stand.evaluation["open_questions"])),
        copies=tuple(_copy(one, stand, words, copies) for one in made),
        offers=tuple(offer for at, offer in offers if at != COUNTRY),
        seats=next((offer for at, offer in offers if at == COUNTRY), None),
        free=free,
        targets=tuple((one.name, NAMES.index(one.name) + 1) for one in made if len(one.changes) < MOST_CHANGES),
    )


def address(reference: str, copies: Copies) -> str:
    """The address of the page with some copies on it."""
    sent = [(name, change.key) for name in NAMES for change in copies.get(name, ())]
    return reverse("wizard:what_if", args=[reference]) + (f"?{urlencode(sent)}" if sent else "")


@dataclass(frozen=True)
class _Made:
    """A copy put to the test; `refused` says why it could not be."""

    name: str
    changes: Sequence[Change]
    words: tuple[str, ...]
    walk: Walk | None
    evaluation: Mapping[str, Any]
    refused: str = ""

    @classmethod
    def of(cls, name: str, changes: Sequence[Change], stand: Standing, given: Mapping[str, Given]) -> _Made:
        try:
            words = told_changes(changes, stand.walk)
            walked = walk(changed(given, changes, stand.walk), stand.context)
        except Refused as refused:
            return cls(name, changes, tuple(change.key for change in changes), None, stand.evaluation, refused.sentence)
        facts = document(walked.facts, stand.context, as_of=stand.context.today)
        return cls(name, changes, words, walked, evaluated(facts, stand.context))


def _copy(made: _Made, stand: Standing, words: Words, copies: Copies) -> CopyView:
    before, after = stand.evaluation, made.evaluation
    keys = [change.key for change in made.changes]
    copy = reverse("wizard:copy", args=[words.reference])
    return CopyView(
        name=made.name,
        number=NAMES.index(made.name) + 1,
        changes=tuple(
            ChangeView(told, change.key, address(words.reference, _without(copies, made.name, change)))
            for told, change in zip(made.words, made.changes, strict=True)
        ),
        refused=language.told(made.refused),
        moves=tuple(_moves(before, after, words)),
        differences=tuple(_differences(before, after, words, stand.context.law)),
        keep_href=f"{copy}?{urlencode([('change', key) for key in keys])}",
    )


def _without(copies: Copies, name: str, gone: Change) -> Copies:
    return {**copies, name: [change for change in copies[name] if change != gone]}


def _moves(before: Mapping[str, Any], after: Mapping[str, Any], words: Words) -> Iterator[MoveView]:
    now = {model["model"]: model["verdict"] for model in after["models"]}
    for model in before["models"]:
        if now[model["model"]] != model["verdict"]:
            yield MoveView(words.model(model["model"]), model["verdict"], now[model["model"]])


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], words: Words, law: Law
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What falls away and what comes in, kind by kind; kinds without a difference are left out."""
    for gone_title, come_title, tell in _kinds(words, law):
        old, new = tell(before), tell(after)
        for title, one, other in ((gone_title, old, new), (come_title, new, old)):
            if lines := tuple(_less(one, other)):
                yield title, lines


def _kinds(words: Words, law: Law) -> tuple[tuple[str, str, Tell], ...]:
    """What can differ: how it is called where it falls away and where it comes in, and how it is told."""

    def limits(evaluation: Mapping[str, Any]) -> Told:
        return {f"{room.label}. {room.note}": [] for room in meters(evaluation["models"], words)}

    def outcomes(evaluation: Mapping[str, Any]) -> Told:
        return {outcome_words(code, law): [] for code in evaluation["eu_ai_act"]["outcomes"]}

    def owed(evaluation: Mapping[str, Any]) -> Told:
        return {language.told(duty["says"]): [] for duty in evaluation["eu_ai_act"]["obligations"]}

    def open_(evaluation: Mapping[str, Any]) -> Told:
        return {language.told(question["asks"]): [] for question in evaluation["open_questions"]}

    return (
        (_("No longer found"), _("Newly found"), lambda one: _found(one, words)),
        (_("Licence duties that fall away"), _("New licence duties"), lambda one: _duties(one, words)),
        (_("Limits as they are"), _("Limits then"), limits),
        (_("AI Act: no longer follows"), _("AI Act: newly follows"), outcomes),
        (_("AI Act: duties that fall away"), _("AI Act: new duties"), owed),
        (_("No longer open"), _("Newly open"), open_),
    )


def _less(told: Told, other: Told) -> Iterator[str]:
    """What is told here and not there. A statement on some models names those that the other does not name."""
    for says, models in told.items():
        if says not in other:
            yield f"{says} ({listed(models)})" if models else says
        elif left := [model for model in models if model not in other[says]]:
            yield f"{says} ({listed(left)})"


def _found(evaluation: Mapping[str, Any], words: Words) -> Told:
    """What was found for each model; open questions, duties and the Act have lists of their own."""
    wanted = ("blocker", "caution")
    return _by_models(
        (language.told(finding["says"]), words.model(model["model"]))
        for model in evaluation["models"]
        for finding in model["findings"]
        if finding["severity"] in wanted and not finding["code"].startswith("eu.")
    )


def _duties(evaluation: Mapping[str, Any], words: Words) -> Told:
    return _by_models(
        (language.told(duty["says"]), words.model(model["model"]))
        for model in evaluation["models"]
        for duty in model["obligations"]
    )


def _by_models(pairs: Iterable[tuple[str, str]]) -> Told:
    told: Told = {}
    for says, model in pairs:
        if model not in told.setdefault(says, []):
            told[says].append(model)
    return told


def _offers(stand: Standing, walks: Sequence[Walk]) -> Iterator[tuple[str, OfferedView]]:
    """Questions whose answers matter, in the order of the checklist, with every other answer that a walk offers."""
    matter = unique(_that_matter(stand.evaluation))
    for item in ITEMS:
        turns = [one.asked[item] for one in walks if one.asked[item].applies]
        here = [at for at in matter if item_for(at) == item]
        for at, name in _in_order(here, [turn.form for turn in turns]):
            shown = [turn.form for turn in turns if name in turn.form.fields]
            choices = {change.key: words for form in shown for change, words in offered(at, form)}
            if choices:
                yield at, OfferedView(str(shown[0].fields[name].label), tuple(choices.items()))


def _in_order(pointers: Iterable[str], forms: Sequence[ItemForm]) -> list[tuple[str, str]]:
    """The pointers that some form asks for, with the names of their questions, as the form puts them."""
    found = {at: name for form in forms for at in pointers if (name := field_of(at, form)) is not None}
    order = {name: place for form in forms for place, name in enumerate(form.fields)}
    return sorted(found.items(), key=lambda one: order[one[1]])


def _that_matter(evaluation: Mapping[str, Any]) -> Iterator[str]:
    """The pointers on which verdicts rest, could rest, or would change."""
    yield from ALWAYS
    for model in evaluation["models"]:
        for finding in model["findings"]:
            if finding["severity"] != "info":
                yield from finding["because"]
        yield from (change["at"] for repair in model["repairs"] for change in repair)
    yield from (question["at"] for question in evaluation["open_questions"])
