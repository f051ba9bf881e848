"""What the missing answers could still change for a model, proven by putting answers in their place.

The verdict of a model is the worst of what single rules say about single parts of single terms, and each of these looks
at a few answers only. So every part is tried with all values of the answers that it reads, which gives it a small tree,
and the trees together tell which answer can move the verdict, and how far. Cost: for each licence in force the product
of the values that one part reads, at most a few hundred trials; then linear in the candidates that bear it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, get_args

from catalog.engine.answers import Facts
from catalog.engine.case import Case
from catalog.engine.choices import (
    COUNTRY,
    DELIVERY,
    MARKETS,
    VENDOR_API,
    Choices,
    alike,
    limits,
    missing_number,
    missing_numbers,
)
from catalog.engine.decisions import Classes, Together, Tree, Values, grow, node
from catalog.engine.finding import Outcome, rank
from catalog.engine.judge import Bench, act, beside, beside_terms, footings, told_beside_terms, topic_outcome, under
from catalog.engine.law import LawResult
from catalog.engine.law_answers import Practice
from catalog.engine.library import Footing, Part
from catalog.engine.put import put
from catalog.engine.rules import RULES, general, union
from catalog.engine.rules.agreements import agreed_limits
from catalog.engine.tried import Tried
from catalog.engine.watching import Watch
from catalog.knowledge.entries import Model
from catalog.knowledge.places import in_union
from catalog.knowledge.terms import Limit

Assess = Callable[[Facts], LawResult]
Moves = Mapping[str, tuple[int, int]]
PRACTICES, LINKS = "/eu_ai_act/P", "/eu_ai_act/S2"
YES_AND_NO: list[Values] = [frozenset({True}), frozenset({False})]


@dataclass(frozen=True)
class Branch:
    """What is judged by itself, such as one item of a list of uses: its tree, and the missing answers that it read."""

    tree: Tree
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stakes:
    """Tries the missing answers of one evaluation. `seen` remembers what a licence, or the Act, came to.

    What a part of a term came to is kept beyond it: see `tried`.
    """

    bench: Bench
    assess: Assess
    choices: Choices
    choices_key: tuple[Any, ...]
    tried: Tried
    seen: dict[Any, tuple[Branch, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, bench: Bench, assess: Assess, models: Iterable[Model]) -> "Stakes":
        """Prepare to try answers for some models."""
        licences = {it.id: it for model in models for footing in footings(model, bench) for it in footing.licences}
        listed = [licences[name] for name in sorted(licences)]
        agreed = tuple(limit for name in sorted(licences) for limit in agreed_limits(name, bench.facts))
        compared = (*(limit for licence in listed for limit in limits(licence)), *agreed)
        missing = tuple(missing_number(limit, bench.facts) for limit in compared)
        tried = bench.library.tried
        key = ("choices", tuple(sorted(licences)), agreed, missing)
        choices = tried.once(key, lambda: Choices.of(listed, bench.facts, bench.catalogue, agreed))
        return cls(bench, assess, choices, (*key[1:],), tried)

    def moves(self, model: Model) -> Moves:
        """The missing answers that rules ask for now and that can move the verdict, with the ranks between which.

        Empty means that no way to answer what is missing changes the model's verdict.
        """
        branches = [branch for footing in footings(model, self.bench) for branch in self._branches(footing)]
        trees = frozenset(branch.tree for branch in branches)
        asked = frozenset[str]().union(*(branch.reads for branch in branches))
        today = max(under(footing, self.bench).gist.rank for footing in footings(model, self.bench))
        return self.tried.once(("moves", trees, asked, today), lambda: _moves(Together(trees), asked, today))

    def _branches(self, footing: Footing) -> Iterator[Branch]:
        bench, image_input = self.bench, footing.image_input
        if not bench.by_api_alone:
            # A licence in doubt leaves undecided at worst, which is said beside already.
            for licence in (it for it in footing.licences if it.id not in footing.doubted):
                case = bench.case(licence, image_input)
                yield from self._remembered((licence.id, image_input), partial(self._licence, case))
        yield self._wide(footing)
        yield from self._remembered("law", self._law)
        # No answer changes what is said beside, such as that our facts are old.
        yield self._unless_api(Branch(beside(footing, bench).rank))

    def _remembered(self, key: Any, branches: Callable[[], Iterable[Branch]]) -> tuple[Branch, ...]:
        if key not in self.seen:
            self.seen[key] = tuple(branches())
        return self.seen[key]

    def _wide(self, footing: Footing) -> Branch:
        """What holds whatever the licences say."""
        case = self.bench.case(footing.licences[0], footing.image_input)
        rule = partial(general.model_wide, licence=footing.label, mode=self.bench.mode)
        key = ("wide", footing.label, case.licence.id, self.bench.mode, self.choices_key)
        return self.tried.where_alike(key, self.bench.facts, partial(self._tried, rule, case))

    def _licence(self, case: Case) -> Iterator[Branch]:
        """Everything that a licence says, and what the state of our own facts adds.

        What was tried is kept of a licence, of each of its topics and of each part: after one answer more only the
        parts that read it are tried anew, and the others are not even looked at one by one.
        """
        adopted = tuple(sorted(self.bench.adopted(case.licence.id).items()))
        key = ("licence", case.licence.id, self.bench.mode, adopted, case.image_input, self.choices_key)

        def find(known: dict[str, Any]) -> list[Branch]:
            return [branch for topic in RULES for branch in self._topic(topic, case, known)]

        yield from self.tried.where_alike(key, self.bench.facts, find)
        yield self._unless_api(self._beside_terms(case))

    def _beside_terms(self, case: Case) -> Branch:
        """What is said whatever the terms say: no answer changes it, but for a number that an agreement misses."""
        agreed = agreed_limits(case.licence.id, self.bench.facts)
        if not missing_numbers(agreed, self.bench.facts):
            return Branch(beside_terms(case, self.bench).rank)
        return self._tried(partial(told_beside_terms, bench=self.bench), case, {}, compared=agreed)

    def _topic(self, topic: str, case: Case, noted: dict[str, Any]) -> list[Branch]:
        """Each part of each reading of a term that counts."""
        heard = self.bench.heard(case.licence)
        readings = tuple(term.reading for term in heard.terms[topic])
        key = (topic, case.licence.id, readings, case.image_input, self.choices_key)

        def find(known: dict[str, Any]) -> list[Branch]:
            return [self._part(topic, part, case, known) for part in heard.parts[topic]]

        return self.tried.where_alike(key, self.bench.facts, find, noted)

    def _part(self, topic: str, part: Part, case: Case, noted: dict[str, Any]) -> Branch:
        """One part of one reading of a term, tried again only where a fact that it read is another."""
        term, place, about = part.term, part.place, part.about
        own = (about,) if isinstance(about, Limit) else ()
        compared = (*own, *agreed_limits(case.licence.id, self.bench.facts, topic))
        numbers = missing_numbers(compared, self.bench.facts)
        key = (topic, term.licence, term.reading, place, case.image_input, numbers, self.choices_key)

        def find(known: dict[str, Any]) -> Branch:
            known[DELIVERY] = self.bench.facts.use.delivery
            return self._unless_api(self._tried(partial(topic_outcome, topic, [term]), case, known, about, compared))

        return self.tried.where_alike(key, self.bench.facts, find, noted)

    def _unless_api(self, branch: Branch) -> Branch:
        """Calls to the vendor's API leave aside what a licence says, and what we know of it."""
        if self.bench.facts.use.delivery is not None:
            return branch
        otherwise = self.choices.values[DELIVERY] - VENDOR_API
        return Branch(node(DELIVERY, ((VENDOR_API, 0), (otherwise, branch.tree))), branch.reads | {DELIVERY})

    def _tried(
        self,
        rule: Callable[[Case], Outcome],
        case: Case,
        known: dict[str, Any],
        part: Any = None,
        compared: Sequence[Limit] = (),
    ) -> Branch:
        """Try one rule. `part` is the item or limit that it is about, which tells values apart.

        `compared` are the limits with which it compares numbers; `known` takes the facts that it read.
        """
        numbers = missing_numbers(compared, self.bench.facts)
        apart = part is not None

        @cache
        def classes(at: str) -> Sequence[Values]:
            found = self.choices.classes(at, part, compared)
            return [values for values in found if values != VENDOR_API] if apart else found

        def attempt(given: Mapping[str, Any]) -> tuple[int, Sequence[str]]:
            watch = Watch(self.bench.facts, given, known, numbers)
            return rank(rule(replace(case, facts=watch.facts)).findings), watch.reads

        asked = frozenset(at for at in attempt({})[1] if at in self.choices.values)
        return Branch(grow(attempt, classes), asked)

    def _law(self) -> Iterator[Branch]:
        """The Act is one thing for all models: whether a practice is prohibited, and whether the Act applies at all."""

        def attempt(given: Mapping[str, Any]) -> tuple[int, Sequence[str]]:
            facts = self.bench.facts
            for at, value in given.items():
                facts = put(facts, at, value)
            act = self.assess(facts) if given else self.bench.law
            return rank(union.findings(act, facts, self.bench.mode).findings), _law_missing(facts, act)

        if act(self.bench).rank:
            missing = _law_missing(self.bench.facts, self.bench.law)
            yield Branch(grow(attempt, self._law_values()), frozenset(missing))

    def _law_values(self) -> Classes:
        """One practice that is prohibited today and one that will be, each kind of link, places within and without."""
        everything = put(put(self.bench.facts, PRACTICES, get_args(Practice)), LINKS, ("N1",))
        act = self.assess(everything)
        practices = [(), *((group[0],) for group in (act.prohibited, act.prohibited_from) if group)]
        values: dict[str, list[Values]] = {
            PRACTICES: [frozenset({practice}) for practice in practices],
            LINKS: [frozenset({link}) for link in ((), ("N1",), ("N7",))],
            COUNTRY: alike(self.choices.values[COUNTRY], in_union),
            MARKETS: alike(self.choices.values[MARKETS], lambda places: any(map(in_union, places))),
        }
        return lambda at: values.get(at, YES_AND_NO)


def _moves(trees: Together, asked: frozenset[str], today: int) -> Moves:
    """The answers that move the trees. Where all ways to answer come to one rank, and it is not today's, all do."""
    moves = {at: moved for at in sorted(asked & trees.answers) if (moved := trees.swing(at)) != (0, 0)}
    settled = 0 if moves else trees.lowest()
    if moves or settled == today:
        return moves
    return dict.fromkeys(sorted(asked), (max(settled, today), min(settled, today)))


def _law_missing(facts: Facts, act: LawResult) -> list[str]:
    """What the Act's first questions miss: practices and links, what else decides its scope, and where links show."""
    answers, places = facts.eu_ai_act, [(COUNTRY, facts.organisation.country), (MARKETS, facts.use.markets)]
    scope = [name for name in (*act.open, *act.assumed) if name[0] in "PS" and getattr(answers, name, ()) is None]
    shown = [at for at, place in places if place is None] if not answers.S2 else []
    return [*(f"/eu_ai_act/{name}" for name in dict.fromkeys(scope)), *shown]
