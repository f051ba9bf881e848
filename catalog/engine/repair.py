"""The smallest changes of plans that lift `blocked`, each proven by judging again.

A plan is what somebody can decide to do otherwise: what is done with outputs, what is published and how, for whom and
where. Seat, users, revenue and whether one earns money are facts, and no repair asks to change them. Nor does one tell
anybody to call the vendor's API instead: whether the vendor offers one is not known here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from catalog.engine.answers import Facts
from catalog.engine.finding import Finding, rank
from catalog.engine.judge import Bench, judge
from catalog.engine.law import LawResult
from catalog.engine.put import put
from catalog.knowledge.entries import Model

MOST_CHANGES = 3
MOST_REPAIRS = 5
MOST_WORDS = 4  # of a list that are left out one by one; of more, all that offend go together
BLOCKED = 3

Assess = Callable[[Facts], LawResult]
Change = tuple[str, Any, Any]

NOT_DONE = (
    "/outputs/distils",
    "/outputs/shares_trained_model",
    "/adaptation/fine_tunes",
    "/adaptation/publishes_weights",
    "/use/automated_decisions",
    "/use/generates_human_likeness",
)
PRACTICES = "/eu_ai_act/P"
LISTS = ("/use/activities", "/use/domains", "/use/delivery", "/use/markets", PRACTICES)


def repairs(model: Model, findings: Iterable[Finding], bench: Bench, assess: Assess) -> tuple[tuple[Change, ...], ...]:
    """Return the smallest sets of changes (pointer, from, to) after which the model is no longer blocked.

    Small means few answers, then few words left out of lists. Empty: no change of plans helps. Cost: one judgement for
    each combination of at most three changes, and none where a blocker rests on facts alone.
    """
    blockers = [finding for finding in findings if finding.severity == "blocker"]
    levers = _levers(model, blockers, bench, assess)
    if not all(any(levers.get(at) for at in finding.because) for finding in blockers):
        return ()
    for size in range(1, MOST_CHANGES + 1):
        found: list[tuple[Change, ...]] = []
        for chosen in _combined(levers, size):
            if not any(_more_than(chosen, smaller) for smaller in found) and _lifts(model, chosen, bench, assess):
                found.append(chosen)
        if found:
            return tuple(found[:MOST_REPAIRS])
    return ()


def apply(facts: Facts, changes: Iterable[Change]) -> Facts:
    """Return the facts with the changes made."""
    for at, _, to in changes:
        facts = put(facts, at, to)
    return facts


def as_json(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Return one repair in the shape of the contract."""
    return [{"at": at, "from": _plain(old), "to": _plain(new)} for at, old, new in changes]


def _levers(
    model: Model, blockers: Iterable[Finding], bench: Bench, assess: Assess
) -> Mapping[str, tuple[Change, ...]]:
    """The changes that are worth trying, by the answer that they change."""
    offered: dict[str, set[Change]] = {}
    for finding in blockers:
        for at in finding.because:
            offered.setdefault(at, set()).update(_without_it(at, bench.facts, finding.licence))
    for at in LISTS:
        if at in offered:
            offered[at].update(_shortened(at, model, bench, assess))
    return {at: tuple(sorted(changes, key=_size)) for at, changes in sorted(offered.items())}


def _without_it(at: str, facts: Facts, licence: str) -> Iterator[Change]:
    """The ways to do without the one thing that an answer states."""
    if at in NOT_DONE and _answer(facts, at) is True:
        yield at, True, False
    elif at == "/outputs/train":
        kept = (to for to in ("none", "same-family") if to != facts.outputs.train)
        yield from ((at, facts.outputs.train, to) for to in kept)
    elif at == "/adaptation/published_licence":
        yield at, facts.adaptation.published_licence, licence


def _shortened(at: str, model: Model, bench: Bench, assess: Assess) -> Iterator[Change]:
    """A list of answers without words that offend by themselves. Something has to be left of what a product is."""
    words = sorted(set(_answer(bench.facts, at) or ()))
    offending = [word for word in words if _blocks(at, _judged(model, [(at, None, (word,))], bench, assess))]
    sizes = range(1, len(offending) + 1) if len(offending) <= MOST_WORDS else (len(offending),)
    for size in sizes:
        for gone in combinations(offending, size):
            left = tuple(word for word in words if word not in gone)
            if left or at == PRACTICES:
                yield at, tuple(words), left


def _combined(levers: Mapping[str, Sequence[Change]], size: int) -> list[tuple[Change, ...]]:
    """Every choice of changes to as many answers as `size`, the smallest first."""
    places = combinations(sorted(levers), size)
    chosen = (changes for group in places for changes in product(*(levers[at] for at in group)))
    return sorted(chosen, key=lambda changes: [sum(_size(change)[0] for change in changes), *map(_size, changes)])


def _size(change: Change) -> tuple[int, str, str]:
    """How much a change takes away: the words that leave a list, or one answer."""
    at, old, new = change
    return (len(old) - len(new) if at in LISTS else 1, at, str(new))


def _more_than(changes: Iterable[Change], smaller: Iterable[Change]) -> bool:
    """Whether some changes hold all of a smaller repair, and more words left out beside."""
    kept = {at: new for at, _, new in changes}
    return all(
        at in kept and (kept[at] == new or (at in LISTS and set(kept[at]) <= set(new))) for at, _, new in smaller
    )


def _lifts(model: Model, changes: Iterable[Change], bench: Bench, assess: Assess) -> bool:
    return rank(_judged(model, changes, bench, assess)) < BLOCKED


def _judged(model: Model, changes: Iterable[Change], bench: Bench, assess: Assess) -> tuple[Finding, ...]:
    """Judge the model after some changes. The Act is asked again where it looks at what changed."""
    changes = tuple(changes)
    facts = apply(bench.facts, changes)
    of_the_act = any(at.startswith("/eu_ai_act/") or at == "/use/markets" for at, _, _ in changes)
    law = assess(facts) if of_the_act else bench.law
    return judge(model, bench.told(facts, law)).outcome.findings


def _blocks(at: str, findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "blocker" and at in finding.because for finding in findings)


def _answer(facts: Facts, at: str) -> Any:
    _, section, leaf = at.split("/")
    return getattr(getattr(facts, section), leaf)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
