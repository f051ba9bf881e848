"""One licence held against the facts: what a rule is given, and the small questions rules share.

Answers are three-valued: True, False, or None for unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Generic, Literal, TypeVar

from catalog.engine.answers import Facts
from catalog.engine.finding import NOTHING, Finding, Obligation, Outcome, Phase, Severity, SourceRef
from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Confidence, Reading, Said, Source
from catalog.knowledge.sentences import for_translation, joined, sentence

Tri = bool | None
V = TypeVar("V")
W = TypeVar("W")

REMEMBERED = for_translation("Nobody has read this in the licence text itself.")
READ_FIRST = for_translation("Read the licence text on this point before you rely on it.")
ANSWER = for_translation("Answer the question, or name who will.")


def either(*answers: Tri) -> Tri:
    """Three-valued or: True as soon as one is, unknown if one is unknown and none is True."""
    if True in answers:
        return True
    return None if None in answers else False


def both(*answers: Tri) -> Tri:
    """Three-valued and: False as soon as one is, unknown if one is unknown and none is False."""
    if False in answers:
        return False
    return None if None in answers else True


def overlaps(known: Iterable[str] | None, wanted: Iterable[str]) -> Tri:
    """Whether a list of answers contains any of the wanted words; unknown when the list is."""
    return None if known is None else not set(known).isdisjoint(wanted)


@dataclass(frozen=True, eq=False)
class Stated(Generic[V]):
    """One reading of one term, as a rule sees it: the value, and how to speak about it with its source."""

    topic: str
    licence: str
    reading: str
    value: V
    said: Said
    document: Source

    @property
    def says(self) -> str:
        """The reading's own sentence."""
        return self.said.says

    @cached_property
    def source(self) -> SourceRef:
        """Where the reading stands, as a finding tells it."""
        document = self.document
        return SourceRef(document.id, self.said.clause, str(document.url), self.said.read_on.isoformat())

    @property
    def confidence(self) -> Confidence:
        """How well it was read."""
        return self.said.confidence

    @cached_property
    def on_safety(self) -> "Stated[V]":
        """The same reading, speaking of safety: a topic that no licence has."""
        return replace(self, topic="safety")

    def about(self, part: W) -> "Stated[W]":
        """The same reading, speaking of one part of its value."""
        return Stated(self.topic, self.licence, self.reading, part, self.said, self.document)

    def finding(
        self,
        code: str,
        severity: Severity,
        because: Iterable[str],
        remedy: str,
        says: str = "",
        *,
        could: Literal["blocker", "action"] | None = None,
    ) -> Finding:
        """Make a finding that carries this reading's source; `says` defaults to the reading's own sentence.

        A reading that was only remembered blocks nobody: what would be a blocker is a question until somebody reads.
        """
        says = says or self.says
        if severity == "blocker" and self.confidence == "knowledge":
            severity, could = "question", "blocker"
            says, remedy = joined(" ", (REMEMBERED, says)), joined(" ", (READ_FIRST, remedy))
        found_in = (self.licence, self.topic, self.reading)
        return Finding(code, severity, *found_in, says, tuple(because), remedy, self.source, could)

    def question(self, because: Iterable[str], says: str, could: Literal["blocker", "action"]) -> Finding:
        """Make an open question; `could` is the worst that the missing answer can bring."""
        return self.finding("open-question", "question", because, ANSWER, says, could=could)

    def obligation(self, code: str, phase: Phase, met: Tri, says: str) -> Obligation:
        """Make an obligation that carries this reading's source."""
        return Obligation(code, says, phase, met, self.source, self.licence)


@dataclass(frozen=True)
class Case:
    """What every rule is given besides its own term. Of the model a rule sees only whether it takes images as input."""

    facts: Facts
    licence: Licence
    image_input: Tri
    licences: Mapping[str, Licence]

    def triggered(self, triggers: Iterable[str]) -> Tri:
        """Whether one of the ways of passing the model on applies."""
        wanted = set(triggers)
        answers: list[Tri] = []
        if ways := wanted - {"publishes-weights"}:
            answers.append(overlaps(self.facts.use.delivery, ways))
        if "publishes-weights" in wanted:
            answers.append(self.facts.adaptation.publishes_weights)
        return either(*answers) if answers else False

    def trigger_pointers(self, triggers: Iterable[str]) -> tuple[str, ...]:
        """JSON pointers of the answers that `triggered` looks at."""
        wanted = set(triggers)
        delivery = ("/use/delivery",) if wanted - {"publishes-weights"} else ()
        return (*delivery, *(("/adaptation/publishes_weights",) if "publishes-weights" in wanted else ()))


def stated(topic: str, licence: str, name: str, reading: Reading[Any], sources: Mapping[str, Source]) -> Stated[Any]:
    """Bind a reading to its licence and its source's address."""
    return Stated(topic, licence, name, reading.value, reading, sources[reading.source])


@lru_cache(maxsize=500)  # the same few duties stand in most licences
def unsure_if_owed(says: str) -> str:
    """Say of a duty that nobody knows whether it applies."""
    return sentence("It is not known whether this duty applies: {duty}", duty=says)


@lru_cache(maxsize=500)
def _unsure_if_met(says: str) -> str:
    return sentence("It is not known whether this is in place: {duty}", duty=says)


def duty(
    term: Stated[Any],
    *,
    code: str,
    obligation: str,
    phase: Phase,
    applies: Tri,
    met: Tri,
    where: Iterable[str],
    at: str,
    says: str,
    remedy: str,
) -> Outcome:
    """A duty that applies and is not in place is an action; not knowing is an action with a question beside it.

    `where` are the answers that make it apply, `at` the answer that says whether it is met.
    """
    because = (*where, at)
    if applies is False:
        return NOTHING
    if applies is None:
        if met is True:
            return NOTHING
        return Outcome((term.question(because, unsure_if_owed(says), "action"),))
    owed = (term.obligation(obligation, phase, met, says),)
    if met is True:
        return Outcome(obligations=owed)
    missing = term.finding(code, "action", because, remedy, says)
    if met is False:
        return Outcome(findings=(missing,), obligations=owed)
    unknown = term.question((at,), _unsure_if_met(says), "action")
    return Outcome(findings=(missing, unknown), obligations=owed)
