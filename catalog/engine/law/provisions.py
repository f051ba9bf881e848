"""The Act as data: its dates, questions, outcomes and duties, and the check that they fit together."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError

from catalog.engine.law_answers import AnnexEntry, AnnexSection, Derogation, EuAnswers, ModelOrigin, Nexus, Practice
from catalog.knowledge.facts import Fact
from catalog.knowledge.loading import CatalogueProblem, Problem

Tag = Literal["L", "G", "D", "R"]
Kind = Literal["yes-no", "choice", "choices", "date", "number"]

# What the rules in this package name. The data must have an entry for each, and for nothing else.
OUTCOMES = frozenset(
    "OUT-NOTAI OUT-NOEU PROHIBITED PROHIBITED-FROM HR-A1A HR-A1B HR-A3 HR-DEROG HR-NO LEG-SYS LEG-PUB LEG-MARK "
    "GP-NO GP-NOTGPAI GP-MODNO GP-EXEMPT GP-FULL GP-SR GP-LEGACY".split()
)
GROUNDS = frozenset({"in-scope", "permitted"})
ROLES = frozenset("R-PROV R-DOWN R-DEP R-AFF R-GPAI R-GPAI-MOD".split())
QUESTIONS = frozenset(
    "S1 S2 R1 R2 P H1 H2 H3 H5 H6 H7 H8 H10 H11 H12 H13 H14 T1q T2q T3q T4q T5q G0 G1 G2 G3 G4 G5 G6 G7 G8 G9".split()
)
OPTIONS: dict[str, Any] = {
    "S2": Nexus, "P": Practice, "H3": AnnexSection, "H5": AnnexEntry, "H7": Derogation, "G2": ModelOrigin,
}  # fmt: skip


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

    `placed` is the question that gives the day of placing; `when` a question that must not be answered no.
    """

    code: str
    placed: str
    before: str
    until: str | None = None
    when: str | None = None


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
    """A sentence added to a duty for certain roles or sizes."""

    to: tuple[str, ...]
    says: str


class Obligation(Provision):
    """One duty: what it says, its tier of penalty, and when it is owed."""

    penalty: str
    owed: Owing
    legacy: tuple[Shield, ...] = ()
    notes: tuple[Note, ...] = ()
    review: str = ""


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


class Law(Fact):
    """The whole Act as this program knows it. The order of entries is the order in which results are listed."""

    dates: dict[str, LawDate]
    penalties: dict[str, Provision]
    roles: dict[str, Provision]
    compute: Compute
    questions: dict[str, Question]
    outcomes: dict[str, Outcome]
    obligations: dict[str, Obligation]
    review: ReviewPoints

    @classmethod
    def from_documents(cls, documents: Mapping[str, Any]) -> "Law":
        """Build the law from its documents, by file stem. Raises CatalogueProblem with everything that is wrong."""
        try:
            law = cls.model_validate(dict(documents))
        except ValidationError as error:
            raise CatalogueProblem(_unfit(item) for item in error.errors(include_url=False)) from error
        if problems := list(_loose_ends(law)):
            raise CatalogueProblem(problems)
        return law

    def on(self, key: str) -> date:
        """Return the day of a date key."""
        return self.dates[key].day

    def of_kind(self, kind: Kind) -> set[str]:
        """Return the ids of the questions of a kind."""
        return {name for name, question in self.questions.items() if question.kind == kind}

    def answer_keys(self, question: str) -> tuple[str, ...]:
        """Return the keys of the answers that settle a question."""
        return self.questions[question].keys or (question,)


def _problem(stem: str, key: str, problem: str, remedy: str) -> Problem:
    return Problem(f"law/{stem}.yaml", key, problem, remedy)


def _unfit(item: Any) -> Problem:
    stem, *rest = (str(part) for part in item["loc"])
    key = ".".join(rest)
    match item["type"], rest:
        case "missing", []:
            return _problem(stem, key, "The file is missing.", "Restore it from the last release.")
        case "missing", _:
            return _problem(stem, key, "This key is missing.", "Add it.")
        case "extra_forbidden", []:
            return _problem(stem, key, "No such file belongs to the law.", "Remove it or correct its name.")
        case "extra_forbidden", _:
            return _problem(stem, key, "This key is not known.", "Remove it or correct its name.")
        case _:
            return _problem(stem, key, f"{item['msg']}.", "Correct the value.")


def _loose_ends(law: Law) -> Iterator[Problem]:
    """Find names that are used and not defined, entries that no rule uses, and duties without a day."""
    for stem, entries, expected in (
        ("outcomes", law.outcomes, OUTCOMES),
        ("roles", law.roles, ROLES),
        ("questions", law.questions, QUESTIONS),
    ):
        yield from _mismatch(stem, "", set(entries), expected)
    for name, question in law.questions.items():
        yield from _question_ends(law, name, question)
    for code, outcome in law.outcomes.items():
        yield from _unknown("outcomes", f"{code}.date", [outcome.date], law.dates)
        yield from _shield_ends(law, "outcomes", code, outcome.legacy)
    for code, duty in law.obligations.items():
        yield from _duty_ends(law, code, duty)
        yield from _shield_ends(law, "obligations", code, duty.legacy)


def _question_ends(law: Law, name: str, question: Question) -> Iterator[Problem]:
    yield from _unknown("questions", f"{name}.keys", law.answer_keys(name), EuAnswers.model_fields)
    expected = set(get_args(OPTIONS[name])) if name in OPTIONS else set()
    yield from _mismatch("questions", f"{name}.options", set(question.options), expected)
    for choice, option in question.options.items():
        yield from _unknown("questions", f"{name}.options.{choice}.date", [option.date], law.dates)
        if name == "P" and option.date is None:
            place = f"{name}.options.{choice}.date"
            yield _problem("questions", place, "A prohibited practice has no date.", "Add the date key of its ban.")


def _duty_ends(law: Law, code: str, duty: Obligation) -> Iterator[Problem]:
    owed = duty.owed
    earlier = list(law.obligations)[: list(law.obligations).index(code)]
    for place, names, known in (
        ("penalty", [duty.penalty], law.penalties),
        ("owed.by", owed.by, law.roles),
        ("owed.under", owed.under, law.outcomes.keys() | GROUNDS),
        ("owed.when", [owed.when], law.of_kind("yes-no")),
        ("owed.with", owed.follows, earlier),
        ("owed.date", [owed.date], law.dates),
    ):
        yield from _unknown("obligations", f"{code}.{place}", names, known)
    if bool(owed.under) == bool(owed.follows):
        yield _problem("obligations", f"{code}.owed", "It needs either “under” or “with”.", "Give one of the two.")
    undated = [c for c in owed.under if c in GROUNDS or (c in law.outcomes and not law.outcomes[c].date)]
    undated = [c for c in undated if not c.startswith("PROHIBITED")]  # each practice carries its own date
    if undated and not owed.date:
        yield _problem("obligations", f"{code}.owed.date", f"“{undated[0]}” gives no date.", "Add a date key.")


def _shield_ends(law: Law, stem: str, code: str, shields: tuple[Shield, ...]) -> Iterator[Problem]:
    for shield in shields:
        yield from _unknown(stem, f"{code}.legacy", [shield.code], law.outcomes)
        yield from _unknown(stem, f"{code}.legacy", [shield.placed], law.of_kind("date"))
        yield from _unknown(stem, f"{code}.legacy", [shield.when], law.of_kind("yes-no"))
        yield from _unknown(stem, f"{code}.legacy", [shield.before, shield.until], law.dates)


def _unknown(stem: str, key: str, names: Any, known: Any) -> Iterator[Problem]:
    for name in names:
        if name is not None and name not in known:
            yield _problem(stem, key, f"“{name}” is not defined.", "Correct the name or add its entry.")


def _mismatch(stem: str, key: str, found: set[str], expected: frozenset[str] | set[str]) -> Iterator[Problem]:
    place = f"{key}." if key else ""
    for name in sorted(expected - found):
        yield _problem(stem, f"{place}{name}", "This entry is missing.", "Add it.")
    for name in sorted(found - expected):
        yield _problem(stem, f"{place}{name}", "No rule knows this entry.", "Remove it or correct its name.")
