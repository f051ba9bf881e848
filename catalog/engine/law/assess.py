"""The one way in: from answers and context to what the Act says about them on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from catalog.engine.law.context import LawContext
from catalog.engine.law.duties import Owed, owed_duties
from catalog.engine.law.finding import Ground, Part
from catalog.engine.law.model import PROVIDED, model_of
from catalog.engine.law.penalties import fines
from catalog.engine.law.provisions import Law
from catalog.engine.law.result import Duty, LawResult
from catalog.engine.law.scope import scope_of
from catalog.engine.law.system import high_risk_of, practices_of, roles_of
from catalog.engine.law_answers import EuAnswers

TRANSPARENCY = ("T1q", "T2q", "T3q", "T4q", "T5q")


def assess(answers: EuAnswers, context: LawContext, law: Law, as_of: date) -> LawResult:
    """Apply the Act to the answers as it stands on `as_of`. Pure: equal arguments give an equal result.

    System and model are judged apart, and what is found adds up. Only two things stop the questions on risk and
    transparency: being out of scope, and a prohibition in force, which nothing could cure.
    """
    answers = context.complete(answers, law)
    scope = scope_of(answers, context, law)
    found = scope.part
    if scope.system:
        found += _free_system(_system(answers, context, law, as_of), answers, law)
    if scope.model:
        found += model_of(answers, law)
    found += _supervisor(found, answers, law)
    owed = owed_duties(found, answers, law)
    return _result(found, owed, law, as_of, in_scope=scope.settled, answers=answers, context=context)


def _system(answers: EuAnswers, context: LawContext, law: Law, as_of: date) -> Part:
    found = roles_of(answers) + practices_of(answers, context, law, as_of) + Part((Ground("in-scope"),))
    if found.has("PROHIBITED"):
        return found
    return found + high_risk_of(answers, law) + Part((Ground("permitted"),))


def _free_system(found: Part, answers: EuAnswers, law: Law) -> Part:
    """Decide S8 at the end: a free and open-source system is out if it is neither prohibited nor high-risk
    nor under Article 50 (Article 2(12)). It could still be somebody's supply for a high-risk system.
    """
    harmless = answers.P == () and found.has("HR-NO") and "R-SUPP" not in found.roles
    if answers.S8 is False or not harmless or any(getattr(answers, it) is not False for it in TRANSPARENCY):
        return found
    if answers.S8 is None:
        return found + Part(assumed=("S8",))
    return Part((Ground("OUT-FOSS"),), assumed=found.assumed)


def _supervisor(found: Part, answers: EuAnswers, law: Law) -> Part:
    """Decide B3: one's own general-purpose model in one's own system brings the AI Office in (Article 75(1))."""
    own = bool(answers.G0) and answers.G2 == "own" and found.has(*PROVIDED)
    supervised = own if answers.B3 is None else answers.B3
    if not supervised or "R-PROV" not in found.roles:
        return Part()
    return Part((Ground("ai-office"),), review=(law.review.ai_office,))


def _result(
    found: Part,
    owed: list[Owed],
    law: Law,
    as_of: date,
    *,
    in_scope: bool | None,
    answers: EuAnswers,
    context: LawContext,
) -> LawResult:
    duties = _shown(found, owed, as_of, context.size)
    shields = {item.timing.shield for item in owed if item.timing.status(as_of) == "legacy"}
    found += Part(tuple(Ground(code) for code in sorted(shields)), assumed=_all(item.assumed for item in owed))
    forbidden = tuple(ground.detail for ground in found.grounds if ground.code == "PROHIBITED")
    high_risk = found.has("HR-A3", "HR-A1A", "HR-A1B")
    transparency = any(duty.id.startswith("O-T") for duty in duties)
    return LawResult(
        outcomes=_outcomes(found, law),
        roles=_listed(found.roles, law.roles),
        obligations=duties,
        assumed=_listed(found.assumed, law.questions),
        review=_review(found, owed, law),
        penalties=fines({duty.penalty for duty in duties}, law, context.size, context.revenue_usd),
        open=_listed(found.open, law.questions),
        prohibited=forbidden,
        prohibited_from=tuple(p for p in answers.P or () if p not in forbidden) if found.has("in-scope") else (),
        high_risk=high_risk,
        transparency=transparency,
        gpai=found.has(*PROVIDED),
        systemic_risk=found.has("GP-SR"),
        exemption_unavailable=high_risk or transparency or bool(forbidden) or found.has("GP-FULL", "GP-SR"),
        in_scope=in_scope,
        systemic_line=law.compute.systemic_risk.flop,
    )


def _shown(found: Part, owed: list[Owed], as_of: date, size: str | None) -> tuple[Duty, ...]:
    """Print the duties; what notes speak to are the roles, the size, the outcomes and the entries of Annex III."""
    traits = {*found.roles, size or "", *(ground.code for ground in found.grounds)}
    traits |= {ground.entry for ground in found.grounds if ground.entry}
    return tuple(item.shown(as_of, frozenset(traits), supervised=found.has("ai-office")) for item in owed)


def _all(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(item for group in groups for item in group)


def _listed(names: Collection[str], order: Iterable[str]) -> tuple[str, ...]:
    """Put names into the order of the law, each once."""
    return tuple(name for name in order if name in names)


def _outcomes(found: Part, law: Law) -> tuple[str, ...]:
    """Print the outcomes in the order of the law, each once; the plain grounds are none."""
    labels = [ground.label for code in law.outcomes for ground in found.grounds if ground.code == code]
    return tuple(dict.fromkeys(labels))


def _review(found: Part, owed: list[Owed], law: Law) -> tuple[str, ...]:
    """Collect the points for a lawyer: of the questions, then of the outcomes, then of the duties."""
    codes = {ground.code for ground in found.grounds}
    outcomes = [outcome.review for code, outcome in law.outcomes.items() if code in codes]
    sentences = [*found.review, *outcomes, *(item.duty.review for item in owed)]
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))
