"""The first block: does the Act reach the system, and the model? (Article 2)

An unknown answer counts as the one with more duties and is listed as assumed, but only where it decides something.
"""

from dataclasses import dataclass

from catalog.engine.law.context import LawContext
from catalog.engine.law.finding import Ground, Part, unanswered
from catalog.engine.law.provisions import Law
from catalog.engine.law_answers import EuAnswers

OTHER_ROLE_LINKS = frozenset({"N4", "N5", "N6"})
EXCLUSIONS = {"S3": "OUT-MIL", "S4": "OUT-COOP", "S5": "OUT-SCI", "S6": "OUT-PREMKT"}
"""Questions whose yes takes the system out, and the outcome of each (Article 2(3), (4), (6) and (8))."""


@dataclass(frozen=True)
class Scope:
    """Whether the Act reaches the system and the model. `settled` is None where that rests on an assumption."""

    part: Part
    system: bool
    model: bool
    settled: bool | None


def scope_of(answers: EuAnswers, context: LawContext, law: Law) -> Scope:
    """Decide S1 to S6. Raises nothing; doubts become review sentences."""
    left_out = _left_out(answers)
    if answers.S2 is None and context.outside:
        return _outside(answers, law.review.presumed_outside, settled=None, doubtful=bool(answers.P) and not left_out)
    if answers.S2 == ():
        contradicted = context.in_union or context.market_union or answers.G0
        doubt = law.review.contradicted_outside if contradicted else ""
        doubtful = not context.outside and answers.P != () and not left_out
        return _outside(answers, doubt, settled=False, doubtful=doubtful)
    if answers.S2 == ("N7",):
        doubts = _doubts(answers) if answers.P != () and not left_out else Part()
        found = Part(roles=("R-AFF",), review=(law.review.affected_persons_only,)) + doubts
        return Scope(found, system=False, model=False, settled=None)
    return _linked(answers, law)


def _linked(answers: EuAnswers, law: Law) -> Scope:
    """With a link to the Union: what takes the system out all the same. The model is judged for itself."""
    links = set(answers.S2 or ())
    found = Part(
        roles=("R-AFF",) if "N7" in links else (),
        assumed=unanswered(answers, "S1", "S2") if answers.S1 is not False else unanswered(answers, "S2"),
        review=(law.review.other_roles,) if links & OTHER_ROLE_LINKS else (),
    )
    if out := _left_out(answers):
        return Scope(found + Part(tuple(Ground(code) for code in out)), system=False, model=True, settled=False)
    found += Part(assumed=unanswered(answers, *EXCLUSIONS))
    return Scope(found, system=True, model=True, settled=None if found.assumed else True)


def _left_out(answers: EuAnswers) -> tuple[str, ...]:
    """Name what takes the system out whatever its links to the Union are: then no link could bring a prohibition."""
    out = tuple(code for question, code in EXCLUSIONS.items() if getattr(answers, question))
    return (*out, "OUT-NOTAI") if answers.S1 is False else out


def _outside(answers: EuAnswers, doubt: str, *, settled: bool | None, doubtful: bool) -> Scope:
    """Out of scope. `doubtful`: a prohibited practice is stated or not excluded, so being out of scope matters."""
    found = Part(
        grounds=(Ground("OUT-NOEU"),) + ((Ground("OUT-NOTAI"),) if answers.S1 is False else ()),
        review=(doubt,) if doubt else (),
    )
    return Scope(found + (_doubts(answers) if doubtful else Part()), system=False, model=False, settled=settled)


def _doubts(answers: EuAnswers) -> Part:
    """What being out of scope rests on where a link could bring a prohibition: the links, and whatever would lift it.

    Without a prohibited practice, or with the system left out for another reason, no link would matter.
    """
    return Part(assumed=unanswered(answers, "S1", *EXCLUSIONS), open=("S2", *unanswered(answers, "P")))
