"""The founding guide's own account of the Act, told as the guide tells it and not as the law stands.

It knows models, deployers and one exemption; no prohibited practices, transparency, literacy, providers of systems,
territory or dates for high risk. Its errors are corrected in the disagreements; here it is only reproduced.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from catalog.engine.answers import Facts
from catalog.engine.law.penalties import fines
from catalog.engine.law.provisions import GuideDuty, Law
from catalog.engine.law.result import Duty, LawResult

HIGH_RISK_DOMAINS = frozenset({"employment", "credit", "healthcare", "law-enforcement"})
"""The fields that the guide calls high-risk as such."""


def guide_account(real: LawResult, facts: Facts, law: Law) -> LawResult:
    """Return what the guide would say of the answers. `real` is what the Act says: it decides only whether it applies.

    An edition without the guide's account says nothing.
    """
    if "OUT-NOEU" in real.outcomes:
        return _nothing(real)
    found = frozenset(_headings(facts, law))
    duties = tuple(
        _duty(code, duty, law, facts.as_of) for code, duty in law.guide.items() if found & frozenset(duty.under)
    )
    return replace(
        _nothing(real),
        outcomes=tuple(_outcomes(found, facts)),
        roles=("R-DEP",) + (("R-GPAI",) if found & {"model", "open-model", "systemic-risk"} else ()),
        obligations=duties,
        penalties=fines({duty.penalty for duty in duties}, law, None, facts.organisation.annual_revenue_usd),
        high_risk="high-risk" in found,
        gpai=bool(found & {"model", "open-model"}),
        systemic_risk="systemic-risk" in found,
        exemption_unavailable=bool(found & {"high-risk", "model", "systemic-risk"}),
    )


def _nothing(real: LawResult) -> LawResult:
    """The result without anything that the guide does not know."""
    return replace(
        real, outcomes=(), roles=(), obligations=(), assumed=(), review=(), penalties=(), open=(), prohibited=(),
        prohibited_from=(), high_risk=False, transparency=False, gpai=False, systemic_risk=False,
        exemption_unavailable=False,
    )  # fmt: skip


def _headings(facts: Facts, law: Law) -> Iterator[str]:
    """Name the guide's headings under which the answers fall. What nobody answered falls under none."""
    answers = facts.eu_ai_act
    if answers.H5 or HIGH_RISK_DOMAINS & set(facts.use.domains or ()):
        yield "high-risk"
    if facts.adaptation.fine_tunes:
        yield "fine-tuning"
    if not answers.G0 or answers.G2 != "own":
        return
    if (answers.model_flop or 0) > law.compute.systemic_risk.flop or answers.designated:
        yield "systemic-risk"
        yield "model"
    else:
        yield "open-model" if answers.G5 and answers.G6 else "model"


def _outcomes(found: frozenset[str], facts: Facts) -> Iterator[str]:
    """Put the headings into the codes of the outcomes nearest to them."""
    if "high-risk" in found:
        entries = facts.eu_ai_act.H5 or ()
        yield from (f"HR-A3:{entry.removeprefix('A3-')}" for entry in entries)
        if not entries:
            yield "HR-A3:unknown"
    if "systemic-risk" in found:
        yield "GP-SR"
    elif "open-model" in found:
        yield "GP-EXEMPT"
    elif "model" in found:
        yield "GP-FULL"


def _duty(code: str, duty: GuideDuty, law: Law, as_of: date) -> Duty:
    day = law.on(duty.date)
    return Duty(
        id=code,
        article=duty.article,
        applies_from=day,
        status="in-force" if day <= as_of else "upcoming",
        penalty=duty.penalty,
        tag=duty.tag,
        says=duty.says,
    )
