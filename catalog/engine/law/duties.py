"""From grounds to duties: which are owed, from which day, and whether a shield for older systems holds them off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.engine.law.finding import Ground, Part, unanswered
from catalog.engine.law.provisions import Law, Obligation, Owing, Shield
from catalog.engine.law.result import Duty, Status
from catalog.engine.law_answers import EuAnswers
from catalog.knowledge.sentences import joined


@dataclass(frozen=True)
class Timing:
    """From when a duty binds. `shield` is the code of the shield that holds it off; without end if `endless`."""

    applies_from: date
    shield: str = ""
    endless: bool = False

    def status(self, as_of: date) -> Status:
        """Return the status at a day."""
        if self.shield and (self.endless or as_of < self.applies_from):
            return "legacy"
        return "in-force" if self.applies_from <= as_of else "upcoming"


@dataclass(frozen=True)
class Owed:
    """A duty that is owed, with its timing and what was assumed on the way."""

    id: str
    duty: Obligation
    timing: Timing
    assumed: tuple[str, ...] = ()

    def shown(self, as_of: date, traits: frozenset[str], *, supervised: bool) -> Duty:
        """Return the duty as the result prints it; `traits` are what its notes speak to.

        `supervised`: the AI Office supervises the system and may fine what national law would otherwise decide.
        """
        told = [self.duty.says, *(note.says for note in self.duty.notes if traits & set(note.to))]
        penalty = "PO" if supervised and self.duty.penalty == "MS" else self.duty.penalty
        return Duty(
            id=self.id,
            article=self.duty.article,
            applies_from=self.timing.applies_from,
            status=self.timing.status(as_of),
            penalty=penalty,
            tag=self.duty.tag,
            says=joined(" ", told) if len(told) > 1 else self.duty.says,
        )


def owed_duties(found: Part, answers: EuAnswers, law: Law) -> list[Owed]:
    """Return every duty that follows from the grounds and roles found, in the order of the law."""
    owed: dict[str, Owed] = {}
    for code, duty in law.obligations.items():
        if duty.owed.follows:
            timings = [owed[other].timing for other in duty.owed.follows if other in owed]
            if timings:
                owed[code] = Owed(code, duty, _soonest(timings))
        elif result := _owed(code, duty, found, answers, law):
            owed[code] = result
    return list(owed.values())


def _owed(code: str, duty: Obligation, found: Part, answers: EuAnswers, law: Law) -> Owed | None:
    rule = duty.owed
    grounds = [ground for ground in found.grounds if ground.code in rule.under and _reaches(rule, ground)]
    if not grounds or (rule.by and not set(rule.by) & set(found.roles)):
        return None
    assumed: tuple[str, ...] = ()
    if rule.when and not any(ground.entry in rule.also_for for ground in grounds):
        perhaps = bool(rule.also_for) and any(ground.any_entry for ground in grounds)
        if getattr(answers, rule.when) is False and not perhaps:
            return None
        assumed = unanswered(answers, rule.when)
    timed = [_timing(duty, ground, answers, law) for ground in grounds]
    return Owed(code, duty, _soonest(timing for timing, _ in timed), assumed + sum((more for _, more in timed), ()))


def _reaches(rule: Owing, ground: Ground) -> bool:
    if ground.any_entry:
        return True
    return ground.entry not in rule.not_for and (not rule.only_for or ground.entry in rule.only_for)


def _soonest(timings: Iterable[Timing]) -> Timing:
    """Of several grounds the strictest counts: one without a shield before one with, then the earlier day."""
    return min(timings, key=lambda timing: (timing.endless, bool(timing.shield), timing.applies_from))


def _timing(duty: Obligation, ground: Ground, answers: EuAnswers, law: Law) -> tuple[Timing, tuple[str, ...]]:
    days = [ground.since] if ground.since else []
    days += [law.on(duty.owed.date)] if duty.owed.date else []
    plain = Timing(max(days))
    shields = duty.legacy or (law.outcomes[ground.code].legacy if ground.code in law.outcomes else ())
    assumed: tuple[str, ...] = ()
    for shield in shields:
        holds, unknown = _holds(shield, answers, law)
        assumed += unknown
        if holds and shield.until:
            return Timing(max(plain.applies_from, law.on(shield.until)), shield.code), assumed
        if holds:
            return Timing(plain.applies_from, shield.code, endless=True), assumed
    return plain, assumed


def _holds(shield: Shield, answers: EuAnswers, law: Law) -> tuple[bool, tuple[str, ...]]:
    """Whether a shield holds. An unknown day of placing gives no shield."""
    placed: date | None = getattr(answers, law.answer_keys(shield.placed)[0])
    if placed is None:
        return False, (shield.placed,)
    lost = shield.lost is not None and getattr(answers, shield.lost) is True
    if lost or placed >= law.on(shield.before) or (shield.when and getattr(answers, shield.when) is False):
        return False, ()
    return True, unanswered(answers, shield.when) if shield.when else ()
