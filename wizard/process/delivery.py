"""How an attempt to send something can end, and when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long to wait after the first failure, the second, and so on; after one more it is given up."""


class End(Enum):
    """What came of an attempt: FAILED may be tried again, UNCERTAIN may have arrived."""

    SENT = auto()
    FAILED = auto()
    HOPELESS = auto()
    UNCERTAIN = auto()


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended, and the code of the trouble if there was any.

    `answer` is the status of the other side; `rests` is true where it is no use to try the next delivery now.
    """

    end: End
    trouble: str = ""
    answer: int | None = None
    rests: bool = False


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failures; None when it is enough."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
