"""The blocks on the system: scope, roles, prohibited practices and high risk.

An unknown answer counts as the one with more duties and is listed as assumed, but only where it decides something. A
prohibition is never assumed: it would be a verdict, not a duty, so the question is left open instead.
"""

from dataclasses import dataclass
from datetime import date

from catalog.engine.law.finding import Ground, LawContext, Part, unanswered
from catalog.engine.law.provisions import Law
from catalog.engine.law_answers import AnnexEntry, EuAnswers

OPERATOR_LINKS = frozenset({"N1", "N2", "N3", "N4", "N5", "N6"})
OTHER_ROLE_LINKS = frozenset({"N4", "N5", "N6"})


@dataclass(frozen=True)
class Scope:
    """Whether the Act reaches the system and the model. `settled` is None where that rests on an assumption."""

    part: Part
    system: bool
    model: bool
    settled: bool | None


def scope_of(answers: EuAnswers, context: LawContext, law: Law) -> Scope:
    """Decide S1 and S2. Raises nothing; doubts become review sentences."""
    if answers.S2 is None and context.outside:
        return _outside(answers, law.review.presumed_outside, settled=None, doubtful=bool(answers.P))
    if answers.S2 == ():
        contradicted = context.in_union or context.market_union or answers.G0
        doubt = law.review.contradicted_outside if contradicted else ""
        return _outside(answers, doubt, settled=False, doubtful=not context.outside and answers.P != ())
    if answers.S2 == ("N7",):
        open_ = ("S2",) if answers.P != () else ()
        found = Part(roles=("R-AFF",), review=(law.review.affected_persons_only,), open=open_)
        return Scope(found, system=False, model=False, settled=None)
    links = set(answers.S2 or ())
    found = Part(
        roles=("R-AFF",) if "N7" in links else (),
        assumed=unanswered(answers, "S1", "S2") if answers.S1 is not False else unanswered(answers, "S2"),
        review=(law.review.other_roles,) if links & OTHER_ROLE_LINKS else (),
    )
    if answers.S1 is False:
        return Scope(found + Part((Ground("OUT-NOTAI"),)), system=False, model=True, settled=False)
    return Scope(found, system=True, model=True, settled=None if found.assumed else True)


def _outside(answers: EuAnswers, doubt: str, *, settled: bool | None, doubtful: bool) -> Scope:
    """Out of scope. `doubtful`: a prohibited practice is stated or not excluded, so being out of scope matters."""
    found = Part(
        grounds=(Ground("OUT-NOEU"),) + ((Ground("OUT-NOTAI"),) if answers.S1 is False else ()),
        review=(doubt,) if doubt else (),
        open=("S2",) if doubtful else (),
    )
    return Scope(found, system=False, model=False, settled=settled)


def roles_of(answers: EuAnswers) -> Part:
    """Decide R1 and R2. A provider here always builds on a model, so it is a downstream provider too."""
    provider = () if answers.R1 is False else ("R-PROV", "R-DOWN")
    deployer = () if answers.R2 is False else ("R-DEP",)
    return Part(roles=provider + deployer, assumed=unanswered(answers, "R1", "R2"))


def practices_of(answers: EuAnswers, law: Law, as_of: date) -> Part:
    """Name the practices that are forbidden at `as_of` and those whose ban is still to come."""
    if answers.P is None:
        return Part(open=("P",))
    grounds = []
    for practice in answers.P:
        since = law.on(law.questions["P"].options[practice].date or "")
        if since <= as_of:
            grounds.append(Ground("PROHIBITED", practice, since))
        else:
            grounds.append(Ground("PROHIBITED-FROM", since.isoformat(), since))
    return Part(tuple(grounds))


def high_risk_of(answers: EuAnswers, law: Law) -> Part:
    """Decide H1 to H8: the route through Annex I, the route through Annex III, and the way out of the latter."""
    found = _product_route(answers, law) + _purpose_route(answers, law)
    if found.grounds:
        return found
    provider = answers.R1 is not False
    return Part((Ground("HR-NO"),), review=(law.review.general_purpose,) if provider else ())


def _product_route(answers: EuAnswers, law: Law) -> Part:
    if False in (answers.H1, answers.H2):
        return Part()
    code = "HR-A1B" if answers.H3 == "B" else "HR-A1A"
    return Part((_dated(code, law),), assumed=unanswered(answers, "H1", "H2", "H3"))


def _purpose_route(answers: EuAnswers, law: Law) -> Part:
    if answers.H5 == ():
        return Part()
    stays = (answers.H6, None if answers.H7 is None else answers.H7 == (), answers.H8)
    if all(reason is False for reason in stays):
        return Part((_dated("HR-DEROG", law),), assumed=unanswered(answers, "H5"))
    certain = True in stays
    assumed = unanswered(answers, "H5") + (() if certain else unanswered(answers, "H6", "H7", "H8"))
    if answers.H5 is None:
        return Part((_dated("HR-A3", law, any_entry=True),), assumed=assumed)
    return Part(tuple(_dated("HR-A3", law, entry) for entry in answers.H5), assumed=assumed)


def _dated(code: str, law: Law, entry: AnnexEntry | None = None, *, any_entry: bool = False) -> Ground:
    detail = "unknown" if any_entry else (entry or "").removeprefix("A3-")
    return Ground(code, detail, law.on(law.outcomes[code].date or ""), entry, any_entry)
