"""What is advised for the situations that apply: who speaks for a model, who against it, and where they disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.judge import Judgement
from catalog.engine.rules.agreements import cover
from catalog.knowledge.facts import Family
from catalog.knowledge.guidance import Advice, Situation
from catalog.knowledge.sentences import for_translation, listed, sentence

FAMILIES: Mapping[Family, str] = for_translation(
    {
        "permissive": "permissive",
        "copyleft": "copyleft",
        "community": "community",
        "responsible-ai": "RAIL",
        "custom": "custom",
        "noncommercial": "non-commercial",
    }
)
NEAR_A_LIMIT = frozenset({"threshold.near", "threshold.projected"})
DISTIL, TRAIN, DERIVE, COME_NEAR = for_translation(
    ("you distil", "you train on outputs", "you make a derivative", "you come near its limit")
)


@dataclass(frozen=True)
class Voice:
    """What is advised for a situation that applies: the guide under `guide`, our ruling otherwise."""

    situation: str
    advice: Advice

    @classmethod
    def of(cls, situation: Situation, mode: ReadingMode) -> "Voice":
        """Return the voice that counts under a reading."""
        return cls(situation.title, situation.guide if mode == "guide" else situation.ruling)

    def favour(self, judgement: Judgement) -> int:
        """How much it speaks for a model: 2 by name, 1 by the family of all its licences, 0 not at all."""
        if judgement.model.id in self.advice.prefer:
            return 2
        return int({licence.family for licence in judgement.licences} <= set(self.advice.prefer_families))

    def warns(self, judgement: Judgement, facts: Facts) -> bool:
        """Whether it speaks against a model: by the family of one of its licences, unless it names the model itself."""
        families = {licence.family for licence in judgement.licences} & set(self.advice.avoid_families)
        return bool(families) and judgement.model.id not in self.advice.prefer and not self._cured(judgement, facts)

    def _cured(self, judgement: Judgement, facts: Facts) -> bool:
        """A safety layer of one's own answers the objection to permissive models; an agreement the one to limits."""
        if "permissive" in self.advice.avoid_families:
            return facts.safeguards.own_safety_layer is True
        covers = (cover("threshold", licence.id, facts) for licence in judgement.licences)
        return "community" in self.advice.avoid_families and any(it is not None and it.holds is True for it in covers)


def voices(situations: Iterable[str], known: Mapping[str, Situation], mode: ReadingMode) -> list[Voice]:
    """Return the advice that counts for each situation."""
    return [Voice.of(known[name], mode) for name in situations]


def disagreement(judgement: Judgement, advised: Sequence[Voice], facts: Facts) -> tuple[str, ...]:
    """Say where two situations that apply pull a model apart: one against it, or one for another family of licences."""
    fans = [voice for voice in advised if voice.favour(judgement)]
    for fan in fans:
        for other in advised:
            if other.warns(judgement, facts):
                return (_disagree(fan.situation, other.situation),)
            asked = set(other.advice.prefer_families)
            if asked and not other.favour(judgement):
                return (_disagree(fan.situation, other.situation, tuple(sorted(asked))),)
    return ()


@lru_cache(maxsize=500)  # few situations, and thousands of models
def _disagree(fan: str, other: str, families: tuple[Family, ...] = ()) -> str:
    """Say that one situation speaks for a model, and another against it or for other families of licences."""
    if not families:
        return sentence(
            "Your situations disagree: “{fan}” speaks for it, “{other}” against it.",
            fan=fan,
            other=other,
        )
    return sentence(
        "Your situations disagree: “{fan}” speaks for it, “{other}” for {families} models.",
        fan=fan,
        other=other,
        families=listed(FAMILIES[family] for family in families),
    )


def sensitive(judgement: Judgement, facts: Facts) -> str:
    """Why the pipeline with this model is a sensitive one, in a few words; empty where it is not.

    Source: the guide's fourth best practice: training data, distillation, derivatives and growth past a limit call for
    permissive models.
    """
    if facts.outputs.distils is True:
        return DISTIL
    if facts.outputs.train not in (None, "none"):
        return TRAIN
    if facts.adaptation.fine_tunes is True or facts.adaptation.publishes_weights is True:
        return DERIVE
    return COME_NEAR if judgement.gist.codes & NEAR_A_LIMIT else ""
