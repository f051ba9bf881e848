"""One spelling of every value, so that equal contents have equal hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical_json(value: Mapping[str, object]) -> str:
    """Spell a JSON object in its one canonical form: sorted keys, no spaces, no escapes beyond JSON's own.

    Raises TypeError for values JSON does not know (dates, decimals) and ValueError for NaN and infinity.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
