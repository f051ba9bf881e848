"""What was found once and is needed again. A memo never changes an answer: what it keeps depends on its key alone."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, TypeVarTuple

Ts = TypeVarTuple("Ts")
V = TypeVar("V")
NEVER = object()


class Memo:
    """Keeps what was found under a key, whose first part says what it is."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[*Ts], V], *args: *Ts) -> V:
        """Return what `find` finds in its arguments, which is asked the first time only."""
        found = self._found.get(key, NEVER)
        if found is NEVER:
            found = self._found[key] = find(*args)
        return found  # type: ignore[no-any-return]
