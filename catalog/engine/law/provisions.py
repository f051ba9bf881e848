"""The Act as data: its dates, questions, outcomes and duties, and the check that they fit together."""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from catalog.engine.law_answers import AnnexEntry
from catalog.knowledge.facts import Fact

Tag = Literal["L", "G", "D", "R"]
Kind = Literal["yes-no", "choice", "choices", "date", "number"]


class Provision(Fact):
    """A statement in our own words, the article it rests on, and its standing.

    `tag` is L for law, G for a guideline, D for a draft guideline, R for our own reading.
    """

    says: str = Field(min_length=8)
    article: str
    tag: Tag


class LawDate(Provision):
    """A day from which some part of the Act applies."""

    day: date


class Option(Provision):
    """One choice of a question. `date` is the date key from which a prohibited practice is forbidden."""

    date: str | None = None


class Question(Fact):
    """One question, and the keys of the answers that settle it (its own id where none are named)."""

    asks: str = Field(min_length=8)
    kind: Kind
    article: str
    tag: Tag
    options: dict[str, Option] = Field(default_factory=dict)
    keys: tuple[str, ...] = ()


class Shield(Fact):
    """A shield of Article 111 for what was on the market before a date: until a later date, or without end.

    `placed` is the question that gives the day of placing; `when` a question that must not be answered no; `lost` the
    key of an answer whose yes ends the shield once the duties that it holds off apply.
    """

    code: str
    placed: str
    before: str
    until: str | None = None
    when: str | None = None
    lost: str | None = None


class Outcome(Provision):
    """A status that the questions lead to, with the date key of the duties that rest on it."""

    date: str | None = None
    legacy: tuple[Shield, ...] = ()
    review: str = ""


class Owing(Fact):
    """When a duty is owed: by which roles (empty: anybody), under which outcomes, and on what further conditions.

    `with` makes a duty follow others: it is owed where one of them is, from the same day.
    """

    by: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    when: str | None = None
    not_for: tuple[AnnexEntry, ...] = ()
    only_for: tuple[AnnexEntry, ...] = ()
    also_for: tuple[AnnexEntry, ...] = ()
    follows: tuple[str, ...] = Field(default=(), alias="with")
    date: str | None = None


class Note(Fact):
    """A sentence added to a duty for certain roles, sizes, outcomes or entries of Annex III."""

    to: tuple[str, ...]
    says: str


class Obligation(Provision):
    """One duty: what it says, its tier of penalty (empty: none of its own), and when it is owed."""

    penalty: str = ""
    owed: Owing
    legacy: tuple[Shield, ...] = ()
    notes: tuple[Note, ...] = ()
    review: str = ""


class Tier(Provision):
    """One tier of fines: at most `cap_eur` euros or `percent` of worldwide turnover; national law sets a tier without.

    The higher of the two counts, but the lower for the sizes in `lower_for`. `beside` names the tiers with which this
    one comes: it punishes wrong information to those who may ask about the duties of theirs.
    """

    cap_eur: int | None = Field(default=None, gt=0)
    percent: float | None = Field(default=None, gt=0, le=100)
    lower_for: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class GuideDuty(Provision):
    """A duty as the founding guide tells it: under which of its headings, and from which of the dates it names."""

    under: tuple[str, ...]
    penalty: str
    date: str


class Shape(Fact):
    """Which shape the documents have; an edition without the document has the first."""

    number: int = 1


class ComputeLine(Provision):
    """An amount of training compute, in FLOP, above which something is presumed."""

    flop: float = Field(gt=0)


class ModificationShare(Provision):
    """`share` = n: a modification counts above one n-th of the original's compute."""

    share: float = Field(gt=1)


class Compute(Fact):
    """The lines that training compute can cross."""

    systemic_risk: ComputeLine
    general_purpose: ComputeLine
    modification: ModificationShare


class ReviewPoints(Fact):
    """Sentences for a lawyer that belong to no single outcome or duty."""

    presumed_outside: str
    contradicted_outside: str
    affected_persons_only: str
    other_roles: str
    general_purpose: str
    presumption_stands: str
    switched: str = ""
    rebranded: str = ""
    narrow_above_line: str = ""
    ai_office: str = ""
    imagery: str = ""


class Law(Fact):
    """The whole Act as this program knows it. The order of entries is the order in which results are listed."""

    dates: dict[str, LawDate]
    penalties: dict[str, Tier]
    roles: dict[str, Provision]
    compute: Compute
    questions: dict[str, Question]
    outcomes: dict[str, Outcome]
    obligations: dict[str, Obligation]
    review: ReviewPoints
    guide: dict[str, GuideDuty] = Field(default_factory=dict)
    shape: Shape = Shape()

    def on(self, key: str) -> date:
        """Return the day of a date key."""
        return self.dates[key].day

    def of_kind(self, kind: Kind) -> set[str]:
        """Return the ids of the questions of a kind."""
        return {name for name, question in self.questions.items() if question.kind == kind}

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys of all answers that this edition of the law asks for."""
        return frozenset(key for name in self.questions for key in self.answer_keys(name))

    def answer_keys(self, question: str) -> tuple[str, ...]:
        """Return the keys of the answers that settle a question."""
        return self.questions[question].keys or (question,)
