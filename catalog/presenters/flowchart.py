"""The decision flowchart as a drawing, and as steps in words for who cannot or does not want to see it."""

from dataclasses import dataclass
from textwrap import wrap

from django.urls import reverse

from catalog.knowledge.flowchart import Edge, Flowchart, Node
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.flowchart_layout import BOX, OUTCOME, WIDTH, Box, Layout, Route, layout
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told, within
from catalog.presenters.licence import Link

PAGES = for_translation(
    {
        "licences": ("Licences", "catalog:licences"),
        "models": ("Models", "catalog:models"),
        "families": ("Families", "catalog:families"),
        "situations": ("Situations", "catalog:situations"),
        "traps": ("Traps", "catalog:traps"),
        "faq": ("Questions", "catalog:faq"),
        "disagreements": ("Disagreements", "catalog:disagreements"),
        "ai-act": ("AI Act", "catalog:ai_act"),
    }
)
PADDING, LINE, LINKS, SHAPE = 14, 20, 26, 19
# The width that a letter of the drawing's two sizes is given; a test in a browser holds the words to it.
LETTER, SMALL = 8.0, 7.0
CORNER = 8


@dataclass(frozen=True)
class Text:
    """One line of words at its place."""

    x: int
    y: int
    says: str


@dataclass(frozen=True)
class PageLink:
    """A link within a box, with the ground that it can be hit on."""

    x: int
    y: int
    width: int
    label: str
    href: str


@dataclass(frozen=True)
class NodeView:
    """One box: its words, its verdict where it is an outcome, and the middle of the verdict's shape."""

    id: str
    box: Box
    verdict: str
    shape_x: int
    shape_y: int
    lines: tuple[Text, ...]
    links: tuple[PageLink, ...]


@dataclass(frozen=True)
class EdgeView:
    """One line: its path, and its label."""

    start: str
    to: str
    path: str
    css: str
    label: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Answer:
    """One answer in words: where it leads."""

    label: str
    to: Link
    verdict: str


@dataclass(frozen=True)
class Step:
    """One question or outcome in words."""

    id: str
    number: int
    name: str
    says: str
    verdict: str
    answers: tuple[Answer, ...]
    topics: tuple[Link, ...]
    items: tuple[Link, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True)
class FlowchartView:
    """The drawing and its twin."""

    title: str
    desc: str
    width: int
    height: int
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
    questions: tuple[Step, ...]
    outcomes: tuple[Step, ...]


def flowchart(chart: Flowchart, items: dict[str, str]) -> FlowchartView:
    """Draw the chart, and tell it. `items` are the names of the checklist's items."""
    numbers = _numbers(chart)
    texts = {node.id: _lines(node, numbers) for node in chart.nodes}
    plan = layout(chart, {node.id: _height(node, texts[node.id]) for node in chart.nodes})
    steps = tuple(_step(node, chart, numbers, items) for node in chart.nodes)
    return FlowchartView(
        title=told(chart.title),
        desc=_desc(chart),
        width=WIDTH,
        height=plan.height,
        nodes=tuple(_node(node, texts[node.id], plan.boxes[node.id]) for node in chart.nodes),
        edges=tuple(_edge(route, chart) for route in _drawn(plan, chart)),
        questions=tuple(step for step in steps if not step.verdict),
        outcomes=tuple(step for step in steps if step.verdict),
    )


def _numbers(chart: Flowchart) -> dict[str, int]:
    questions = [node.id for node in chart.nodes if node.kind == "question"]
    return {name: number for number, name in enumerate(questions, start=1)}


def _lines(node: Node, numbers: dict[str, int]) -> list[str]:
    """Break the words of a node into lines. An outcome begins with its verdict."""
    if node.verdict is None:
        return wrap(f"{numbers[node.id]}. {told(node.label)}", int((BOX - 2 * PADDING) / LETTER))
    said = "" if node.label.casefold() == node.verdict else told(node.label)
    return [words.VERDICTS[node.verdict], *wrap(said, int((OUTCOME - 2 * PADDING) / LETTER))]


def _height(node: Node, lines: list[str]) -> int:
    return 2 * PADDING + LINE * len(lines) - 4 + (LINKS if node.pages else 0)


def _node(node: Node, lines: list[str], box: Box) -> NodeView:
    x, y = box.x + PADDING, box.y + PADDING
    first = x + SHAPE if node.verdict else x
    return NodeView(
        id=node.id,
        box=box,
        verdict=node.verdict or "",
        shape_x=x + 6,
        shape_y=y + 7,
        lines=tuple(Text(x if place else first, y + 12 + LINE * place, line) for place, line in enumerate(lines)),
        links=_page_links(node, x, box.bottom - PADDING - LINKS + 8),
    )


def _page_links(node: Node, x: int, y: int) -> tuple[PageLink, ...]:
    found = []
    for page in node.pages:
        label, name = told(PAGES[page][0]), PAGES[page][1]
        width = int(len(label) * SMALL) + 4
        found.append(PageLink(x, y, width, label, reverse(name)))
        x += width + 14
    return tuple(found)


def _drawn(plan: Layout, chart: Flowchart) -> list[Route]:
    """Lines to outcomes first, so that where lines cross, the way on lies on top."""
    outcomes = {node.id for node in chart.nodes if node.kind == "outcome"}
    return sorted(plan.routes, key=lambda route: route.edge.to not in outcomes)


def _edge(route: Route, chart: Flowchart) -> EdgeView:
    verdict = chart.node(route.edge.to).verdict
    return EdgeView(
        start=route.edge.start,
        to=route.edge.to,
        path=_path(route.points),
        css=verdict or "on",
        label=told(route.edge.label),
        x=route.label_x,
        y=route.label_y,
        anchor=route.anchor,
    )


def _path(points: tuple[tuple[int, int], ...]) -> str:
    """Draw a line with rounded corners through the points, as the `d` of an SVG path."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _near(corner, before), _near(corner, after)
        parts.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    parts.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(parts)


def _near(corner: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The point just before a corner, on the way to it from another point in line with it."""
    (x, y), (to_x, to_y) = corner, other
    return x + max(-CORNER, min(CORNER, to_x - x)), y + max(-CORNER, min(CORNER, to_y - y))


def _step(node: Node, chart: Flowchart, numbers: dict[str, int], items: dict[str, str]) -> Step:
    licences, checklist = reverse("catalog:licences"), reverse("catalog:checklist")
    return Step(
        id=node.id,
        number=numbers.get(node.id, 0),
        name=told(node.label),
        says=told(node.says),
        verdict=node.verdict or "",
        answers=tuple(_answer(edge, chart, numbers) for edge in chart.answers(node.id)),
        topics=tuple(Link(words.TOPICS[topic], licences) for topic in node.topics),
        items=tuple(Link(items[item], f"{checklist}#{item}") for item in node.items),
        pages=tuple(Link(told(PAGES[page][0]), reverse(PAGES[page][1])) for page in node.pages),
    )


def _answer(edge: Edge, chart: Flowchart, numbers: dict[str, int]) -> Answer:
    to = chart.node(edge.to)
    label = (
        _("go on to %(id)s, %(label)s") % {"id": numbers[to.id], "label": told(to.label)}
        if to.verdict is None
        else told(to.label)
    )
    return Answer(told(edge.label), Link(label, f"#step-{to.id}"), to.verdict or "")


def _desc(chart: Flowchart) -> str:
    questions = sum(node.kind == "question" for node in chart.nodes)
    outcomes = words.listed((within(words.VERDICTS[node.verdict]) for node in chart.nodes if node.verdict), "or")
    return _(
        "%(questions)s questions from top to bottom. Each answer leads to another question or to one of "
        "the outcomes: %(outcomes)s. The same steps stand below in words."
    ) % {"questions": questions, "outcomes": outcomes}
