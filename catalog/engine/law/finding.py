"""What one block of questions finds, and what the caller knows beyond the answers."""

from dataclasses import dataclass
from datetime import date

from catalog.engine.law_answers import AnnexEntry, EuAnswers


@dataclass(frozen=True)
class LawContext:
    """Facts from elsewhere in the assessment; None is unknown.

    `in_union`: the organisation is established in the Union. `market_union`: one of its markets lies there.
    `size`: sme, small-mid-cap or large. `licence_open`: the licence under which it publishes its model meets E1 to E4.
    """

    in_union: bool | None = None
    market_union: bool | None = None
    size: str | None = None
    modification_flop: float | None = None
    licence_open: bool | None = None

    @property
    def outside(self) -> bool:
        """True where seat and markets are known and neither lies in the Union."""
        return self.in_union is False and self.market_union is False

    def complete(self, answers: EuAnswers) -> EuAnswers:
        """Return the answers, with G5, G8 and the modification's compute filled in where only this context has them."""
        known = {
            "G5": self.licence_open,
            "G8": None if self.in_union is None else not self.in_union,
            "modification_flop": self.modification_flop,
        }
        missing = {key: value for key, value in known.items() if getattr(answers, key) is None}
        return answers.model_copy(update=missing)


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
