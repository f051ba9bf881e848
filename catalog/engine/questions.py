"""The questions that are still open, in words: those first that can move verdicts most, with the models they decide."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.engine.finding import BLOCKED, Finding, Gist, OpenQuestion
from catalog.engine.judge import Judgement
from catalog.engine.law import Law
from catalog.engine.rules.counting import HISTORY, PRODUCTS
from catalog.knowledge.sentences import for_translation, sentence

ASKS = for_translation(
    {
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
        "/safeguards/human_oversight": "Does a person watch over what the model does?",
        "/safeguards/fine_tuning_data_recorded": "Is it recorded where the data for fine-tuning comes from?",
        "/eu_ai_act/S1": "Is the product an AI system in the sense of the AI Act?",
        "/eu_ai_act/S2": "Which ties to the European Union does the product have?",
        "/eu_ai_act/P": "Does the product do anything that Article 5 of the AI Act prohibits?",
    }
)

Moves = Mapping[str, tuple[int, int]]


def asks(at: str) -> str:
    """Return the question behind a JSON pointer. Raises KeyError for an answer that no rule asks for."""
    if at.startswith(HISTORY):
        release = date.fromisoformat(at.removeprefix(HISTORY))
        return sentence("How many people used the group's products in the month before {release}?", release=release)
    return ASKS[at]


def question(at: str, law: Law) -> str:
    """Return the question behind a pointer: a rule's own, or the one that the Act's procedure puts."""
    if at in ASKS or at.startswith(HISTORY):
        return asks(at)
    return law.questions[at.removeprefix("/eu_ai_act/")].asks


def open_questions(
    moves: Iterable[tuple[Moves, Collection[str]]], beside: Iterable[tuple[str, Finding]], words: Callable[[str], str]
) -> tuple[OpenQuestion, ...]:
    """Put the answers that decide in the order of their effect.

    `moves` holds the missing answers that can move verdicts, with the ranks between which and the models whose; each
    model stands there once. `beside` holds pairs of model and question that no answer settles, only a person. First
    comes what can block most models or save them from it, then what moves verdicts by most steps in all.
    """
    effects: dict[str, _Effect] = {}

    def effect(at: str, finding: Finding | None = None) -> _Effect:
        if at not in effects:
            effects[at] = _Effect(finding.says if finding else words(at))
        return effects[at]

    for moved, models in moves:
        for at, (high, low) in moved.items():
            effect(at).add(models, high, low)
    for model, finding in beside:
        for at in finding.because:
            high = BLOCKED if finding.could == "blocker" else finding.weight
            effect(at, finding).add((model,), high, 0)
    ordered = sorted(effects, key=lambda at: (-effects[at].blocks, -effects[at].steps, at))
    return tuple(OpenQuestion(at, effects[at].asks, tuple(sorted(effects[at].models))) for at in ordered)


@dataclass
class _Effect:
    """What one answer can do: for which models, how many of them it can block, and the steps it moves in all."""

    asks: str
    models: set[str] = field(default_factory=set)
    blocks: int = 0
    steps: int = 0

    def add(self, models: Collection[str], high: int, low: int) -> None:
        self.models.update(models)
        self.blocks += len(models) * (high == BLOCKED)
        self.steps += len(models) * (high - low)


def told(gist: Gist, missing: Callable[[str], bool]) -> Moves:
    """The missing answers that the questions among the findings name, none of them tried.

    Each is taken to move the verdict between clear and the worst that it could bring.
    """
    return {at: (worst, 0) for at, worst in gist.asks.items() if missing(at)}


def unsettled(judgement: Judgement, missing: Callable[[str], bool]) -> list[Finding]:
    """The questions that decide now and rest on nothing that is missing: a grey area, or a text that nobody read."""
    rank = judgement.gist.rank
    if all(map(missing, judgement.gist.asks)):
        return []
    asked = (finding for part in judgement.parts for finding in part.questions if finding.weight == rank)
    return [finding for finding in asked if not any(missing(at) for at in finding.because)]


def is_missing(at: str, unknown: Iterable[str]) -> bool:
    """Whether a pointer in a question leads to a missing answer: a list of products may lack a number inside."""
    return at in unknown or at.startswith(HISTORY) or at == PRODUCTS
