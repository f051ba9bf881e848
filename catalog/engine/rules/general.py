"""What holds whatever a licence says: vendor API, safety layer, and a licence that is missing, unread or stale."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from catalog.engine.answers import ReadingMode
from catalog.engine.case import Case, Stated, duty
from catalog.engine.finding import NOTHING, Finding, Outcome, total
from catalog.engine.rules.agreements import settles
from catalog.knowledge.sentences import for_translation, joined, listed, sentence, small
from catalog.knowledge.terms import TOPIC_NAMES, TOPICS, Grant

INSIDE = {topic: small(name) for topic, name in TOPIC_NAMES.items()}
"""Names of topics as they stand inside of a sentence."""
NOBODY_LICENSED = "NONE"  # SPDX: there is no licence; nothing is granted
BORNE_IN_DOUBT = for_translation("Nobody has verified that the weights bear this licence.")
SEE_THE_FILE = for_translation("Read the licence file beside the weights before you rely on this.")
# Topics on which a text could forbid the use; on the others it can bring no more than a duty.
COULD_FORBID = frozenset(
    (
        "commercial-use",
        "modification",
        "distribution",
        "use-restrictions",
        "threshold",
        "territory",
        "field",
        "output-training",
        "propagation",
    )
)


def model_wide(case: Case, licence: Stated[str], mode: ReadingMode) -> Outcome:
    """Everything that is judged once per model, whoever runs it."""
    return total((_vendor_api(case, licence), _safety_layer(case, licence, mode)))


def _vendor_api(case: Case, licence: Stated[str]) -> Outcome:
    """Calling the vendor's API is a contract of its own; the licence of the weights does not govern it.

    Source: the vendor's terms of service, which the organisation accepts when it calls.
    """
    at, delivery = "/use/delivery", case.facts.use.delivery
    if delivery is None:
        asks = for_translation(
            "It is not known how the product reaches its users, or whether it calls the vendor's API."
        )
        return Outcome((licence.question((at,), asks, "action"),))
    if "vendor-api" not in delivery:
        return NOTHING
    says = for_translation(
        "The vendor's API has terms of its own; they apply to these calls, not the licence of the weights."
    )
    remedy = for_translation("Read the vendor's API terms, above all on outputs, and keep a copy with the decision.")
    return Outcome((licence.finding("vendor-api.terms", "action", (at,), remedy, says),))


def _safety_layer(case: Case, licence: Stated[str], mode: ReadingMode) -> Outcome:
    """A safety-critical product needs a safety layer of its own; no licence adds safety engineering.

    Source: the guide's quick decision matrix, row 5, which asks it of permissive models; our ruling asks it of all.
    """
    if mode == "guide" and case.licence.family != "permissive":
        return NOTHING
    at = "/safeguards/own_safety_layer"
    return duty(
        licence.on_safety, code="safety-layer.missing", obligation="safety-layer", phase="technical",
        applies=case.facts.use.safety_critical, met=case.facts.safeguards.own_safety_layer,
        where=("/use/safety_critical",), at=at,
        says=for_translation("A safety-critical product needs a safety layer of its own; the licence adds none."),
        remedy=for_translation("Build and test a safety layer, and keep the safety case with the decision."),
    )  # fmt: skip


def bearing(licence: Stated[str], name: str, oldest: date) -> Outcome:
    """Which licence weights bear has to be known, and lately read, for the model and for each base that binds it.

    Weights whose licence is only remembered may bear one that forbids the use: undecided until somebody looks. Source:
    the contract, “most restrictive until clarified”, and `fact.stale`.
    """
    remedy = for_translation("Read the licence file beside the weights and record it before you rely on this.")
    findings = []
    if licence.confidence == "knowledge":
        says = sentence("Which licence the weights of {model} bear has not been verified.", model=name)
        findings.append(_unclear(licence, says, remedy))
    if licence.said.read_on < oldest:
        day = licence.said.read_on.isoformat()
        says = sentence("Which licence {model} bears was last read on {day}, over 90 days ago.", model=name, day=day)
        findings.append(licence.finding("fact.stale", "action", ("/as_of",), remedy, says))
    return Outcome(tuple(findings))


def in_doubt(outcome: Outcome) -> Outcome:
    """Of a licence that nobody has verified the weights to bear, what would block is a question until somebody looks.

    Source: our ruling that what is only remembered blocks nobody, since nobody could show that the clause binds.
    """
    return replace(outcome, findings=tuple(_in_doubt(finding) for finding in outcome.findings))


def _in_doubt(finding: Finding) -> Finding:
    if finding.severity != "blocker":
        return finding
    says, remedy = joined(" ", (BORNE_IN_DOUBT, finding.says)), joined(" ", (SEE_THE_FILE, finding.remedy))
    return replace(finding, severity="question", could="blocker", says=says, remedy=remedy)


def _unclear(term: Stated[Any], says: str, remedy: str) -> Finding:
    """An open question that no answer settles, only reading: the text could turn out to forbid the use."""
    return term.finding("licence.unclear", "question", ("/candidates",), remedy, says, could="blocker")


def no_licence(term: Stated[Grant], case: Case) -> Outcome:
    """Where nobody licensed anything, nothing may be done, for money or not.

    Source: copyright reserves every right that no licence grants; SPDX writes NONE.
    """
    if case.licence.spdx != NOBODY_LICENSED:
        return NOTHING
    says = sentence(
        "{licence}: nothing is granted, and all rights are taken to be reserved.", licence=case.licence.name
    )
    remedy = for_translation(
        "Obtain a licence in writing and record it as an agreement, or choose a model whose licence is known."
    )
    unknown = replace(term, topic="model-licence").finding("licence.unknown", "blocker", ("/candidates",), remedy, says)
    return Outcome((unknown,))


def freshness(first: Stated[Any], case: Case, oldest: date) -> Outcome:
    """Facts that are older than allowed keep the verdict from being clear; `first` was read before all others.

    Source: the contract, `fact.stale`.
    """
    if first.said.read_on >= oldest:
        return NOTHING
    says = sentence(
        "Facts on {licence} were last read on {day}, more than 90 days ago.",
        licence=case.licence.short,
        day=first.said.read_on.isoformat(),
    )
    remedy = for_translation("Read the licence text again and record the date.")
    return Outcome((first.finding("fact.stale", "action", ("/as_of",), remedy, says),))


def unread(used: Iterable[Stated[Any]], case: Case) -> Outcome:
    """Terms that nobody verified: undecided where the text could forbid the use, a duty to read it elsewhere.

    A term that an agreement settles needs no reading. Source: the contract, “most restrictive until clarified”.
    """
    vague = [term for term in used if term.confidence == "knowledge" and not settles(term.topic, case)]
    if not vague:
        return NOTHING
    says = _unverified(case.licence.short, {term.topic for term in vague})
    remedy = for_translation("Read the licence text on these points before you rely on this.")
    forbidding = next((term for term in vague if term.topic in COULD_FORBID), None)
    if forbidding is not None:
        says = joined(" ", (says, for_translation("It could forbid this use.")))
        return Outcome((_unclear(forbidding, says, remedy),))
    return Outcome((vague[0].finding("licence.unclear", "action", ("/candidates",), remedy, says),))


def _unverified(licence: str, topics: set[str]) -> str:
    """Say what nobody verified of a licence, such as “patent grant and territory”, or that it is everything."""
    if len(topics) == len(TOPICS):
        return sentence("What we know of {licence} has not been verified.", licence=licence)
    names = listed(INSIDE[topic] for topic in TOPICS if topic in topics)
    return sentence("What we know of {licence} on {topics} has not been verified.", licence=licence, topics=names)
