"""One changed answer, named by the fact that it states: from “/outputs/distils:no” back to what its item keeps.

Repairs and what-if copies speak of facts, items keep what was typed. A change names the pointer of a fact and the
answer as the form offers it; for a list of answers it names the words that come (+) and those that go (-), so that it
means the same beside whatever else is ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from wizard.phases import ITEMS
from wizard.phases.assemble import Given, Walk
from wizard.phases.choices import NONE, UNKNOWN, Choice, Several, listed
from wizard.phases.fields import Question, Text
from wizard.phases.item import ItemForm
from wizard.phases.places import item_for
from wizard.process.refusal import Refused

DELIVERY, MARKETS = "/use/delivery", "/use/markets"
VENDOR_API, WEIGHTS, CODE = "vendor-api", "weights", "code"
OTHER_MARKETS = "other_markets"
_COMES, _GOES = "+", "-"


@dataclass(frozen=True)
class Change:
    """Another answer to one question. `at` is the pointer of its fact, `answer` what is answered instead."""

    at: str
    answer: str

    @property
    def key(self) -> str:
        """The change as a form or an address carries it."""
        return f"{self.at}:{self.answer}"

    @property
    def item(self) -> str | None:
        """The item that asks the question; None where no item does."""
        return item_for(self.at)

    @property
    def is_single(self) -> bool:
        """Whether it is the whole answer to its question, rather than words of a list."""
        return not (self.words(_COMES) or self.words(_GOES))

    def words(self, sign: str) -> tuple[str, ...]:
        """Of a list of answers: the words that come (+), or that go (-)."""
        return tuple(part[1:] for part in self.answer.split(",") if part[:1] == sign and part[1:])


def change_of(key: str) -> Change | None:
    """Read what a form or an address carries; None for what no page of ours sends."""
    at, _colon, answer = key.partition(":")
    change = Change(at, answer)
    return change if answer and len(key) <= 500 and change.item else None


def from_repair(repair: Mapping[str, Any]) -> Change:
    """Take one change of a repair, as the contract tells it, for the answer that makes it."""
    before, after = repair["from"], repair["to"]
    if isinstance(after, list):
        gone = [_GOES + word for word in sorted(set(before or ()) - set(after))]
        come = [_COMES + word for word in sorted(set(after) - set(before or ()))]
        return Change(repair["at"], ",".join([*gone, *come]))
    answer = {True: "yes", False: "no"}[after] if isinstance(after, bool) else str(after)
    return Change(repair["at"], answer)


def field_of(at: str, form: ItemForm) -> str | None:
    """The name of the question in a form that states a fact; None where the form does not ask it."""
    if at == DELIVERY:
        return "delivery" if "delivery" in form.fields else None
    return next((name for name, field in form.fields.items() if getattr(field, "at", "") == at), None)


def changed(answers: Mapping[str, Given], changes: Iterable[Change], walked: Walk) -> dict[str, Given]:
    """Return the stored answers with some changed; an item that was left open is answered by it.

    Raises Refused for a change that its item does not offer.
    """
    result = dict(answers)
    for change in changes:
        item = change.item or ""
        if item not in ITEMS:
            raise _unfit()
        given = result.get(item, Given({}))
        form = ITEMS[item].form(context=walked.asked[item].form.context, stored=given.data, every=True)
        result[item] = replace(given, data=_answered(given.data, change, form), unknown=False)
    return result


def told(change: Change, form: ItemForm) -> str:
    """The change as a sentence: the question in the form’s words, and its other answer."""
    name = field_of(change.at, form)
    if name is None:
        raise _unfit()
    field = form.question(name)
    if not isinstance(field, Several):
        return f"{field.label} {field.words(change.answer)}"
    gone, come = (listed(_short(field.words([word])) for word in change.words(sign)) for sign in (_GOES, _COMES))
    parts = (
        _("without %(words)s") % {"words": gone} if gone else "",
        _("with %(words)s") % {"words": come} if come else "",
    )
    return f"{field.label} {', '.join(part for part in parts if part)}"


def offered(at: str, form: ItemForm) -> Iterator[tuple[Change, str]]:
    """The other answers that a question offers, each with its label; none for a question that is not asked now."""
    name = field_of(at, form)
    if name is None:
        return
    field, given = form.question(name), form.values.get(name)
    if isinstance(field, Several):
        kept = {*(given or ())} - {NONE, UNKNOWN}
        for word, label in _choices(field):
            if word in kept:
                yield Change(at, _GOES + word), _("without %(words)s") % {"words": _short(label)}
            elif word not in field.alone:
                yield Change(at, _COMES + word), _("with %(words)s") % {"words": _short(label)}
    elif isinstance(field, Choice):
        for word, label in _choices(field):
            if word not in ("", UNKNOWN, given):
                yield Change(at, word), label


def _answered(data: Mapping[str, Any], change: Change, form: ItemForm) -> dict[str, Any]:
    name = field_of(change.at, form)
    if name is None:
        raise _unfit()
    field = form.question(name)
    if not isinstance(field, Several):
        return {**data, name: _one(field, change.answer)}
    if change.at == DELIVERY:
        return _delivered(data, change, field)
    return _ticked(data, change, name, field)


def _one(field: Question, answer: str) -> Any:
    if isinstance(field, Choice) and answer in dict(_choices(field)) and answer:
        return answer
    if isinstance(field, Text) and not isinstance(field, Choice):
        return field.stored(field.clean(answer))
    raise _unfit()


def _ticked(data: Mapping[str, Any], change: Change, name: str, field: Several) -> dict[str, Any]:
    """Tick and untick. Countries outside the short list of markets are kept beside it."""
    known = dict(_choices(field))
    kept = dict(data)
    come, gone = set(change.words(_COMES)), set(change.words(_GOES))
    others = {*kept.get(OTHER_MARKETS, ())} if change.at == MARKETS else set()
    if not (come or gone) or not come <= set(known) - field.alone or not gone <= set(known) | others:
        raise _unfit()
    ticked = (({*kept.get(name, ())} - {NONE, UNKNOWN}) | come) - gone
    if left := sorted(others - gone):
        kept[OTHER_MARKETS] = left
    elif others:
        del kept[OTHER_MARKETS]
    return _with_list(kept, name, [word for word in known if word in ticked], field)


def _with_list(kept: dict[str, Any], name: str, ticked: list[str], field: Several) -> dict[str, Any]:
    """An emptied list is “none of these” where the question offers it, and open where it does not."""
    if ticked or NONE in field.alone:
        return {**kept, name: ticked or [NONE]}
    return {key: value for key, value in kept.items() if key != name}


def _delivered(data: Mapping[str, Any], change: Change, field: Several) -> dict[str, Any]:
    """Two questions state how a model is delivered: what is used of it, and how that reaches people."""
    known = {**dict(_choices(field)), VENDOR_API: ""}
    come, gone = set(change.words(_COMES)), set(change.words(_GOES))
    if not (come or gone) or not come | gone <= set(known) - field.alone:
        raise _unfit()
    uses, ways = {*data.get("uses", ())} - {UNKNOWN}, {*data.get("delivery", ())} - {UNKNOWN}
    ways = ((ways | come) - gone) - {VENDOR_API}
    uses = (uses | ({VENDOR_API} & come)) - ({VENDOR_API} & gone)
    uses = (uses | {WEIGHTS} if not uses & {WEIGHTS, CODE} else uses) if ways else uses - {WEIGHTS, CODE}
    kept = {key: value for key, value in data.items() if key not in ("uses", "delivery")}
    return {
        **kept,
        **({"uses": [use for use in (WEIGHTS, CODE, VENDOR_API) if use in uses]} if uses else {}),
        **({"delivery": [way for way in known if way in ways]} if ways else {}),
    }


def _short(label: str) -> str:
    """The label of an answer without the sentence that explains it."""
    return label.partition(": ")[0]


def _choices(field: Choice | Several) -> list[tuple[str, str]]:
    return [(str(word), str(label)) for word, label in field.choices]  # type: ignore[union-attr]


def _unfit() -> Refused:
    return Refused(_("This change no longer fits the questions: open the item and answer it there."))
