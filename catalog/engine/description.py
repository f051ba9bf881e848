"""What a description suggests: domains, activities, delivery, markets, Annex III entries, and a look at Article 5.

Only words are compared; nothing is understood, and nothing is applied. Each proposal carries the words that triggered
it, so that a person sees at once why it stands there and can refuse it. What a clause denies is not proposed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import MARKET_WORDS
from catalog.knowledge.sentences import sentence
from catalog.knowledge.triggers import KINDS, Kind, Negation

Suggested = Kind | Literal["markets"]
"""The lists of the triggers, and the markets, which are known by the names of countries."""
MARKETS: Literal["markets"] = "markets"
_ORDER: tuple[Suggested, ...] = (*KINDS, MARKETS)

LIMIT = 2_000
Span = tuple[int, int]


class TooLong(Exception):
    """A description of more than 2,000 characters."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The description is longer than {most} characters. Shorten it to what the product does.", most=LIMIT
            )
        )


@dataclass(frozen=True)
class Proposal:
    """One value for the user to confirm. `spans` are the places in the text, as start and end, of its `words`."""

    kind: Suggested
    value: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def at(self) -> str:
        """Return the place in a facts document to which the value belongs once confirmed, as a JSON pointer."""
        return f"/eu_ai_act/{self.kind}" if self.kind in ("H5", "P") else f"/use/{self.kind}"

    @property
    def only_a_pointer(self) -> bool:
        """True for Article 5: whether a practice is prohibited has to be read there, not confirmed here."""
        return self.kind == "P"


def propose(text: str, catalogue: Catalogue) -> tuple[Proposal, ...]:
    """Return what the text suggests, list by list in the order of the text; empty where nothing is recognised.

    An edition from before the triggers suggests nothing. Raises TooLong above 2,000 characters.
    """
    if len(text) > LIMIT:
        raise TooLong
    if (index := _index(catalogue)) is None:
        return ()
    found: dict[tuple[Suggested, str], set[Span]] = defaultdict(set)
    for words in _sentences(text):
        for kind, value, span in _fired(words, index):
            found[kind, value].add(span)
    proposals = (_proposal(text, kind, value, spans) for (kind, value), spans in found.items())
    return tuple(sorted(proposals, key=lambda it: (_ORDER.index(it.kind), it.spans, it.value)))


def _proposal(text: str, kind: Suggested, value: str, found: set[Span]) -> Proposal:
    """Keep the longest of places that lie within each other."""
    spans: list[Span] = []
    for start, end in sorted(found, key=lambda it: (it[0], -it[1])):
        if not spans or end > spans[-1][1]:
            spans.append((start, end))
    return Proposal(kind, value, tuple(text[start:end] for start, end in spans), tuple(spans))


# --- words ---------------------------------------------------------------------------------------------------------

# Combining accents, soft hyphens and joiners belong to the word in which they stand.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d])*(?:['’][^\W_]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?…](?:[\"'”’)]*)(?=\s)|\n")
_CLAUSE_ENDS = re.compile(r"[;:()\[\]!?–—•|]|\s-+\s")


@dataclass(frozen=True)
class _Word:
    """One word in small letters without accents, where it stands, and what parts it from the word before."""

    word: str
    start: int
    end: int
    after: str  # "" | "," | ";" for the end of a clause
    hyphened: bool


def _folded(word: str) -> str:
    """Return the word in small letters, without accents, invisible characters and the 's of possession."""
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", word.replace("’", "'"))
        word = "".join(it for it in apart if unicodedata.category(it) not in ("Mn", "Cf"))
    return word.casefold().removesuffix("'s")


def _sentences(text: str) -> Iterator[list[_Word]]:
    """Yield the words of each sentence."""
    sentence: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        # The point of “e.g.” ends nothing.
        if sentence and _SENTENCE_ENDS.search(gap) and (len(sentence[-1].word) > 1 or "\n" in gap):
            yield sentence
            sentence = []
        end = match.end()
        sentence.append(_Word(_folded(match[0]), match.start(), end, _parted(gap), text[end : end + 1] == "-"))
    if sentence:
        yield sentence


def _parted(gap: str) -> str:
    if _CLAUSE_ENDS.search(gap):
        return ";"
    return "," if "," in gap else ""


# --- phrases -------------------------------------------------------------------------------------------------------

_PREFIX = 3  # letters that stand before every `*`, see the check of phrases


@dataclass(frozen=True)
class _Rule:
    """One trigger with the answer that it suggests."""

    kind: Suggested
    value: str
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]


@dataclass(frozen=True)
class _Index:
    """Phrases by how they begin, and the rules that look for each of them.

    `spared` are the phrases with a “not” that denies nothing: “not only”, or one that a rule looks for itself, such as
    “without internet”.
    """

    negation: Negation
    spared: frozenset[str]
    phrases: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
    rules: Sequence[_Rule]
    of_phrase: Mapping[str, Sequence[int]]


@lru_cache(maxsize=2)  # the edition, and the edition with the organisation's own entries
def _index(catalogue: Catalogue) -> _Index | None:
    if (triggers := catalogue.triggers) is None:
        return None
    rules = [
        _Rule(kind, value, tuple(map(frozenset, trigger.needs)), frozenset(trigger.unless))
        for kind in KINDS
        for value, entries in triggers.of(kind).items()
        for trigger in entries
    ]
    rules += [_Rule(MARKETS, code, (frozenset(names),), frozenset()) for code, names in MARKET_WORDS.items()]
    of_phrase: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for phrase in rule.needs[0]:  # a rule whose first group is silent need not be looked at
            of_phrase.setdefault(phrase, []).append(number)
    used = frozenset[str]().union(*(group for rule in rules for group in (*rule.needs, rule.unless)))
    phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for phrase in used.union(triggers.negation.phrases()):
        words = tuple(phrase.split())
        phrases.setdefault(_begin(words[0]) if words[0].endswith("*") else words[0], []).append((phrase, words))
    negation = triggers.negation
    own = frozenset(phrase for phrase in used if not set(negation.starts).isdisjoint(phrase.split()))
    return _Index(negation, own.union(negation.never_starts), phrases, rules, of_phrase)


def _begin(word: str) -> str:
    return word[:_PREFIX] + "*"


def _occurrences(sentence: Sequence[_Word], index: _Index) -> dict[str, list[Span]]:
    """Return each phrase that occurs with its places, as first word and the one after the last."""
    words = [it.word for it in sentence]
    places: dict[str, list[Span]] = {}
    for start, word in enumerate(words):
        for key in (word, _begin(word)):
            for phrase, wanted in index.phrases.get(key, ()):
                end = start + len(wanted)
                if _is(wanted[0], word) and (len(wanted) == 1 or _follow(wanted, words[start:end])):
                    places.setdefault(phrase, []).append((start, end))
    return places


def _is(wanted: str, word: str) -> bool:
    return word == wanted or (wanted[-1] == "*" and word.startswith(wanted[:-1]))


def _follow(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these are the words of a phrase, of which the sentence may have broken off the last."""
    return len(words) == len(wanted) and all(map(_is, wanted, words))


def _fired(sentence: Sequence[_Word], index: _Index) -> Iterator[tuple[Suggested, str, Span]]:
    """Yield list, value and place in the text of whatever a sentence suggests and does not deny."""
    places = _occurrences(sentence, index)
    denied = _denied(sentence, places, index)
    live = {phrase: kept for phrase, found in places.items() if (kept := _kept(found, denied))}
    for number in {number for phrase in live for number in index.of_phrase.get(phrase, ())}:
        rule = index.rules[number]
        if any(group.isdisjoint(live) for group in rule.needs) or not rule.unless.isdisjoint(places):
            continue
        for phrase, found in live.items():
            if any(phrase in group for group in rule.needs):
                for start, end in found:
                    yield rule.kind, rule.value, (sentence[start].start, sentence[end - 1].end)


# --- what is denied ------------------------------------------------------------------------------------------------


def _denied(sentence: Sequence[_Word], places: Mapping[str, list[Span]], index: _Index) -> set[int]:
    """Return the numbers of the words that a clause denies."""
    reach = index.negation.reach
    stops = {start for start, _ in _all(index.negation.stops, places)}
    spared = {number for place in _all(index.spared, places) for number in range(*place)}
    denied: set[int] = set()
    for start, end in _all(index.negation.starts, places):
        if start not in spared and not sentence[start].hyphened:
            for number in range(end, min(end + reach, len(sentence))):
                if number in stops or _parts(sentence, number):
                    break
                denied.add(number)
    for start, _ in _all(index.negation.follows, places):
        for number in range(start - 1, max(start - 1 - reach, -1), -1):
            if number in stops:
                break
            denied.add(number)
            if sentence[number].after:
                break
    return denied


def _all(phrases: Iterable[str], places: Mapping[str, list[Span]]) -> list[Span]:
    return [place for phrase in phrases for place in places.get(phrase, ())]


def _kept(places: list[Span], denied: set[int]) -> list[Span]:
    """Return the places that nothing denies."""
    return [place for place in places if denied.isdisjoint(range(*place))] if denied else places


def _parts(sentence: Sequence[_Word], number: int) -> bool:
    """Whether a clause ends before this word. A comma within “scoring, ranking or tracking” does not end one."""
    if sentence[number].after != ",":
        return bool(sentence[number].after)
    since = 0
    for ahead, word in enumerate(sentence[number:]):
        if word.after == ";" or since > 2:
            break
        since = 0 if word.after == "," and ahead else since + 1
        if word.word in ("or", "nor"):
            return False
    return True
