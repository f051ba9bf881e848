"""The blocks on a system within scope: roles, prohibited practices, high risk, and who becomes its provider.

A prohibition is never assumed: it would be a verdict, not a duty, so the question is left open instead.
"""

from datetime import date

from catalog.engine.law.context import LawContext
from catalog.engine.law.finding import Ground, Part, unanswered
from catalog.engine.law.provisions import Law
from catalog.engine.law_answers import AnnexEntry, EuAnswers

PROVIDER = ("R-PROV", "R-DOWN")
SWITCHES = ("R5", "R6", "R7")


def roles_of(answers: EuAnswers) -> Part:
    """Decide R1 to R4, R9 and S7. A provider here always builds on a model, so it is a downstream provider too.

    A representative holds a mandate in writing (Article 22), so that role is never assumed.
    """
    found = Part(roles=() if answers.R1 is False else PROVIDER, assumed=unanswered(answers, "R1"))
    found += _user(answers) + _chain(answers)
    if "N6" in (answers.S2 or ()):
        found += Part(roles=("R-AR",))
    if answers.R9 in {None, "part"}:
        found += Part(roles=("R-SUPP",), assumed=unanswered(answers, "R9"))
    return found


def _user(answers: EuAnswers) -> Part:
    """Decide R2 and S7: private use is no deployer's use (Article 2(10))."""
    if answers.R2 is False:
        return Part()
    if answers.S7:
        return Part((Ground("OUT-PERSONAL"),))
    return Part(roles=("R-DEP",), assumed=unanswered(answers, "R2", "S7"))


def _chain(answers: EuAnswers) -> Part:
    """Decide R3 and R4: only where the link N4 is named or unknown, and never for the provider (Article 3(6), (7))."""
    if answers.R1 or (answers.S2 is not None and "N4" not in answers.S2):
        return Part()
    importer = Part() if answers.R3 is False else Part(roles=("R-IMP",), assumed=unanswered(answers, "R3"))
    if answers.R3 or answers.R4 is False:
        return importer
    return importer + Part(roles=("R-DIST",), assumed=unanswered(answers, "R4"))


def practices_of(answers: EuAnswers, context: LawContext, law: Law, as_of: date) -> Part:
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
    denied = context.imagery and not {"P-ba", "P-bb"} & set(answers.P)
    return Part(tuple(grounds), review=(law.review.imagery,) if denied else ())


def high_risk_of(answers: EuAnswers, law: Law) -> Part:
    """Decide H1 to H9: the route through Annex I, the route through Annex III with its way out, and general use."""
    found = _product_route(answers, law) + _purpose_route(answers, law)
    if found.has("HR-A3", "HR-A1A"):
        return found + _switches(found, answers, law)
    return found if found.grounds else _general_use(answers, law)


def _general_use(answers: EuAnswers, law: Law) -> Part:
    """Decide H9. The rule is a draft, so a no takes nothing away without a word to the lawyer."""
    if answers.R1 is False:
        return Part((Ground("HR-NO"),))
    if answers.H9 is False:
        return Part((Ground("HR-NO"),), review=(law.review.general_purpose,))
    review = (law.review.general_purpose,)
    return Part((_dated("HR-GPS-REVIEW", law),), assumed=unanswered(answers, "H9"), review=review)


def _switches(found: Part, answers: EuAnswers, law: Law) -> Part:
    """Decide R5 to R7 and the manufacturer: who becomes provider of a high-risk system (Article 25(1) and (3))."""
    switched = any(getattr(answers, question) for question in SWITCHES)
    shipped = answers.S2 is None or "N5" in answers.S2
    maker = found.has("HR-A1A") and shipped and "R-MANUF" in law.roles
    return Part(
        roles=(PROVIDER if switched or maker else ()) + (("R-MANUF",) if maker else ()),
        review=(law.review.switched,) if switched else (),
    )


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
