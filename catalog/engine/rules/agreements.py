"""What a negotiated licence changes: exactly the topics that it covers, as long as it runs and up to its limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.engine.answers import Agreement, Facts, Organisation
from catalog.engine.case import ANSWER, Case, Stated, Tri
from catalog.engine.finding import NOTHING, Finding, Headroom, Outcome, total
from catalog.engine.rules.counting import Count, counted, passed
from catalog.engine.rules.growth import WATCHED, aggregation, crossing, monitoring, near, projected
from catalog.engine.rules.scale import UNITS, metric_of
from catalog.knowledge.sentences import Part, for_translation, joined, sentence
from catalog.knowledge.terms import AgreedLimit, Limit, Threshold

THRESHOLD = "threshold"
ENDS_SOON = timedelta(days=90)
RENEW = for_translation("Renew the agreement now; it ends within 90 days.")
KEEP = for_translation("Keep the agreement with the decision, and renew it before it ends.")
BY_AGREEMENT = for_translation("The agreement sets this limit.")
LEAVE: tuple[Tri, ...] = (False, None, True)


@dataclass(frozen=True)
class Cover:
    """An agreement that names a topic and has not ended. `holds`: whether one is within its limit, None for unknown.

    `at` are the pointers of the numbers that say so, none where the agreement has no limit.
    """

    agreement: Agreement
    holds: Tri
    at: tuple[str, ...]


def cover(topic: str, licence: str, facts: Facts) -> Cover | None:
    """The agreement on a licence that covers a topic on the day of the decision.

    Of several the one that holds, then the one that runs longest. Where it is unknown whether any holds, `at` names
    every number that could tell.
    """
    if not facts.agreements:
        return None
    found = [_cover(it, facts.organisation) for it in _running(licence, facts) if topic in it.covers]
    best = max(found, key=_leave, default=None)
    if best is None or best.holds is not None:
        return best
    return replace(best, at=tuple(dict.fromkeys(at for it in found if it.holds is None for at in it.at)))


def settles(topic: str, case: Case) -> bool:
    """Whether an agreement settles a topic of the licence for certain."""
    found = cover(topic, case.licence.id, case.facts)
    return found is not None and found.holds is True


def agreed_limits(licence: str, facts: Facts, topic: str = "") -> tuple[Limit, ...]:
    """The limits of the agreements on a licence that run, of those alone that cover a topic where one is given."""
    running = _running(licence, facts) if facts.agreements else ()
    return tuple(it.limit.limit for it in running if it.limit and (not topic or topic in it.covers))


def lifted(outcome: Outcome, topic: str, case: Case) -> Outcome:
    """Take away what a topic forbids, asks or demands where an agreement covers it on the day of the decision.

    Source: the agreement itself. What it replaced stays visible, as an information; as a caution when it ends within
    90 days, since everything comes back on the day after. Beyond the agreement's limit everything stands as without it;
    as long as nobody knows whether one is within, what would count is a question.
    """
    if outcome is NOTHING or (found := cover(topic, case.licence.id, case.facts)) is None:
        return outcome
    limit = found.agreement.limit
    if found.holds is not True:
        beyond = _open if found.holds is None else _passed
        return replace(outcome, findings=tuple(beyond(it, found) if it.weight else it for it in outcome.findings))
    if limit and topic == THRESHOLD:
        outcome = _without_own_meters(outcome)
    return replace(
        outcome,
        findings=tuple(_covered(finding, found, case.facts.as_of) for finding in outcome.findings),
        obligations=tuple(replace(obligation, met=True) for obligation in outcome.obligations),
    )


def meters(term: Stated[Threshold], case: Case) -> Outcome:
    """How far one is from the limits of the agreements on a licence; `term` lends its source.

    It decides nothing by itself: beyond the limit the terms of the licence do. One whose topics other agreements cover
    up to more, or without a limit, needs no meter. Source: the agreement itself.
    """
    held = tuple(dict.fromkeys(_running(case.licence.id, case.facts))) if case.facts.agreements else ()
    return total(
        _meter(term.about(it.limit.limit), it.limit, it.until, case)
        for it in held
        if it.limit and not _outdone(it, held)
    )


def _outdone(agreement: Agreement, held: Iterable[Agreement]) -> bool:
    """Whether other agreements cover all that one covers, and further."""
    further = {topic for it in held if _wider(it, agreement) for topic in it.covers}
    return further.issuperset(agreement.covers)


def _wider(one: Agreement, other: Agreement) -> bool:
    """Whether one agreement covers more than another that counts the same, or as much for longer."""
    if one.limit is None or other.limit is None:
        return one.limit is None and other.limit is not None
    alike = (one.limit.metric, one.limit.counts) == (other.limit.metric, other.limit.counts)
    most, longer = one.limit.at_most - other.limit.at_most, (one.until or date.max) > (other.until or date.max)
    return alike and (most > 0 or (most == 0 and longer))


def _meter(term: Stated[Limit], agreed: AgreedLimit, until: date | None, case: Case) -> Outcome:
    limit = term.value
    count = counted(limit, case.facts.organisation)
    holds, crosses = _within(limit, count), crossing(limit, count, case)
    number = count.known if count.complete or holds is False else None
    agreement = (agreed.counts, until)
    room = Headroom(term.licence, metric_of(limit), limit.limit, number, limit.tested, crosses, agreement)
    if holds is False:
        return Outcome((_exceeded(term, count),), headroom=(room,))
    early = (*near(term, count), *projected(term, count, crosses, case.facts.as_of)) if holds else ()
    watched = monitoring(term, count, case)
    said = (*early, *aggregation(term, case), *(it for it in watched.findings if it.severity != "question"))
    return Outcome(tuple(_by_agreement(finding) for finding in said), watched.obligations, (room,))


def _by_agreement(finding: Finding) -> Finding:
    return replace(finding, severity="caution", could=None, says=joined(" ", (finding.says, BY_AGREEMENT)))


def _exceeded(term: Stated[Limit], count: Count) -> Finding:
    says = sentence(
        "{counted} {unit} are more than the {limit} up to which the agreement covers, so it covers nothing now.",
        counted=count.known,
        **_size(term.value),
    )
    remedy = for_translation("Negotiate a higher limit with the licensor.")
    return term.finding("threshold.exceeded", "caution", count.at, remedy, says)


def _running(licence: str, facts: Facts) -> Iterator[Agreement]:
    return (it for it in facts.agreements if it.licence == licence and it.runs(facts.as_of))


def _cover(agreement: Agreement, organisation: Organisation) -> Cover:
    if agreement.limit is None:
        return Cover(agreement, holds=True, at=())
    limit = agreement.limit.limit
    count = counted(limit, organisation)
    return Cover(agreement, _within(limit, count), count.at)


def _within(limit: Limit, count: Count) -> Tri:
    if passed(limit, count.known):
        return False
    return True if count.complete else None


def _leave(found: Cover) -> tuple[int, date, bool, int, str]:
    """How much an agreement allows; its last parts only make the choice the same in any order."""
    limit, until = found.agreement.limit, found.agreement.until
    size = limit.at_most if limit else 0
    return (LEAVE.index(found.holds), until or date.max, limit is None, size, repr(limit))


def _without_own_meters(outcome: Outcome) -> Outcome:
    """What is said of the licence's own limit without the meters of it: the agreement's limit has taken its place."""
    said = tuple(it for it in outcome.findings if it.weight and not set(WATCHED) & {it.code, *it.because})
    owed = tuple(it for it in outcome.obligations if it.code not in WATCHED)
    return Outcome(said, owed)


def _size(limit: Limit) -> dict[str, Part]:
    return {"limit": limit.limit, "unit": UNITS[limit.metric]}


def _covered(finding: Finding, found: Cover, day: date) -> Finding:
    if finding.weight == 0:
        return finding
    until = found.agreement.until
    soon = until is not None and until - day <= ENDS_SOON
    return replace(
        finding,
        severity="caution" if soon else "info",
        could=None,
        says=_covered_words(found.agreement, finding.says),
        remedy=RENEW if soon else KEEP,
        because=_with(finding.because, found.at),
    )


def _covered_words(agreement: Agreement, replaced: str) -> str:
    parts: dict[str, Part] = {"replaced": replaced}
    if agreement.until:
        parts["day"] = agreement.until.isoformat()
    if agreement.limit is None:
        if agreement.until:
            return sentence("Covered by an agreement until {day}: {replaced}", **parts)
        return sentence("Covered by an agreement without an end date: {replaced}", **parts)
    parts |= _size(agreement.limit.limit)
    if agreement.until:
        return sentence("Covered by an agreement until {day}, for up to {limit} {unit}: {replaced}", **parts)
    return sentence("Covered by an agreement without an end date, for up to {limit} {unit}: {replaced}", **parts)


def _passed(finding: Finding, found: Cover) -> Finding:
    """What stands again, since the agreement's limit is passed."""
    says = sentence(
        "Not covered by the agreement, whose limit of {limit} {unit} is passed: {replaced}",
        replaced=finding.says,
        **_limit_of(found),
    )
    remedy = sentence("Negotiate a higher limit with the licensor. Otherwise: {remedy}", remedy=finding.remedy)
    return replace(finding, says=says, remedy=remedy, because=_with(finding.because, found.at))


def _open(finding: Finding, found: Cover) -> Finding:
    """What stands again if the agreement's limit is passed, which nobody knows."""
    says = sentence(
        "The agreement covers this up to {limit} {unit}, and your number is not known: {replaced}",
        replaced=finding.says,
        **_limit_of(found),
    )
    return replace(
        finding,
        code="open-question",
        severity="question",
        could="action" if finding.weight == 1 else "blocker",
        says=says,
        remedy=ANSWER,
        because=_with(finding.because, found.at),
    )


def _limit_of(found: Cover) -> dict[str, Part]:
    limit = found.agreement.limit
    assert limit  # noqa: S101 (one without a limit always holds)
    return _size(limit.limit)


def _with(because: Iterable[str], at: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*because, *at)))
