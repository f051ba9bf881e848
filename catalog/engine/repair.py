"""The smallest changes of answers that lift `blocked`, each proven by judging again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from catalog.engine.answers import Facts
from catalog.engine.finding import Finding, rank
from catalog.engine.judge import Bench, judge
from catalog.knowledge.entries import Model

MOST_CHANGES = 3
MOST_REPAIRS = 5

Change = tuple[str, Any, Any]


def repairs(model: Model, findings: Iterable[Finding], bench: Bench) -> tuple[tuple[Change, ...], ...]:
    """Return the smallest sets of changes (pointer, from, to) after which the model is no longer blocked."""
    blockers = [finding for finding in findings if finding.severity == "blocker"]
    offered = {change for finding in blockers for change in _levers(finding, bench)}
    levers = sorted(offered, key=lambda change: (change[0], str(change[2])))
    for size in range(1, MOST_CHANGES + 1):
        found = [chosen for chosen in combinations(levers, size) if _distinct(chosen) and _lifts(model, chosen, bench)]
        if found:
            return tuple(found[:MOST_REPAIRS])
    return ()


def _levers(finding: Finding, bench: Bench) -> Iterator[Change]:
    """Changes of a plan, not of a fact: what somebody could decide to do otherwise."""
    facts = bench.facts
    for at in finding.because:
        match at:
            case "/outputs/train":
                yield at, facts.outputs.train, "none"
            case "/outputs/distils":
                yield at, facts.outputs.distils, False
            case "/adaptation/publishes_weights":
                yield at, facts.adaptation.publishes_weights, False
            case "/adaptation/published_licence":
                yield at, facts.adaptation.published_licence, finding.licence
            case "/use/automated_decisions" | "/use/generates_human_likeness":
                if getattr(facts.use, at.rsplit("/", 1)[1]) is True:
                    yield at, True, False
            case "/use/activities" | "/use/domains":
                yield from _without_one(at, getattr(facts.use, at.rsplit("/", 1)[1]))


def _without_one(at: str, words: tuple[str, ...] | None) -> Iterator[Change]:
    for word in sorted(words or ()):
        rest = tuple(sorted(set(words or ()) - {word}))
        yield at, tuple(sorted(words or ())), rest


def _distinct(changes: tuple[Change, ...]) -> bool:
    return len({at for at, _, _ in changes}) == len(changes)


def _lifts(model: Model, changes: tuple[Change, ...], bench: Bench) -> bool:
    changed = replace(bench, facts=apply(bench.facts, changes), seen={})
    return rank(judge(model, changed).outcome.findings) < 3


def apply(facts: Facts, changes: Iterable[Change]) -> Facts:
    """Return the facts with the changes made. Pointers have two parts, such as /outputs/train."""
    for at, _, to in changes:
        _, part, key = at.split("/")
        section = getattr(facts, part).model_copy(update={key: to})
        facts = facts.model_copy(update={part: section})
    return facts


def as_json(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Return one repair in the shape of the contract."""
    return [{"at": at, "from": _plain(old), "to": _plain(new)} for at, old, new in changes]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
