"""The questions that are still open, in words, with the models for which each of them decides."""

from collections.abc import Iterable
from datetime import date

from catalog.engine.finding import Finding, OpenQuestion

ASKS = {
    "/as_of": "On which day is the decision taken?",
    "/candidates": "Which licence do the candidates bear, and what does its text say?",
    "/organisation/country": "In which country is the company seated that would use the model?",
    "/organisation/monthly_active_users": "How many people use the group's products in a month?",
    "/organisation/products": "How many people use each product of the group in a month?",
    "/organisation/annual_revenue_usd": "What was the whole group's revenue last year, in US dollars?",
    "/use/commercial": "Is the use commercial?",
    "/use/domains": "In which domains is the product used?",
    "/use/activities": "What does the model do in the product?",
    "/use/delivery": "How does the product reach its users?",
    "/use/markets": "In which countries will the product be offered?",
    "/use/generates_human_likeness": "Does the product create likenesses of people?",
    "/use/automated_decisions": "Does the product decide about people without a person in between?",
    "/use/safety_critical": "Can a failure of the product endanger people?",
    "/adaptation/fine_tunes": "Will you change the model's weights?",
    "/adaptation/publishes_weights": "Will you publish or hand over changed weights?",
    "/adaptation/published_name": "What will the published model be called?",
    "/adaptation/published_licence": "Under which licence will the published model go out?",
    "/outputs/train": "Will the outputs train another model?",
    "/outputs/distils": "Will you distil the model into one outside its family?",
    "/outputs/shares_trained_model": "Will a model trained on the outputs be handed to others?",
    "/safeguards/attribution_displayed": "Is the attribution that the licence asks for displayed?",
    "/safeguards/notice_file": "Does the NOTICE file go with every copy?",
    "/safeguards/licence_copy_included": "Does a copy of the licence go with every copy of the model?",
    "/safeguards/use_policy_reviewed": "Has the use policy been read against the product?",
    "/safeguards/restrictions_passed_on": "Do your own terms pass the use restrictions on?",
    "/safeguards/content_filter": "Are contents filtered, or outputs reviewed?",
    "/safeguards/mau_monitoring": "Are monthly users measured against the limit?",
    "/safeguards/own_safety_layer": "Does the product have a safety layer of its own?",
    "/eu_ai_act/S2": "Which ties to the European Union does the product have?",
    "/eu_ai_act/P": "Does the product do anything that Article 5 of the AI Act prohibits?",
}
HISTORY = "/organisation/monthly_active_users_on/"


def asks(at: str) -> str:
    """Return the question behind a JSON pointer. Raises KeyError for an answer that no rule asks for."""
    if at.startswith(HISTORY):
        release = date.fromisoformat(at.removeprefix(HISTORY))
        return f"How many people used the group's products in the month before {release.day} {release:%B %Y}?"
    return ASKS[at]


def open_questions(findings: Iterable[tuple[str, Finding]], unknown: Iterable[str]) -> tuple[OpenQuestion, ...]:
    """Collect open questions over all models: those that can block first, then those that decide for more models.

    `findings` are pairs of model id and finding; `unknown` the pointers whose answers are really missing, since a
    question may name answers that are already known beside the missing one.
    """
    missing = set(unknown)
    decides: dict[str, set[str]] = {}
    weight: dict[str, int] = {}
    for model, finding in findings:
        if finding.severity == "question":
            wanted = [at for at in finding.because if at in missing or at.startswith(HISTORY)]
            for at in wanted or finding.because:
                decides.setdefault(at, set()).add(model)
                weight[at] = max(weight.get(at, 0), finding.weight)
    ordered = sorted(decides, key=lambda at: (-weight[at], -len(decides[at]), at))
    return tuple(OpenQuestion(at, asks(at), tuple(sorted(decides[at]))) for at in ordered)
