"""What the EU AI Act adds to a model's findings; its own outcomes and duties stand in the evaluation beside them."""

from collections.abc import Iterable
from dataclasses import replace

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.case import ANSWER
from catalog.engine.finding import NOTHING, Finding, Outcome, Severity, SourceRef
from catalog.engine.law import LawResult
from catalog.engine.law.openness import why_closed
from catalog.knowledge.sentences import for_translation, sentence

ADDRESS = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
READ_ON = "2026-11-23"
TOPIC = "eu-ai-act"
ACT = "/eu_ai_act/"


def findings(law: LawResult, facts: Facts, mode: ReadingMode) -> Outcome:
    """Prohibited practices block; the rest informs, since its duties are listed with the Act itself.

    The guide knows no prohibited practices and no notices, so under `guide` nothing is said of them.
    """
    if mode == "guide":
        return Outcome(_classes(law, facts))
    return Outcome(_classes(law, facts) + _notices(law, facts)) + _prohibited(law)


def exemption(law: LawResult, failed: tuple[str, ...], mode: ReadingMode) -> Outcome:
    """Say of a model, where the Act certainly applies, that the exemption for open models does not reach it.

    `failed` are the conditions of the exemption that the model does not meet, see `openness.closed_by`.

    Source: Articles 53(2) and 54(6). It informs only: the duties are the provider's, the information is the user's. The
    guide judges openness by approval of the licence, which the Act does not know, so under `guide` nothing is said.
    """
    if law.in_scope is not True or mode == "guide" or not failed:
        return NOTHING
    says = sentence("The exemption for open models does not reach this model, because {why}.", why=why_closed(failed))
    remedy = for_translation("Ask its provider for the information of Annex XII before you build on it.")
    return Outcome((_finding("eu.exemption-unavailable", "info", "53(2)", [f"{ACT}S2"], says, remedy),))


def high_risk(law: LawResult, facts: Facts) -> bool:
    """Whether answers, not assumptions, make the system high-risk: a named Annex III purpose or an Annex I product."""
    return bool(_high_risk_causes(law, facts))


def _high_risk_causes(law: LawResult, facts: Facts) -> list[str]:
    """The answers that lead to high risk: a product of Annex I, a purpose of Annex III."""
    routes = {code.partition(":")[0] for code in law.outcomes}
    return [
        *([f"{ACT}H1"] if facts.eu_ai_act.H1 and routes & {"HR-A1A", "HR-A1B"} else []),
        *([f"{ACT}H5"] if facts.eu_ai_act.H5 and "HR-A3" in routes else []),
    ]


def _prohibited(law: LawResult) -> Outcome:
    at = [f"{ACT}P"]
    if law.prohibited:
        remedy = for_translation("Take the practice out of the product; no consent and no document cures it.")
        says = for_translation("The use is a prohibited practice.")
        return Outcome((_finding("eu.prohibited", "blocker", "5", at, says, remedy),))
    if law.prohibited_from:
        remedy = for_translation("Take the practice out before that day, or show the safeguards that keep it out.")
        says = sentence("The use becomes a prohibited practice on {day}.", day=_from(law))
        return Outcome((_finding("eu.prohibited", "caution", "5", at, says, remedy),))
    asked = [name for name in ("P", "S2") if name in law.open]
    if not asked:
        return NOTHING
    asks = for_translation(
        "It is not known whether a prohibited practice is involved, or whether the Act applies to it."
    )
    questions = (_finding("open-question", "question", "5", [f"{ACT}{name}"], asks, ANSWER) for name in asked)
    return Outcome(tuple(replace(question, could="blocker") for question in questions))


def _from(law: LawResult) -> str:
    """The day, as year-month-day, from which the stated practice is prohibited; it stands in the outcome's code."""
    return next(code.partition(":")[2] for code in law.outcomes if code.startswith("PROHIBITED-FROM:"))


def _classes(law: LawResult, facts: Facts) -> tuple[Finding, ...]:
    found = []
    if at := _high_risk_causes(law, facts):
        says = for_translation("The system is high-risk under the Act, whatever the licence of its model.")
        remedy = for_translation("Plan the duties listed under the AI Act, with their dates.")
        found.append(_finding("eu.high-risk", "caution", "6", at, says, remedy))
        if law.exemption_unavailable:
            says = for_translation("The exemption for open-source models does not relieve a high-risk system.")
            found.append(_finding("eu.exemption-unavailable", "caution", "2(12), 53(2)", at, says, remedy))
    if law.gpai and facts.eu_ai_act.G0:
        remedy = for_translation("Prepare the model documents listed under the AI Act.")
        says = for_translation("You are a provider of a model yourself.")
        found.append(_finding("eu.gpai", "info", "53", [f"{ACT}G0"], says, remedy))
    if law.systemic_risk and not {"G0", "G1", "G2", "G2b", "G3", "G4"} & set(law.assumed):
        remedy = for_translation("Notify the Commission and prepare the duties of Article 55.")
        says = for_translation("Your model carries systemic risk.")
        at = _systemic_causes(law, facts)
        found.append(_finding("eu.systemic-risk", "caution", "51", at, says, remedy))
    return tuple(found)


def _systemic_causes(law: LawResult, facts: Facts) -> list[str]:
    """The answers on compute or designation that lift the model above the line; for a sum of two, both."""
    answers, line = facts.eu_ai_act, law.systemic_line
    original = answers.G2 == "modified"
    alone = {
        "designated": answers.designated,
        "model_flop": (answers.model_flop or 0) > line,
        "original_systemic_risk": original and answers.original_systemic_risk,
        "original_flop": original and (answers.original_flop or 0) > line,
    }
    if causes := [f"{ACT}{name}" for name, enough in alone.items() if enough]:
        return causes
    stated = answers.modification_flop is not None
    change = f"{ACT}modification_flop" if stated else "/adaptation/modification_flop"
    return [change] if answers.original_flop is None else [f"{ACT}original_flop", change]


def _notices(law: LawResult, facts: Facts) -> tuple[Finding, ...]:
    """What was answered with yes and brings a duty: an assumption brings duties too, but states nothing as a fact."""
    owed = {duty.id for duty in law.obligations}
    yes = (number for number in range(1, 6) if getattr(facts.eu_ai_act, f"T{number}q") and f"O-T{number}" in owed)
    at = [f"{ACT}T{number}q" for number in yes]
    if not at:
        return ()
    says = for_translation("People must be told that they deal with AI, or outputs must be marked.")
    remedy = for_translation("Build the notice and the marking in; the duties are listed under the AI Act.")
    return (_finding("eu.transparency", "info", "50", at, says, remedy),)


def _finding(  # noqa: PLR0917 (the parts of a finding, in the order a person would say them)
    code: str, severity: Severity, article: str, because: Iterable[str], says: str, remedy: str
) -> Finding:
    source = SourceRef("ai-act", sentence("Article {article}", article=article), ADDRESS, READ_ON)
    return Finding(code, severity, "", TOPIC, "text", says, tuple(because), remedy, source)
