"""The exemption for open models, step by step: E0 to E8 of one model, and the sentence that follows from them.

Source: Articles 53(2) and 54(6), recital 103 and the Commission's guidelines. It spares the provider of the model some
duties; whoever merely uses the model has none of them either way, but reads here what he may expect to be given.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Licence, Model, Public
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.compute import systemic_risk

ASKED = {
    "E0": "No systemic risk",
    **words.OPENNESS,
    "E5": "Weights are public",
    "E6": "Architecture is public",
    "E7": "Use, limits and integration are public",
    "E8": "No price is asked for the model",
}
GROUNDS = {
    "E0": "Article 53(2), last sentence",
    **dict.fromkeys(("E1", "E2", "E3", "E4"), "Article 53(2); guidelines 4.2.1"),
    **dict.fromkeys(("E5", "E6"), "Article 53(2)"),
    "E7": "Article 53(2); guidelines 4.2.3",
    "E8": "Recital 103; guidelines 4.2.2",
}
MET = {**words.MET, "unknown": "Not known"}
STATES = {"yes": "clear", "no": "blocked", "review": "undecided", "unknown": "undecided"}
WORST = ("no", "unknown", "review", "yes")
UNCHECKED = "Not checked. Look for it in the model card or the technical report."
SAME_EITHER_WAY = "Whoever deploys the model unchanged owes none of this: a deployer’s duties follow from the use."


@dataclass(frozen=True)
class Step:
    """One condition: what it asks, whether it is met, why, and where it stands in the law."""

    id: str
    label: str
    met: str
    state: str
    why: str
    ground: str


@dataclass(frozen=True)
class Exemption:
    """The whole argument and where it ends."""

    steps: tuple[Step, ...]
    verdict: str
    state: str
    follows: str


def exemption(model: Model, catalogue: Catalogue, lines: Lines) -> Exemption:
    """Walk E0 to E8 for one model. What nobody checked stays unknown and is never taken for met."""
    licences = _licences(model, catalogue)
    met: dict[str, tuple[str, str]] = {"E0": _systemic(model, catalogue, lines)}
    met |= {name: _by_licences(name, licences) for name in words.OPENNESS}
    met |= {name: _public(name, model) for name in ("E5", "E6", "E7")}
    met["E8"] = _unpaid(licences)
    steps = tuple(Step(name, ASKED[name], MET[it], STATES[it], why, GROUNDS[name]) for name, (it, why) in met.items())
    return Exemption(steps, *_conclusion({name: it for name, (it, _) in met.items()}))


def _licences(model: Model, catalogue: Catalogue) -> tuple[Licence, ...]:
    """Every licence in force by the texts, the model's own first."""
    ids = [model.weights_licence.text.value]
    ids += [base.weights_licence.text.value for base in catalogue.binding_ancestors(model)]
    return tuple(catalogue.licences[each] for each in dict.fromkeys(ids))


def _systemic(model: Model, catalogue: Catalogue, lines: Lines) -> tuple[str, str]:
    state, why = systemic_risk(model, catalogue, lines)
    return {"clear": "yes", "blocked": "no", "undecided": "unknown"}[state], why


def _by_licences(name: str, licences: Iterable[Licence]) -> tuple[str, str]:
    """Judge a licence condition by the worst of the licences in force, and name it where there are several."""
    judged = [(getattr(licence.openness, name), licence) for licence in licences]
    worst, licence = min(judged, key=lambda item: WORST.index(item[0].met))
    return worst.met, f"{licence.short}: {worst.why}"


def _public(name: str, model: Model) -> tuple[str, str]:
    if name == "E5" and model.weights_licence.text.value == "unreleased":
        return "no", "The weights were never published."
    told: Public = getattr(model.information, name)
    return told.met, told.why or UNCHECKED


def _unpaid(licences: Iterable[Licence]) -> tuple[str, str]:
    """Judge E8 as far as licences show it: a dual licence is a price; other prices have to be looked for."""
    for licence in licences:
        above = {limit.above for limit in licence.terms.threshold.text.value.limits}
        if "paid" in above:
            return "no", f"{licence.short} asks for a paid licence above its limit, which is a price for the model."
        if "request" in above:
            return (
                "review",
                f"{licence.short} asks for a separate licence above its limit; if it costs, that is a price.",
            )
        if "end" in above:
            return "review", f"{licence.short} ends above its limit; if more is sold there, that is a price."
        if licence.terms.commercial_use.text.value.level == "forbidden":
            return "review", f"{licence.short} leaves out commercial use; if such use is sold, that is a price."
    return "unknown", "Not recorded. Look for paid access, support that one must buy, or data asked in return."


def _conclusion(met: dict[str, str]) -> tuple[str, str, str]:
    """Return the verdict, its state and what follows."""
    failed = [name for name, it in met.items() if it == "no"]
    open_ = [name for name, it in met.items() if it in ("review", "unknown")]
    if "E0" in failed:
        follows = (
            "Its provider owes all duties of Article 53 and those for systemic risk in Articles 52 and 55. "
            "Ask the provider for the information of Annex XII before you build on it."
        )
        return "The exemption is closed to models with systemic risk.", "blocked", f"{follows} {SAME_EITHER_WAY}"
    if failed:
        follows = (
            "Its provider owes documentation for authorities and for you (Article 53(1)(a) and (b)), and, from outside "
            "the Union, a representative (Article 54). Ask for the information of Annex XII."
        )
        verdict = f"The exemption does not reach this model, because of {words.listed(failed)}."
        return verdict, "blocked", f"{follows} {SAME_EITHER_WAY}"
    spared = (
        "The exemption spares the provider documentation and a representative, not the copyright policy, the summary "
        "of training content or co-operation. You are then given only what is public."
    )
    if open_:
        verdict = f"Nothing rules the exemption out, but {words.listed(open_)} {_are(open_)} open."
        return verdict, "undecided", f"Do not count on it before that is settled. {spared} {SAME_EITHER_WAY}"
    return "By our facts the exemption reaches this model.", "clear", f"{spared} {SAME_EITHER_WAY}"


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
