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
from catalog.engine.case import Case, Stated
from catalog.engine.choices import COUNTRY, DELIVERY, MARKETS, VENDOR_API, Choices, alike, limits, missing_number
from catalog.engine.decisions import Classes, Together, Tree, Values, grow, node
from catalog.engine.finding import Finding, Outcome, rank
from catalog.engine.judge import Bench, act, footings, licence_outcome, topic_outcome, under, wide
from catalog.engine.law import LawResult
from catalog.engine.law_answers import Practice
from catalog.engine.library import Footing
from catalog.engine.put import put
from catalog.engine.rules import RULES, general, union
from catalog.engine.tried import Tried
from catalog.engine.watching import Watch
from catalog.knowledge.entries import Model
from catalog.knowledge.places import in_union
from catalog.knowledge.terms import Limit, Propagation, Restrictions, Threshold

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
        missing = tuple(missing_number(limit, bench.facts) for licence in listed for limit in limits(licence))
        tried: Tried = bench.library.memo.once("tried", Tried)
        key = ("choices", tuple(sorted(licences)), missing)
        choices = tried.once(key, lambda: Choices.of(listed, bench.facts, bench.catalogue))
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
        told = [*wide(footing, bench).findings, *act(bench).findings]
        if not bench.by_api_alone:
            for licence in footing.licences:
                case = bench.case(licence, image_input)
                told += licence_outcome(case, bench).findings
                yield from self._remembered((licence.id, image_input), partial(self._licence, case))
        own = bench.case(footing.licences[0], image_input)
        yield self._tried(lambda it: general.model_wide(it, footing.label, bench.mode), own, {})
        yield from self._remembered("law", self._law)
        yield self._unless_api(_rest(under(footing, bench).outcome.findings, told))

    def _remembered(self, key: Any, branches: Callable[[], Iterable[Branch]]) -> tuple[Branch, ...]:
        if key not in self.seen:
            self.seen[key] = tuple(branches())
        return self.seen[key]

    def _licence(self, case: Case) -> Iterator[Branch]:
        """Each part of each term that counts, and what the state of our own facts adds."""
        heard = self.bench.heard(case.licence)
        told: list[Finding] = []
        branches: list[Branch] = []
        for topic in RULES:
            terms = heard.terms[topic]
            told += topic_outcome(topic, terms, case).findings
            for place, (term, part) in enumerate(_parts(terms)):
                branches.append(self._part(topic, term, part, case, place))
        yield from branches
        yield self._unless_api(_rest(licence_outcome(case, self.bench).findings, told))

    def _part(self, topic: str, term: Stated[Any], part: Any, case: Case, place: int) -> Branch:
        """One part of one reading of a term, tried again only where a fact that it read is another."""
        number = missing_number(part, self.bench.facts) if isinstance(part, Limit) else None
        key = (topic, term.licence, term.reading, place, case.image_input, number, self.choices_key)

        def find(known: dict[str, Any]) -> Branch:
            known[DELIVERY] = self.bench.facts.use.delivery
            return self._unless_api(self._tried(partial(topic_outcome, topic, [term]), case, known, part))

        return self.tried.where_alike(key, self.bench.facts, find)

    def _unless_api(self, branch: Branch) -> Branch:
        """Calls to the vendor's API leave aside what a licence says, and what we know of it."""
        if self.bench.facts.use.delivery is not None:
            return branch
        otherwise = self.choices.values[DELIVERY] - VENDOR_API
        return Branch(node(DELIVERY, ((VENDOR_API, 0), (otherwise, branch.tree))), branch.reads | {DELIVERY})

    def _tried(self, rule: Callable[[Case], Outcome], case: Case, known: dict[str, Any], part: Any = None) -> Branch:
        """Try one rule. `part` is the item or limit that it is about, which tells values apart.

        `known` takes the facts that the rule read.
        """
        number = missing_number(part, self.bench.facts) if isinstance(part, Limit) else None
        apart = part is not None

        @cache
        def classes(at: str) -> Sequence[Values]:
            found = self.choices.classes(at, part)
            return [values for values in found if values != VENDOR_API] if apart else found

        def attempt(given: Mapping[str, Any]) -> tuple[int, Sequence[str]]:
            watch = Watch(self.bench.facts, given, known, number)
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

        weight, missing = attempt({})
        if weight:
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


def _parts(terms: Iterable[Stated[Any]]) -> Iterator[tuple[Stated[Any], Any]]:
    """Take terms apart where their parts are judged one by one: uses, limits, and what a derivative has to keep."""
    for term in terms:
        match term.value:
            case Restrictions(items=items):
                yield from ((term.about(Restrictions(items=(item,))), item) for item in items)
            case Threshold(limits=limits):
                yield from ((term.about(Threshold(limits=(limit,))), limit) for limit in limits)
            case Propagation() as value:
                parts = (Propagation(relicensing=value.relicensing), value.model_copy(update={"relicensing": "any"}))
                yield from ((term.about(part), part) for part in parts)
            case value:
                yield term, value


def _rest(findings: Iterable[Finding], told: Iterable[Finding]) -> Branch:
    """What is said beside the parts that were tried, such as that our facts are old: no answer changes it."""
    return Branch(rank(set(findings) - set(told)))
