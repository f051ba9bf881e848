"""What the EU AI Act adds to a model's findings; its own outcomes and duties stand in the evaluation beside them."""

from dataclasses import replace

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.finding import NOTHING, Finding, Outcome, Severity, SourceRef
from catalog.engine.law import LawResult

ADDRESS = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
READ_ON = "2026-11-23"
TOPIC = "eu-ai-act"


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
    says = f"The exemption for open models does not reach this model, because of {_listed(failed)}."
    remedy = "Ask its provider for the information of Annex XII before you build on it."
    return Outcome((_finding("eu.exemption-unavailable", "info", "53(2)", "/eu_ai_act/S2", says, remedy),))


def _listed(codes: tuple[str, ...]) -> str:
    """Join codes as a sentence does: “E1, E2 and E4”."""
    return " and ".join(filter(None, (", ".join(codes[:-1]), codes[-1])))


def high_risk(law: LawResult, facts: Facts) -> bool:
    """Whether answers, not assumptions, make the system high-risk: a named Annex III purpose or an Annex I product."""
    return law.high_risk and bool(facts.eu_ai_act.H5 or facts.eu_ai_act.H1)


def _prohibited(law: LawResult) -> Outcome:
    at = "/eu_ai_act/P"
    if law.prohibited:
        remedy = "Take the practice out of the product; no consent and no document cures it."
        return Outcome((_finding("eu.prohibited", "blocker", "5", at, "The use is a prohibited practice.", remedy),))
    if law.prohibited_from:
        remedy = "Take the practice out before that day, or show the safeguards that keep it out."
        says = f"The use becomes a prohibited practice on {_from(law)}."
        return Outcome((_finding("eu.prohibited", "caution", "5", at, says, remedy),))
    asked = [name for name in ("P", "S2") if name in law.open]
    if not asked:
        return NOTHING
    asks = "It is not known whether a prohibited practice is involved, or whether the Act applies to it."
    remedy = "Answer the question, or name who will."
    questions = (_finding("open-question", "question", "5", f"/eu_ai_act/{name}", asks, remedy) for name in asked)
    return Outcome(tuple(replace(question, could="blocker") for question in questions))


def _from(law: LawResult) -> str:
    """The day, as year-month-day, from which the stated practice is prohibited; it stands in the outcome's code."""
    return next(code.partition(":")[2] for code in law.outcomes if code.startswith("PROHIBITED-FROM:"))


def _classes(law: LawResult, facts: Facts) -> tuple[Finding, ...]:
    found = []
    if high_risk(law, facts):
        says = "The system is high-risk under the Act, whatever the licence of its model."
        remedy = "Plan the duties listed under the AI Act, with their dates."
        found.append(_finding("eu.high-risk", "caution", "6", "/eu_ai_act/H5", says, remedy))
        if law.exemption_unavailable:
            says = "The exemption for open-source models does not relieve a high-risk system."
            found.append(_finding("eu.exemption-unavailable", "caution", "2(12), 53(2)", "/eu_ai_act/H5", says, remedy))
    if law.gpai and _answered_yes(facts, "G0"):
        remedy = "Prepare the model documents listed under the AI Act."
        found.append(
            _finding("eu.gpai", "info", "53", "/eu_ai_act/G0", "You are a provider of a model yourself.", remedy)
        )
    if law.systemic_risk and not {"G0", "G1", "G2", "G2b", "G3", "G4"} & set(law.assumed):
        remedy = "Notify the Commission and prepare the duties of Article 55."
        found.append(
            _finding("eu.systemic-risk", "caution", "51", "/eu_ai_act/G0", "Your model carries systemic risk.", remedy)
        )
    return tuple(found)


def _notices(law: LawResult, facts: Facts) -> tuple[Finding, ...]:
    if not law.transparency or not _answered_yes(facts, "T1q", "T2q", "T3q", "T4q", "T5q"):
        return ()
    says = "People must be told that they deal with AI, or outputs must be marked."
    remedy = "Build the notice and the marking in; the duties are listed under the AI Act."
    return (_finding("eu.transparency", "info", "50", "/eu_ai_act/T1q", says, remedy),)


def _answered_yes(facts: Facts, *questions: str) -> bool:
    """Whether one of the questions was answered with yes: an assumption brings duties, but states nothing as a fact."""
    return any(getattr(facts.eu_ai_act, question) is True for question in questions)


def _finding(  # noqa: PLR0917 (the parts of a finding, in the order a person would say them)
    code: str, severity: Severity, article: str, at: str, says: str, remedy: str
) -> Finding:
    source = SourceRef("ai-act", f"Article {article}", ADDRESS, READ_ON)
    return Finding(code, severity, "", TOPIC, "text", says, (at,), remedy, source)
