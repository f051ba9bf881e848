"""What a bill of materials needs to know of each candidate, drawn from the catalogue once and frozen with the snapshot.

The files of a decision are written long after it, when the catalogue reads otherwise: so the account carries what was
known of models and licences on the day. It is English, like facts and evaluations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Reading, ReadingName, Term
from catalog.knowledge.index import Catalogue

BOTH: tuple[ReadingName, ...] = ("text", "guide")
RESTRICTS: Mapping[str, Callable[[Any], bool]] = {
    "commercial-use": lambda value: value.level != "allowed",
    "field": lambda value: value.purposes != "any" or value.excludes_competitors,
    "threshold": lambda value: bool(value.limits),
    "registration": lambda value: value.needed != "never",
    "territory": lambda value: bool(value.excluded_seats or value.excluded_markets),
    "use-restrictions": lambda value: bool(value.items),
    "use-policy": lambda value: bool(value.name),
    "output-training": lambda value: value.forbids != "none" or value.distillation != "free",
    "output-derivative": lambda value: value.derivative,
    "output-naming": lambda value: value.duty != "none",
    "propagation": lambda value: value.restrictions or value.relicensing != "any",
    "copyleft": lambda value: value.kind != "none",
}
"""The topics on which a licence takes something away, with the test of whether it does; plain duties are none."""
SEVERITY = ("allowed", "conditional", "forbidden")


def bill_of(facts: Mapping[str, Any], evaluation: Mapping[str, Any], catalogue: Catalogue) -> dict[str, object]:
    """Return `bill` for a snapshot: models and licences by id, as JSON values. Unknown candidates are left out."""
    judged = [result for result in evaluation["models"] if result["model"] in catalogue.models]
    models = {result["model"]: _model(catalogue.models[result["model"]], result, catalogue) for result in judged}
    named = [name for entry in models.values() for part in ("declared", "concluded") for name in entry[part]]
    return {
        "models": models,
        "licences": {
            name: _licence(catalogue.licences[name], facts) | _agreed(name, evaluation)
            for name in dict.fromkeys(named)
            if name in catalogue.licences
        },
    }


def _model(model: Model, result: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """`declared` is what the vendor names, `concluded` what the evaluation found in force, bases included."""
    bases = [catalogue.models[name] for name in model.base_models if name in catalogue.models]
    return {
        "name": model.name,
        "vendor": model.vendor,
        "repository": model.hf_repo or "",
        "revision": model.revision,
        "kind": model.kind,
        "declared": list(dict.fromkeys([model.weights_licence.text.value, *model.also_under])),
        "concluded": list(result["licences"]),
        "bases": [{"id": base.id, "name": base.name, "vendor": base.vendor} for base in bases],
    }


def _licence(licence: Licence, facts: Mapping[str, Any]) -> dict[str, Any]:
    grants = [reading.value.level for reading in _applied(licence, "commercial-use", facts)]
    limits = [
        limit.limit
        for reading in _applied(licence, "threshold", facts)
        for limit in reading.value.limits
        if limit.metric == "mau"
    ]
    return {
        "name": licence.name,
        "spdx": licence.spdx,
        "version": licence.version,
        "url": str(licence.url),
        "commercial_use": max(grants, key=SEVERITY.index),
        "mau_threshold": min(limits, default=None),
        "restrictions": list(_restrictions(licence, facts)),
    }


def _agreed(licence: str, evaluation: Mapping[str, Any]) -> dict[str, int]:
    """The lowest limit of users where an agreement sets one: the evaluation names what it put in place of the own."""
    rooms = [room for model in evaluation["models"] for room in model["headroom"] if room["licence"] == licence]
    users = [room for room in rooms if room["metric"] == "mau"]
    if not any("agreement" in room for room in users):
        return {}
    return {"mau_threshold": min(room["limit"] for room in users)}


def _restrictions(licence: Licence, facts: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each topic on which the licence takes something away, by the reading that does."""
    for topic, restricts in RESTRICTS.items():
        found = next((reading for reading in _applied(licence, topic, facts) if restricts(reading.value)), None)
        if found:
            yield found.says


def _applied(licence: Licence, topic: str, facts: Mapping[str, Any]) -> list[Reading[Any]]:
    """The readings that count: the one adopted or asked for alone; otherwise both, since the stricter applies."""
    term = licence.terms.term(topic)
    adopted = [
        position["reading"]
        for position in facts.get("positions") or ()
        if (position["licence"], position["topic"]) == (licence.id, topic)
    ]
    asked = facts.get("reading")
    names = adopted or ([asked] if asked in BOTH else BOTH)
    return _known(term, names) or [term.text]


def _known(term: Term[Any], names: Iterable[ReadingName]) -> list[Reading[Any]]:
    return [reading for name in names if (reading := term.reading(name))]
