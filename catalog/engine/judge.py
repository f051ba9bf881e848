"""One model held against the facts under one reading: which licences bind, which reading applies, what follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.case import Case, Stated, Tri, stated
from catalog.engine.finding import NOTHING, Outcome, total
from catalog.engine.law import LawResult
from catalog.engine.rules import RULES, general, lineage, union
from catalog.engine.rules.agreements import lifted
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import ReadingName, Term
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import TOPICS

FRESH = timedelta(days=90)


@dataclass(frozen=True)
class Judgement:
    """What follows for one model: the licences in force (its own first) and everything the rules said."""

    model: Model
    licences: tuple[Licence, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Bench:
    """What a judgement needs besides the model: facts, knowledge, law, and the reading to apply.

    `seen` remembers what each licence comes to, since fifty models may share one.
    """

    facts: Facts
    catalogue: Catalogue
    law: LawResult
    mode: ReadingMode
    positions: bool
    seen: dict[tuple[str, Tri], Outcome] = field(default_factory=dict, compare=False)

    def adopted(self, licence: str, topic: str) -> ReadingName | None:
        """Return the reading that the organisation has adopted for a term, if it did and positions count here."""
        if not self.positions:
            return None
        return next((p.reading for p in self.facts.positions if (p.licence, p.topic) == (licence, topic)), None)


def judge(model: Model, bench: Bench) -> Judgement:
    """Judge a model. Where its licence itself is disputed, `strictest` takes the licence that allows least."""
    judgements = [_under(model, own, bench) for own in _own_licences(model, bench)]
    return max(judgements, key=_burden)


def _burden(judgement: Judgement) -> tuple[tuple[int, ...], int, int]:
    """How little a licence allows: by verdict and findings, then by its family, then by the duties it brings."""
    burdened = sum(licence.family != "permissive" for licence in judgement.licences)
    return (judgement.outcome.strictness, burdened, len(judgement.outcome.obligations))


def _own_licences(model: Model, bench: Bench) -> list[str]:
    """Ids of the licences that may be the model's own under this reading; the text's first, so that it wins ties."""
    term = model.weights_licence
    text, guide = term.text.value, term.guide.value if term.guide else None
    if guide is None or guide == text:
        return [text]
    adopted = bench.adopted(text, "model-licence") or bench.adopted(guide, "model-licence")
    match bench.mode if adopted is None else adopted:
        case "text":
            return [text]
        case "guide":
            return [guide]
        case _:
            return [text, guide]


def _under(model: Model, own_id: str, bench: Bench) -> Judgement:
    """Judge a model under one licence of its own and whatever it inherits."""
    own, label = bench.catalogue.licences[own_id], _stated_licence(model, own_id, bench)
    bases = tuple(_bases(model, bench))
    bound = tuple(dict.fromkeys(reading.value for _, reading in bases))
    inherited = tuple(bench.catalogue.licences[name] for name in bound if name != own_id)
    case = Case(bench.facts, own, model.image_input, bench.catalogue.licences)
    outcome = general.model_wide(case, label, bench.mode)
    if set(bench.facts.use.delivery or ()) != {"vendor-api"}:
        for licence in (own, *inherited):
            outcome += licence_outcome(replace(case, licence=licence), bench)
        outcome += lineage.inherited(case, inherited, label)
        bearers = ((model, label), *bases)
        outcome += total(general.bearing(it, bearer.name, bench.facts.as_of - FRESH) for bearer, it in bearers)
    outcome += union.findings(bench.law, bench.facts, bench.mode)
    if bench.mode == bench.facts.reading:  # it informs and never decides, so a comparison of verdicts can do without
        outcome += union.exemption(bench.law, model, bench.catalogue, bench.mode)
    return Judgement(model, (own, *inherited), outcome)


def _bases(model: Model, bench: Bench) -> Iterator[tuple[Model, Stated[str]]]:
    """Base models from other vendors, with the licences that keep binding. Source: the licences' flow-down clauses."""
    for ancestor in bench.catalogue.binding_ancestors(model):
        term = ancestor.weights_licence
        bound = term.guide.value if bench.mode == "guide" and term.guide else term.text.value
        yield ancestor, _stated_licence(ancestor, bound, bench)


def _stated_licence(model: Model, own_id: str, bench: Bench) -> Stated[str]:
    """The reading that says which licence the weights bear."""
    term = model.weights_licence
    name: ReadingName = "text" if term.text.value == own_id or term.guide is None else "guide"
    reading = term.text if name == "text" or term.guide is None else term.guide
    return stated("model-licence", own_id, name, reading, bench.catalogue.sources)


def licence_outcome(case: Case, bench: Bench) -> Outcome:
    """Apply all rules to one licence, and add what the state of our facts brings."""
    key = (case.licence.id, case.image_input)
    if key not in bench.seen:
        read = {topic: _readings(topic, case.licence, bench) for topic in TOPICS}
        parts = [_topic(topic, read[topic], case) for topic in RULES]
        used = [term for terms in read.values() for term in terms]
        granted = total(general.no_licence(term, case) for term in read["commercial-use"][:1])
        ours = general.freshness(used, case, bench.facts.as_of - FRESH) + general.unread(used, case)
        bench.seen[key] = total(parts) + lifted(granted, "model-licence", case) + ours
    return bench.seen[key]


def _topic(topic: str, terms: Iterable[Stated[Any]], case: Case) -> Outcome:
    """Apply the rule of a topic to each reading that counts, and keep the outcome that allows least.

    What another reading would block or ask for other answers is kept beside it: who mends the one must see the next.
    """
    outcomes = [RULES[topic](term, case) for term in terms]
    if len(outcomes) == 1:
        return lifted(outcomes[0], topic, case)
    strictest = max(outcomes, key=lambda outcome: outcome.strictness, default=NOTHING)
    told = {finding.because for finding in strictest.findings if finding.weight > 1}
    others = (finding for outcome in outcomes if outcome is not strictest for finding in outcome.findings)
    beside = tuple(finding for finding in others if finding.weight > 1 and finding.because not in told)
    return lifted(strictest + Outcome(beside), topic, case)


def _readings(topic: str, licence: Licence, bench: Bench) -> list[Stated[Any]]:
    """The readings of a term that count under the mode. The text comes first, so that it wins ties.

    A licence of which the guide says nothing at all is read by its text even under `guide`; where the guide knows the
    licence and is silent on a topic, the topic is silent.
    """
    term: Term[Any] = licence.terms.term(topic)
    adopted = bench.adopted(licence.id, topic)
    mode = adopted or bench.mode
    if mode == "guide" and not known_to_guide(licence):
        mode = "text"
    names: tuple[ReadingName, ...] = ("text", "guide") if mode == "strictest" else (mode,)
    found = ((name, term.reading(name)) for name in names)
    sources = bench.catalogue.sources
    return [stated(topic, licence.id, name, reading, sources) for name, reading in found if reading is not None]


def known_to_guide(licence: Licence) -> bool:
    """Whether the guide says anything on this licence."""
    return any(licence.terms.term(topic).guide is not None for topic in TOPICS)
