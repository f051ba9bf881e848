"""The one evaluation behind the wizard, the command line and every report: facts in, evaluation out. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from catalog.engine import answers, repair
from catalog.engine.advice import Voice, voices
from catalog.engine.answers import Facts, Known, ReadingMode
from catalog.engine.finding import Finding, OpenQuestion, Verdict, verdict
from catalog.engine.judge import Bench, Judgement, judge
from catalog.engine.law import Law, LawResult, assess, law_context
from catalog.engine.law.guide import guide_account
from catalog.engine.questions import is_missing, open_questions, question, told, unsettled
from catalog.engine.ranking import Candidate
from catalog.engine.recommend import Advisor, Avoided, Recommended
from catalog.engine.risk import risk
from catalog.engine.rules import union
from catalog.engine.situations import SprungTrap, situations, traps
from catalog.engine.stakes import Assess, Stakes
from catalog.knowledge.entries import Model
from catalog.knowledge.facts import Risk
from catalog.knowledge.index import Catalogue

ENGINE = "1.0.0"
MODES: tuple[ReadingMode, ...] = ("strictest", "text", "guide")


@dataclass(frozen=True)
class ModelResult:
    """What follows for one model."""

    judgement: Judgement
    verdict: Verdict
    risk: Risk
    contested: bool
    by_reading: Mapping[ReadingMode, Verdict]
    repairs: tuple[tuple[repair.Change, ...], ...]

    @property
    def id(self) -> str:
        """Id of the model."""
        return self.judgement.model.id

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract, in an order that depends on nothing but the content."""
        outcome = self.judgement.outcome
        return {
            "model": self.id,
            "licences": [licence.id for licence in self.judgement.licences],
            "verdict": self.verdict,
            "risk": self.risk,
            "contested": self.contested,
            "verdict_by_reading": dict(self.by_reading),
            "findings": _findings(outcome.findings),
            "obligations": _ordered([duty.as_json() for duty in outcome.obligations], lambda duty: duty["code"]),
            "headroom": _ordered([room.as_json() for room in outcome.headroom], lambda room: room["licence"]),
            "repairs": [repair.as_json(changes) for changes in self.repairs],
        }


@dataclass(frozen=True)
class Evaluation:
    """The whole answer. `as_json()` is the contract's `evaluation/1`."""

    facts: Facts
    catalogue: Catalogue
    situations: tuple[str, ...]
    models: tuple[ModelResult, ...]
    recommended: tuple[Recommended, ...]
    avoid: tuple[Avoided, ...]
    traps: tuple[SprungTrap, ...]
    law: LawResult
    open_questions: tuple[OpenQuestion, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the evaluation document."""
        return {
            "schema": "evaluation/1",
            "edition": {"version": self.catalogue.edition.version, "sha256": self.catalogue.sha256},
            "engine": ENGINE,
            "as_of": self.facts.as_of.isoformat(),
            "facts_sha256": answers.facts_sha256(self.facts),
            "situations": list(self.situations),
            "models": [model.as_json() for model in self.models],
            "recommended": [entry.as_json() for entry in self.recommended],
            "avoid": [entry.as_json() for entry in self.avoid],
            "traps": [trap.as_json() for trap in self.traps],
            "eu_ai_act": self.law.as_json(),
            "open_questions": [question.as_json() for question in self.open_questions],
        }


def evaluate(document: Mapping[str, Any], catalogue: Catalogue, law: Law, today: date) -> Evaluation:
    """Evaluate a facts document. `today` fills an absent `as_of`. Raises answers.Unusable with every problem."""
    return evaluate_facts(answers.read(document, known(catalogue), today), catalogue, law)


def evaluate_facts(facts: Facts, catalogue: Catalogue, law: Law) -> Evaluation:
    """Evaluate validated facts. The same facts and edition give the same answer, byte for byte.

    For named candidates, repairs and deciding questions are proven by judging changed answers; the whole catalogue is
    judged once, and its questions are those that its findings name.
    """
    bench = _bench(facts, catalogue, law)
    readings = _Readings.of(bench)
    chosen = [catalogue.models[name] for name in sorted(facts.candidates or catalogue.models)]
    results = tuple(_model(model, bench, readings, law) for model in chosen)
    found = situations(facts, bench.law)
    advised = voices(found, catalogue.situations, facts.reading)
    advisor = Advisor(advised, facts, lambda model: _pool(model, readings, bench))
    beyond_repair = [it.id for it in results if facts.candidates and it.verdict == "blocked" and not it.repairs]
    recommended, avoid = advisor.recommend([_candidate(result, catalogue) for result in results], beyond_repair)
    return Evaluation(
        facts=facts,
        catalogue=catalogue,
        situations=found,
        models=results,
        recommended=recommended,
        avoid=avoid,
        traps=traps([result.judgement for result in results], catalogue.traps.values(), facts.reading),
        law=guide_account(bench.law, facts, law) if facts.reading == "guide" else bench.law,
        open_questions=_questions(results, bench, law),
    )


def _bench(facts: Facts, catalogue: Catalogue, law: Law) -> Bench:
    """A legal position chooses between readings; who asks for one reading gets that one, bare."""
    return Bench(facts, catalogue, _assess(catalogue, law)(facts), facts.reading, facts.reading == "strictest")


def _assess(catalogue: Catalogue, law: Law) -> Assess:
    return lambda facts: assess(facts.eu_ai_act, law_context(facts, catalogue), law, facts.as_of)


def _candidate(result: "ModelResult", catalogue: Catalogue) -> Candidate:
    """Two names of one text, such as MIT and the guide's own row for it, are one licence."""
    term = result.judgement.model.weights_licence
    named = {catalogue.licences[reading.value].spdx for reading in (term.text, term.guide) if reading}
    return Candidate(result.judgement, result.risk, result.contested, result.by_reading, len(named) > 1)


def _pool(model: Model, readings: "_Readings", bench: Bench) -> list[Candidate]:
    """Models of the same kind that are named for some situation, or else all of the kind, for the same answers."""
    known_ = bench.catalogue.models.values()
    named = {name for it in bench.catalogue.situations.values() for name in Voice.of(it, bench.mode).advice.prefer}
    alike = [it for it in known_ if it.kind == model.kind and it.id not in bench.facts.candidates]
    chosen = [it for it in alike if it.id in named] or alike
    return [_candidate(_result(it, bench, readings), bench.catalogue) for it in chosen]


def _questions(results: Iterable["ModelResult"], bench: Bench, law: Law) -> tuple[OpenQuestion, ...]:
    """What is open: tried for named candidates, and as the findings name it for the whole catalogue."""
    facts, missing = bench.facts, partial(is_missing, unknown=_unknown(bench.facts))
    if facts.candidates:
        stakes = Stakes.of(bench, _assess(bench.catalogue, law), [result.judgement.model for result in results])
        moves = {result.id: stakes.moves(result.judgement.model) for result in results}
    else:
        moves = {result.id: told(result.judgement.outcome.findings, missing) for result in results}
    beside = [(it.id, finding) for it in results for finding in unsettled(it.judgement.outcome.findings, missing)]
    return open_questions(moves, beside, partial(question, law=law))


def known(catalogue: Catalogue) -> Known:
    """Return the names that a facts document may use with this catalogue."""
    models = {name: name for name in catalogue.models}
    for model in catalogue.models.values():
        models |= dict.fromkeys((*model.aliases, *((model.hf_repo,) if model.hf_repo else ())), model.id)
    return Known(models, frozenset(catalogue.licences), catalogue.vocabulary)


@dataclass(frozen=True)
class _Readings:
    """One bench for each reading: `bare` as the contract shows them, `settled` with adopted positions applied."""

    bare: Mapping[ReadingMode, Bench]
    settled: tuple[Bench, ...]

    @classmethod
    def of(cls, bench: Bench) -> "_Readings":
        bare = {
            mode: bench if mode == bench.mode else replace(bench, mode=mode, positions=mode == "strictest", seen={})
            for mode in MODES
        }
        told = (bare["text"], bare["guide"])
        if not bench.facts.positions:
            return cls(bare, told)
        return cls(bare, tuple(replace(each, positions=True, seen={}) for each in told))


def _model(model: Model, bench: Bench, readings: _Readings, law: Law) -> ModelResult:
    """Judge a model; a named one that is blocked is repaired, if its plans can be changed."""
    result = _result(model, bench, readings)
    if not bench.facts.candidates or result.verdict != "blocked":
        return result
    findings = result.judgement.outcome.findings
    return replace(result, repairs=repair.repairs(model, findings, bench, _assess(bench.catalogue, law)))


def _result(model: Model, bench: Bench, readings: _Readings) -> ModelResult:
    judgement = judge(model, bench)
    settled = {_licence_verdict(model, each) for each in readings.settled}
    return ModelResult(
        judgement=judgement,
        verdict=verdict(judgement.outcome.findings),
        risk=risk(judgement, bench.mode),
        contested=len(settled) > 1,
        by_reading={mode: _verdict(model, each) for mode, each in readings.bare.items()},
        repairs=(),
    )


def _licence_verdict(model: Model, bench: Bench) -> Verdict:
    """The verdict of the licence terms alone: the Act has one reading, so what it asks disputes none of them."""
    findings = judge(model, bench).outcome.findings
    return verdict(finding for finding in findings if finding.topic != union.TOPIC)


def _verdict(model: Model, bench: Bench) -> Verdict:
    return verdict(judge(model, bench).outcome.findings)


def _unknown(facts: Facts) -> set[str]:
    """Pointers of the two-part answers that are missing."""
    sections = ("organisation", "use", "adaptation", "outputs", "safeguards", "eu_ai_act")
    return {f"/{section}/{name}" for section in sections for name, value in getattr(facts, section) if value is None}


SEVERITY_ORDER = ("blocker", "question", "action", "caution", "info")


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Blockers first, then questions that could block, then what is to be done; repeats once."""
    keys = {
        json.dumps(finding.as_json(), sort_keys=True): (SEVERITY_ORDER.index(finding.severity), -finding.weight)
        for finding in findings
    }
    return [json.loads(text) for text in sorted(keys, key=lambda text: (keys[text], text))]


def _ordered(entries: list[dict[str, Any]], key: Any) -> list[dict[str, Any]]:
    """Sort, and drop exact repeats: two licences in force may owe the very same thing."""
    unique = {json.dumps(entry, sort_keys=True): entry for entry in entries}
    return sorted(unique.values(), key=lambda entry: (key(entry), json.dumps(entry, sort_keys=True)))
