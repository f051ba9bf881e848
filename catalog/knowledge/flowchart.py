"""The shape of the compliance decision flowchart: questions, outcomes, and the answers that lead on."""

from typing import Literal

from pydantic import Field

from catalog.knowledge.facts import Fact

Page = Literal["licences", "models", "families", "situations", "traps", "faq", "disagreements", "ai-act"]
Verdict = Literal["clear", "conditions", "undecided", "blocked"]


class Node(Fact):
    """A question or an outcome: a short label, one sentence, and where to read on.

    `verdict` stands on outcomes alone. `topics` are topics of a licence, `items` ids of the checklist.
    """

    id: str
    kind: Literal["question", "outcome"]
    label: str = Field(max_length=60)
    says: str = Field(min_length=8)
    verdict: Verdict | None = None
    topics: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()


class Edge(Fact):
    """An answer: it leads from a question to the next node."""

    start: str = Field(alias="from")
    to: str
    label: str = Field(min_length=2, max_length=40)


class Flowchart(Fact):
    """The nodes in reading order, the answers between them, and the node to begin with."""

    title: str
    entry: str
    nodes: tuple[Node, ...] = Field(min_length=1)
    edges: tuple[Edge, ...] = Field(min_length=1)

    def node(self, node_id: str) -> Node:
        """Return the node of an id. Raises KeyError where there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def answers(self, node_id: str) -> tuple[Edge, ...]:
        """Return the answers that lead on from a node, in the order they are written."""
        return tuple(edge for edge in self.edges if edge.start == node_id)
