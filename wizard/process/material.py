"""What has changed since an approval, as far as it matters: the reasons for which it no longer stands.

An approval rests on an evaluation. Once the same facts come out worse (a blocker, a duty or a question that was not
there, a duty of the AI Act whose day has come, a candidate that is not known any more), somebody has to look again.
What came out better, or merely went stale, leaves an approval as it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Any

from catalog.knowledge.sentences import sentence, verbatim

WEIGHTY = frozenset({"blocker", "action", "question"})
AGEING = "fact.stale"
IN_FORCE = "in-force"
DISPLAY = "attribution.missing"


def material_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """One sentence for each change that matters. Both are evaluation/1 of the same facts, then and now.

    Candidates that were blocked when it was approved are left out: nobody was allowed to deploy them.
    """
    known = {model["model"]: model for model in now["models"]}
    reasons: list[str] = []
    for model in before["models"]:
        if model["verdict"] == "blocked":
            continue
        name = verbatim(model["model"])
        if model["model"] not in known:
            reasons.append(sentence("The catalogue no longer knows {model}.", model=name))
        else:
            reasons += _of_a_model(name, model, known[model["model"]])
    return (*dict.fromkeys((*reasons, *_of_the_law(before["eu_ai_act"], now["eu_ai_act"]))),)


def contradictions(
    before: Mapping[str, Any], now: Mapping[str, Any], counted: Mapping[str, Any], models: Container[str]
) -> tuple[str, ...]:
    """One sentence for each thing that is forbidden or owed by numbers that were entered, and was not when approved.

    All three are evaluation/1 of the same facts: then, now, and now with the numbers in them; `models` are those in
    use. That a number comes near a limit, or that it has to be watched, contradicts nothing.
    """
    found = {model["model"]: model for model in before["models"] if model["model"] in models}
    others = {model["model"]: {_name(one) for one in model["findings"]} for model in now["models"]}
    return tuple(
        sentence("By the numbers that were entered, of {model}: {says}", model=verbatim(name), says=one["says"])
        for model in counted["models"]
        if (name := model["model"]) in found and found[name]["verdict"] != "blocked"
        for one in model["findings"]
        if _passed(one) and _name(one) not in {*map(_name, found[name]["findings"]), *others.get(name, ())}
    )


def _passed(finding: Mapping[str, Any]) -> bool:
    """Whether a finding says that a limit is passed: the licence covers no more, or asks for its name to be shown."""
    severity: str = finding["severity"]
    return severity == "blocker" or (severity == "action" and finding["code"] == DISPLAY)


def _of_a_model(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    held = {_name(finding) for finding in _weighty(before)}
    for finding in _weighty(now):
        if _name(finding) not in held:
            yield sentence("New for {model}: {says}", model=name, says=finding["says"])
    limits = {(one["metric"], one["type"]): one["limit"] for one in before["headroom"]}
    for one in now["headroom"]:
        former = limits.get((one["metric"], one["type"]))
        if former is not None and one["limit"] < former:
            yield sentence(
                "A limit of {model} is lower now: {limit} instead of {former}.",
                model=name,
                limit=one["limit"],
                former=former,
            )


def _of_the_law(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for outcome in now["outcomes"]:
        if outcome not in before["outcomes"]:
            yield sentence("The AI Act leads to another outcome: {outcome}.", outcome=verbatim(outcome))
    status = {one["id"]: one["status"] for one in before["obligations"]}
    for duty in now["obligations"]:
        if duty["id"] not in status:
            yield sentence("A duty of the AI Act is new: {says}", says=duty["says"])
        elif duty["status"] == IN_FORCE and status[duty["id"]] != IN_FORCE:
            # Also said of a day ahead, so the day is named and no tense depends on it.
            day = date.fromisoformat(duty["applies_from"])
            yield sentence("A duty of the AI Act binds from {day}: {says}", day=day, says=duty["says"])


def _weighty(model: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for finding in model["findings"]:
        if finding["severity"] in WEIGHTY and finding["code"] != AGEING:
            yield finding


def _name(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes it the same finding: a sentence may be worded anew, a duty that becomes a blocker is another."""
    return finding["code"], finding["severity"], finding["licence"], finding["topic"]
