"""How long something took, told so that a busy machine does not fail a test."""

import os


def worked() -> float:
    """Return the seconds of processor time that this process and its finished children have used."""
    return sum(os.times()[:4])
