"""What a negotiated licence changes: exactly the topics that it covers, as long as it runs."""

from dataclasses import replace
from datetime import date, timedelta

from catalog.engine.case import Case
from catalog.engine.finding import Finding, Outcome

ENDS_SOON = timedelta(days=90)


def lifted(outcome: Outcome, topic: str, case: Case) -> Outcome:
    """Take away what a topic forbids, asks or demands where an agreement covers it on the day of the decision.

    Source: the agreement itself. What it replaced stays visible, as an information; as a caution when it ends within
    90 days, since everything comes back on the day after.
    """
    agreement = case.agreement(topic)
    if agreement is None:
        return outcome
    return replace(
        outcome,
        findings=tuple(_covered(finding, agreement.until, case.facts.as_of) for finding in outcome.findings),
        obligations=tuple(replace(obligation, met=True) for obligation in outcome.obligations),
    )


def _covered(finding: Finding, until: date | None, day: date) -> Finding:
    if finding.weight == 0:
        return finding
    soon = until is not None and until - day <= ENDS_SOON
    end = f"until {until.isoformat()}" if until else "without an end date"
    keep = "Keep the agreement with the decision, and renew it before it ends."
    return replace(
        finding,
        severity="caution" if soon else "info",
        could=None,
        says=f"Covered by an agreement {end}: {finding.says}",
        remedy="Renew the agreement now; it ends within 90 days." if soon else keep,
    )
