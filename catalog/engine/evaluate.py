"""The one evaluation behind the wizard, the command line and every report: facts in, evaluation out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from catalog.engine import answers, repair
from catalog.engine.advice import Voice, voices
from catalog.engine.answers import Facts, Known, ReadingMode
from catalog.engine.finding import VERDICTS, Gist, OpenQuestion, Verdict
from catalog.engine.judge import Bench, Judgement, judge, ranks
from catalog.engine.law import Law, LawResult, assess, law_context
from catalog.engine.law.guide import guide_account
from catalog.engine.library import Library, library_of
from catalog.engine.questions import is_missing, open_questions, question, told, unsettled
from catalog.engine.ranking import Candidate
from catalog.engine.recommend import Advisor, Avoided, Recommended
from catalog.engine.risk import risk
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
        parts = self.judgement.parts
        return {
            "model": self.id,
            "licences": [licence.id for licence in self.judgement.licences],
            "verdict": self.verdict,
            "risk": self.risk,
            "contested": self.contested,
            "verdict_by_reading": dict(self.by_reading),
            "findings": _ordered([it for part in parts for it in part.findings]),
            "obligations": _ordered([it for part in parts for it in part.obligations]),
            "headroom": _ordered([it for part in parts for it in part.headroom]),
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
    recommended, avoid = advisor.recommend([_candidate(result, bench.library) for result in results], beyond_repair)
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
    """The Act as it stands, asked once for the same answers. The law is kept with what it says, and so is its name."""
    tried = library_of(catalogue).tried

    def of(facts: Facts) -> LawResult:
        context = law_context(facts, catalogue)
        key = ("act", id(law), facts.eu_ai_act, context, facts.as_of)
        return tried.once(key, lambda: (law, assess(facts.eu_ai_act, context, law, facts.as_of)))[1]

    return of


def _candidate(result: "ModelResult", library: Library) -> Candidate:
    return Candidate(result.judgement, result.risk, result.contested, result.by_reading, library)


def _pool(model: Model, readings: "_Readings", bench: Bench) -> list[Candidate]:
    """Models of the same kind that are named for some situation, or else all of the kind, for the same answers."""

    def find() -> list[Candidate]:
        memo, candidates = bench.library.memo, bench.facts.candidates
        alike = memo.once(("alike in kind", model.kind, bench.mode), _of_kind, model.kind, bench.catalogue, bench.mode)
        outside = ([it for it in models if it.id not in candidates] for models in alike)
        chosen = next(filter(None, outside), [])
        return [_candidate(_result(it, bench, readings), bench.library) for it in chosen]

    return bench.memo.once(("pool", model.kind, bench.mode), find)


def _of_kind(kind: str, catalogue: Catalogue, mode: ReadingMode) -> tuple[Sequence[Model], Sequence[Model]]:
    """The models of a kind that are named for some situation, and all of the kind."""
    named = {name for it in catalogue.situations.values() for name in Voice.of(it, mode).advice.prefer}
    every = tuple(it for it in catalogue.models.values() if it.kind == kind)
    return tuple(it for it in every if it.id in named), every


def _questions(results: Iterable["ModelResult"], bench: Bench, law: Law) -> tuple[OpenQuestion, ...]:
    """What is open: tried for named candidates, and as the findings name it for the whole catalogue."""
    facts, missing = bench.facts, cache(partial(is_missing, unknown=_unknown(bench.facts)))
    if facts.candidates:
        stakes = Stakes.of(bench, _assess(bench.catalogue, law), [result.judgement.model for result in results])
        moves = [(stakes.moves(result.judgement.model), [result.id]) for result in results]
    else:
        alike: dict[Gist, list[str]] = {}
        for result in results:
            alike.setdefault(result.judgement.gist, []).append(result.id)
        moves = [(told(gist, missing), models) for gist, models in alike.items()]
    beside = [(it.id, finding) for it in results for finding in unsettled(it.judgement, missing)]
    return open_questions(moves, beside, partial(question, law=law))


def known(catalogue: Catalogue) -> Known:
    """Return the names that a facts document may use with this catalogue."""
    return library_of(catalogue).known


class _Stands(NamedTuple):
    """How a model stands: whether adopted positions leave its licences in dispute, and the verdict of each reading."""

    contested: bool
    by_reading: Mapping[ReadingMode, Verdict]


@dataclass(frozen=True)
class _Readings:
    """One bench for each reading: `bare` as the contract shows them, `settled` with adopted positions applied."""

    bare: Mapping[ReadingMode, Bench]
    settled: tuple[Bench, ...]

    @cached_property
    def all(self) -> tuple[Bench, ...]:
        """Every bench once."""
        return tuple(dict.fromkeys((*self.bare.values(), *self.settled)))

    def stands(self, model: Model) -> "_Stands":
        """How a model stands under the readings, found once for all models that are alike."""
        memo, library = self.bare["text"].memo, self.bare["text"].library
        return memo.once(("stands", library.alike(model)), lambda: self._stands(model))

    def _stands(self, model: Model) -> "_Stands":
        found = {each: ranks(model, each) for each in self.all}
        # The Act has one reading, so what it asks disputes none of the licences.
        contested = len({found[each][0] for each in self.settled}) > 1
        return _Stands(contested, {mode: VERDICTS[found[each][1]] for mode, each in self.bare.items()})

    @classmethod
    def of(cls, bench: Bench) -> "_Readings":
        bare = {
            mode: bench if mode == bench.mode else bench.reading(mode, positions=mode == "strictest") for mode in MODES
        }
        told = (bare["text"], bare["guide"])
        if not bench.facts.positions:
            return cls(bare, told)
        return cls(bare, tuple(each.reading(each.mode, positions=True) for each in told))


def _model(model: Model, bench: Bench, readings: _Readings, law: Law) -> ModelResult:
    """Judge a model; a named one that is blocked is repaired, if its plans can be changed."""
    result = _result(model, bench, readings)
    if not bench.facts.candidates or result.verdict != "blocked":
        return result
    findings = result.judgement.outcome.findings
    return replace(result, repairs=repair.repairs(model, findings, bench, _assess(bench.catalogue, law)))


def _result(model: Model, bench: Bench, readings: _Readings) -> ModelResult:
    judgement = judge(model, bench)
    stands = readings.stands(model)
    return ModelResult(
        judgement=judgement,
        verdict=stands.by_reading[bench.mode],
        risk=risk(judgement, bench),
        contested=stands.contested,
        by_reading=stands.by_reading,
        repairs=(),
    )


def _unknown(facts: Facts) -> set[str]:
    """Pointers of the two-part answers that are missing."""
    sections = ("organisation", "use", "adaptation", "outputs", "safeguards", "eu_ai_act")
    return {f"/{section}/{name}" for section in sections for name, value in getattr(facts, section) if value is None}


class _Placed(Protocol):
    """What is told of a model, with its place among its like: the last part of it begins its text, or is all of it."""

    @property
    def place(self) -> tuple[Any, ...]: ...

    @property
    def text(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...


def _ordered(told: Sequence[_Placed]) -> list[dict[str, Any]]:
    """Put in order what is told of a model, repeats once: two licences in force may say the very same thing."""
    if len(told) < 2:  # nothing to put in order, as for most models' duties and limits
        return [it.as_json() for it in told]
    if len({it.place[-1] for it in told}) < len(told):
        told = _each_once(told)
    return [it.as_json() for it in sorted(told, key=attrgetter("place"))]


def _each_once(told: Sequence[_Placed]) -> list[_Placed]:
    """Keep each thing once, those that begin alike in the order of their whole texts: only these have to be written."""
    begun: dict[str, list[_Placed]] = {}
    for it in told:
        begun.setdefault(it.place[-1], []).append(it)
    unique = ({it.text: it for it in alike} if len(alike) > 1 else {"": alike[0]} for alike in begun.values())
    return [by_text[text] for by_text in unique for text in sorted(by_text)]
