"""An evaluation's parts in words, for the pages and for the report alike. Knows no web framework."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.engine.law import Law
from catalog.knowledge.sentences import joined
from catalog.presenters.language import told


def outcome_words(code: str, law: Law) -> str:
    """An outcome such as “HR-A3:A3-4a”: what it means, and the entry it was reached by; an unknown code stays."""
    name, _colon, detail = code.partition(":")
    says = told(law.outcomes[name].says) if name in law.outcomes else code
    options = {**law.questions["P"].options, **law.questions["H5"].options}
    entry = options.get(detail) or options.get(f"A3-{detail}")  # the outcome leaves out the annex it already names
    return f"{says} {told(entry.says)}" if entry else says


def merged(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each statement once: findings that say the same from the same place share their remedies and their causes."""
    told: dict[tuple[str, ...], dict[str, Any]] = {}
    for finding in findings:
        source = finding["source"]
        key = (finding["severity"], finding["says"], finding["licence"], finding["reading"], source["id"])
        known = told.setdefault((*key, source["clause"]), {**finding, "remedies": [], "because": []})
        known["remedies"] = _added(known["remedies"], [finding["remedy"]])
        known["because"] = _added(known["because"], finding["because"])
    return [{**finding, "remedy": joined(" ", finding.pop("remedies"))} for finding in told.values()]


def _added(known: Iterable[str], more: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys([*known, *more]) if each]
