"""What must follow from the facts of a published case, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.engine.questions import question
from catalog.knowledge.cases import PublishedCase
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.case_facts import Lexicon, Line, plain, question_words
from catalog.presenters.case_words import DUTIES, FINDINGS, FLAGS, READINGS, STATUSES
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.language import Spoken, number, told
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link

TAGS = Spoken({"L": "the law", "G": "a guideline", "D": "a draft guideline", "R": "our reading"})
SETS = for_translation(
    {
        "blockers": ("Blocks, and nothing else does", "Nothing blocks"),
        "actions": ("To do, and nothing else is", "Nothing is to do"),
        "cautions": ("Warns of this, and of nothing else", "Nothing is warned of"),
        "codes": ("Among the findings", ""),
        "silent": ("Not found", ""),
    }
)
LISTS = Spoken(
    {
        "recommended": "Recommended",
        "recommended_never": "Not recommended",
        "avoided": "Advised against",
        "first": "Recommended first, in any order",
    }
)


@dataclass(frozen=True)
class Promise:
    """What must follow for one model, or without one from the case as a whole; `verdict` may be empty."""

    model: Link | None
    verdict: str
    lines: tuple[Line, ...]


def engine_promises(case: PublishedCase, lexicon: Lexicon) -> tuple[Promise, ...]:
    """What must follow for each model, then what the evaluation says as a whole."""
    whole = tuple(line for key, value in case.expect.items() for line in _evaluation(key, value, lexicon))
    models = tuple(
        Promise(lexicon.model(name), wanted.get("verdict", ""), tuple(_model_lines(wanted, lexicon)))
        for name, wanted in case.expect.items()
        if isinstance(wanted, Mapping)
    )
    return models + ((Promise(None, "", whole),) if whole else ())


def finding_codes(case: PublishedCase) -> frozenset[str]:
    """The codes of findings, or of outcomes of the AI Act, that a case names."""
    wanted = [it for it in case.expect.values() if isinstance(it, Mapping)]
    named = {code for it in wanted for key in SETS for code in it.get(key, ())}
    return frozenset(named | {code.partition(":")[0] for code in case.expect.get("outcomes", ())})


def finding_link(code: str) -> Link:
    """A finding in words, which leads to every case that names it."""
    return Link(FINDINGS[code], f"?finding={code}")


def _evaluation(key: str, value: Any, lexicon: Lexicon) -> Iterator[Line]:
    known = lexicon.catalogue
    if key in LISTS:
        yield _linked(LISTS[key], (lexicon.model(name) for name in value))
    elif key == "asks":
        yield _several(_("Asks"), (told(question(at, lexicon.law)) for at in value), none=_("Nothing"))
    elif key == "situations":
        yield _several(_("Situations"), (told(known.situations[name].title) for name in value))
    elif key == "traps":
        yield _several(_("Traps"), (told(known.traps[name].title) for name in value))


def _model_lines(wanted: Mapping[str, Any], lexicon: Lexicon) -> Iterator[Line]:
    for key, value in wanted.items():
        match key:
            case "verdict":
                continue
            case "blockers" | "actions" | "cautions" | "codes" | "silent":
                label, none = map(told, SETS[key])
                yield Line(label, tuple(finding_link(code) for code in value)) if value else plain(_("Findings"), none)
            case "licences":
                yield _linked(_("Licences in force"), (lexicon.licence(name) for name in value))
            case "owes":
                yield plain(_("Duties"), words.listed(DUTIES[code] for code in value))
            case "says" | "advises":
                label = _("Says") if key == "says" else _("Advises")
                yield plain(label, "; ".join(f"“{it}”" for it in value))
            case _:
                yield _model_line(key, value, lexicon)


def _model_line(key: str, value: Any, lexicon: Lexicon) -> Line:
    match key:
        case "risk":
            return plain(_("Risk"), words.sentence(value))
        case "contested":
            return plain(_("Text and guide"), _("Lead to different verdicts") if value else _("Are not in dispute"))
        case "by_reading":
            return _several(_("Verdicts by reading"), (f"{READINGS[name]}: {it}" for name, it in value.items()))
        case "verdict_not":
            return plain(_("Verdict"), _("Not %(listed)s") % {"listed": words.listed(value, "or")})
        case "crosses_on":
            return plain(_("Limit is reached"), _("Never") if value is None else words.day(_day(value)))
        case "repairs":
            return _repairs(value, lexicon)
    raise KeyError(f"No words for “{key}”. Add them to {__name__}.")


def _repairs(repairs: Sequence[Sequence[Mapping[str, Any]]], lexicon: Lexicon) -> Line:
    spoken = (words.listed(_change(change, lexicon) for change in changes) for changes in repairs)
    return _several(_("Repairs"), spoken, none=_("No change of plans lifts it"))


def _change(change: Mapping[str, Any], lexicon: Lexicon) -> str:
    asked = question(change["at"], lexicon.law)
    return _("“%(asked)s” answered with “%(value)s” instead of “%(value2)s”") % {
        "asked": asked,
        "value": lexicon.value(change["to"]),
        "value2": lexicon.value(change["from"]),
    }


def law_promises(case: PublishedCase, lexicon: Lexicon) -> tuple[Promise, ...]:
    """What must follow from a case on the AI Act."""
    return (Promise(None, "", tuple(line for it in case.expect.items() for line in _law_lines(*it, lexicon))),)


def _law_lines(key: str, value: Any, lexicon: Lexicon) -> Iterator[Line]:
    law = lexicon.law
    match key:
        case "outcomes":
            yield _linked(_("Outcomes"), (_outcome(code, lexicon) for code in value))
        case "roles":
            yield _several(_("Roles"), (told(law.roles[name].says) for name in value))
        case "assumed":
            yield _several(_("Assumed to the stricter side"), (question_words(name, law) for name in value))
        case "open":
            yield _several(_("Open, for it could bring a prohibition"), (question_words(name, law) for name in value))
        case "review":
            yield plain(_("A point for a lawyer says"), "; ".join(f"“{it}”" for it in value))
        case "no_review":
            yield plain(_("Points for a lawyer"), _("None"))
        case "flags":
            yield _several(_("In short"), (_flag(name, it, lexicon) for name, it in value.items()))
        case "fines":
            yield _several(_("Fines say"), (f"{told(law.penalties[tier].says)} “{it}”" for tier, it in value.items()))
        case "amounts":
            yield _several(_("Fines"), (_amount(tier, it, lexicon) for tier, it in value.items()))
        case _:
            yield _duties(key, value, lexicon)


def _duties(key: str, value: Any, lexicon: Lexicon) -> Line:
    duties, law = lexicon.law.obligations, lexicon.law
    match key:
        case "owes_only" | "owes":
            label = _("Owes exactly") if key == "owes_only" else _("Owes")
            return _several(label, (f"{told(duties[name].says)} ({STATUSES[it]})" for name, it in value.items()))
        case "spared":
            return _several(_("Does not owe"), (told(duties[name].says) for name in value))
        case "from":
            return _several(
                _("From when"), (f"{told(duties[name].says)} ({words.day(it)})" for name, it in value.items())
            )
        case "penalty":
            tiers = (
                (told(duties[name].says), told(law.penalties[it].says) if it else _("No fine."))
                for name, it in value.items()
            )
            return _several(_("What a breach costs"), (f"{says} {costs}" for says, costs in tiers))
        case "tags":
            return _several(_("Rests on"), (f"{told(duties[name].says)} ({TAGS[it]})" for name, it in value.items()))
        case "says":
            return _several(
                _("A duty says"),
                (
                    _("“%(it)s” in: %(says)s") % {"it": it, "says": told(duties[name].says)}
                    for name, it in value.items()
                ),
            )
    raise KeyError(f"No words for “{key}”. Add them to {__name__}.")


def _several(label: str, spoken: Iterable[str], *, none: str = "") -> Line:
    return _linked(label, (Link(it, "") for it in spoken), none=none)


def _linked(label: str, links: Iterable[Link], *, none: str = "") -> Line:
    return Line(label, tuple(links) or (Link(none or _("None"), ""),))


def _outcome(code: str, lexicon: Lexicon) -> Link:
    """An outcome in words, with the entry or the day it was reached by; leads to every case that names it."""
    name, _sep, detail = code.partition(":")
    spoken = outcome_words(f"{name}:A3-{detail}" if name == "HR-A3" else code, lexicon.law)
    since = _(" From %(day)s.") % {"day": words.day(_day(detail))} if name == "PROHIBITED-FROM" else ""
    return Link(f"{spoken}{since}", f"?finding={name}")


def _flag(name: str, value: Any, lexicon: Lexicon) -> str:
    if isinstance(value, list):
        practices = lexicon.law.questions["P"].options
        spoken = " ".join(told(practices[it].says) for it in value) or "nothing"
        return f"{FLAGS[name]}: {spoken}"
    return f"{FLAGS[name]}: {lexicon.value(value).lower()}"


def _amount(tier: str, amounts: Sequence[float | None], lexicon: Lexicon) -> str:
    if all(it is None for it in amounts):
        return _("%(says)s No amount.") % {"says": told(lexicon.law.penalties[tier].says)}
    cap, percent, share = amounts
    spoken = [_("EUR %(cap)s") % {"cap": number(cap)}] if cap is not None else []
    spoken += [f"{percent:g} %"] if percent is not None else []
    spoken += [_("here USD %(share)s") % {"share": number(share)}] if share is not None else []
    return f"{tier}: {', '.join(spoken)}"


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
