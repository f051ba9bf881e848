"""The block on the model: is somebody its provider, for how much of it, and under which exemption?

Where an unknown answer leaves several paths, each is walked and the one with most duties counts.
"""

from collections.abc import Iterable
from datetime import date

from catalog.engine.law.finding import Ground, Part, unanswered
from catalog.engine.law.provisions import Law
from catalog.engine.law_answers import EuAnswers, ModelOrigin

ORIGINS: tuple[ModelOrigin, ...] = ("own", "modified", "unmodified")
BY_WEIGHT = ("GP-NO", "GP-NOTGPAI", "GP-MODNO", "GP-EXEMPT", "GP-FULL", "GP-SR")
PROVIDED = ("GP-EXEMPT", "GP-FULL", "GP-SR")


def model_of(answers: EuAnswers, law: Law) -> Part:
    """Decide G0 to G7. The days (G9) and the representative (G8) belong to the duties."""
    if answers.G0 is False:
        return Part((Ground("GP-NO"),))
    if answers.G1 is False:
        flop = max(answers.model_flop or 0, answers.original_flop or 0)
        narrow = flop > law.compute.general_purpose.flop
        return Part((Ground("GP-NOTGPAI"),), review=(law.review.narrow_above_line,) if narrow else ())
    found = _heaviest(_by_origin(origin, answers, law) for origin in ([answers.G2] if answers.G2 else ORIGINS))
    if found.has(*PROVIDED):
        return found + Part(assumed=unanswered(answers, "G0", "G1", "G2"))
    return found


def _heaviest(paths: Iterable[Part]) -> Part:
    return max(paths, key=lambda part: BY_WEIGHT.index(part.grounds[0].code))


def _by_origin(origin: ModelOrigin, answers: EuAnswers, law: Law) -> Part:
    match origin:
        case "own":
            return _own(answers, law)
        case "modified":
            return _modified(answers, law)
        case "unmodified":
            return _unmodified(answers, law)


def _own(answers: EuAnswers, law: Law) -> Part:
    return _whole(answers, "R-GPAI", law)


def _unmodified(answers: EuAnswers, law: Law) -> Part:
    """Decide G2b: whoever brings a model to the Union against its maker's will answers for it like its maker."""
    if answers.G2b is False:
        return Part((Ground("GP-NO"),), review=(law.review.rebranded,) if answers.G0 else ())
    return _whole(answers, "R-GPAI-EXCL", law) + Part(assumed=unanswered(answers, "G2b"))


def _whole(answers: EuAnswers, role: str, law: Law) -> Part:
    """Judge the provider of a whole model. Designation counts like the line (Article 51(1)(b))."""
    since = law.on("D-GPAI")
    if answers.model_flop is None and not answers.designated:
        return Part((Ground("GP-SR", since=since),), roles=(role,), assumed=("G4",))
    above = (answers.model_flop or 0) > law.compute.systemic_risk.flop
    return _provided(answers, role, since, systemic=above or bool(answers.designated))


def _modified(answers: EuAnswers, law: Law) -> Part:
    """Apply the one-third rule under each possible answer on the original's systemic risk."""
    if answers.original_systemic_risk is not None:
        return _modified_from(answers, law, risky=answers.original_systemic_risk)
    paths = [_modified_from(answers, law, risky=risky) for risky in (True, False)]
    differ = paths[0].grounds != paths[1].grounds
    return _heaviest(paths) + Part(assumed=("G4",) if differ else ())


def _modified_from(answers: EuAnswers, law: Law, *, risky: bool) -> Part:
    line = law.compute.systemic_risk.flop
    original, change = answers.original_flop, answers.modification_flop
    from_risky = risky or (original or 0) > line
    # An original whose compute cannot be known is taken at the line that its status implies.
    taken = original if original is not None else (line if from_risky else law.compute.general_purpose.flop)
    if change is not None and change <= taken / law.compute.modification.share:
        return Part((Ground("GP-MODNO"),))
    since = max(law.on("D-GPAI"), answers.model_placed_on or date.min)
    found = _provided(answers, "R-GPAI-MOD", since, systemic=from_risky or _above(answers, line))
    overruled = answers.original_systemic_risk is False and (original or 0) > line
    return found + Part(
        assumed=("G3",) if change is None else (),
        review=(law.review.presumption_stands,) if overruled else (),
    )


def _above(answers: EuAnswers, line: float) -> bool:
    """Whether the modified model is designated, or its own cumulative compute may lie above the line."""
    if answers.designated:
        return True
    if answers.model_flop is not None:
        return answers.model_flop > line
    if answers.modification_flop is None:
        return True
    return (answers.original_flop or 0) + answers.modification_flop > line


def _provided(answers: EuAnswers, role: str, since: date, *, systemic: bool) -> Part:
    """Decide G5 to G7 for a provider. Systemic risk rules the exemption out altogether."""
    if systemic:
        return Part((Ground("GP-SR", since=since),), roles=(role,))
    conditions = (answers.G5, answers.G6, answers.G7)
    code = "GP-EXEMPT" if all(conditions) else "GP-FULL"
    assumed = () if False in conditions else unanswered(answers, "G5", "G6", "G7")
    return Part((Ground(code, since=since),), roles=(role,), assumed=assumed)
