"""What one block of questions finds."""

from dataclasses import dataclass
from datetime import date

from catalog.engine.law_answers import AnnexEntry, EuAnswers


@dataclass(frozen=True)
class Ground:
    """Something that duties rest on: an outcome, or one of the two plain grounds `in-scope` and `permitted`.

    `detail` is what stands after the colon of the outcome's code. `entry` is an entry of Annex III; where the purpose
    is unknown (`any_entry`) it is None, and every condition on entries is taken strictly.
    """

    code: str
    detail: str = ""
    since: date | None = None
    entry: AnnexEntry | None = None
    any_entry: bool = False

    @property
    def label(self) -> str:
        """The outcome as the evaluation prints it, such as `HR-A3:4a`."""
        return f"{self.code}:{self.detail}" if self.detail else self.code


@dataclass(frozen=True)
class Part:
    """What a block finds. Parts add up; nothing in one takes away from another."""

    grounds: tuple[Ground, ...] = ()
    roles: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        return Part(
            self.grounds + other.grounds,
            self.roles + other.roles,
            self.assumed + other.assumed,
            self.review + other.review,
            self.open + other.open,
        )

    def has(self, *codes: str) -> bool:
        """True where one of the codes is among the grounds."""
        return any(ground.code in codes for ground in self.grounds)


def unanswered(answers: EuAnswers, *keys: str) -> tuple[str, ...]:
    """Return those of the keys whose answer is unknown."""
    return tuple(key for key in keys if getattr(answers, key) is None)
