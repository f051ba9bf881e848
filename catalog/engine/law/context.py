"""What is known from elsewhere in the assessment, and what it answers of the Act's questions.

Some questions were added after the first list was published. Such a question, left out, is answered by what was asked
before: a document that was complete then means the same today. Where another answer hints that it could be yes, the
hint stands in `hints`, and the question counts as unknown, with the stricter answer.
"""

from dataclasses import dataclass
from typing import Any

from catalog.engine.answers import Facts
from catalog.engine.law.provisions import Law
from catalog.engine.law_answers import LATER, EuAnswers
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import in_union

FIELDS = {"S3": "military", "S4": "law-enforcement", "S5": "research"}
IMAGERY = frozenset({"image-generation", "video-generation", "audio-generation"})
BY_ROLES = frozenset({"R3", "R4", "B3"})
"""Later questions that the rules on roles and on the model answer, where nobody did."""


@dataclass(frozen=True)
class LawContext:
    """Facts from elsewhere in the assessment; None is unknown.

    `in_union`: the organisation is established in the Union. `market_union`: one of its markets lies there.
    `size`: sme, small-mid-cap or large. `revenue_usd`: of the whole group, last year. `licence_open`: the licence under
    which it publishes its model meets E1 to E4. `imagery`: the product makes images, video or voices. `hints`: later
    questions that could be answered yes.
    """

    in_union: bool | None = None
    market_union: bool | None = None
    size: str | None = None
    revenue_usd: float | None = None
    modification_flop: float | None = None
    licence_open: bool | None = None
    imagery: bool = False
    hints: frozenset[str] = frozenset()

    @property
    def outside(self) -> bool:
        """True where seat and markets are known and neither lies in the Union."""
        return self.in_union is False and self.market_union is False

    def complete(self, answers: EuAnswers, law: Law) -> EuAnswers:
        """Return the answers with what this context knows, and with the later questions that nothing speaks of.

        A question that the edition of the law did not ask cannot count, whatever is stated under its key.
        """
        known: dict[str, Any] = {
            "G5": self.licence_open,
            "G8": None if self.in_union is None else not self.in_union,
            "modification_flop": self.modification_flop,
            "design_changed": True if answers.R6 else None,
        }
        filled = {key: value for key, value in known.items() if getattr(answers, key) is None and value is not None}
        for key, neutral in LATER.items():
            unasked = key not in law.asked
            silent = getattr(answers, key) is None and key not in filled and key not in self.hints | BY_ROLES
            if unasked or silent:
                filled[key] = neutral
        return answers.model_copy(update=filled)


def law_context(facts: Facts, catalogue: Catalogue) -> LawContext:
    """Derive what the Act's procedure needs to know from answers given elsewhere."""
    published = catalogue.licences.get(facts.adaptation.published_licence or "")
    country, markets = facts.organisation.country, facts.use.markets
    return LawContext(
        in_union=None if country is None else in_union(country),
        market_union=None if markets is None else any(in_union(market) for market in markets),
        size=facts.organisation.size,
        revenue_usd=facts.organisation.annual_revenue_usd,
        modification_flop=facts.adaptation.modification_flop,
        licence_open=None if published is None else _is_open(published),
        imagery=bool(IMAGERY & set(facts.use.modalities or ())),
        hints=frozenset(_hints(facts, catalogue)),
    )


def _is_open(licence: Licence) -> bool | None:
    """Whether a licence meets the Act's conditions E1 to E4; None while a lawyer has to look at one of them."""
    tests = [test.met for test in (licence.openness.E1, licence.openness.E2, licence.openness.E3, licence.openness.E4)]
    return False if "no" in tests else None if "review" in tests else True


def _hints(facts: Facts, catalogue: Catalogue) -> set[str]:
    """Name the later questions to which an answer given elsewhere hints at yes."""
    domains, delivery = set(facts.use.domains or ()), set(facts.use.delivery or ())
    company = facts.organisation.size or facts.organisation.country or facts.organisation.annual_revenue_usd
    private = facts.use.commercial is False and not company
    found = {question for question, field in FIELDS.items() if field in domains}
    found |= {"S7"} if private else set()
    found |= {"S8"} if facts.use.commercial is False and delivery & {"on-device", "ship-weights"} else set()
    found |= {"R9"} if "ship-weights" in delivery or facts.adaptation.publishes_weights else set()
    found |= {"H9"} if "general" in domains else set()
    found |= {"G2b"} if any(_kept_out(catalogue.models[name], catalogue) for name in facts.candidates) else set()
    return found


def _kept_out(model: Model, catalogue: Catalogue) -> bool:
    """Whether a licence of the model keeps its rights, or its use, out of the Union."""
    told = [catalogue.licences[name].terms.territory.text.value for name in catalogue.in_force(model)]
    return any("EU" in (*territory.excluded_seats, *territory.excluded_markets) for territory in told)
