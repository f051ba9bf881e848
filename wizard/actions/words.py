"""The words that are frozen with a snapshot: what its codes mean, the disputed terms, and the bill of its models.

They are taken at submission from the edition that was evaluated, so that the report says later what was read then;
they are said in the language that is spoken then, which is the report's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.engine.law import Law
from catalog.engine.questions import asks
from catalog.knowledge.facts import Reading, Term
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import COUNTRIES
from catalog.knowledge.terms import TOPICS
from catalog.presenters import words
from catalog.presenters.evaluation import outcome_words
from catalog.presenters.language import told
from catalog.presenters.readings import BOTH
from catalog.presenters.retold import texts_in
from wizard.interchange.bill import bill_of
from wizard.phases import ITEMS, PHASES
from wizard.phases.places import item_for
from wizard.phases.use import TRAINING

ADOPTED = gettext_lazy("The organisation adopted this reading as its legal position.")
ASKED_FOR = gettext_lazy("The evaluation was asked for this reading alone.")
STRICTER = gettext_lazy("No legal position was adopted on this term, so the reading that allows less here applies.")


def words_of(
    facts: Mapping[str, Any], evaluation: Mapping[str, Any], catalogue: Catalogue, law: Law
) -> dict[str, object]:
    """Return `labels` and `disputes` in the shapes of `wizard.report.inputs`, as JSON values, and `bill`."""
    return {
        "labels": {
            **_names(facts, evaluation, catalogue),
            **_law_words(evaluation["eu_ai_act"], law),
            "topics": dict(words.TOPICS),
            "phases": {phase.id: phase.title for phase in PHASES},
            "situations": {name: told(catalogue.situations[name].title) for name in evaluation["situations"]},
            "traps": {trap["trap"]: told(catalogue.traps[trap["trap"]].title) for trap in evaluation["traps"]},
            "facts": {at: _question(at, law) for at in _pointers(evaluation)},
            "values": _values(evaluation, catalogue),
            **_said(evaluation),
        },
        "disputes": list(_disputes(facts, evaluation, catalogue)),
        "bill": bill_of(facts, evaluation, catalogue),
    }


def _said(evaluation: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The texts of the evaluation as the report says them; nothing in English, in which they stand there."""
    said = {str(text): told(text) for text in texts_in(evaluation)}
    others = {text: words for text, words in said.items() if words != text}
    return {"said": others} if others else {}


def _names(facts: Mapping[str, Any], evaluation: Mapping[str, Any], catalogue: Catalogue) -> dict[str, dict[str, str]]:
    results = evaluation["models"]
    mentioned = [
        *(entry["model"] for part in ("models", "recommended", "avoid") for entry in evaluation[part]),
        *(name for question in evaluation["open_questions"] for name in question["decides"]),
    ]
    statements = [each for model in results for each in (*model["findings"], *model["obligations"])]
    licences = [
        *(name for model in results for name in model["licences"]),
        *(each["licence"] for each in (*statements, *(facts.get("positions") or ()))),
    ]
    sources = [each["source"]["id"] for each in statements]
    return {
        "models": {name: catalogue.models[name].name for name in mentioned if name in catalogue.models},
        "licences": {name: catalogue.licences[name].short for name in licences if name in catalogue.licences},
        "sources": {name: catalogue.sources[name].title for name in sources if name in catalogue.sources},
    }


def _law_words(act: Mapping[str, Any], law: Law) -> dict[str, dict[str, str]]:
    tiers = [duty["penalty"] for duty in act["obligations"]]
    return {
        "roles": {code: told(law.roles[code].says) for code in act["roles"] if code in law.roles},
        "outcomes": {code: outcome_words(code, law) for code in act["outcomes"]},
        "questions": {name: told(law.questions[name].asks) for name in act["assumed"] if name in law.questions},
        "penalties": {tier: told(law.penalties[tier].says) for tier in tiers if tier in law.penalties},
    }


def _pointers(evaluation: Mapping[str, Any]) -> Iterator[str]:
    for model in evaluation["models"]:
        for finding in model["findings"]:
            yield from finding["because"]
        for changes in model["repairs"]:
            yield from (change["at"] for change in changes)


def _question(at: str, law: Law) -> str:
    """The question behind an answer; where neither the law nor a rule asks for it, what states it."""
    name = at.removeprefix("/eu_ai_act/")
    for key, question in law.questions.items():
        if at != name and name in law.answer_keys(key):
            return told(question.asks)
    try:
        return told(asks(at))
    except KeyError:
        item = item_for(at)
        return ITEMS[item].label if item else _("The models under assessment")


def _values(evaluation: Mapping[str, Any], catalogue: Catalogue) -> dict[str, str]:
    """Words for the answers that repairs would change and put in their place."""
    known = catalogue.vocabulary
    closed = {**known.domains, **known.activities, **known.delivery, **known.modalities}
    english = {**COUNTRIES, **{name: word.label for name, word in closed.items()}}
    training = {name: str(label) for name, label in TRAINING}
    changes = [change for model in evaluation["models"] for repair in model["repairs"] for change in repair]
    answers = [answer for change in changes for answer in (change["from"], change["to"])]
    single = [each for answer in answers for each in (answer if isinstance(answer, list) else [answer])]
    plain = [each for each in single if isinstance(each, str)]
    return {each: training.get(each) or told(english[each]) for each in plain if each in training or each in english}


def _disputes(
    facts: Mapping[str, Any], evaluation: Mapping[str, Any], catalogue: Catalogue
) -> Iterator[dict[str, Any]]:
    """The disputed terms that bear on the candidates: which licence the weights carry, then what licences say."""
    for result in evaluation["models"]:
        model = catalogue.models[result["model"]]
        term = model.weights_licence
        if term.disputed:
            applied = "text" if term.text.value in result["licences"][:1] else "guide"
            why = _why(facts, term.text.value, "model-licence")
            yield {"licence": model.name, "applied": applied, "why": why, **_term("model-licence", term, catalogue)}
    readings = _applied(facts, evaluation)
    for name in sorted({name for result in evaluation["models"] for name in result["licences"]}):
        licence = catalogue.licences[name]
        for topic in TOPICS:
            applied = readings.get((name, topic), "")
            if licence.terms.term(topic).disputed and applied in BOTH:
                both = _term(topic, licence.terms.term(topic), catalogue)
                yield {"licence": licence.short, "applied": applied, "why": _why(facts, name, topic), **both}


def _applied(facts: Mapping[str, Any], evaluation: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Licence and topic of every term that led to a finding or was settled by a position, with the reading applied."""
    findings = [finding for model in evaluation["models"] for finding in model["findings"]]
    stated = (*findings, *(facts.get("positions") or ()))
    return {(each["licence"], each["topic"]): each["reading"] for each in stated}


def _why(facts: Mapping[str, Any], licence: str, topic: str) -> str:
    positions: Iterable[Mapping[str, Any]] = facts.get("positions") or ()
    if (facts.get("reading") or "strictest") != "strictest":
        return str(ASKED_FOR)
    adopted = any((p["licence"], p["topic"]) == (licence, topic) for p in positions)
    return str(ADOPTED if adopted else STRICTER)


def _term(topic: str, term: Term[Any], catalogue: Catalogue) -> dict[str, Any]:
    """Both readings of a disputed term."""
    readings = {name: term.reading(name) for name in BOTH}
    said = {str(name): _reading(reading, catalogue) for name, reading in readings.items() if reading is not None}
    return {"topic": words.TOPICS[topic], **said}


def _reading(reading: Reading[Any], catalogue: Catalogue) -> dict[str, str]:
    source = catalogue.sources[reading.source]
    return {
        "says": told(reading.says),
        "source": source.title,
        "clause": told(reading.clause),
        "url": str(source.url),
        "read_on": reading.read_on.isoformat(),
    }
