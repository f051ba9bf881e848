"""Where the boxes and lines of the flowchart stand. Numbers only: nothing here knows a word of a page.

Questions run down a spine. A question that only one other leads to, and that leads back to where that one goes anyway,
stands beside it. What is forbidden runs down a rail on the right and what is left open down one on the left, so that
many answers can end in the same place without a tangle. What has to pass a neighbour goes over it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.knowledge.flowchart import Edge, Flowchart

WIDTH = 1000
BOX, OUTCOME = 252, 208
SPINE, SIDE = 214, 596
LEFT_RAIL, RIGHT_RAIL = 36, 964
OUTCOMES = {"undecided": 0, "clear": SPINE + (BOX - OUTCOME) // 2, "conditions": 512, "blocked": WIDTH - OUTCOME}
GAP, FOR_JOIN, FOR_PASSING = 44, 24, 28
JOIN_LANE, PASSING_LANE = 30, 24
JOINS_AT = 62
LANE, LANE_STEP = 26, 16
TOP = 8


@dataclass(frozen=True)
class Box:
    """A box by its corner and size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> int:
        """The middle of its upper and lower edge."""
        return self.x + self.width // 2

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Route:
    """A line through its corners, and where its label stands: `anchor` is start or end."""

    edge: Edge
    points: tuple[tuple[int, int], ...]
    label_x: int
    label_y: int
    anchor: str


@dataclass(frozen=True)
class Layout:
    """Boxes by node, lines, and the height of the whole drawing."""

    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    height: int


def layout(chart: Flowchart, heights: Mapping[str, int]) -> Layout:
    """Place every node and draw every answer. `heights` are what the words of each node need."""
    grid = _Grid(chart)
    boxes = _boxes(grid, heights)
    routes = tuple(_route(edge, grid, boxes) for edge in chart.edges)
    return Layout(boxes, routes, max(box.bottom for box in boxes.values()) + TOP)


class _Grid:
    """Which node stands in which row and column, and which lines pass where."""

    def __init__(self, chart: Flowchart) -> None:
        self.chart = chart
        self.kinds = {node.id: node.kind for node in chart.nodes}
        self.verdicts = {node.id: node.verdict or "" for node in chart.nodes if node.kind == "outcome"}
        self.beside = self._beside()
        self.hosts = {host: side for side, host in self.beside.items()}
        self.rows = self._rows()
        self.last = max(self.rows.values()) + 1

    def _beside(self) -> dict[str, str]:
        """Return the questions that stand beside another, with that other."""
        found: dict[str, str] = {}
        for name, kind in self.kinds.items():
            before = {edge.start for edge in self.chart.edges if edge.to == name}
            if kind == "question" and len(before) == 1:
                host = before.pop()
                if self._next(name) <= self._next(host) - {name} and host not in found and host not in found.values():
                    found[name] = host
        return found

    def _next(self, name: str) -> set[str]:
        return {edge.to for edge in self.chart.answers(name) if self.kinds[edge.to] == "question"}

    def _rows(self) -> dict[str, int]:
        """Each question of the spine below everything that leads to it; a question beside another in its row."""
        rows: dict[str, int] = {}

        def row(name: str) -> int:
            if name not in rows:
                host = self.beside.get(name)
                before = [edge.start for edge in self.chart.edges if edge.to == name]
                rows[name] = row(host) if host else max((row(each) + 1 for each in before), default=0)
            return rows[name]

        for name, kind in self.kinds.items():
            if kind == "question":
                row(name)
        return rows

    def in_row(self, number: int) -> list[str]:
        """The questions of a row."""
        return [name for name, row in self.rows.items() if row == number]

    def joins(self, edge: Edge) -> bool:
        """Whether a line leads from beside the spine back into it."""
        return edge.start in self.beside and edge.to in self.rows

    def skips(self, edge: Edge) -> bool:
        """Whether a line of the spine passes a row."""
        spine = edge.start not in self.beside and edge.to not in self.beside
        return spine and edge.to in self.rows and self.rows[edge.to] > self.rows[edge.start] + 1

    def passes(self, edge: Edge) -> bool:
        """Whether a neighbour stands between a question and its rail."""
        verdict = self.verdicts.get(edge.to)
        if verdict == "undecided":
            return edge.start in self.beside
        return verdict == "blocked" and edge.start in self.hosts

    def leaving_right(self, name: str) -> list[Edge]:
        """The lines that leave a question on its right, from the top: what passes over its neighbour first."""
        to = [it for it in self.chart.answers(name) if it.to in self.beside or self._to_right(it)]
        return sorted(to, key=lambda edge: not self.passes(edge))

    def leaving_left(self, name: str) -> list[Edge]:
        """The lines on the left of a question of the spine, from the top: out first, then what arrives."""
        out = [it for it in self.chart.answers(name) if self.verdicts.get(it.to) == "undecided" or self.skips(it)]
        out.sort(key=self.skips)
        return out + [it for it in self.chart.edges if it.to == name and self.skips(it)]

    def _to_right(self, edge: Edge) -> bool:
        return self.verdicts.get(edge.to) in ("blocked", "conditions")

    def lane(self, edge: Edge) -> int:
        """The place of a line that passes rows: the first lane that no other such line uses beside it."""
        taken: list[tuple[int, int, int]] = []
        for each in filter(self.skips, self.chart.edges):
            top, bottom = self.rows[each.start], self.rows[each.to]
            beside = {used for start, end, used in taken if start < bottom and top < end}
            free = next(number for number in range(len(taken) + 1) if number not in beside)
            if each == edge:
                return free
            taken.append((top, bottom, free))
        return 0


def _boxes(grid: _Grid, heights: Mapping[str, int]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    y = TOP
    for number in range(grid.last):
        names = grid.in_row(number)
        passing = any(grid.passes(edge) for name in names for edge in grid.chart.answers(name))
        joining = any(grid.joins(edge) for name in grid.in_row(number - 1) for edge in grid.chart.answers(name))
        y += (GAP if number else 0) + (FOR_PASSING if passing else 0) + (FOR_JOIN if joining else 0)
        height = max(heights[name] for name in names)
        for name in names:
            boxes[name] = Box(SIDE if name in grid.beside else SPINE, y, BOX, height)
        y += height
    y += GAP + FOR_JOIN
    for name, verdict in grid.verdicts.items():
        boxes[name] = Box(OUTCOMES[verdict], y, OUTCOME, heights[name])
    return boxes


def _route(edge: Edge, grid: _Grid, boxes: Mapping[str, Box]) -> Route:
    start, end = boxes[edge.start], boxes[edge.to]
    verdict = grid.verdicts.get(edge.to)
    if grid.skips(edge):
        return _skipping(edge, grid, start, end)
    if grid.joins(edge):
        return _joining(edge, start, end)
    if edge.to in grid.beside:
        y = _port(edge, grid.leaving_right(edge.start), start)
        return Route(edge, ((start.right, y), (end.x, y)), start.right + 10, y - 7, "start")
    if verdict in ("undecided", "blocked"):
        return _to_rail(edge, grid, start, end)
    if verdict == "conditions":
        y = _port(edge, grid.leaving_right(edge.start), start)
        return Route(edge, ((start.right, y), (end.centre, y), (end.centre, end.y)), start.right + 10, y - 7, "start")
    points = ((start.centre, start.bottom), (start.centre, end.y))
    return Route(edge, points, start.centre + 9, start.bottom + 18, "start")


def _to_rail(edge: Edge, grid: _Grid, start: Box, end: Box) -> Route:
    left = grid.verdicts[edge.to] == "undecided"
    rail = LEFT_RAIL if left else RIGHT_RAIL
    if grid.passes(edge):
        return _passing(edge, grid, start, end, rail)
    side = grid.leaving_left(edge.start) if left else grid.leaving_right(edge.start)
    y = _port(edge, side, start)
    out, label = (start.x, start.x - 10) if left else (start.right, start.right + 10)
    return Route(edge, ((out, y), (rail, y), (rail, end.y)), label, y - 7, "end" if left else "start")


def _passing(edge: Edge, grid: _Grid, start: Box, end: Box, rail: int) -> Route:
    """Go over the neighbour: from the top of a box beside the spine, from the right of one in it."""
    lane = start.y - PASSING_LANE
    if rail == LEFT_RAIL:
        over = ((start.centre, start.y), (start.centre, lane), (rail, lane), (rail, end.y))
        return Route(edge, over, start.centre - 9, lane - 7, "end")
    y, out = _port(edge, grid.leaving_right(edge.start), start), start.right + LANE
    points = ((start.right, y), (out, y), (out, lane), (rail, lane), (rail, end.y))
    return Route(edge, points, out + 9, lane - 7, "start")


def _joining(edge: Edge, start: Box, end: Box) -> Route:
    lane, into = start.bottom + JOIN_LANE, end.centre + JOINS_AT
    points = ((start.centre, start.bottom), (start.centre, lane), (into, lane), (into, end.y))
    return Route(edge, points, start.centre - 9, lane - 7, "end")


def _skipping(edge: Edge, grid: _Grid, start: Box, end: Box) -> Route:
    lane = start.x - LANE - LANE_STEP * grid.lane(edge)
    y = _port(edge, grid.leaving_left(edge.start), start)
    into = _port(edge, grid.leaving_left(edge.to), end)
    return Route(edge, ((start.x, y), (lane, y), (lane, into), (end.x, into)), lane - 7, y + 5, "end")


def _port(edge: Edge, side: Iterable[Edge], box: Box) -> int:
    """Share the side of a box evenly among its lines."""
    lines = list(side)
    return box.y + box.height * (lines.index(edge) + 1) // (len(lines) + 1)
