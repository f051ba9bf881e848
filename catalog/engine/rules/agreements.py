"""What a negotiated licence changes: exactly the topics that it covers, as long as it runs."""

from dataclasses import replace
from datetime import date, timedelta

from catalog.engine.case import Case
from catalog.engine.finding import Finding, Outcome
from catalog.knowledge.sentences import for_translation, sentence

ENDS_SOON = timedelta(days=90)
RENEW = for_translation("Renew the agreement now; it ends within 90 days.")
KEEP = for_translation("Keep the agreement with the decision, and renew it before it ends.")


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
    if until:
        day_ = until.isoformat()
        says = sentence("Covered by an agreement until {day}: {replaced}", day=day_, replaced=finding.says)
    else:
        says = sentence("Covered by an agreement without an end date: {replaced}", replaced=finding.says)
    return replace(
        finding,
        severity="caution" if soon else "info",
        could=None,
        says=says,
        remedy=RENEW if soon else KEEP,
    )
