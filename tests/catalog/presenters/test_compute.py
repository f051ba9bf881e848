from typing import Any

import pytest

from catalog.ambient import current_law
from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Compute, Model
from catalog.knowledge.index import Catalogue
from catalog.presenters.compute import ComputeView, compute_view, systemic_risk


@pytest.fixture
def lines() -> Lines:
    return current_law().compute


def model_with(catalogue: Catalogue, *, guide: str = "", **compute: Any) -> Model:
    """A model without bases whose compute is as given; none for no compute at all."""
    value = Compute(basis="epoch-estimate", source="A table.", **compute) if compute else None
    update = {"compute": value, "guide_flop": guide, "base_models": ()}
    return catalogue.models["mistral-7b"].model_copy(update=update)


def view(catalogue: Catalogue, lines: Lines, **given: Any) -> ComputeView:
    return compute_view(model_with(catalogue, **given), catalogue, lines)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"flop": 9e24}, "clear"),
        ({"flop": 1e25}, "clear"),
        ({"flop": 1.1e25}, "blocked"),
        ({"flop": 9e24, "low": 5e24, "high": 9.9e24}, "clear"),
        ({"flop": 9e24, "low": 5e24, "high": 2e25}, "undecided"),
        ({"flop": 1.2e25, "low": 5e24, "high": 2e25}, "blocked"),
        ({}, "undecided"),
    ],
)
def test_systemic_risk_is_presumed_above_the_line_and_open_where_the_figure_is(
    catalogue: Catalogue, lines: Lines, given: dict[str, Any], state: str
) -> None:
    assert systemic_risk(model_with(catalogue, **given), catalogue, lines)[0] == state


def test_a_base_above_the_line_is_named_where_no_figure_was_found(catalogue: Catalogue, lines: Lines) -> None:
    child = model_with(catalogue).model_copy(update={"base_models": ("llama-3.1-405b",)})
    state, why = systemic_risk(child, catalogue, lines)
    assert state == "undecided"
    assert "Llama 3.1 405B" in why


def test_a_third_of_the_figure_makes_a_provider(catalogue: Catalogue, lines: Lines) -> None:
    assert "more than 1 × 10²⁴ FLOP, a third of this figure" in view(catalogue, lines, flop=3e24).third


def test_without_a_figure_the_fallback_of_the_guidelines_stands(catalogue: Catalogue, lines: Lines) -> None:
    shown = view(catalogue, lines)
    assert "more than 3.33 × 10²² FLOP" in shown.third
    assert "3.33 × 10²⁴ FLOP" in shown.third
    assert shown.scale is None
    assert (shown.flop, shown.basis) == ("Unknown", "No figure was found.")


def test_a_range_and_a_grade_are_told_with_the_figure(catalogue: Catalogue, lines: Lines) -> None:
    shown = view(catalogue, lines, flop=3e24, low=1e24, high=9e24, certainty="likely")
    assert shown.spread == "90 % range: 1 × 10²⁴ FLOP to 9 × 10²⁴ FLOP"
    assert shown.basis == "Estimated by Epoch AI, rated likely."


def test_the_scale_is_logarithmic(catalogue: Catalogue, lines: Lines) -> None:
    scale = view(catalogue, lines, flop=1e24, low=1e23, high=1e25).scale
    assert scale is not None
    gaps = {round(after.x - before.x, 1) for before, after in zip(scale.ticks, scale.ticks[1:], strict=False)}
    assert max(gaps) - min(gaps) <= 0.2
    mark = scale.marks[0]
    assert mark.low == scale.lines[0].x
    assert mark.high == scale.lines[1].x
    assert mark.x == pytest.approx((scale.lines[0].x + scale.lines[1].x) / 2, abs=0.2)


@pytest.mark.parametrize("flop", [3e17, 2.85e20, 9e24, 9e29])
def test_every_figure_lies_on_the_drawing(catalogue: Catalogue, lines: Lines, flop: float) -> None:
    scale = view(catalogue, lines, flop=flop, guide="~1e24").scale
    assert scale is not None
    assert [mark.name for mark in scale.marks] == ["best", "guide"]
    for mark in scale.marks:
        assert 0 <= mark.x <= scale.width
        room = scale.width - mark.text_x if mark.anchor == "start" else mark.text_x
        assert room > 6 * len(mark.label)
    assert scale.marks[0].y + 15 < scale.marks[1].y < scale.floor


def test_the_drawing_says_in_words_what_it_shows(catalogue: Catalogue, lines: Lines) -> None:
    scale = view(catalogue, lines, flop=3e24, guide=">1e26").scale
    assert scale is not None
    assert scale.desc == (
        "Best figure 3 × 10²⁴ FLOP, estimated by Epoch AI; the guide says more than 1 × 10²⁶ FLOP. "
        "The lines are 1 × 10²³ FLOP and 1 × 10²⁵ FLOP."
    )


def test_a_base_that_took_more_is_named(catalogue: Catalogue, lines: Lines) -> None:
    child = model_with(catalogue, flop=1e22).model_copy(update={"base_models": ("llama-3.1-8b",)})
    assert compute_view(child, catalogue, lines).base.startswith(
        "Llama 3.1 8B, on which it was built, took 1.22 × 10²⁴"
    )
