"""What was found once and is needed again. A memo never changes an answer: what it keeps depends on its key alone."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

V = TypeVar("V")


class Memo:
    """Keeps what was found under a key, whose first part says what it is."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[], V]) -> V:
        """Return what `find` finds, which is asked the first time only."""
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]  # type: ignore[no-any-return]
