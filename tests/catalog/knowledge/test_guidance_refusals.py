"""The guide's content: each rule is broken once in a copy of the real data, and the refusal is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy

Change = Callable[[dict[str, Any]], Any]


def node(name: str, **values: Any) -> Change:
    """Return a change to one node of the flowchart."""
    return lambda it: next(entry for entry in it["nodes"] if entry["id"] == name).update(values)


def edge(start: str, to: str, label: str = "Perhaps") -> Change:
    """Return a change that adds an answer to the flowchart."""
    return lambda it: it["edges"].append({"from": start, "to": to, "label": label})


def without(start: str, *ends: str) -> Change:
    """Return a change that removes answers from the flowchart."""
    return lambda it: it.update(edges=[e for e in it["edges"] if e["from"] != start or e["to"] not in ends])


def category(**values: Any) -> Change:
    """Return a change to the first behavioural category."""
    return lambda it: it["categories"][0].update(values)


TABLE: list[tuple[str, str, Change, str, str]] = [
    (
        "a source that does not exist",
        "disagreements/llama-output-ban.yaml",
        lambda it: it["ruling"].update(source="hearsay"),
        "ruling.source",
        "The source “hearsay” does not exist. Add it to sources.yaml or correct the id.",
    ),
    (
        "a source that does not exist, in a list",
        "counting.yaml",
        lambda it: it["lines"][1]["ruling"].update(source="hearsay"),
        "lines.affiliates.ruling.source",
        "The source “hearsay” does not exist.",
    ),
    (
        "a statement from after the edition's state",
        "traps/synthetic-data.yaml",
        lambda it: it["ruling"].update(read_on="2999-01-01"),
        "ruling.read_on",
        "Read on 2999-01-01, after the edition's state of",
    ),
    (
        "advice for a model that does not exist",
        "situations/startup.yaml",
        lambda it: it["guide"].update(prefer=["qwen4"]),
        "guide.prefer",
        "The model “qwen4” does not exist. Add models/<id>.yaml or correct the id.",
    ),
    (
        "a family with a key model that does not exist",
        "families/permissive.yaml",
        lambda it: it.update(models=["qwen4"]),
        "models",
        "The model “qwen4” does not exist. Correct the id.",
    ),
    (
        "a licence that does not exist",
        "faq/llama-limit.yaml",
        lambda it: it["about"].update(licences=["llama-9"]),
        "about.licences",
        "The licence “llama-9” does not exist. Correct the id.",
    ),
    (
        "a licence of the Qwen table that does not exist",
        "qwen.yaml",
        lambda it: it["rows"][0].update(guide_licence="qwen"),
        "rows.0.guide_licence",
        "The licence “qwen” does not exist.",
    ),
    (
        "a topic that does not exist",
        "checklist/attribution.yaml",
        lambda it: it["about"].update(topics=["credits"]),
        "about.topics",
        "The topic “credits” does not exist.",
    ),
    (
        "a checklist item that does not exist",
        "flowchart.yaml",
        node("weights", items=["reading"]),
        "nodes.weights.items",
        "The checklist item “reading” does not exist.",
    ),
    (
        "a point that concerns nothing",
        "disagreements/llama-length.yaml",
        lambda it: it.update(about={}),
        "about",
        "It concerns nothing. Name a licence, a model, a topic or an article.",
    ),
    (
        "two entries at one place",
        "practices/selection-review.yaml",
        lambda it: it.update(place=2),
        "place",
        "Place 2 is also held by “automated-scanning”. Give each entry its own place.",
    ),
    (
        "two checklist items at one place of a phase",
        "checklist/propagation.yaml",
        lambda it: it.update(place=1),
        "place",
        "Place 1 is also held by “attribution”.",
    ),
    (
        "a missing line",
        "counting.yaml",
        lambda it: it["lines"].pop(),
        "lines",
        "The line “later-growth” is missing. Restore it from the last release.",
    ),
    (
        "a line that stands twice",
        "rail.yaml",
        lambda it: it["naming"].append(it["naming"][0]),
        "naming",
        "The line “D” stands twice. Remove one of the two.",
    ),
    (
        "a category without a word",
        "rail.yaml",
        category(activities=[]),
        "categories.surveillance",
        "The category corresponds to no word of the vocabulary. Name an activity or a domain.",
    ),
    (
        "a category with a word that does not exist",
        "rail.yaml",
        category(domains=["spying"]),
        "categories.surveillance.domains",
        "“spying” is not in the vocabulary's domains. Use a word of vocabulary.yaml.",
    ),
    (
        "a flowchart that begins nowhere",
        "flowchart.yaml",
        lambda it: it.update(entry="start"),
        "entry",
        "The node “start” does not exist. Add the node or correct the id.",
    ),
    (
        "an answer that leads nowhere",
        "flowchart.yaml",
        edge("duties", "heaven"),
        "edges.47.to",
        "The node “heaven” does not exist.",
    ),
    (
        "a node that stands twice",
        "flowchart.yaml",
        lambda it: it["nodes"].append(it["nodes"][-1]),
        "nodes.blocked",
        "The node stands twice. Give each node its own id.",
    ),
    (
        "a node that nobody reaches",
        "flowchart.yaml",
        without("use", "use-limits"),
        "nodes.use-limits",
        "No path leads to this node. Add an answer that leads here, or remove it.",
    ),
    (
        "a question without a choice",
        "flowchart.yaml",
        without("gpai-ready", "blocked"),
        "nodes.gpai-ready",
        "The question does not lead to two different places. Add an answer, or make it an outcome.",
    ),
    (
        "an outcome that leads on",
        "flowchart.yaml",
        lambda it: (node("undecided", verdict="undecided")(it), edge("undecided", "blocked")(it)),
        "nodes.undecided",
        "An outcome leads on. Remove its answers, or make it a question.",
    ),
    (
        "an outcome without a verdict",
        "flowchart.yaml",
        node("clear", verdict=None),
        "nodes.clear.verdict",
        "An outcome has a verdict, and a question has none. Add or remove the verdict.",
    ),
    (
        "a question with a verdict",
        "flowchart.yaml",
        node("weights", verdict="clear"),
        "nodes.weights.verdict",
        "An outcome has a verdict, and a question has none.",
    ),
]


@pytest.mark.parametrize(("file", "change", "key", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_refuses(copy: "Copy", file: str, change: Change, key: str, told: str) -> None:
    copy.edit(file, change)
    (problem,) = copy.found()
    assert str(problem).startswith(f"{file}: {key}: {told}")


def test_refuses_a_flowchart_that_runs_in_a_circle(copy: "Copy") -> None:
    copy.edit("flowchart.yaml", edge("agreement", "threshold"))
    found = copy.found()
    assert {problem.key for problem in found} == {"nodes.threshold", "nodes.agreement"}
    assert {problem.problem for problem in found} == {"A path leads from this node back to it."}


@pytest.mark.parametrize(
    "file",
    [
        "families/copyleft.yaml",
        "enforcement/starcoder-malware.yaml",
        "faq/vendor-api.yaml",
        "practices/licence-bill.yaml",
        "checklist/user-growth.yaml",
    ],
)
def test_refuses_a_catalogue_without_an_entry_of_the_guide(copy: "Copy", file: str) -> None:
    (copy.root / file).unlink()
    (problem,) = copy.found()
    name = file.split("/")[1].removesuffix(".yaml")
    assert str(problem) == f"{file}: file: The entry “{name}” is missing. Restore the file from the last release."


@pytest.mark.parametrize("name", ["rail", "counting", "qwen", "flowchart"])
def test_refuses_a_catalogue_without_a_single_file(copy: "Copy", name: str) -> None:
    (copy.root / f"{name}.yaml").unlink()
    (problem,) = copy.found()
    assert problem.key == ""
    assert problem.problem == "The file is missing."


SHAPES: list[tuple[str, str, Change, str]] = [
    ("an article in free words", "faq/eu-high-risk.yaml", lambda it: it["about"].update(articles=["Art. 6"]), "about"),
    ("a label too long for its box", "flowchart.yaml", node("act", label="x" * 61), "nodes"),
    ("a place beyond the guide's list", "practices/licence-bill.yaml", lambda it: it.update(place=6), "place"),
    ("a direction of its own", "disagreements/gpl-conveying.yaml", lambda it: it.update(directions=["up"]), "direct"),
    ("a statement without a clause", "traps/growth-surprise.yaml", lambda it: it["read"].pop("ruling"), "ruling"),
]


@pytest.mark.parametrize(("file", "change", "key"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_refuses_a_shape_that_does_not_fit(copy: "Copy", file: str, change: Change, key: str) -> None:
    copy.edit(file, change)
    found = copy.found()
    assert found
    assert all(problem.file.endswith(file) and problem.key.startswith(key) for problem in found)
