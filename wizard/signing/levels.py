"""The baseline levels of PAdES (ETSI EN 319 142-1), the lowest first, and what each adds."""

from enum import StrEnum

from catalog.knowledge.sentences import sentence


class Level(StrEnum):
    """How long and by whose word a signature can be verified."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"

    @property
    def told(self) -> str:
        """The level in the standard's name and in words."""
        return _TOLD[self]


_TOLD = {
    Level.B_B: sentence("PAdES B-B: the time is the signer’s own word"),
    Level.B_T: sentence("PAdES B-T: a time-stamp authority confirms the time"),
    Level.B_LT: sentence(
        "PAdES B-LT: a time-stamp authority confirms the time, and the file proves that no certificate was revoked"
    ),
    Level.B_LTA: sentence(
        "PAdES B-LTA: a time-stamp authority confirms the time and the proof, in the file, that no certificate was "
        "revoked"
    ),
}
