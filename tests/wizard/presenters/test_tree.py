"""The way through the decision flowchart, for the published cases and for a few of our own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from catalog.ambient import current_catalog
from catalog.presenters.words import VERDICTS
from tests.catalog.engine import published
from wizard.presenters.findings import Words
from wizard.presenters.tree import CHOICES, FORKS, Way, first_choice, ways
from wizard.presenters.tree_drawing import LETTER, SMALL, TEXT, WIDTH, drawing

WORDS = Words(current_catalog(), "CW-2026-0001")
CHART = current_catalog().flowchart


def told(case: dict[str, Any]) -> tuple[Way, ...]:
    """The ways of a case's candidates."""
    return ways(published.judged(case), published.plain(published.facts_of(case)), WORDS)


def harmless(candidate: str, **parts: dict[str, Any]) -> dict[str, Any]:
    """A case with harmless answers but for these."""
    return {"facts": {"schema": "facts/1", "candidates": [candidate], **parts}, "rest": "harmless"}


def answers(way: Way) -> dict[str, str]:
    return {fork.id: fork.answer for fork in way.forks}


@pytest.fixture(scope="module")
def everything() -> list[Way]:
    """The ways of every candidate of every published case."""
    return [way for case in published.cases() for way in told(case)]


def test_every_way_ends_at_what_decided_it(everything: list[Way]) -> None:
    assert len(everything) > 1000
    for way in everything:
        last = way.forks[-1]
        if way.verdict in ("blocked", "undecided"):
            assert last.state == way.verdict, way
        else:
            assert last.id == "duties", way
            assert not way.beyond
        assert not any(fork.state == "blocked" for fork in way.forks[:-1]), way


def test_the_word_of_the_verdict_is_said_once_at_the_end(everything: list[Way]) -> None:
    endings = {way.verdict: way for way in everything}
    assert endings["undecided"].adds == " until somebody finds out"
    assert endings["blocked"].adds.startswith(": Not with this model")
    for way in endings.values():
        shown = " ".join(line.says for line in drawing(way).stops[-1].lines)
        assert shown.lower().count(VERDICTS[way.verdict].lower()) == 1, shown


def test_every_step_of_a_way_is_an_edge_of_the_chart(everything: list[Way]) -> None:
    edges = {(edge.start, edge.to) for edge in CHART.edges}
    for way in everything:
        places = [fork.id for fork in way.forks]
        assert places[0] == CHART.entry
        assert all(step in edges for step in pairwise(places)), places


def test_no_stop_is_without_an_answer_and_what_stops_says_why(everything: list[Way]) -> None:
    for way in everything:
        assert all(fork.answer for fork in way.forks), way
        if way.verdict in ("blocked", "undecided"):
            assert way.forks[-1].why
            assert way.forks[-1].clause.label or way.forks[-1].item.href


def test_forks_with_two_ways_on_have_a_rule_and_topics_a_fork() -> None:
    def ahead(name: str) -> int:
        return sum(CHART.node(edge.to).verdict is None for edge in CHART.answers(name))

    assert {node.id for node in CHART.nodes if ahead(node.id) > 1} == set(CHOICES)
    assert {*FORKS.values()} <= {node.id for node in CHART.nodes}


def test_a_seat_that_is_excluded_ends_the_way_there_and_the_rest_is_told() -> None:
    case = harmless("llama-4-maverick", outputs={"train": "other-llm", "distils": True}, organisation={"country": "DE"})
    (way,) = told(case)
    assert (way.forks[-1].id, way.forks[-1].answer) == ("territory", "No")
    assert way.forks[-1].clause.label == "Llama 4 Community, last paragraph"
    assert way.forks[-1].item.label == "Organisation-wide users"
    assert len(way.beyond) == 1


def test_a_base_that_excludes_the_use_decides_where_bases_are_asked_for(everything: list[Way]) -> None:
    stopped = [way for way in everything if way.forks[-1].id == "base"]
    assert stopped
    assert {way.forks[-1].answer for way in stopped} == {"They exclude it"}


def test_open_duties_are_counted_at_the_end() -> None:
    (way,) = told(
        harmless("qwen3-32b", safeguards={"licence_copy_included": False}, use={"delivery": ["ship-weights"]})
    )
    assert (way.verdict, answers(way)["duties"], way.forks[-1].state) == ("conditions", "1 is open", "duty")


def test_outside_the_union_nobody_walks_through_the_act() -> None:
    (way,) = told(harmless("qwen3-32b"))
    assert answers(way)["act"] == "No"
    assert "prohibited" not in answers(way)


def test_the_best_candidate_is_told_first_and_without_one_the_first() -> None:
    evaluation = {
        "models": [{"model": "a", "verdict": "blocked"}, {"model": "b", "verdict": "clear"}],
        "recommended": [],
    }
    assert first_choice(evaluation) == "a"
    assert first_choice({**evaluation, "recommended": [{"model": "c"}, {"model": "b"}]}) == "b"
    assert first_choice({"models": [], "recommended": []}) == ""


def lines(way: Way) -> Iterator[tuple[str, str]]:
    for stop in drawing(way).stops:
        for line in stop.lines:
            yield line.says, line.css


def test_no_line_of_the_drawing_is_wider_than_a_telephone(everything: list[Way]) -> None:
    for way in everything[::7]:
        for says, css in lines(way):
            assert TEXT + len(says) * (LETTER if css == "answer" else SMALL) <= WIDTH, says


def test_the_drawing_holds_what_the_words_beside_it_say() -> None:
    (way,) = told(harmless("llama-4-maverick", organisation={"country": "DE"}))
    drawn = " ".join(says for says, _ in lines(way))
    for fork in way.forks:
        assert fork.asks in drawn
        assert fork.answer in drawn
    shown = drawing(way)
    assert [stop.y for stop in shown.stops] == sorted(stop.y for stop in shown.stops)
    assert shown.stops[-1].y == shown.end < shown.height


def test_the_page_has_a_title_a_description_and_the_twin() -> None:
    (way,) = told(harmless("llama-4-maverick", organisation={"country": "DE"}))
    page = render_to_string("wizard/_ways.html", {"ways": [(way, drawing(way))], "shown_way": "", "chart_href": "/"})
    svg = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert (svg.findtext("title") or "").startswith("How Llama 4 Maverick")
    assert "questions from top to bottom" in (svg.findtext("desc") or "")
    assert page.count("<li>") == len(way.forks)
    assert "style=" not in page
