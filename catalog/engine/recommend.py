"""Which models to use, in order, and which to avoid: constraints first, then a transparent ranking with its reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.finding import rank
from catalog.engine.judge import Judgement
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Risk
from catalog.knowledge.guidance import Advice, Situation

RISKS: tuple[Risk, ...] = ("minimal", "low", "moderate", "high")


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
    """A model not to use here, with finding codes first and sentences after them."""

    model: str
    because: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the contract."""
        return {"model": self.model, "because": list(self.because)}


@dataclass(frozen=True)
class Candidate:
    """A judged model with its risk, ready to be ranked."""

    judgement: Judgement
    risk: Risk

    @property
    def id(self) -> str:
        """Id of the model."""
        return self.judgement.model.id

    @property
    def verdict_rank(self) -> int:
        """0 clear to 3 blocked."""
        return rank(self.judgement.outcome.findings)

    @property
    def actions(self) -> int:
        """How many duties are still open."""
        return sum(1 for finding in self.judgement.outcome.findings if finding.severity == "action")


@dataclass(frozen=True)
class Voice:
    """What is advised for a situation that applies: the guide under `guide`, our ruling otherwise."""

    situation: str
    advice: Advice


def voices(situations: Iterable[str], known: Mapping[str, Situation], mode: ReadingMode) -> list[Voice]:
    """Return the advice that counts for each situation."""
    found = [known[name] for name in situations]
    return [Voice(one.title, one.guide if mode == "guide" else one.ruling) for one in found]


def recommend(
    candidates: Sequence[Candidate], advised: Sequence[Voice], facts: Facts
) -> tuple[tuple[Recommended, ...], tuple[Avoided, ...]]:
    """Split candidates into recommended and avoided. A model whose verdict is undecided is in neither list."""
    avoided = {candidate.id: reasons for candidate in candidates if (reasons := _against(candidate, advised, facts))}
    fit = [c for c in candidates if c.verdict_rank < 2 and c.id not in avoided]
    ordered = sorted(fit, key=lambda candidate: _order(candidate, advised))
    recommended = tuple(
        Recommended(candidate.id, place, _reasons(candidate, advised))
        for place, candidate in enumerate(ordered, start=1)
    )
    return recommended, tuple(Avoided(model, reasons) for model, reasons in sorted(avoided.items()))


def _against(candidate: Candidate, advised: Sequence[Voice], facts: Facts) -> tuple[str, ...]:
    """Blockers by code, then the advice of the situations."""
    findings = candidate.judgement.outcome.findings
    codes = sorted({finding.code for finding in findings if finding.severity == "blocker"})
    families = {licence.family for licence in candidate.judgement.licences}
    said = [
        advice.avoid_says
        for advice in (voice.advice for voice in advised)
        if families & set(advice.avoid_families)
        and not _cured(candidate, advice, facts)
        and candidate.id not in advice.prefer
    ]
    return (*codes, *said)


def _cured(candidate: Candidate, advice: Advice, facts: Facts) -> bool:
    """An own safety layer answers the objection to permissive models; an agreement the one to limits of scale."""
    if "permissive" in advice.avoid_families:
        return facts.safeguards.own_safety_layer is True
    agreed = {agreement.licence for agreement in facts.agreements if agreement.covering("threshold", facts.as_of)}
    return "community" in advice.avoid_families and any(
        licence.id in agreed for licence in candidate.judgement.licences
    )


def _order(candidate: Candidate, advised: Sequence[Voice]) -> tuple[int, int, int, int, int, str]:
    """Preferred by the situation, then verdict, risk, open duties, confidence in the licence, and the id for a tie."""
    confidence = ("read", "excerpt", "secondary", "knowledge").index(
        candidate.judgement.model.weights_licence.text.confidence
    )
    return (
        -_preferred(candidate, advised),
        candidate.verdict_rank,
        RISKS.index(candidate.risk),
        candidate.actions,
        confidence,
        candidate.id,
    )


def _preferred(candidate: Candidate, advised: Sequence[Voice]) -> int:
    """How many voices prefer the model: two points by name, one by the family of all its licences."""
    points = 0
    for advice in (voice.advice for voice in advised):
        if candidate.id in advice.prefer:
            points += 2
        elif {licence.family for licence in candidate.judgement.licences} <= set(advice.prefer_families):
            points += 1
    return points


def _reasons(candidate: Candidate, advised: Sequence[Voice]) -> tuple[str, ...]:
    named = [
        f"Named for your situation: {voice.situation[0].lower()}{voice.situation[1:]}."
        for voice in advised
        if candidate.id in voice.advice.prefer
    ]
    licences = ", ".join(licence.short for licence in candidate.judgement.licences)
    duties = candidate.actions
    owed = (
        "every licence duty is in place"
        if duties == 0
        else f"{duties} {'duty' if duties == 1 else 'duties'} still open"
    )
    return (*named, f"{licences}: {owed}.", f"Risk of the licence: {candidate.risk}.")


def risk(judgement: Judgement, mode: ReadingMode) -> Risk:
    """How much the licences themselves can hurt, whatever the verdict.

    High: no commercial right, or unverified. Moderate: outputs, seat, use list, use policy, network copyleft or
    registration can bite. Low: a limit of scale, copyleft or flow-down. Minimal: nothing beyond notices.
    """
    levels = [_licence_risk(licence, mode) for licence in judgement.licences]
    if any(finding.code == "licence.unclear" for finding in judgement.outcome.findings):
        levels.append("high")
    return max(levels, key=RISKS.index)


def _licence_risk(licence: Licence, mode: ReadingMode) -> Risk:
    from_ = _values(licence, mode)
    if any(value.level == "forbidden" for value in from_("commercial-use")):
        return "high"
    moderate = (
        any(value.forbids != "none" or value.distillation == "forbidden" for value in from_("output-training")),
        any(value.excluded_seats or value.excluded_markets for value in from_("territory")),
        any(len(value.items) > 1 for value in from_("use-restrictions")),
        any(value.name for value in from_("use-policy")),
        any(value.kind == "network" for value in from_("copyleft")),
        any(value.needed != "never" for value in from_("registration")),
    )
    if any(moderate):
        return "moderate"
    low = (
        any(value.limits for value in from_("threshold")),
        any(value.kind != "none" for value in from_("copyleft")),
        any(value.restrictions for value in from_("propagation")),
        any(value.items for value in from_("use-restrictions")),
    )
    return "low" if any(low) else "minimal"


def _values(licence: Licence, mode: ReadingMode) -> Callable[[str], list[Any]]:
    """Return a function from topic to the values that count under the mode."""

    def values(topic: str) -> list[Any]:
        term = licence.terms.term(topic)
        readings = {"text": (term.text,), "guide": (term.guide,), "strictest": (term.text, term.guide)}[mode]
        return [reading.value for reading in readings if reading is not None]

    return values
