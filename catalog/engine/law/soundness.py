"""Whether the documents of the law fit together: no name without an entry, no entry without a rule, no duty undated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from catalog.engine.law.provisions import Law, Obligation, Question, Shield
from catalog.engine.law_answers import (
    AnnexEntry,
    AnnexSection,
    Derogation,
    EuAnswers,
    ModelOrigin,
    Nexus,
    Practice,
    Supplied,
)
from catalog.knowledge.loading import CatalogueProblem, Problem
from catalog.knowledge.mistakes import wrong_kind
from catalog.knowledge.sentences import sentence, verbatim

# What the rules in this package name, by the shape of the documents that brought it. The data must have an entry for
# each, and for nothing else.
OUTCOMES = {
    1: frozenset(
        "OUT-NOTAI OUT-NOEU PROHIBITED PROHIBITED-FROM HR-A1A HR-A1B HR-A3 HR-DEROG HR-NO LEG-SYS LEG-PUB LEG-MARK "
        "GP-NO GP-NOTGPAI GP-MODNO GP-EXEMPT GP-FULL GP-SR GP-LEGACY".split()
    ),
    2: frozenset("OUT-MIL OUT-COOP OUT-SCI OUT-PREMKT OUT-PERSONAL OUT-FOSS HR-GPS-REVIEW".split()),
}
ROLES = {
    1: frozenset("R-PROV R-DOWN R-DEP R-AFF R-GPAI R-GPAI-MOD".split()),
    2: frozenset("R-IMP R-DIST R-AR R-MANUF R-SUPP R-GPAI-EXCL".split()),
}
QUESTIONS = {
    1: frozenset(
        "S1 S2 R1 R2 P H1 H2 H3 H5 H6 H7 H8 H10 H11 H12 H13 H14 T1q T2q T3q T4q T5q "
        "G0 G1 G2 G3 G4 G5 G6 G7 G8 G9".split()
    ),
    2: frozenset("S3 S4 S5 S6 S7 S8 R3 R4 R5 R6 R7 R9 H9 G2b B3".split()),
}
GROUNDS = frozenset({"in-scope", "permitted"})
SIZES = frozenset({"sme", "small-mid-cap", "large"})
GUIDE_HEADINGS = frozenset({"high-risk", "model", "open-model", "systemic-risk", "fine-tuning"})
OPTIONS: dict[str, Any] = {
    "S2": Nexus, "R9": Supplied, "P": Practice, "H3": AnnexSection, "H5": AnnexEntry, "H7": Derogation,
    "G2": ModelOrigin,
}  # fmt: skip

_NO_FILE = sentence("The file is missing."), sentence("Restore it from the last release.")
_REMOVE = sentence("Remove it or correct its name.")


def _problem(stem: str, key: str, problem: str, remedy: str) -> Problem:
    return Problem(f"law/{stem}.yaml", key, problem, remedy)


def law_from(documents: Mapping[str, Any]) -> Law:
    """Build the law from its documents, by file stem. Raises CatalogueProblem with everything that is wrong."""
    try:
        law = Law.model_validate(dict(documents))
    except ValidationError as error:
        raise CatalogueProblem(_unfit(item) for item in error.errors(include_url=False)) from error
    if problems := list(_loose_ends(law)):
        raise CatalogueProblem(problems)
    return law


def _unfit(item: Any) -> Problem:
    """Tell one error of the shapes by file and key, with a remedy."""
    stem, *rest = (str(part) for part in item["loc"])
    key = ".".join(rest)
    match item["type"], rest:
        case "missing", []:
            return _problem(stem, key, *_NO_FILE)
        case "missing", _:
            return _problem(stem, key, sentence("This key is missing."), sentence("Add it."))
        case "extra_forbidden", []:
            return _problem(stem, key, sentence("No such file belongs to the law."), _REMOVE)
        case "extra_forbidden", _:
            return _problem(stem, key, sentence("This key is not known."), _REMOVE)
        case _:
            return _problem(stem, key, *wrong_kind(item))


def _loose_ends(law: Law) -> Iterator[Problem]:
    """Find names that are used and not defined, entries that no rule uses, and duties without a day."""
    for stem, entries, expected in (
        ("outcomes", law.outcomes, OUTCOMES),
        ("roles", law.roles, ROLES),
        ("questions", law.questions, QUESTIONS),
    ):
        yield from _mismatch(stem, "", set(entries), _known_to(law, expected))
    if law.shape.number > 1:
        yield from _review_ends(law)
    yield from _penalty_ends(law)
    for name, question in law.questions.items():
        yield from _question_ends(law, name, question)
    for code, outcome in law.outcomes.items():
        yield from _unknown("outcomes", f"{code}.date", [outcome.date], law.dates)
        yield from _shield_ends(law, "outcomes", code, outcome.legacy)
    for code, duty in law.obligations.items():
        yield from _duty_ends(law, code, duty)
        yield from _shield_ends(law, "obligations", code, duty.legacy)


def _known_to(law: Law, names: dict[int, frozenset[str]]) -> frozenset[str]:
    """The names that documents of this shape have entries for."""
    return frozenset(name for shape, added in names.items() if shape <= law.shape.number for name in added)


def _review_ends(law: Law) -> Iterator[Problem]:
    for key, words in law.review:
        if not words:
            yield _problem("review", key, sentence("This key is missing."), sentence("Add it."))
    if not law.guide:
        yield _problem("guide", "file", *_NO_FILE)


def _penalty_ends(law: Law) -> Iterator[Problem]:
    for code, tier in law.penalties.items():
        yield from _unknown("penalties", f"{code}.lower_for", tier.lower_for, SIZES)
        yield from _unknown("penalties", f"{code}.beside", tier.beside, law.penalties)
        if (tier.cap_eur is None) != (tier.percent is None):
            told = sentence("Only one of “cap_eur” and “percent” is given.")
            yield _problem("penalties", code, told, sentence("Give both or none."))
    for code, duty in law.guide.items():
        yield from _unknown("guide", f"{code}.under", duty.under, GUIDE_HEADINGS)
        yield from _unknown("guide", f"{code}.penalty", [duty.penalty], law.penalties)
        yield from _unknown("guide", f"{code}.date", [duty.date], law.dates)


def _question_ends(law: Law, name: str, question: Question) -> Iterator[Problem]:
    yield from _unknown("questions", f"{name}.keys", law.answer_keys(name), EuAnswers.model_fields)
    expected = set(get_args(OPTIONS[name])) if name in OPTIONS else set()
    yield from _mismatch("questions", f"{name}.options", set(question.options), expected)
    for choice, option in question.options.items():
        yield from _unknown("questions", f"{name}.options.{choice}.date", [option.date], law.dates)
        if name == "P" and option.date is None:
            place = f"{name}.options.{choice}.date"
            told = sentence("A prohibited practice has no date.")
            yield _problem("questions", place, told, sentence("Add the date key of its ban."))


def _duty_ends(law: Law, code: str, duty: Obligation) -> Iterator[Problem]:
    owed = duty.owed
    earlier = list(law.obligations)[: list(law.obligations).index(code)]
    traits = law.roles.keys() | law.outcomes.keys() | SIZES | set(get_args(AnnexEntry))
    for place, names, known in (
        ("penalty", [duty.penalty or None], law.penalties),
        ("owed.by", owed.by, law.roles),
        ("owed.under", owed.under, law.outcomes.keys() | GROUNDS),
        ("owed.when", [owed.when], law.of_kind("yes-no")),
        ("owed.with", owed.follows, earlier),
        ("owed.date", [owed.date], law.dates),
        ("notes", [name for note in duty.notes for name in note.to], traits),
    ):
        yield from _unknown("obligations", f"{code}.{place}", names, known)
    if bool(owed.under) == bool(owed.follows):
        told = sentence("It needs either “under” or “with”.")
        yield _problem("obligations", f"{code}.owed", told, sentence("Give one of the two."))
    undated = [c for c in owed.under if c in GROUNDS or (c in law.outcomes and not law.outcomes[c].date)]
    undated = [c for c in undated if not c.startswith("PROHIBITED")]  # each practice carries its own date
    if undated and not owed.date:
        told = sentence("“{name}” gives no date.", name=verbatim(undated[0]))
        yield _problem("obligations", f"{code}.owed.date", told, sentence("Add a date key."))


def _shield_ends(law: Law, stem: str, code: str, shields: tuple[Shield, ...]) -> Iterator[Problem]:
    for shield in shields:
        yield from _unknown(stem, f"{code}.legacy", [shield.code], law.outcomes)
        yield from _unknown(stem, f"{code}.legacy", [shield.placed], law.of_kind("date"))
        yield from _unknown(stem, f"{code}.legacy", [shield.when], law.of_kind("yes-no"))
        yield from _unknown(stem, f"{code}.legacy", [shield.before, shield.until], law.dates)
        yield from _unknown(stem, f"{code}.legacy", [shield.lost], law.asked)


def _unknown(stem: str, key: str, names: Any, known: Any) -> Iterator[Problem]:
    for name in names:
        if name is not None and name not in known:
            told = sentence("“{name}” is not defined.", name=verbatim(name))
            yield _problem(stem, key, told, sentence("Correct the name or add its entry."))


def _mismatch(stem: str, key: str, found: set[str], expected: frozenset[str] | set[str]) -> Iterator[Problem]:
    place = f"{key}." if key else ""
    for name in sorted(expected - found):
        yield _problem(stem, f"{place}{name}", sentence("This entry is missing."), sentence("Add it."))
    for name in sorted(found - expected):
        yield _problem(stem, f"{place}{name}", sentence("No rule knows this entry."), _REMOVE)
