"""The order in which models that may be used are recommended, and the words for each step of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.engine.advice import Voice, sensitive
from catalog.engine.answers import Facts, ReadingMode
from catalog.engine.finding import Headroom, Verdict
from catalog.engine.judge import Judgement
from catalog.engine.library import Library
from catalog.engine.risk import RISKS
from catalog.engine.rules import RULES
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Confidence, Risk
from catalog.knowledge.sentences import for_translation

CONFIDENCES: tuple[Confidence, ...] = ("read", "excerpt", "secondary", "knowledge")
TENTHS = 10


@dataclass(frozen=True)
class Candidate:
    """A judged model, ready to be ranked.

    What only the ranking asks for is found when it is asked: most models of a catalogue are never ranked.
    """

    judgement: Judgement
    risk: Risk
    contested: bool
    by_reading: Mapping[ReadingMode, Verdict]
    library: Library

    @property
    def id(self) -> str:
        """Id of the model."""
        return self.judgement.model.id

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.judgement.model.name

    @property
    def verdict_rank(self) -> int:
        """0 clear to 3 blocked."""
        return self.judgement.gist.rank

    @property
    def actions(self) -> int:
        """How many duties are still open."""
        return self.judgement.gist.actions

    @cached_property
    def permissive(self) -> bool:
        """Whether every licence in force is permissive."""
        return all(licence.family == "permissive" for licence in self.judgement.licences)

    @property
    def stale(self) -> bool:
        """Whether facts behind the judgement are older than allowed."""
        return "fact.stale" in self.judgement.gist.codes

    @property
    def two_licences(self) -> bool:
        """Whether the guide names another licence for it than its maker: two names of one text are one licence."""
        term, licences = self.judgement.model.weights_licence, self.library.catalogue.licences
        return term.guide is not None and licences[term.text.value].spdx != licences[term.guide.value].spdx

    @cached_property
    def doubt(self) -> int:
        """How badly its licences are known: 0 read in full to 3 merely remembered."""
        said = self.judgement.model.weights_licence.text.confidence
        terms = (self.library.memo.once(("doubt", it.id), _least, it) for it in self.judgement.licences)
        return max(CONFIDENCES.index(said), *terms)

    @cached_property
    def running(self) -> tuple[Headroom, ...]:
        """The limits that keep running, the fullest first."""
        rooms = (room for room in self.judgement.outcome.headroom if room.type == "running")
        return tuple(sorted(rooms, key=lambda room: (-_used(room), room.limit, room.licence)))


def _used(room: Headroom) -> float:
    """How much of a limit is used; an unknown number counts as all of it."""
    return 1.0 if room.counted is None else room.counted / room.limit


def _least(licence: Licence) -> int:
    """The least confidence among the terms that a rule reads."""
    return max(CONFIDENCES.index(licence.terms.term(topic).text.confidence) for topic in RULES)


FIT, DEFAULT = for_translation(("it is less fitted to your situation", "its licence is not permissive"))
COMMON = for_translation(
    (
        "duties are still open",
        "more duties are still open",
        "its licence is riskier",
        "our facts on it are stale",
        "what its licence allows is disputed",
        "its licence is known less well",
        "more of a limit is used up",
    )
)
OWED = for_translation("it brings more duties")


def behind(reading: ReadingMode) -> tuple[str, ...]:
    """What it means to stand behind on each of the steps.

    The guide's own recommendations come first under `guide`. Otherwise duties, risk and what our facts are worth come
    before the situation, which has ruled out before what it rules out.
    """
    return (FIT, DEFAULT, *COMMON, OWED) if reading == "guide" else (DEFAULT, *COMMON, FIT, OWED)


def steps(candidate: Candidate, advised: Sequence[Voice], facts: Facts) -> tuple[int, ...]:
    """The numbers by which models are compared: less is better, and the first that differs decides. See `behind`."""
    fit = -sum(voice.favour(candidate.judgement) for voice in advised)
    default = int(not candidate.permissive and bool(sensitive(candidate.judgement, facts)))
    fullest = max(map(_used, candidate.running), default=0.0)
    common = (
        candidate.verdict_rank,
        candidate.actions,
        RISKS.index(candidate.risk),
        int(candidate.stale),
        int(candidate.contested),
        candidate.doubt,
        math.ceil(fullest * TENTHS),
    )
    owed = len(candidate.judgement.outcome.obligations)
    return (fit, default, *common, owed) if facts.reading == "guide" else (default, *common, fit, owed)
