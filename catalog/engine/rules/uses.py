"""Behavioural restrictions: each item of a licence's own list, held against the declared use."""

from collections.abc import Iterable

from catalog.engine.answers import Use
from catalog.engine.case import Case, Stated, Tri, both, either, overlaps
from catalog.engine.finding import Finding, Outcome
from catalog.knowledge.sentences import for_translation, sentence
from catalog.knowledge.terms import Condition, Restriction, Restrictions

POINTERS = {
    "domains": "/use/domains",
    "activities": "/use/activities",
    "delivery": "/use/delivery",
    "automated_decisions": "/use/automated_decisions",
    "generates_human_likeness": "/use/generates_human_likeness",
}


def use_restrictions(term: Stated[Restrictions], case: Case) -> Outcome:
    """A prohibited use blocks, a limited one asks for care, and an unknown one stays open.

    Source: the list of each licence text, item by item; never the default of a family.
    """
    findings: list[Finding] = []
    unknown: list[Restriction] = []
    for item in term.value.items:
        answer = concerns(item, case.facts.use)
        if answer is True:
            findings.append(_fired(term, item, case))
        elif answer is None:
            unknown.append(item)
    return Outcome((*findings, *_open(term, unknown, case)))


def concerns(item: Restriction, use: Use) -> Tri:
    """Whether a declared use falls under an item of a list; unknown while an answer that decides it is missing."""
    return either(*(holds(condition, use) for condition in item.when))


def holds(condition: Condition, use: Use) -> Tri:
    """Whether a declared use meets every part of one condition."""
    parts = []
    if condition.domains:
        parts.append(overlaps(use.domains, condition.domains))
    if condition.activities:
        parts.append(overlaps(use.activities, condition.activities))
    if condition.delivery:
        parts.append(overlaps(use.delivery, condition.delivery))
    if condition.automated_decisions:
        parts.append(use.automated_decisions)
    if condition.generates_human_likeness:
        parts.append(use.generates_human_likeness)
    return both(*parts)


def _asked(conditions: Iterable[Condition], case: Case) -> set[str]:
    """Names of the unknown answers on which any of the conditions rests."""
    names = {name for condition in conditions for name in POINTERS if getattr(condition, name)}
    return {name for name in names if getattr(case.facts.use, name) is None}


def _fired(term: Stated[Restrictions], item: Restriction, case: Case) -> Finding:
    holding = [condition for condition in item.when if holds(condition, case.facts.use) is True]
    because = sorted({POINTERS[name] for condition in holding for name in POINTERS if getattr(condition, name)})
    says = sentence("{says} (item {item})", says=item.says, item=item.item)
    if item.effect == "prohibited":
        remedy = item.remedy or for_translation(
            "Choose a model whose licence leaves this use free, or take this use out of the product."
        )
        return term.finding("use.prohibited", "blocker", because, remedy, says)
    remedy = item.remedy or for_translation("Keep the use inside the limit, and record how that is ensured.")
    return term.finding("use.limited", "caution", because, remedy, says)


def _open(term: Stated[Restrictions], unknown: list[Restriction], case: Case) -> Iterable[Finding]:
    """One question per missing answer rather than one per item: twenty items may rest on the same unknown."""
    prohibiting = [item for item in unknown if item.effect == "prohibited"]
    for name in sorted(_asked((c for item in prohibiting for c in item.when), case)):
        concerned = [item.item for item in prohibiting if any(getattr(c, name) for c in item.when)]
        items = ", ".join(dict.fromkeys(concerned))
        says = sentence("Prohibited uses depend on an answer that is missing (items {items}).", items=items)
        yield term.question((POINTERS[name],), says, "blocker")
