"""When somebody is warned that a negotiated licence ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest

from catalog.knowledge.overlay import Agreement
from catalog.knowledge.terms import AgreedLimit
from wizard.process.agreements import ending, step_of

TODAY = date(2026, 11, 24)


def agreement(name: str, days: int | None, *covers: str, limit: AgreedLimit | None = None) -> Agreement:
    return Agreement(
        id=name,
        licence="llama-4-community",
        covers=covers or ("threshold",),
        until=None if days is None else TODAY + timedelta(days=days),
        limit=limit,
        kept_at="The archive.",
        reason="We negotiated it.",
        recorded_by="Legal",
        recorded_on=TODAY,
    )


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (46, 90), (45, 45), (15, 45), (14, 14), (0, 14), (-1, 0), (-400, 0)]
)
def test_the_step_that_stands_is_the_most_pressing_one(left, step):
    assert step_of(TODAY + timedelta(days=left), TODAY) == step


def test_what_another_agreement_outlives_needs_no_warning():
    held = [
        agreement("last", 80),
        agreement("wider", 20, "threshold", "naming"),
        agreement("first", -3, "naming"),
        agreement("far", 400, "redistribution"),
    ]
    assert [it.id for it, _until in ending(held, TODAY)] == ["wider", "last"]
    assert [it.id for it, _until in ending([*held, agreement("for good", None)], TODAY)] == ["wider"]


def test_what_covers_less_outlives_nothing():
    def upto(most: int, counts: Literal["group", "product"] = "group") -> AgreedLimit:
        return AgreedLimit(metric="mau", at_most=most, counts=counts)

    def warned(now: AgreedLimit | None, later: AgreedLimit | None) -> bool:
        held = [agreement("now", 20, limit=now), agreement("later", None, limit=later)]
        return "now" in [it.id for it, _until in ending(held, TODAY)]

    assert not warned(upto(5), upto(5))
    assert not warned(upto(5), None)
    assert warned(None, upto(5))
    assert warned(upto(5), upto(4))
    assert warned(upto(5), upto(5, "product"))
