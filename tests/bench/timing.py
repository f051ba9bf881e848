"""Honest times: several answers measured in turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 40
Answer = Callable[[], object]
Clock = Callable[[], float]


def milliseconds(answer: Answer, clock: Clock = perf_counter) -> float:
    """Time one answer."""
    start = clock()
    answer()
    return (clock() - start) * 1000


def in_turns(*answers: Answer, rounds: int = ROUNDS, clock: Clock = perf_counter) -> list[float]:
    """Return the median of each, measured in turns after a warm-up.

    What only computes is best timed by `process_time`, which leaves out what other programs take from the machine.
    """
    for answer in answers * 3:
        answer()
    taken = [[milliseconds(answer, clock) for answer in answers] for _ in range(rounds)]
    return [median(times) for times in zip(*taken, strict=True)]


def say(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
