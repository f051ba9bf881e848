"""Which models to use, in order, and which not: constraints first, then a transparent ranking with its reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

from catalog.engine.advice import Voice, disagreement, sensitive
from catalog.engine.answers import Facts
from catalog.engine.finding import PENDING, Headroom
from catalog.engine.ranking import Candidate, behind, steps
from catalog.knowledge.entries import Model

Pool = Callable[[Model], Sequence[Candidate]]
Kin = tuple[str, str]  # kind of model and its maker; no maker stands for all
UNDECIDED = "It is not decided yet: an answer or a fact that is missing could still block it."
UNITS = {"mau": "monthly users", "revenue": "US dollars of revenue"}


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
        return tuple(f"Named for your situation: {title[0].lower()}{title[1:]}." for title in named)

    def _limits(self, candidate: Candidate, free: Mapping[Kin, Candidate]) -> tuple[str, ...]:
        """Name a fallback where a limit keeps running: the maker's own model without one, or the best of the kind."""
        if not candidate.running:
            return ()
        model = candidate.judgement.model
        fallback = free.get((model.kind, model.vendor)) or free.get((model.kind, ""))
        if fallback is None:
            fallback = next((it for it in self._outside(model) if not it.running), None)
        advice = f" Keep {fallback.name} ready as a fallback; it has no such limit." if fallback else ""
        return (f"{_room(candidate.running[0])}{advice}",)

    def _behind(self, candidate: Candidate, before: Candidate) -> tuple[str, ...]:
        """What puts a model behind the one before it; nothing where the two are level."""
        compared = zip(self._numbers(candidate), self._numbers(before), behind(self.facts.reading), strict=True)
        why = next((words for own, other, words in compared if own > other), "")
        return (f"Behind {before.name}: {why}.",) if why else ()


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
    return (f"Instead of {', '.join(names)}: no change of plans lifts what blocks it.",) if names else ()


def _duties(candidate: Candidate) -> tuple[str, ...]:
    licences = ", ".join(licence.short for licence in candidate.judgement.licences)
    open_ = candidate.actions
    settled = "whether a duty applies is still open" if candidate.verdict_rank else "every licence duty is in place"
    owed = f"{open_} {'duty' if open_ == 1 else 'duties'} still open" if open_ else settled
    return (f"{licences}: {owed}.", f"Risk of the licence: {candidate.risk}.")


def _facts(candidate: Candidate) -> tuple[str, ...]:
    """Say where a recommendation rests on facts that are stale, disputed or badly known."""
    said = []
    if candidate.stale:
        said.append("Our facts on its licence are stale; read the text again before you rely on this.")
    if candidate.contested:
        text, guide = candidate.by_reading["text"], candidate.by_reading["guide"]
        said.append(f"Disputed: its text leads to “{text}”, the guide to “{guide}”.")
    if candidate.two_licences:
        said.append("The guide names another licence for it than its maker does.")
    if candidate.doubt > 1:
        said.append("Part of what we know of its licence is reported by others and was not read in the text.")
    return tuple(said)


def _default(candidate: Candidate, facts: Facts) -> tuple[str, ...]:
    """Sensitive pipelines default to permissive models."""
    why = sensitive(candidate.judgement, facts)
    if not why:
        return ()
    if candidate.permissive:
        return (f"Permissive, which is the default where {why}.",)
    return (f"Not permissive, although {why}: prefer a permissive model unless you need this one.",)


def _room(room: Headroom) -> str:
    limit = f"{room.limit:,} {UNITS[room.metric]}"
    if room.counted is None:
        return f"Its limit of {limit} keeps running, and your number is not known."
    return f"It uses {room.counted * 100 // room.limit} % of its limit of {limit}, which keeps running."


def _distance(model: Model, other: Model) -> float:
    """How far apart two models are in size; an unknown size is far from everything."""
    if model.params_total_b is None or other.params_total_b is None:
        return float("inf")
    return abs(log(model.params_total_b / other.params_total_b))
