"""The way through the decision flowchart that one candidate took: a fork, the answer given there, and what decided it.

Only the branch taken is told. It ends at the first fork that blocks or leaves the model undecided, or at its duties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.knowledge.flowchart import Flowchart, Node
from catalog.presenters.evaluation import merged
from catalog.presenters.language import told
from catalog.presenters.words import VERDICTS, clause_words
from wizard.phases import ITEMS
from wizard.phases.legal import article
from wizard.phases.places import item_for
from wizard.presenters.findings import Link, Words, finding_view

WHOLE_TEXT = "whole text"
LEAVES_HOUSE = {"hosted-service", "on-device", "ship-weights"}
# Where a finding speaks, by its topic; the rest of the topics are duties.
FORKS = {
    "model-licence": "weights",
    "commercial-use": "commercial",
    "field": "commercial",
    "registration": "commercial",
    "modification": "commercial",
    "threshold": "threshold",
    "territory": "territory",
    "use-restrictions": "use",
    "output-training": "outputs-allowed",
    "output-naming": "outputs-allowed",
    "output-derivative": "outputs-allowed",
    "distribution": "passing-on",
    "propagation": "same-terms",
    "copyleft": "same-terms",
    "eu-ai-act": "prohibited",
}
BY_CODE = {
    "licence.unknown": "weights",
    "licence.unclear": "weights",
    "use.limited": "use-limits",
    "vendor-api.terms": "duties",
    "fact.stale": "duties",
    "attribution.missing": "duties",
    "monitoring.missing": "duties",
}
ACT_CODES = {
    "eu.high-risk": "high-risk",
    "eu.gpai": "gpai",
    "eu.systemic-risk": "gpai",
    "eu.exemption-unavailable": "high-risk",
}
INHERITED = {"commercial", "threshold", "territory", "use", "outputs-allowed", "same-terms", "passing-on", "weights"}
"""Forks at which the licence of a base model decides as a base: what it excludes is told where bases are asked for."""


@dataclass(frozen=True)
class Fork:
    """One question of the way: the answer, why, where that stands, and which item of the checklist asks for it.

    `state` is passed, duty, undecided or blocked.
    """

    id: str
    asks: str
    answer: str
    state: str
    why: str
    clause: Link
    item: Link


@dataclass(frozen=True)
class Way:
    """The way of one candidate. `beyond` names what would stop it further down as well."""

    model: str
    name: str
    verdict: str
    forks: tuple[Fork, ...]
    ends: str
    beyond: tuple[str, ...]

    @property
    def adds(self) -> str:
        """What the chart says after the word of the verdict: nothing more, the rest of its sentence, or all of it."""
        word = VERDICTS[self.verdict]
        return self.ends[len(word) :] if self.ends.lower().startswith(word.lower()) else f": {self.ends}"


def first_choice(evaluation: Mapping[str, Any]) -> str:
    """The candidate whose way is told first: the best one that may be used, or the first; empty without any."""
    candidates = {model["model"]: model["verdict"] for model in evaluation["models"]}
    ranked = [entry["model"] for entry in evaluation["recommended"] if entry["model"] in candidates]
    return next(iter((*ranked, *candidates)), "")


def ways(evaluation: Mapping[str, Any], facts: Mapping[str, Any], words: Words) -> tuple[Way, ...]:
    """The way of every candidate that the catalogue knows, in the order of the evaluation."""
    known = [model for model in evaluation["models"] if model["model"] in words.catalogue.models]
    return tuple(_way(_Walker(model, evaluation, facts, words)) for model in known)


class _Walker:
    """One candidate at the forks of the flowchart."""

    def __init__(
        self, model: Mapping[str, Any], evaluation: Mapping[str, Any], facts: Mapping[str, Any], words: Words
    ) -> None:
        self.model, self.facts, self.words = model, facts, words
        self.chart: Flowchart = words.catalogue.flowchart
        self.outcomes: Sequence[str] = evaluation["eu_ai_act"]["outcomes"]
        self.entry = words.catalogue.models[model["model"]]

    @cached_property
    def own(self) -> set[str]:
        """The licences that come with the model itself, not with a base of another vendor."""
        return {*self.model["licences"][:1], *self.entry.also_under}

    @cached_property
    def by_fork(self) -> Mapping[str, list[Mapping[str, Any]]]:
        """The findings by the fork at which they are told, most serious first."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for finding in self.model["findings"]:
            found.setdefault(self.fork_of(finding), []).append(finding)
        return found

    def fork_of(self, finding: Mapping[str, Any]) -> str:
        """The fork at which a finding is told."""
        code, topic = finding["code"], finding["topic"]
        fork = ACT_CODES.get(code) or BY_CODE.get(code) or FORKS.get(topic, "duties")
        if code == "open-question" and fork == "weights":
            fork = "passing-on"  # asks how the product reaches its users, which decides whether the licence is in play
        if code == "open-question" and fork == "prohibited" and self.classed("OUT-"):
            fork = "act"  # the question is whether the way out of the Act holds
        inherited = finding["licence"] and finding["licence"] not in self.own
        return "base" if inherited and fork in INHERITED and finding["severity"] == "blocker" else fork

    @cached_property
    def stop(self) -> str:
        """The fork that decides against the model or leaves it open; empty for a model that may be used.

        Questions that could block stand before all others, so the first one is among those that leave it open.
        """
        wanted = {"blocked": "blocker", "undecided": "question"}.get(self.model["verdict"])
        deciding = [self.fork_of(it) for it in self.model["findings"] if it["severity"] == wanted]
        if not deciding:
            return ""
        if self.model["verdict"] == "undecided":
            return deciding[0]
        order = [node.id for node in self.chart.nodes]
        return min(deciding, key=order.index)

    def at(self, fork: str, *severities: str) -> list[Mapping[str, Any]]:
        """The findings of a fork, of these severities."""
        return [it for it in self.by_fork.get(fork, ()) if it["severity"] in severities]

    def fact(self, part: str, name: str) -> Any:
        """One answer; None for what nobody stated."""
        return (self.facts.get(part) or {}).get(name)

    def classed(self, *starts: str) -> bool:
        """Whether an outcome of the AI Act begins with one of these."""
        return any(code.startswith(starts) for code in self.outcomes)


def _way(walker: _Walker) -> Way:
    """Follow the chart from its first question to the fork where it ends."""
    chart, forks = walker.chart, []
    here = chart.node(chart.entry)
    while here.verdict is None:
        following = _next(here, walker)
        forks.append(_fork(here, following, walker))
        if here.id == walker.stop:
            break
        here = chart.node(following)
    verdict = walker.model["verdict"]
    ending = next(node for node in chart.nodes if node.verdict == verdict)
    passed = {fork.id for fork in forks}
    further = [it for it in walker.model["findings"] if it["severity"] == "blocker"]
    beyond = [told(it["says"]) for it in merged(further) if walker.fork_of(it) not in passed]
    return Way(
        model=walker.model["model"],
        name=walker.words.model(walker.model["model"]),
        verdict=verdict,
        forks=tuple(forks),
        ends=told(ending.label),
        beyond=tuple(dict.fromkeys(beyond)),
    )


def _next(node: Node, walker: _Walker) -> str:
    """The node to which the answer leads."""
    ahead = [edge.to for edge in walker.chart.answers(node.id) if walker.chart.node(edge.to).verdict is None]
    if len(ahead) > 1:
        side, on = _SIDEWAYS[node.id]
        return side if CHOICES[node.id](walker) else on
    if ahead:
        return ahead[0]
    wanted = "clear" if walker.model["verdict"] == "clear" else "conditions"
    return next(node.id for node in walker.chart.nodes if node.verdict == wanted)


def _above(walker: _Walker) -> bool:
    """Above a limit that ends rights: it blocks, or an agreement covers it."""
    if walker.at("threshold", "blocker"):
        return True
    covered = {it["licence"] for it in walker.facts.get("agreements", ()) if "threshold" in it["covers"]}
    exceeded = {it["licence"] for it in walker.model["findings"] if it["code"] == "threshold.exceeded"}
    # An agreement whose own limit is passed covers nothing; what it leaves to the licence would block above.
    ended = {
        it["licence"] for it in walker.model["headroom"] if "agreement" in it and (it["counted"] or 0) > it["limit"]
    }
    return bool(covered & exceeded - ended)


def _trains(walker: _Walker) -> bool:
    stated = walker.fact("outputs", "train") not in (None, "none") or walker.fact("outputs", "distils") is True
    return stated or walker.stop == "outputs-allowed"


def _passes_on(walker: _Walker) -> bool:
    delivered = LEAVES_HOUSE & set(walker.fact("use", "delivery") or ())
    return bool(delivered or walker.fact("adaptation", "publishes_weights") or walker.stop == "same-terms")


CHOICES: Mapping[str, Callable[[_Walker], bool]] = {
    "lineage": lambda walker: bool(set(walker.model["licences"]) - walker.own) or walker.stop == "base",
    "threshold": _above,
    "use": lambda walker: bool(walker.by_fork.get("use-limits")),
    "outputs": _trains,
    "passing-on": _passes_on,
    "act": lambda walker: not walker.classed("OUT-"),
    "high-risk": lambda walker: walker.classed("HR-A"),
    "gpai": lambda walker: walker.classed("GP-FULL", "GP-SR", "GP-EXEMPT"),
}
"""Forks with two ways on: whether the first one is taken."""
_SIDEWAYS = {
    "lineage": ("base", "commercial"),
    "threshold": ("agreement", "territory"),
    "use": ("use-limits", "outputs"),
    "outputs": ("outputs-allowed", "passing-on"),
    "passing-on": ("same-terms", "act"),
    "act": ("prohibited", "duties"),
    "high-risk": ("high-risk-ready", "gpai"),
    "gpai": ("gpai-ready", "duties"),
}
_UNSTATED = {"outputs": ("outputs", "train"), "passing-on": ("use", "delivery")}
_ASKED = {"act": "S2", "prohibited": "P", "high-risk": "H5", "gpai": "G0"}
"""Forks of the AI Act, and the question of the law that asks for them: it names the article."""
_READY = {"high-risk-ready", "gpai-ready"}
"""Nobody is asked whether the duties can be carried: they are listed, with their dates."""


def _fork(node: Node, following: str, walker: _Walker) -> Fork:
    blockers, questions = walker.at(node.id, "blocker"), walker.at(node.id, "question")
    duties = walker.at(node.id, "action")
    stops = node.id == walker.stop
    if stops and walker.model["verdict"] == "blocked":
        state, telling = "blocked", blockers
    elif questions and (stops or not (duties or node.id == "duties")):
        state, telling = "undecided", questions
    else:
        owing = duties or (node.id == "duties" and walker.model["verdict"] != "clear")
        state, telling = ("duty" if owing else "passed"), [*duties, *walker.at(node.id, "caution")]
    first = telling[0] if telling else None
    return Fork(
        id=node.id,
        asks=told(node.label),
        answer=_answer(node, following, state, walker),
        state=state,
        why=" ".join(dict.fromkeys(told(it["says"]) for it in telling)) if node.id != "duties" else "",
        clause=_clause(node, first, walker),
        item=_item(node, first, walker),
    )


def _answer(node: Node, following: str, state: str, walker: _Walker) -> str:
    """The answer in the words of the chart, where somebody gave one."""
    edges = walker.chart.answers(node.id)
    if node.id == "duties":
        open_ = len(merged(walker.at("duties", "action")))
        if walker.model["verdict"] == "clear" or not open_:
            return next(told(edge.label) for edge in edges if edge.to == following)
        return ngettext("%(count)d is open", "%(count)d are open", open_) % {"count": open_}
    if state in ("blocked", "undecided"):
        leads = next((edge.label for edge in edges if walker.chart.node(edge.to).verdict == state), "")
        return told(leads) or (_("Not known") if state == "undecided" else _("No"))
    if node.id == "weights":
        return _("Its terms were read for this edition")
    if node.id in _READY:
        return _("Its duties are listed, with their dates")
    if node.id in _UNSTATED and walker.fact(*_UNSTATED[node.id]) is None and following == _SIDEWAYS[node.id][1]:
        return _("Not known, and it decides nothing here")
    return next(told(edge.label) for edge in edges if edge.to == following)


def _clause(node: Node, finding: Mapping[str, Any] | None, walker: _Walker) -> Link:
    """Where the answer stands: at what decided, or where the Act or the model’s own licence speaks of it."""
    words = walker.words
    if finding:
        view = finding_view(finding, words)
        return Link(", ".join(filter(None, (view.licence.label, view.clause.label))), view.clause.href)
    if node.id in _ASKED:
        places = str(words.catalogue.law_documents["questions"][_ASKED[node.id]]["article"])
        return Link(article(places.partition(";")[0]))
    licence = words.catalogue.licences.get(next(iter(walker.model["licences"]), ""))
    if licence is None or node.id == "weights":
        return Link("")
    for topic in node.topics:
        said = licence.terms.term(topic).text
        if said.clause != WHOLE_TEXT:
            return Link(f"{licence.short}, {clause_words(said.clause)}", words.licence_link(licence.id, topic).href)
    return Link("")


def _item(node: Node, finding: Mapping[str, Any] | None, walker: _Walker) -> Link:
    """The item of the checklist that asks for it: one of the fork’s own, if one of those caused the finding."""
    causes = finding["because"] if finding else ()
    named = [item for item in map(item_for, causes) if item]
    item = next((one for one in named if one in node.items), next(iter((*named, *node.items)), ""))
    return Link(ITEMS[item].label, reverse("wizard:item", args=[walker.words.reference, item])) if item else Link("")
