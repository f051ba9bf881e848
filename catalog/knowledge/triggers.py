"""The words of a description that suggest a domain, activity, delivery, Annex III entry or a look at Article 5.

A trigger holds groups of phrases: it fires where at least one phrase of each group occurs in one sentence and none of
its `unless` phrases does. A phrase is whole words in small letters; a word may end in `*` for any ending.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from catalog.knowledge.facts import Fact
from catalog.knowledge.sentences import sentence, verbatim
from catalog.knowledge.vocabulary import CLOSED

Kind = Literal["domains", "activities", "delivery", "H5", "P"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Phrase = Annotated[str, Field(max_length=60)]
Group = Annotated[tuple[Phrase, ...], Field(min_length=1)]
_PHRASE = re.compile(r"(?:[a-z0-9']+|[a-z0-9]{3,}\*)(?: (?:[a-z0-9']+|[a-z0-9]{3,}\*))*")


class Trigger(Fact):
    """What must occur together in one sentence, and what tells that something else is meant."""

    needs: tuple[Group, ...] = Field(min_length=1)
    unless: tuple[Phrase, ...] = ()

    def phrases(self) -> Iterator[str]:
        """Yield every phrase, those of `unless` last."""
        for group in self.needs:
            yield from group
        yield from self.unless


class Negation(Fact):
    """The words of “not this”.

    `starts` negate what comes after them in their clause, at most `reach` words far; `never_starts` look like them but
    do not negate. `stops` are words at which a clause ends. `follows` negate what stands directly before them.
    """

    starts: tuple[Phrase, ...] = Field(min_length=1)
    never_starts: tuple[Phrase, ...]
    stops: tuple[Phrase, ...] = Field(min_length=1)
    follows: tuple[Phrase, ...]
    reach: int = Field(ge=1, le=20)

    def phrases(self) -> Iterator[str]:
        """Yield every phrase."""
        yield from (*self.starts, *self.never_starts, *self.stops, *self.follows)


Words = dict[str, Annotated[tuple[Trigger, ...], Field(min_length=1)]]


class Triggers(Fact):
    """All triggers by list and word. `H5` and `P` are the questions of the law whose options they name."""

    negation: Negation
    domains: Words
    activities: Words
    delivery: Words
    H5: Words
    P: Words

    def of(self, kind: Kind) -> Mapping[str, tuple[Trigger, ...]]:
        """Return the triggers of one list by word."""
        words: Words = getattr(self, kind)
        return words


def mistakes(triggers: Triggers, questions: Mapping[str, Any] | None) -> Iterator[tuple[str, str, str]]:
    """Yield key, problem and remedy of everything wrong: unknown or missing words, phrases that could never occur.

    `questions` are those of the law; codes are not judged while they are unknown (None).
    """
    for kind in KINDS:
        yield from _words(kind, triggers.of(kind), _known(kind, questions))
        for word, entries in triggers.of(kind).items():
            for number, trigger in enumerate(entries):
                yield from _phrases(f"{kind}.{word}.{number}", trigger.phrases())
    yield from _phrases("negation", triggers.negation.phrases())


def _known(kind: Kind, questions: Mapping[str, Any] | None) -> list[str] | None:
    if kind in CLOSED:
        return CLOSED[kind].split()
    return None if questions is None else list(questions[kind]["options"])


def _words(kind: Kind, given: Iterable[str], known: list[str] | None) -> Iterator[tuple[str, str, str]]:
    if known is None:
        return
    for word in sorted(set(given) - set(known)):
        told = sentence("“{given}” is not in the closed list.", given=verbatim(word))
        yield f"{kind}.{word}", told, sentence("Use one of: {words}.", words=verbatim(", ".join(known)))
    for word in sorted(set(known) - set(given)):
        told = sentence("“{word}” has no trigger.", word=verbatim(word))
        yield f"{kind}.{word}", told, sentence("Add the words that suggest it.")


def _phrases(key: str, phrases: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    for phrase in phrases:
        if not _PHRASE.fullmatch(phrase):
            told = sentence("“{phrase}” is no phrase that can occur.", phrase=verbatim(phrase))
            yield key, told, sentence("Write whole words in small letters, with * only after three letters or more.")
