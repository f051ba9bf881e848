"""The terms in which ETSI EN 319 102-1 answers whether a signature holds, and what each means in plain words."""

from enum import StrEnum

from catalog.knowledge.sentences import sentence


class Indication(StrEnum):
    """The answer in one word of the standard."""

    PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "TOTAL-FAILED"

    @property
    def meaning(self) -> str:
        """What the word means for whoever relies on the file."""
        return _MEANINGS[self]


class Reason(StrEnum):
    """The standard's sub-indication: why a file did not pass. Only those that our checks can come to."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOKED = "REVOKED"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    TRY_LATER = "TRY_LATER"
    NO_POE = "NO_POE"
    GENERIC = "GENERIC"

    @property
    def indication(self) -> Indication:
        """The answer that this reason leads to."""
        return Indication.FAILED if self in _CERTAIN else Indication.INDETERMINATE


_CERTAIN = frozenset({Reason.FORMAT_FAILURE, Reason.HASH_FAILURE, Reason.SIG_CRYPTO_FAILURE, Reason.REVOKED})
_MEANINGS = {
    Indication.PASSED: sentence("Every check passed."),
    Indication.INDETERMINATE: sentence("It was not shown to be genuine; do not rely on it."),
    Indication.FAILED: sentence("No valid signature stands for what it contains; do not rely on it."),
}
