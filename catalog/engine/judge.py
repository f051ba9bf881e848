"""One model held against the facts under one reading: which licences bind, which reading applies, what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.case import Case, Stated, Tri
from catalog.engine.finding import NOTHING, Gist, Outcome, total
from catalog.engine.law import LawResult
from catalog.engine.law.openness import closed_by
from catalog.engine.library import NOTHING_ADOPTED, Adopted, Footing, Heard, Library, library_of
from catalog.engine.memo import Memo
from catalog.engine.rules import RULES, general, lineage, union
from catalog.engine.rules.agreements import lifted, meters
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue

FRESH = timedelta(days=90)


@dataclass(frozen=True)
class Judgement:
    """What follows for one model: the licences in force (its own first) and everything the rules said.

    What was said is kept in `parts`, since a model shares most of it with all that bear the same licences; `gist` is
    what the parts come to.
    """

    model: Model
    licences: tuple[Licence, ...]
    parts: tuple[Outcome, ...]
    gist: Gist

    @cached_property
    def outcome(self) -> Outcome:
        """Everything the rules said."""
        return total(self.parts)


@dataclass(frozen=True, eq=False)
class Bench:
    """What a judgement needs besides the model: facts, knowledge, law, and the reading to apply.

    `memo` remembers what was found for these facts, since fifty models may share a licence. Benches for the same facts
    share it, whatever their reading.
    """

    facts: Facts
    catalogue: Catalogue
    law: LawResult
    mode: ReadingMode
    positions: bool
    memo: Memo = field(default_factory=Memo, compare=False)

    def reading(self, mode: ReadingMode, *, positions: bool) -> "Bench":
        """Return the bench for the same facts under another reading."""
        return replace(self, mode=mode, positions=positions)

    def told(self, facts: Facts, law: LawResult) -> "Bench":
        """Return the bench for other facts, of which nothing is remembered yet."""
        return replace(self, facts=facts, law=law, memo=Memo())

    @cached_property
    def library(self) -> Library:
        """The catalogue as rules take it."""
        return library_of(self.catalogue)

    @cached_property
    def by_api_alone(self) -> bool:
        """Whether the vendor runs the model in every way of delivery: then no licence of the weights matters."""
        return set(self.facts.use.delivery or ()) == {"vendor-api"}

    @cached_property
    def oldest(self) -> date:
        """The first day on which a fact may have been read to be fresh."""
        return self.facts.as_of - FRESH

    def adopted(self, licence: str) -> Adopted:
        """Return the readings that the organisation has adopted for topics of a licence, where positions count."""
        return self._adopted.get(licence, NOTHING_ADOPTED)

    @cached_property
    def _adopted(self) -> Mapping[str, Adopted]:
        found: dict[str, dict[str, Any]] = {}
        for position in self.facts.positions if self.positions else ():
            found.setdefault(position.licence, {}).setdefault(position.topic, position.reading)
        return found

    def heard(self, licence: Licence) -> Heard:
        """Return the readings of a licence that count here."""
        adopted = self.adopted(licence.id)
        if not adopted:
            return self.library.heard(licence, self.mode)
        return self.memo.once(("heard", licence.id, self.mode), lambda: self.library.heard(licence, self.mode, adopted))

    def case(self, licence: Licence, image_input: Tri) -> Case:
        """Return what every rule is given besides its own term."""
        return Case(self.facts, licence, image_input, self.catalogue.licences)


def judge(model: Model, bench: Bench) -> Judgement:
    """Judge a model. Where its licence itself is disputed, `strictest` takes the licence that allows least."""
    judgements = [under(footing, bench) for footing in footings(model, bench)]
    return judgements[0] if len(judgements) == 1 else max(judgements, key=_burden)


def _burden(judgement: Judgement) -> tuple[tuple[int, ...], int, int]:
    """How little a licence allows: by verdict and findings, then by its family, then by the duties it brings."""
    burdened = sum(licence.family != "permissive" for licence in judgement.licences)
    return (judgement.outcome.strictness, burdened, len(judgement.outcome.obligations))


def ranks(model: Model, bench: Bench) -> tuple[int, int]:
    """Ranks of the verdicts on a model: by its licences alone, and with what the Act says. See `judge` and `rank`."""
    alone = max(_rank_under(footing, bench) for footing in footings(model, bench))
    return alone, max(alone, act(bench).rank)


def footings(model: Model, bench: Bench) -> tuple[Footing, ...]:
    """Return the model under each licence that may be its own under this reading."""
    return bench.library.footings(model, _own_reading(model, bench), bench.mode)


def _own_reading(model: Model, bench: Bench) -> ReadingMode:
    """The reading that says which licence is the model's own: the one adopted for either, where positions count."""
    term = model.weights_licence
    if term.guide is None or not bench.positions or not bench.facts.positions:
        return bench.mode
    adopted = (bench.adopted(reading.value).get("model-licence") for reading in (term.text, term.guide))
    return next(filter(None, adopted), bench.mode)


def under(footing: Footing, bench: Bench) -> Judgement:
    """Judge a model under one licence of its own and whatever it inherits."""
    first, inherited, bearing = wide(footing, bench), _inherited(footing, bench), _bearing(footing, bench)
    if inherited is bearing is NOTHING:
        unnamed, gist = _unnamed(footing, bench)
        return Judgement(footing.model, footing.licences, (first, unnamed), gist)
    last = _exemption(_failed(footing.model, bench), bench)
    parts = (first, _terms(footing, bench), inherited, bearing, act(bench), last)
    return Judgement(footing.model, footing.licences, parts, Gist.of(it for part in parts for it in part.findings))


def beside(footing: Footing, bench: Bench) -> Outcome:
    """What is said of a model beside its label, its licences and the Act: of its bases, of doubt, of the exemption."""
    last = _exemption(_failed(footing.model, bench), bench)
    return total((_inherited(footing, bench), _bearing(footing, bench), last))


def _unnamed(footing: Footing, bench: Bench) -> tuple[Outcome, Gist]:
    """What is said without looking at the label, and the gist of it and of `wide`: once for all models that are alike.

    These bear the same licences and fail the same conditions of the exemption for open models. Of its label `wide`
    tells only where it stands.
    """
    failed = _failed(footing.model, bench)

    def find() -> tuple[Outcome, Gist]:
        outcome = total((_terms(footing, bench), act(bench), _exemption(failed, bench)))
        return outcome, Gist.of((*wide(footing, bench).findings, *outcome.findings))

    return bench.memo.once(("unnamed", footing.ids, footing.image_input, bench.mode, bench.positions, failed), find)


def _rank_under(footing: Footing, bench: Bench) -> int:
    """The rank of `under` without the Act. What is said of lineage informs and never decides, so it is left aside."""
    return max(_wide_rank(footing, bench), _terms(footing, bench).rank, _bearing(footing, bench).rank)


def _wide_rank(footing: Footing, bench: Bench) -> int:
    """The rank of `wide`, which takes from the label only where it stands, and of a licence looks at its family."""
    key = ("rank of wide", footing.licences[0].family, bench.mode)
    return bench.memo.once(key, lambda: wide(footing, bench).rank)


def wide(footing: Footing, bench: Bench) -> Outcome:
    """What holds for a model whatever its licences say, found once for all models with the same label."""

    def find() -> Outcome:
        return general.model_wide(bench.case(footing.licences[0], footing.image_input), footing.label, bench.mode)

    return bench.memo.once(("wide", footing.label, bench.mode), find)


def _terms(footing: Footing, bench: Bench) -> Outcome:
    """What all licences in force say, found once for all models that bear the same ones."""
    key = ("terms", footing.ids, footing.doubted, footing.image_input, bench.mode, bench.positions)
    return bench.memo.once(key, lambda: total(_each_licence(footing, bench)))


def _each_licence(footing: Footing, bench: Bench) -> list[Outcome]:
    """What each licence in force says; none does where the vendor alone runs the model."""
    if bench.by_api_alone:
        return []
    said = [(it.id, licence_outcome(bench.case(it, footing.image_input), bench)) for it in footing.licences]
    return [general.in_doubt(outcome) if name in footing.doubted else outcome for name, outcome in said]


def _inherited(footing: Footing, bench: Bench) -> Outcome:
    """What is said of the licences of bases, and of a label that hides them."""
    own, *inherited = footing.licences
    if bench.by_api_alone or not inherited:
        return NOTHING
    beside = footing.model.also_under
    return lineage.inherited(bench.case(own, footing.image_input), inherited, footing.label, beside)


def _bearing(footing: Footing, bench: Bench) -> Outcome:
    """What is not known, or no longer known, of which licences the model and its bases bear."""
    fresh = footing.verified_on is not None and footing.verified_on >= bench.oldest
    if bench.by_api_alone or fresh:
        return NOTHING
    return total(general.bearing(label, bearer.name, bench.oldest) for bearer, label in footing.bearers)


def act(bench: Bench) -> Outcome:
    """What the Act says whatever the model is."""
    return bench.memo.once(("act", bench.mode), union.findings, bench.law, bench.facts, bench.mode)


def _failed(model: Model, bench: Bench) -> tuple[str, ...]:
    """The conditions of the exemption for open models that a model fails, found once a catalogue.

    They inform and never decide, so a comparison of verdicts can do without.
    """
    if bench.mode != bench.facts.reading:
        return ()
    line = bench.law.systemic_line
    return bench.library.memo.once(("closed by", model.id, line), closed_by, model, bench.catalogue, line)


def _exemption(failed: tuple[str, ...], bench: Bench) -> Outcome:
    return bench.memo.once(("exemption", failed, bench.mode), lambda: union.exemption(bench.law, failed, bench.mode))


def licence_outcome(case: Case, bench: Bench) -> Outcome:
    """Apply all rules to one licence, and add what the state of our facts brings."""
    heard = bench.heard(case.licence)
    return bench.memo.once(("licence", heard, case.image_input), _licence_outcome, case, heard, bench)


def _licence_outcome(case: Case, heard: Heard, bench: Bench) -> Outcome:
    parts = [_remembered(topic, terms, case, bench) for topic, terms in heard.speaking]
    return total((*parts, beside_terms(case, bench)))


def beside_terms(case: Case, bench: Bench) -> Outcome:
    """What is said of a licence whatever its terms say, remembered for the facts of the bench."""
    return bench.memo.once(("beside terms", bench.heard(case.licence)), told_beside_terms, case, bench)


def told_beside_terms(case: Case, bench: Bench) -> Outcome:
    """That a licence grants nothing, that our facts on it are lacking, how near the limits of agreements on it are."""
    heard = bench.heard(case.licence)
    granted = total(general.no_licence(term, case) for term in heard.terms["commercial-use"][:1])
    stale = general.freshness(heard.oldest, case, bench.oldest)
    agreed = total(meters(term, case) for term in heard.terms["threshold"][:1])
    return total((lifted(granted, "model-licence", case), stale, general.unread(heard.unverified, case), agreed))


def _remembered(topic: str, terms: Iterable[Stated[Any]], case: Case, bench: Bench) -> Outcome:
    """Do as `topic_outcome`, asking the rule once about each reading: it can count under `strictest` and by itself."""
    licence, image_input, once = case.licence.id, case.image_input, bench.memo.once
    rule = RULES[topic]
    said = [once((topic, licence, term.reading, image_input), rule, term, case) for term in terms]
    return _settled(topic, said, case)


def topic_outcome(topic: str, terms: Iterable[Stated[Any]], case: Case) -> Outcome:
    """Apply the rule of a topic to each reading that counts, and keep the outcome that allows least."""
    return _settled(topic, [RULES[topic](term, case) for term in terms], case)


def _settled(topic: str, outcomes: Sequence[Outcome], case: Case) -> Outcome:
    """Of what a topic's rule says of each reading, keep what allows least.

    What another reading would block or ask for other answers is kept beside it: who mends the one must see the next.
    """
    if len(outcomes) == 1:
        return lifted(outcomes[0], topic, case)
    strictest = max(outcomes, key=lambda outcome: outcome.strictness, default=NOTHING)
    told = {finding.because for finding in strictest.findings if finding.weight > 1}
    others = (outcome for outcome in outcomes if outcome is not strictest and outcome.rank > 1)
    beside = [it for other in others for it in other.findings if it.weight > 1 and it.because not in told]
    return lifted(strictest + Outcome(tuple(beside)) if beside else strictest, topic, case)
