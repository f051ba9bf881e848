"""Which models to use, in order, and which not: constraints first, then a transparent ranking with its reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log
from typing import Any

from catalog.engine.advice import Voice, disagreement, sensitive
from catalog.engine.answers import Facts
from catalog.engine.finding import PENDING, Headroom, Verdict
from catalog.engine.ranking import Candidate, behind, steps
from catalog.knowledge.entries import Model
from catalog.knowledge.facts import Risk
from catalog.knowledge.sentences import counted, for_translation, joined, sentence, small

Pool = Callable[[Model], Sequence[Candidate]]
Kin = tuple[str, str]  # kind of model and its maker; no maker stands for all
UNDECIDED = for_translation("It is not decided yet: an answer or a fact that is missing could still block it.")
UNITS = for_translation({"mau": "monthly users", "revenue": "US dollars of revenue"})
VERDICT_WORDS: Mapping[Verdict, str] = for_translation(
    {"clear": "clear", "conditions": "conditions", "undecided": "undecided", "blocked": "blocked"}
)
RISK_SAYS: Mapping[Risk, str] = for_translation(
    {
        "minimal": "Risk of the licence: minimal.",
        "low": "Risk of the licence: low.",
        "moderate": "Risk of the licence: moderate.",
        "high": "Risk of the licence: high.",
    }
)
STALE = for_translation("Our facts on its licence are stale; read the text again before you rely on this.")
TWO_LICENCES = for_translation("The guide names another licence for it than its maker does.")
DOUBTED = for_translation("Part of what we know of its licence is reported by others and was not read in the text.")


@dataclass(frozen=True)
class Recommended:
    """A model that may be used, its place (1 is best), and why it stands there."""

    model: str
    rank: int
    because: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {"model": self.model, "rank": self.rank, "because": list(self.because)}


@dataclass(frozen=True)
class Avoided:
    """A model that is not recommended here, with finding codes first and sentences after them."""

    model: str
    because: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {"model": self.model, "because": list(self.because)}


@dataclass(frozen=True)
class Advisor:
    """Recommends among candidates for some facts.

    `pool` gives models from outside the candidates that could take the place of one; it is asked only where no
    candidate can.
    """

    advised: Sequence[Voice]
    facts: Facts
    pool: Pool
    _seen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def recommend(
        self, candidates: Sequence[Candidate], beyond_repair: Iterable[str]
    ) -> tuple[tuple[Recommended, ...], tuple[Avoided, ...]]:
        """Split candidates into recommended and not recommended: each stands in one of the two lists.

        A blocked or undecided model is never recommended, and none that a situation rules out. `beyond_repair` are
        blocked candidates that no change of plans saves; the best model in their place is recommended after the
        candidates, and says so. Cost: linear in the candidates, but for sorting them.
        """
        against = {it.id: reasons for it in candidates if (reasons := self._against(it))}
        ordered = self._ordered(it for it in candidates if it.id not in against)
        beyond = set(beyond_repair)
        replaced = self._replaced([it for it in candidates if it.id in beyond], ordered)
        inside = {it.id for it in ordered}
        everyone = [*ordered, *{best.id: best for _, best in replaced if best.id not in inside}.values()]
        free = _without_limits(everyone)
        recommended = tuple(
            Recommended(it.id, place, (*_instead(it, replaced), *self._reasons(it, place, everyone, free)))
            for place, it in enumerate(everyone, start=1)
        )
        return recommended, tuple(Avoided(model, reasons) for model, reasons in sorted(against.items()))

    def _against(self, candidate: Candidate) -> tuple[str, ...]:
        """Blockers by code, or what leaves it undecided; then the advice of the situations, and where they disagree."""
        gist = candidate.judgement.gist
        warned = [voice.advice.avoid_says for voice in self.advised if voice.warns(candidate.judgement, self.facts)]
        torn = disagreement(candidate.judgement, self.advised, self.facts) if warned else ()
        return (*gist.against, *((UNDECIDED,) if gist.rank == PENDING else ()), *warned, *torn)

    def _ordered(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        return sorted(candidates, key=lambda it: (self._numbers(it), it.id))

    def _numbers(self, candidate: Candidate) -> tuple[int, ...]:
        if candidate.id not in self._seen:
            self._seen[candidate.id] = steps(candidate, self.advised, self.facts)
        return self._seen[candidate.id]

    def _replaced(
        self, blocked: Iterable[Candidate], ordered: Sequence[Candidate]
    ) -> list[tuple[Candidate, Candidate]]:
        """Pairs of a blocked candidate and the best in its place: one of the same kind, if need be from outside."""
        found = []
        for candidate in blocked:
            model = candidate.judgement.model
            inside = (it for it in ordered if it.judgement.model.kind == model.kind)
            best = next(inside, None) or next(iter(self._outside(model)), None)
            if best:
                found.append((candidate, best))
        return found

    def _outside(self, model: Model) -> list[Candidate]:
        """The models of the pool that may be used, the best first; of equals, the one closest in size."""
        fit = [candidate for candidate in self.pool(model) if not self._against(candidate)]
        return sorted(fit, key=lambda it: (self._numbers(it), _distance(model, it.judgement.model), it.id))

    def _reasons(
        self, candidate: Candidate, place: int, everyone: Sequence[Candidate], free: Mapping[Kin, Candidate]
    ) -> tuple[str, ...]:
        before = everyone[place - 2] if place > 1 else None
        return (
            *self._fit(candidate),
            *_duties(candidate),
            *_facts(candidate),
            *_default(candidate, self.facts),
            *self._limits(candidate, free),
            *disagreement(candidate.judgement, self.advised, self.facts),
            *(self._behind(candidate, before) if before else ()),
        )

    def _fit(self, candidate: Candidate) -> tuple[str, ...]:
        named = (voice.situation for voice in self.advised if voice.favour(candidate.judgement) > 1)
        return tuple(sentence("Named for your situation: {situation}.", situation=small(title)) for title in named)

    def _limits(self, candidate: Candidate, free: Mapping[Kin, Candidate]) -> tuple[str, ...]:
        """Name a fallback where a limit keeps running: the maker's own model without one, or the best of the kind."""
        if not candidate.running:
            return ()
        model = candidate.judgement.model
        fallback = free.get((model.kind, model.vendor)) or free.get((model.kind, ""))
        if fallback is None:
            fallback = next((it for it in self._outside(model) if not it.running), None)
        if fallback is None:
            return (_room(candidate.running[0]),)
        advice = sentence("Keep {model} ready as a fallback; it has no such limit.", model=fallback.name)
        return (joined(" ", (_room(candidate.running[0]), advice)),)

    def _behind(self, candidate: Candidate, before: Candidate) -> tuple[str, ...]:
        """What puts a model behind the one before it; nothing where the two are level."""
        compared = zip(self._numbers(candidate), self._numbers(before), behind(self.facts.reading), strict=True)
        why = next((words for own, other, words in compared if own > other), "")
        return (sentence("Behind {model}: {why}.", model=before.name, why=why),) if why else ()


def _without_limits(ordered: Iterable[Candidate]) -> Mapping[Kin, Candidate]:
    """The best model without a running limit of each kind, and of each kind and maker."""
    free: dict[Kin, Candidate] = {}
    for candidate in ordered:
        model = candidate.judgement.model
        if not candidate.running:
            free.setdefault((model.kind, model.vendor), candidate)
            free.setdefault((model.kind, ""), candidate)
    return free


def _instead(candidate: Candidate, replaced: Iterable[tuple[Candidate, Candidate]]) -> tuple[str, ...]:
    names = [blocked.name for blocked, best in replaced if best.id == candidate.id]
    if not names:
        return ()
    return (sentence("Instead of {models}: no change of plans lifts what blocks it.", models=", ".join(names)),)


def _duties(candidate: Candidate) -> tuple[str, ...]:
    licences = ", ".join(licence.short for licence in candidate.judgement.licences)
    return (_owed(licences, candidate.actions, candidate.verdict_rank > 0), RISK_SAYS[candidate.risk])


@lru_cache(maxsize=1000)  # few licences, and thousands of models
def _owed(licences: str, duties: int, perhaps: bool) -> str:
    """Say how many duties are open; `perhaps`: there is none, but one may turn out to apply."""
    if duties:
        return counted(
            "{licences}: {n} duty still open.", "{licences}: {n} duties still open.", duties, licences=licences
        )
    if perhaps:
        return sentence("{licences}: whether a duty applies is still open.", licences=licences)
    return sentence("{licences}: every licence duty is in place.", licences=licences)


def _facts(candidate: Candidate) -> tuple[str, ...]:
    """Say where a recommendation rests on facts that are stale, disputed or badly known."""
    said = []
    if candidate.stale:
        said.append(STALE)
    if candidate.contested:
        text, guide = candidate.by_reading["text"], candidate.by_reading["guide"]
        said.append(_disputed(text, guide))
    if candidate.two_licences:
        said.append(TWO_LICENCES)
    if candidate.doubt > 1:
        said.append(DOUBTED)
    return tuple(said)


@cache
def _disputed(text: Verdict, guide: Verdict) -> str:
    words = VERDICT_WORDS
    return sentence(
        "Disputed: its text leads to “{text}”, the guide to “{guide}”.", text=words[text], guide=words[guide]
    )


def _default(candidate: Candidate, facts: Facts) -> tuple[str, ...]:
    """Sensitive pipelines default to permissive models."""
    why = sensitive(candidate.judgement, facts)
    return (_by_default(why, candidate.permissive),) if why else ()


@cache  # four reasons, each of a model with and without permission
def _by_default(why: str, permissive: bool) -> str:
    if permissive:
        return sentence("Permissive, which is the default where {why}.", why=why)
    return sentence("Not permissive, although {why}: prefer a permissive model unless you need this one.", why=why)


def _room(room: Headroom) -> str:
    unit = UNITS[room.metric]
    if room.counted is None:
        return sentence(
            "Its limit of {limit} {unit} keeps running, and your number is not known.", limit=room.limit, unit=unit
        )
    return sentence(
        "It uses {share} % of its limit of {limit} {unit}, which keeps running.",
        share=str(room.counted * 100 // room.limit),
        limit=room.limit,
        unit=unit,
    )


def _distance(model: Model, other: Model) -> float:
    """How far apart two models are in size; an unknown size is far from everything."""
    if model.params_total_b is None or other.params_total_b is None:
        return float("inf")
    return abs(log(model.params_total_b / other.params_total_b))
