"""The exemption for open models, step by step: E0 to E8 of one model, and the sentence that follows from them.

Source: Articles 53(2) and 54(6), recital 103 and the Commission's guidelines. It spares the provider of the model some
duties; whoever merely uses the model has none of them either way, but reads here what he may expect to be given.
"""

from dataclasses import dataclass

from catalog.engine.law.openness import Argument, argue
from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _

ASKED = Spoken(
    {
        "E0": "No systemic risk",
        **words.OPENNESS.english,
        "E5": "Weights are public",
        "E6": "Architecture is public",
        "E7": "Use, limits and integration are public",
        "E8": "No price is asked for the model",
    }
)
MET = Spoken({**words.MET.english, "unknown": "Not known"})
STATES = {"yes": "clear", "no": "blocked", "review": "undecided", "unknown": "undecided"}
SAME_EITHER_WAY = for_translation(
    "Whoever deploys the model unchanged owes none of this: a deployer’s duties follow from the use."
)


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
    """Put the argument for one model into words."""
    argument = argue(model, catalogue, lines.systemic_risk.flop)
    steps = tuple(
        Step(it.code, ASKED[it.code], MET[it.met], STATES[it.met], told(it.why), told(it.source))
        for it in argument.steps
    )
    return Exemption(steps, *_conclusion(argument))


def _conclusion(argument: Argument) -> tuple[str, str, str]:
    """Return the verdict, its state and what follows."""
    if argument.conclusion == "systemic-risk":
        follows = _(
            "Its provider owes all duties of Article 53 and those for systemic risk in Articles 52 and 55. Ask "
            "the provider for the information of Annex XII before you build on it."
        )
        return (
            _("The exemption is closed to models with systemic risk."),
            "blocked",
            f"{follows} {told(SAME_EITHER_WAY)}",
        )
    if argument.conclusion == "closed":
        follows = _(
            "Its provider owes documentation for authorities and for you (Article 53(1)(a) and (b)), and, from "
            "outside the Union, a representative (Article 54). Ask for the information of Annex XII."
        )
        verdict = _("The exemption does not reach this model. Not met: %(conditions)s.") % {
            "conditions": _named(argument.failed)
        }
        return verdict, "blocked", f"{follows} {told(SAME_EITHER_WAY)}"
    spared = _(
        "The exemption spares the provider documentation and a representative, not the copyright policy, "
        "the summary of training content or co-operation. You are then given only what is public."
    )
    if argument.conclusion == "unsettled":
        verdict = _("Nothing rules the exemption out, but it is not settled. Open: %(conditions)s.") % {
            "conditions": _named(argument.unsettled)
        }
        first = _("Do not count on it before that is settled.")
        return verdict, "undecided", f"{first} {spared} {told(SAME_EITHER_WAY)}"
    return _("By our facts the exemption reaches this model."), "clear", f"{spared} {told(SAME_EITHER_WAY)}"


def _named(codes: tuple[str, ...]) -> str:
    """Conditions by what they ask, since their numbers say nothing to who has not read the Act."""
    return words.listed(f"“{ASKED[code]}”" for code in codes)
