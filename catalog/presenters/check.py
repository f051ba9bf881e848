"""The quick check: a form of six questions, and for one model a verdict with its reasons.

The verdict comes from the one evaluation that serves everything else. Alternatives are sought among the models that our
rulings on the five situations name; for a model of another kind, among all of its kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from catalog.engine.evaluate import Evaluation, evaluate
from catalog.engine.finding import VERDICTS
from catalog.engine.law import Law
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.check_answers import ASKS, HINTS, NAMES, Given, choices, document
from catalog.presenters.evaluation import merged
from catalog.presenters.language import Spoken, number, told
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link, model_link

MOST_REASONS, MOST_DUTIES, MOST_QUESTIONS, MOST_ALTERNATIVES = 3, 6, 4, 3
DECIDING = {"blocked": ("blocker",), "undecided": ("question",), "conditions": ("action",), "clear": ()}
SAYS = Spoken(
    {
        "clear": "Nothing stands against it, and every licence duty is in place.",
        "conditions": "Allowed, once what the licence asks for is in place.",
        "undecided": "Nothing forbids it so far. An answer that is still open could.",
        "blocked": "Not with this model, or not in this way.",
    }
)
READINGS = Spoken({"text": "By the licence text", "guide": "By the guide"})


@dataclass(frozen=True)
class Option:
    """One answer of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One question: a list of answers, or a number where it has none."""

    name: str
    asks: str
    hint: str
    typed: str
    problem: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Form:
    """The form: the model with the names it knows, and the questions."""

    model: str
    problem: str
    models: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Reason:
    """One reason: what it says, what to do, and the clause behind it."""

    says: str
    remedy: str
    licence: Link
    clause: Link


@dataclass(frozen=True)
class Answer:
    """What follows for one model."""

    model: Link
    licences: tuple[Link, ...]
    verdict: str
    says: str
    reasons: tuple[Reason, ...]
    duties: tuple[tuple[str, Link], ...]
    more_duties: str
    questions: tuple[str, ...]
    more_questions: str
    alternatives: tuple[Link, ...]
    readings: tuple[tuple[str, str], ...]
    act: str
    address: str


def check_form(given: Given, catalogue: Catalogue) -> Form:
    """Show the questions with what was answered so far."""
    offered = choices(catalogue)
    questions = tuple(
        Question(
            name=name,
            asks=asks,
            hint=HINTS[name],
            typed=given.typed.get(name, ""),
            problem=given.problems.get(name, ""),
            options=tuple(
                Option(value, label, given.answers.get(name) == value) for value, label in offered.get(name, {}).items()
            ),
        )
        for name, asks in ASKS.items()
    )
    known = sorted(catalogue.models.values(), key=lambda model: (model.vendor.casefold(), model.name.casefold()))
    models = tuple((model.name, model.vendor) for model in known)
    name = given.model.name if given.model else given.typed.get("model", "")
    return Form(name, given.problems.get("model", ""), models, questions)


def check_answer(given: Given, catalogue: Catalogue, law: Law, today: date) -> Answer | None:
    """Judge the model by the answers; None while no known model is named."""
    if given.model is None:
        return None
    evaluation = evaluate(document(given, catalogue, (given.model.id,)), catalogue, law, today)
    answer = evaluation.as_json()
    result = answer["models"][0]
    unmet = [duty for duty in result["obligations"] if not duty["met"]]
    duties = [(told(duty["says"]), _licence(duty["licence"], catalogue)) for duty in unmet]
    asked = [told(question["asks"]) for question in answer["open_questions"]]
    return Answer(
        model=model_link(given.model),
        licences=tuple(_licence(name, catalogue) for name in result["licences"]),
        verdict=result["verdict"],
        says=SAYS[result["verdict"]],
        reasons=_reasons(result, catalogue),
        duties=tuple(_once(duties)[:MOST_DUTIES]),
        more_duties=_more_duties(len(_once(duties)) - MOST_DUTIES),
        questions=tuple(asked[:MOST_QUESTIONS]),
        more_questions=_more_questions(len(asked) - MOST_QUESTIONS),
        alternatives=_alternatives(given, evaluation, catalogue, law),
        readings=_readings(result),
        act=_act(bool(answer["eu_ai_act"]["obligations"])),
        address=address(given),
    )


def address(given: Given) -> str:
    """The query that leads back to these answers, with the model by its id."""
    kept = {name: given.answers[name] for name in NAMES if name in given.answers}
    model = {"model": given.model.id} if given.model else {}
    return f"?{urlencode({**model, **kept})}"


def _reasons(result: Mapping[str, Any], catalogue: Catalogue) -> tuple[Reason, ...]:
    wanted = DECIDING[result["verdict"]]
    found = [finding for finding in merged(result["findings"]) if finding["severity"] in wanted]
    return tuple(_reason(finding, catalogue) for finding in found[:MOST_REASONS])


def _reason(finding: Mapping[str, Any], catalogue: Catalogue) -> Reason:
    source = finding["source"]
    topic = finding["topic"] if finding["topic"] in words.TOPICS else ""
    place = words.clause_words(source["clause"])
    if not finding["licence"] and place.startswith("section"):
        place = place.replace("section", "AI Act, Article", 1)
    return Reason(
        says=told(finding["says"]),
        remedy=told(finding["remedy"]),
        licence=_licence(finding["licence"], catalogue, topic),
        clause=Link(place, source["url"], words.day(date.fromisoformat(source["read_on"]))),
    )


def _licence(name: str, catalogue: Catalogue, topic: str = "") -> Link:
    """Lead to a licence, at a topic; to the AI Act for what no licence says."""
    if name not in catalogue.licences:
        return Link(_("AI Act"), reverse("catalog:ai_act"))
    href = reverse("catalog:licence", args=[name])
    return Link(catalogue.licences[name].short, f"{href}#{topic}" if topic else href)


def _alternatives(given: Given, evaluation: Evaluation, catalogue: Catalogue, law: Law) -> tuple[Link, ...]:
    """Models of the same kind that stand better than this one by the same answers, the best first."""
    own = evaluation.models[0]
    pool = _pool(own.judgement.model, catalogue)
    if not pool or own.verdict == "clear":
        return ()
    facts = document(given, catalogue, (own.judgement.model.id, *pool))
    others = evaluate(facts, catalogue, law, evaluation.facts.as_of)
    verdicts = {it.judgement.model.id: it.verdict for it in others.models}
    found = []
    for entry in others.recommended:
        if entry.model == own.judgement.model.id:
            break
        if entry.model in verdicts and VERDICTS.index(verdicts[entry.model]) <= VERDICTS.index(own.verdict):
            found.append(model_link(catalogue.models[entry.model], " ".join(map(told, entry.because))))
    return tuple(found[:MOST_ALTERNATIVES])


def _pool(model: Model, catalogue: Catalogue) -> list[str]:
    named = {name for situation in catalogue.situations.values() for name in situation.ruling.prefer}
    alike = [it.id for it in catalogue.models.values() if it.kind == model.kind and it.id != model.id]
    return [name for name in alike if name in named] or alike


def _readings(result: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Both verdicts where text and guide lead to different ones."""
    if not result["contested"]:
        return ()
    return tuple((label, result["verdict_by_reading"][name]) for name, label in READINGS.items())


def _once(pairs: Iterable[tuple[str, Link]]) -> list[tuple[str, Link]]:
    """Each duty once, with the first licence that asks for it."""
    return list({says: (says, link) for says, link in reversed(list(pairs))}.values())[::-1]


def _act(owed: bool) -> str:
    """Where the Act may apply: it asks about the use, and the same for every model."""
    return _("Beside the licence, the AI Act asks its own questions about the use.") if owed else ""


def _more_duties(left: int) -> str:
    said = ngettext("and %(left)s more duty", "and %(left)s more duties", left)
    return said % {"left": number(left)} if left > 0 else ""


def _more_questions(left: int) -> str:
    said = ngettext("and %(left)s more question", "and %(left)s more questions", left)
    return said % {"left": number(left)} if left > 0 else ""
