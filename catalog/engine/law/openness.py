"""The exemption for open models (Articles 53(2) and 54(6)), argued for one model in nine steps, E0 to E8.

It spares the provider of the model some duties. Whoever merely uses the model has none of them either way, but learns
here what he may expect to be given. What nobody checked stays unknown and is never taken for met.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal

from catalog.knowledge.entries import Licence, Model, Public
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import counted, for_translation, listed, sentence

Met = Literal["yes", "no", "unknown", "review"]
Conclusion = Literal["systemic-risk", "closed", "unsettled", "open"]

SOURCES = {
    "E0": for_translation("Article 53(2), last sentence"),
    **dict.fromkeys(("E1", "E2", "E3", "E4"), for_translation("Article 53(2); guidelines 4.2.1")),
    **dict.fromkeys(("E5", "E6"), for_translation("Article 53(2)")),
    "E7": for_translation("Article 53(2); guidelines 4.2.3"),
    "E8": for_translation("Recital 103; guidelines 4.2.2"),
}
LICENCE_STEPS = ("E1", "E2", "E3", "E4")
PUBLIC_STEPS = ("E5", "E6", "E7")
LIMITS = for_translation({"E1": "access", "E2": "use", "E3": "modification", "E4": "distribution"})
CLOSES = for_translation(
    {
        "E0": "its compute is taken for systemic risk",
        "E5": "its weights are not public",
        "E6": "its architecture is not public",
        "E7": "its use, limits and integration are not described in public",
        "E8": "a price is asked for it",
    }
)
WORST = ("no", "unknown", "review", "yes")
UNCHECKED = for_translation("Not checked. Look for it in the model card or the technical report.")
UNPRICED = for_translation("Not recorded. Look for paid access, support that one must buy, or data asked in return.")
NEVER_PUBLIC = for_translation("The weights were never published.")


@dataclass(frozen=True)
class Step:
    """One condition: its code, whether it is met, why, and where it stands."""

    code: str
    met: Met
    why: str

    @property
    def source(self) -> str:
        """The place in the Act, its recitals or the Commission's guidelines."""
        return SOURCES[self.code]


@dataclass(frozen=True)
class Argument:
    """The steps in order, and where they lead."""

    steps: tuple[Step, ...]

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """The conditions that are not met."""
        return tuple(step.code for step in self.steps if step.met == "no")

    @cached_property
    def unsettled(self) -> tuple[str, ...]:
        """The conditions that nobody knows of, or that a lawyer has to settle."""
        return tuple(step.code for step in self.steps if step.met in {"unknown", "review"})

    @cached_property
    def conclusion(self) -> Conclusion:
        """Systemic risk closes the exemption, and so does one condition that fails; all nine together open it."""
        if "E0" in self.failed:
            return "systemic-risk"
        return "closed" if self.failed else "unsettled" if self.unsettled else "open"


def argue(model: Model, catalogue: Catalogue, line: float) -> Argument:
    """Argue E0 to E8 of one model under all licences in force by the texts. `line` of systemic risk is in FLOP."""
    licences = licences_in_force(model, catalogue)
    return Argument(
        (
            systemic_risk(model, catalogue, line),
            *(_by_licences(code, licences) for code in LICENCE_STEPS),
            *(Step(code, (told := _is_public(code, model)).met, told.why or UNCHECKED) for code in PUBLIC_STEPS),
            _unpaid(licences),
        )
    )


def closed_by(model: Model, catalogue: Catalogue, line: float) -> tuple[str, ...]:
    """Return what `argue` finds not met, without the words: the whole catalogue is asked in one evaluation."""
    licences = licences_in_force(model, catalogue)
    failed = ["E0"] if _flop(model) > line else []
    failed += [code for code in LICENCE_STEPS if any(getattr(it.openness, code).met == "no" for it in licences)]
    failed += [code for code in PUBLIC_STEPS if _is_public(code, model).met == "no"]
    paid = any(limit.above == "paid" for it in licences for limit in it.terms.threshold.text.value.limits)
    return (*failed, "E8") if paid and _unpaid(licences).met == "no" else tuple(failed)


def why_closed(failed: Sequence[str]) -> str:
    """Say in words why the exemption is closed, after “because”. `failed` are codes in their order, at least one."""
    limited = [LIMITS[code] for code in LICENCE_STEPS if code in failed]
    first = [CLOSES["E0"]] if "E0" in failed else []
    told = counted("{limits} is limited", "{limits} are limited", len(limited), limits=listed(limited))
    others = (says for code, says in CLOSES.items() if code in failed and code != "E0")
    reasons = [*first, *([told] if limited else []), *others]
    return reduce(lambda before, last: sentence("{before}, and {last}", before=before, last=last), reasons)


def licences_in_force(model: Model, catalogue: Catalogue) -> tuple[Licence, ...]:
    """Return every licence in force by the texts, the model's own first."""
    return tuple(catalogue.licences[each] for each in catalogue.in_force(model))


def systemic_risk(model: Model, catalogue: Catalogue, line: float) -> Step:
    """Decide E0: no if systemic risk is presumed (Article 51(2)), yes if it is not.

    A range that reaches above the line leaves it open, and so does a missing figure.
    """
    compute, above = model.compute, _power(line)
    if compute is None:
        heavy = _heaviest(model, catalogue)
        if heavy is not None and _flop(heavy) > line:
            says = sentence(
                "No figure was found, but {base}, its base, lies above {line} by itself.", base=heavy.name, line=above
            )
            return Step("E0", "unknown", says)
        says = sentence("No figure was found, so nobody can say on which side of {line} FLOP it lies.", line=above)
        return Step("E0", "unknown", says)
    if compute.flop > line:
        says = sentence(
            "Above {line} FLOP, though its range reaches below: systemic risk is presumed. "
            "Its provider may argue against it."
            if compute.low is not None and compute.low <= line
            else "Above {line} FLOP: systemic risk is presumed. Its provider may argue against it.",
            line=above,
        )
        return Step("E0", "no", says)
    if compute.high is not None and compute.high > line:
        says = sentence("The best figure lies below {line} FLOP, but its range reaches above.", line=above)
        return Step("E0", "unknown", says)
    says = sentence(
        "Not above {line} FLOP: systemic risk is not presumed. The Commission may still designate it.", line=above
    )
    return Step("E0", "yes", says)


def _heaviest(model: Model, catalogue: Catalogue) -> Model | None:
    """The base with the largest known compute: where a model began as its weights, that compute counts too."""
    known = [catalogue.models[base] for base in model.base_models if catalogue.models[base].compute]
    return max(known, key=_flop, default=None)


def _flop(model: Model) -> float:
    return model.compute.flop if model.compute else 0


def _power(flop: float) -> str:
    """A power of ten as it is written: 10²⁵."""
    power = str(int(f"{flop:.0e}".split("e")[1]))
    return f"10{power.translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _by_licences(code: str, licences: Iterable[Licence]) -> Step:
    """Judge a condition by the worst of the licences in force, and name it."""
    judged = [(getattr(licence.openness, code), licence) for licence in licences]
    worst, licence = min(judged, key=lambda item: WORST.index(item[0].met))
    return Step(code, worst.met, sentence("{licence}: {why}", licence=licence.short, why=worst.why))


def _is_public(code: str, model: Model) -> Public:
    if code == "E5" and model.weights_licence.text.value == "unreleased":
        return Public(met="no", why=NEVER_PUBLIC)
    told: Public = getattr(model.information, code)
    return told


def _unpaid(licences: Sequence[Licence]) -> Step:
    """Judge E8 as far as licences show it: a dual licence is a price; other prices have to be looked for."""
    for licence in licences:
        name, above = licence.short, {limit.above for limit in licence.terms.threshold.text.value.limits}
        if "paid" in above:
            says = sentence(
                "{licence} asks for a paid licence above its limit, which is a price for the model.", licence=name
            )
            return Step("E8", "no", says)
        if "request" in above:
            says = sentence(
                "{licence} asks for a separate licence above its limit; if it costs, that is a price.", licence=name
            )
            return Step("E8", "review", says)
        if "end" in above:
            says = sentence("{licence} ends above its limit; if more is sold there, that is a price.", licence=name)
            return Step("E8", "review", says)
        if licence.terms.commercial_use.text.value.level == "forbidden":
            says = sentence("{licence} leaves out commercial use; if such use is sold, that is a price.", licence=name)
            return Step("E8", "review", says)
    return Step("E8", "unknown", UNPRICED)
