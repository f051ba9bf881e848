"""Questions with given answers: yes or no, one of a few, several of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.phases.fields import Question

UNKNOWN = "unknown"
NONE = "none"
NOT_KNOWN = gettext_lazy("I don’t know")

Choices = Sequence[tuple[str, str | Promise]]


class _Offered(BaseChoiceIterator):
    """The answers that a question offers. They are never changed, so all copies of the question share them."""

    def __init__(self, answers: Choices) -> None:
        self._answers = tuple(answers)

    def __iter__(self) -> Iterator[tuple[str, str | Promise]]:
        return iter(self._answers)

    def __copy__(self) -> _Offered:
        return self

    def __deepcopy__(self, _memo: Any) -> _Offered:
        return self


class _Offering(forms.ChoiceField):
    """A question that offers answers."""

    def __init__(self, *, choices: Choices, **options: Any) -> None:
        super().__init__(choices=_Offered(choices), **options)


class Choice(Question, _Offering):
    """One of a few answers, with “I don’t know” as an answer of its own where `unsure` says so."""

    refusals = {
        "required": gettext_lazy("Choose one of the answers."),
        "invalid_choice": gettext_lazy("Choose one of the answers shown."),
    }

    def __init__(self, *, choices: Choices, unsure: bool = True, **options: Any) -> None:
        offered = [*choices, (UNKNOWN, NOT_KNOWN)] if unsure else [*choices]
        super().__init__(**{"widget": forms.RadioSelect(), **options}, choices=offered)

    def fact(self, stored: Any) -> Any:
        """Not knowing states no fact."""
        return None if stored == UNKNOWN else stored

    def words(self, stored: Any) -> str:
        """Return the label of the answer."""
        return str(dict(self.choices).get(stored, stored))  # type: ignore[arg-type]


class YesNo(Choice):
    """Yes, no, or “I don’t know”."""

    refusals = {**Choice.refusals, "required": gettext_lazy("Choose yes, no or “I don’t know”.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))])

    def fact(self, stored: Any) -> bool | None:
        """Return True, False, or None for not known."""
        return {"yes": True, "no": False}.get(stored)


class Select(Choice):
    """One of many answers, in a list that opens."""

    def __init__(self, *, choices: Choices, unsure: bool = True, **options: Any) -> None:
        super().__init__(
            **{"widget": forms.Select(), **options}, choices=[("", gettext_lazy("Choose")), *choices], unsure=unsure
        )


class Several(Question, _Offering, forms.MultipleChoiceField):
    """Any number of answers; “none of these” and “I don’t know” stand alone. `columns` sets labels side by side."""

    refusals = {
        "required": gettext_lazy("Tick every answer that fits."),
        "invalid_choice": gettext_lazy("Tick only answers that are shown."),
    }

    def __init__(
        self, *, choices: Choices, none: str | Promise = "", unsure: bool = True, columns: bool = False, **options: Any
    ) -> None:
        self.columns = columns
        alone: list[tuple[str, str | Promise]] = [(NONE, none)] if none else []
        alone += [(UNKNOWN, NOT_KNOWN)] if unsure else []
        self.alone = frozenset(value for value, _label in alone)
        super().__init__(**{"widget": forms.CheckboxSelectMultiple(), **options}, choices=[*choices, *alone])

    def validate(self, value: Any) -> None:
        """Refuse “none of these” beside an answer."""
        super().validate(value)
        if len(value) > 1 and (alone := self.alone.intersection(value)):
            raise ValidationError(
                _("“%(answer)s” cannot stand beside another answer. Untick one.")
                % {"answer": self.words(sorted(alone)[:1])}
            )

    def stored(self, cleaned: Any) -> list[str] | None:
        """Keep the answers in the order of the list, each once."""
        order = list(dict(self.choices))  # type: ignore[arg-type]
        return sorted(set(cleaned or ()), key=order.index) or None

    def fact(self, stored: Any) -> list[str] | None:
        """Return the answers; an empty list for none of these, None for not known."""
        if UNKNOWN in stored:
            return None
        return [value for value in stored if value != NONE]

    def words(self, stored: Any) -> str:
        """Return the labels of the answers, one after the other."""
        labels = dict(self.choices)  # type: ignore[arg-type]
        return listed(str(labels.get(value, value)) for value in stored)


def listed(parts: Iterable[str]) -> str:
    """Join labels so that the reader sees where each ends."""
    words = list(parts)
    if any(word.endswith(".") for word in words):
        return " ".join(words)
    return ("; " if any("," in word for word in words) else ", ").join(words)
