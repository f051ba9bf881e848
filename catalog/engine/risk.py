"""How much the licences of a model can hurt, whatever today's verdict is."""

from collections.abc import Callable
from typing import Any

from catalog.engine.answers import ReadingMode
from catalog.engine.judge import Bench, Judgement
from catalog.engine.memo import Memo
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Risk

RISKS: tuple[Risk, ...] = ("minimal", "low", "moderate", "high")
UNVERIFIED = frozenset({"licence.unclear", "licence.unknown"})


def risk(judgement: Judgement, bench: Bench) -> Risk:
    """How much the licences themselves can hurt, whatever the verdict.

    High: no commercial right, or unverified. Moderate: outputs, seat, use list, use policy, network copyleft or
    registration can bite. Low: a limit of scale, copyleft or flow-down. Minimal: nothing beyond notices.
    """
    if UNVERIFIED & judgement.gist.codes:
        return "high"
    licences = judgement.licences
    if len(licences) == 1:
        return _remembered(licences[0], bench.mode, bench.library.memo)
    return max((_remembered(licence, bench.mode, bench.library.memo) for licence in licences), key=RISKS.index)


def _remembered(licence: Licence, mode: ReadingMode, memo: Memo) -> Risk:
    return memo.once(("risk", licence.id, mode), _licence_risk, licence, mode)


def _licence_risk(licence: Licence, mode: ReadingMode) -> Risk:
    from_ = _values(licence, mode)
    if any(value.level == "forbidden" for value in from_("commercial-use")):
        return "high"
    moderate = (
        any(value.forbids != "none" or value.distillation == "forbidden" for value in from_("output-training")),
        any(value.excluded_seats or value.excluded_markets for value in from_("territory")),
        any(len(value.items) > 1 for value in from_("use-restrictions")),
        any(value.name for value in from_("use-policy")),
        any(value.kind == "network" for value in from_("copyleft")),
        any(value.needed != "never" for value in from_("registration")),
    )
    if any(moderate):
        return "moderate"
    low = (
        any(value.limits for value in from_("threshold")),
        any(value.kind != "none" for value in from_("copyleft")),
        any(value.restrictions for value in from_("propagation")),
        any(value.items for value in from_("use-restrictions")),
    )
    return "low" if any(low) else "minimal"


def _values(licence: Licence, mode: ReadingMode) -> Callable[[str], list[Any]]:
    """Return a function from topic to the values that count under the mode."""

    def values(topic: str) -> list[Any]:
        term = licence.terms.term(topic)
        readings = {"text": (term.text,), "guide": (term.guide,), "strictest": (term.text, term.guide)}[mode]
        return [reading.value for reading in readings if reading is not None]

    return values
