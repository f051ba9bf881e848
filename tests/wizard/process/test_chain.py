from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process.chain import GENESIS, Entry, Link, hash_of, walk

NOON = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)


def chain(length: int) -> list[Link]:
    links, head = [], GENESIS
    for seq in range(1, length + 1):
        entry = Entry(seq, NOON, 1, "answer.saved", "assessment", "CW-2026-0001", {"version": seq})
        links.append(Link(entry, head, hash_of(entry, head)))
        head = links[-1].hash
    return links


def test_a_sound_chain_ends_in_its_head():
    links = chain(5)
    walked = walk(links)
    assert (walked.sound, walked.head, walked.fault) == (5, links[-1].hash, "")


def test_an_event_that_cannot_be_read_is_the_fault():
    walked = walk([*chain(2), None])
    assert walked.sound == 2
    assert "Event 3 cannot be read" in walked.fault


@pytest.mark.parametrize("change", [{"action": b"x"}, {"at": None}, {"details": {"n": float("nan")}}])
def test_a_value_that_was_never_recorded_is_a_fault(change):
    [link] = chain(1)
    assert "is not what was recorded" in walk([replace(link, entry=replace(link.entry, **change))]).fault


def test_an_empty_chain_is_sound():
    assert (walk([]).sound, walk([]).head) == (0, GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOON + timedelta(microseconds=1)},
        {"actor_id": 2},
        {"actor_id": None},
        {"action": "answer.removed"},
        {"subject_type": "user"},
        {"subject_id": "CW-2026-0002"},
        {"details": {}},
    ],
    ids=lambda change: str(next(iter(change.items()))),
)
def test_any_changed_field_is_found(change):
    links = chain(5)
    links[2] = replace(links[2], entry=replace(links[2].entry, **change))
    walked = walk(links)
    assert walked.sound == 2
    assert walked.fault.startswith("Event 3")


@given(st.permutations(range(6)))
def test_any_other_order_is_found(order):
    links = chain(6)
    assert bool(walk([links[i] for i in order]).fault) == (list(order) != sorted(order))


@given(st.integers(0, 4))
def test_any_missing_event_before_the_last_is_found(gone):
    links = chain(6)
    del links[gone]
    assert str(gone + 1) in walk(links).fault


def test_the_zone_in_which_a_time_is_written_does_not_matter():
    entry = chain(1)[0].entry
    elsewhere = replace(entry, at=NOON.astimezone(timezone(timedelta(hours=5))))
    assert hash_of(elsewhere, GENESIS) == hash_of(entry, GENESIS)
