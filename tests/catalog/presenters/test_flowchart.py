from itertools import combinations, pairwise

import pytest

from catalog.knowledge.flowchart import Flowchart
from catalog.knowledge.index import Catalogue
from catalog.presenters.flowchart import SMALL, FlowchartView, flowchart
from catalog.presenters.flowchart_layout import WIDTH, Box, Layout, Route, layout

Area = tuple[float, float, float, float]


@pytest.fixture
def view(catalogue: Catalogue) -> FlowchartView:
    return flowchart(catalogue.flowchart, {it.id: it.title for it in catalogue.checklist.values()})


@pytest.fixture
def plan(catalogue: Catalogue, view: FlowchartView) -> Layout:
    return layout(catalogue.flowchart, {node.id: node.box.height for node in view.nodes})


def area(box: Box) -> Area:
    return box.x, box.y, box.right, box.bottom


def meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def on_border(point: tuple[int, int], box: Box) -> bool:
    x, y = point
    beside = x in (box.x, box.right) and box.y <= y <= box.bottom
    return beside or (y in (box.y, box.bottom) and box.x <= x <= box.right)


def parts(route: Route) -> list[Area]:
    return [(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)) for (ax, ay), (bx, by) in pairwise(route.points)]


def label(route: Route) -> Area:
    width = len(route.edge.label) * SMALL
    left = route.label_x if route.anchor == "start" else route.label_x - width
    return left, route.label_y - 10, left + width, route.label_y + 2


def test_every_node_has_a_box_within_the_drawing_and_no_two_overlap(plan: Layout, catalogue: Catalogue) -> None:
    assert set(plan.boxes) == {node.id for node in catalogue.flowchart.nodes}
    for one, other in combinations(plan.boxes.values(), 2):
        assert not meet(area(one), area(other))
    for box in plan.boxes.values():
        assert box.x >= 0
        assert box.right <= WIDTH
        assert box.bottom <= plan.height


def test_every_answer_leads_from_its_question_to_the_next_node_by_right_angles(
    plan: Layout, catalogue: Catalogue
) -> None:
    assert [route.edge for route in plan.routes] == list(catalogue.flowchart.edges)
    for route in plan.routes:
        assert on_border(route.points[0], plan.boxes[route.edge.start]), route
        assert on_border(route.points[-1], plan.boxes[route.edge.to]), route
        for (ax, ay), (bx, by) in pairwise(route.points):
            assert (ax == bx) != (ay == by), route


def test_no_line_runs_through_a_box(plan: Layout) -> None:
    for route in plan.routes:
        for left, top, right, bottom in parts(route):
            for name, box in plan.boxes.items():
                inside = (box.x + 1, box.y + 1, box.right - 1, box.bottom - 1)
                assert not meet((left - 0.1, top - 0.1, right + 0.1, bottom + 0.1), inside), (route.edge, name)


def test_no_label_touches_a_box_another_label_or_a_foreign_line(plan: Layout) -> None:
    for one, other in combinations(plan.routes, 2):
        assert not meet(label(one), label(other)), (one.edge, other.edge)
    for route in plan.routes:
        assert label(route)[0] >= 0
        assert label(route)[2] <= WIDTH
        for name, box in plan.boxes.items():
            assert not meet(label(route), area(box)), (route.edge, name)
        for other in plan.routes:
            for left, top, right, bottom in parts(other):
                assert not meet(label(route), (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5)), (route, other)


def test_lines_that_go_on_are_crossed_at_most_once(plan: Layout, catalogue: Catalogue) -> None:
    kinds = {node.id: node.kind for node in catalogue.flowchart.nodes}
    onward = [route for route in plan.routes if kinds[route.edge.to] == "question"]
    crossings = sum(
        meet((a[0] - 0.1, a[1] - 0.1, a[2] + 0.1, a[3] + 0.1), b)
        for one in onward
        for other in plan.routes
        if other is not one and other.edge.start != one.edge.start and other.edge.to != one.edge.to
        for a in parts(one)
        for b in [(it[0] - 0.1, it[1] - 0.1, it[2] + 0.1, it[3] + 0.1) for it in parts(other)]
    )
    assert crossings <= 1


def test_the_steps_in_words_hold_the_whole_chart(view: FlowchartView, catalogue: Catalogue) -> None:
    told = {step.id: step for step in (*view.questions, *view.outcomes)}
    assert set(told) == {node.id for node in catalogue.flowchart.nodes}
    for node in catalogue.flowchart.nodes:
        answers = catalogue.flowchart.answers(node.id)
        assert [it.label for it in told[node.id].answers] == [edge.label for edge in answers]
        assert [it.to.href for it in told[node.id].answers] == [f"#step-{edge.to}" for edge in answers]
        assert len(told[node.id].pages) == len(node.pages)
    assert [step.number for step in view.questions] == list(range(1, len(view.questions) + 1))


def test_a_box_links_to_the_pages_it_speaks_of(view: FlowchartView) -> None:
    by_id = {node.id: node for node in view.nodes}
    assert [(link.label, link.href) for link in by_id["threshold"].links] == [
        ("Licences", "/licences/"),
        ("Traps", "/traps/"),
    ]
    for node in view.nodes:
        for link in node.links:
            assert node.box.x < link.x
            assert link.x + link.width <= node.box.right
            assert link.y + 26 <= node.box.bottom


def test_an_outcome_is_said_in_a_word_before_its_label(view: FlowchartView) -> None:
    first = {node.verdict: [line.says for line in node.lines] for node in view.nodes if node.verdict}
    assert first["clear"] == ["Clear"]
    assert first["blocked"][0] == "Blocked"
    assert " ".join(first["blocked"][1:]) == "Not with this model, or not in this way"


def test_a_line_that_passes_rows_keeps_clear_of_others() -> None:
    """Three questions in a row, two of which may be skipped: each skipping line has a lane of its own."""
    nodes = [{"id": name, "kind": "question", "label": name, "says": "A question."} for name in "abcd"]
    nodes.append({"id": "end", "kind": "outcome", "label": "Clear", "says": "It is clear.", "verdict": "clear"})
    steps = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "end"), ("a", "d"), ("a", "c")]
    edges = [{"from": start, "to": to, "label": f"{start} to {to}"} for start, to in steps]
    chart = Flowchart.model_validate({"title": "Skips", "entry": "a", "nodes": nodes, "edges": edges})
    plan = layout(chart, dict.fromkeys((*"abcd", "end"), 60))
    lanes = {route.edge.to: route.points[1][0] for route in plan.routes if len(route.points) == 4}
    assert len(lanes) == 2
    assert len(set(lanes.values())) == 2
