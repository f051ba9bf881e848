"""The one way in: from answers and context to what the Act says about them on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from catalog.engine.law.duties import Owed, owed_duties
from catalog.engine.law.finding import Ground, LawContext, Part
from catalog.engine.law.model import PROVIDED, model_of
from catalog.engine.law.provisions import Law
from catalog.engine.law.result import LawResult
from catalog.engine.law.system import high_risk_of, practices_of, roles_of, scope_of
from catalog.engine.law_answers import EuAnswers


def assess(answers: EuAnswers, context: LawContext, law: Law, as_of: date) -> LawResult:
    """Apply the Act to the answers as it stands on `as_of`. Pure: equal arguments give an equal result.

    A prohibition in force stops the questions on risk and transparency, which could not cure it; the model and the
    duty of literacy are judged all the same.
    """
    answers = context.complete(answers)
    scope = scope_of(answers, context, law)
    found = scope.part
    if scope.system:
        found += roles_of(answers) + practices_of(answers, law, as_of) + Part((Ground("in-scope"),))
        if not found.has("PROHIBITED"):
            found += high_risk_of(answers, law) + Part((Ground("permitted"),))
    if scope.model:
        found += model_of(answers, law)
    owed = owed_duties(found, answers, law)
    return _result(found, owed, law, as_of, in_scope=scope.settled, answers=answers, size=context.size)


def _result(
    found: Part,
    owed: list[Owed],
    law: Law,
    as_of: date,
    *,
    in_scope: bool | None,
    answers: EuAnswers,
    size: str | None,
) -> LawResult:
    duties = tuple(item.shown(as_of, frozenset((*found.roles, size or ""))) for item in owed)
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
        open=_listed(found.open, law.questions),
        prohibited=forbidden,
        prohibited_from=tuple(p for p in answers.P or () if p not in forbidden) if found.has("in-scope") else (),
        high_risk=high_risk,
        transparency=transparency,
        gpai=found.has(*PROVIDED),
        systemic_risk=found.has("GP-SR"),
        exemption_unavailable=high_risk or transparency or bool(forbidden) or found.has("GP-FULL", "GP-SR"),
        in_scope=in_scope,
    )


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
