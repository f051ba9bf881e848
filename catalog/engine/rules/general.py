"""What holds for a model whatever its licence says: vendor API, safety layer, and the state of our own facts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from catalog.engine.answers import ReadingMode
from catalog.engine.case import Case, Stated, duty
from catalog.engine.finding import NOTHING, Outcome


def model_wide(case: Case, licence: Stated[str], mode: ReadingMode) -> Outcome:
    """Everything that is judged once per model."""
    return _vendor_api(case, licence) + _safety_layer(case, licence, mode) + _unverified(licence)


def _vendor_api(case: Case, licence: Stated[str]) -> Outcome:
    """Calling the vendor's API is a contract of its own; the licence of the weights does not govern it."""
    at, delivery = "/use/delivery", case.facts.use.delivery
    if delivery is None:
        asks = "It is not known how the product reaches its users, or whether it calls the vendor's API."
        return Outcome((licence.question((at,), asks, "action"),))
    if "vendor-api" not in delivery:
        return NOTHING
    says = "The vendor's API has terms of its own; they apply to these calls, not the licence of the weights."
    remedy = "Read the vendor's API terms, above all on outputs, and keep a copy with the decision."
    return Outcome((licence.finding("vendor-api.terms", "action", (at,), remedy, says),))


def _safety_layer(case: Case, licence: Stated[str], mode: ReadingMode) -> Outcome:
    """A safety-critical product needs a safety layer of its own; no licence adds safety engineering.

    Source: the guide's quick decision matrix, row 5, which asks it of permissive models; our ruling asks it of all.
    """
    if mode == "guide" and case.licence.family != "permissive":
        return NOTHING
    at = "/safeguards/own_safety_layer"
    return duty(
        replace(licence, topic="safety"), code="safety-layer.missing", obligation="safety-layer", phase="technical",
        applies=case.facts.use.safety_critical, met=case.facts.safeguards.own_safety_layer,
        where=("/use/safety_critical",), at=at,
        says="A safety-critical product needs a safety layer of its own; the licence adds none.",
        remedy="Build and test a safety layer, and keep the safety case with the decision.",
    )  # fmt: skip


def _unverified(licence: Stated[str]) -> Outcome:
    """A licence known only from general knowledge never makes a verdict clear."""
    if licence.confidence != "knowledge":
        return NOTHING
    says = "Which licence these weights bear has not been verified."
    remedy = "Read the licence file beside the weights and record it before you rely on this."
    return Outcome((licence.finding("licence.unclear", "action", ("/candidates",), remedy, says),))


def freshness(used: Iterable[Stated[Any]], case: Case, oldest: date) -> Outcome:
    """Facts that are older than allowed, or were never verified, keep the verdict from being clear."""
    terms = list(used)
    stale = [term for term in terms if term.said.read_on < oldest]
    vague = [term for term in terms if term.confidence == "knowledge"]
    findings = []
    if stale:
        first = min(stale, key=lambda term: (term.said.read_on, term.topic))
        says = (
            f"Facts on {case.licence.short} were last read on {first.said.read_on.isoformat()}, more than 90 days ago."
        )
        remedy = "Read the licence text again and record the date."
        findings.append(first.finding("fact.stale", "action", ("/as_of",), remedy, says))
    if vague:
        topics = ", ".join(sorted({term.topic for term in vague}))
        says = f"What we know of {case.licence.short} on {topics} has not been verified."
        remedy = "Read the licence text on these points before you rely on this."
        findings.append(vague[0].finding("licence.unclear", "action", ("/candidates",), remedy, says))
    return Outcome(tuple(findings))
