"""What of a report a customer may read. What is named here stays; everything else is left out, whatever it is.

Left out are the names of people, notes, evidence, comments, the answers, numbers of users and money, and every
candidate that may not be used.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.presenters.language import gettext as _
from wizard.report.export import OUTSIDE_THE_HASH, REDACTED, canonical, sha256
from wizard.report.inputs import SignOff, Snapshot
from wizard.report.problems import RenderProblem

USABLE = ("clear", "conditions")
_HEADING = ("reference", "revision", "product", "organisation", "edition", "engine", "language", "taken_at")
_FACTS = ("schema", "as_of", "reading")
_EVALUATION = ("schema", "as_of", "edition", "engine", "situations")
_MODEL = ("model", "licences", "verdict", "verdict_by_reading", "risk", "contested", "obligations")
_FINDING = ("code", "severity", "says", "remedy", "licence", "topic", "reading", "source")
_ACT = ("outcomes", "roles", "obligations", "assumed", "review")
_PRIVATE = ("/organisation/", "/adaptation/published_name", "/use/description")
"""Answers that a finding may repeat in its words: where one of them caused it, the finding is left out."""
_PUBLIC = "/organisation/country"
_WORDS = ("topics", "phases", "roles", "outcomes", "questions", "penalties")


def redacted(account: Mapping[str, Any], sign_off: SignOff) -> tuple[Snapshot, SignOff]:
    """Return what a customer may read of an account and of its decision; the account gets a hash of its own.

    Raises `RenderProblem` where no candidate may be used, since nothing would be left to show.
    """
    evaluation = _evaluation(account["evaluation"])
    if not evaluation["models"]:
        raise RenderProblem(_("No model of this report may be used, so a redacted copy would show nothing."))
    labels = _labels(account["labels"], evaluation)
    kept = {
        **_of(account, _HEADING),
        "schema": REDACTED,
        "author": {"name": account["organisation"]},
        "answers": [],
        "facts": _facts(account["facts"], evaluation),
        "evaluation": evaluation,
        "labels": labels,
        "disputes": [each for each in account["disputes"] if each["licence"] in labels["licences"].values()],
        **({"bill": _bill(account["bill"], evaluation)} if "bill" in account else {}),
    }
    hashed = {key: value for key, value in kept.items() if key not in OUTSIDE_THE_HASH}
    conditions = (
        _("The approval has conditions. They are left out of this copy.") if sign_off.conditions.strip() else ""
    )
    decision = SignOff((), sign_off.decided_on, sign_off.valid_until, conditions)
    return {**kept, "sha256": sha256(canonical(hashed))}, decision  # type: ignore[typeddict-item]


def _of(whole: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: whole[key] for key in keys if key in whole}


def _evaluation(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_of(whole, _EVALUATION),
        "facts_sha256": "",
        "models": [_model(model) for model in whole["models"] if model["verdict"] in USABLE],
        "recommended": [],
        "avoid": [],
        "open_questions": [],
        "traps": [],
        "eu_ai_act": _of(whole["eu_ai_act"], _ACT),
    }


def _model(model: Mapping[str, Any]) -> dict[str, Any]:
    findings = [_of(finding, _FINDING) | {"because": []} for finding in model["findings"] if not _is_private(finding)]
    return {**_of(model, _MODEL), "findings": findings, "headroom": [], "repairs": []}


def _is_private(finding: Mapping[str, Any]) -> bool:
    return any(at.startswith(_PRIVATE) and not at.startswith(_PUBLIC) for at in finding["because"])


def _facts(facts: Mapping[str, Any], evaluation: Mapping[str, Any]) -> dict[str, Any]:
    licences = {name for model in evaluation["models"] for name in model["licences"]}
    positions = [
        _of(position, ("licence", "topic", "reading"))
        for position in facts.get("positions") or ()
        if position["licence"] in licences
    ]
    candidates = [model["model"] for model in evaluation["models"]]
    return {**_of(facts, _FACTS), "candidates": candidates, **({"positions": positions} if positions else {})}


def _labels(labels: Mapping[str, Any], evaluation: Mapping[str, Any]) -> dict[str, Any]:
    used = frozenset(_texts(evaluation))
    named = {part: _used(labels.get(part, {}), used) for part in ("models", "licences", "sources", "situations")}
    said = _used(labels.get("said", {}), used)
    return {**_of(labels, _WORDS), **named, **({"said": said} if said else {})}


def _used(words: Mapping[str, str], used: frozenset[str]) -> dict[str, str]:
    return {name: says for name, says in words.items() if name in used}


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _bill(bill: Mapping[str, Any], evaluation: Mapping[str, Any]) -> dict[str, Any]:
    models = _of(bill["models"], [model["model"] for model in evaluation["models"]])
    named = [name for model in models.values() for part in ("declared", "concluded") for name in model[part]]
    return {"models": models, "licences": _of(bill["licences"], dict.fromkeys(named))}
