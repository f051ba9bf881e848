"""What every item asks beside its own questions: a note, “I don’t know yet”, and evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.phases.fields import Address, Day, Text
from wizard.phases.item import pardon_gaps


class AnswerForm(forms.Form):
    """The note, and leaving the whole item open: who will find out, and by when."""

    use_required_attribute = False
    note = Text(label=gettext_lazy("Note for the reviewer"), required=False, lines=3)
    unknown = forms.BooleanField(label=gettext_lazy("I don’t know yet. Leave this question open."), required=False)
    unknown_owner = Text(
        label=gettext_lazy("Who will find out?"),
        help_text=gettext_lazy("Whoever takes part finds it on their own list."),
        required=False,
        max_length=120,
    )
    unknown_due = Day(label=gettext_lazy("By when?"), required=False, future_only=True)

    def __init__(self, data: QueryDict | None = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["unknown_owner"].widget.attrs["list"] = "people"
        due = self.fields["unknown_due"]
        assert isinstance(due, Day)  # noqa: S101 (declared above)
        due.today = today

    def clean(self) -> dict[str, Any]:
        """Leaving a question open takes a person and a day, both or neither."""
        cleaned = super().clean() or {}
        if not cleaned.get("unknown"):
            return {**cleaned, "unknown_owner": "", "unknown_due": None}
        for name, words in (
            ("unknown_owner", _("Enter who will find out.")),
            ("unknown_due", _("Enter a day after today.")),
        ):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(words, code="required"))
        return cleaned

    @property
    def leaves_open(self) -> bool:
        """Whether the item is left open, with a person and a day."""
        return self.is_valid() and bool(self.cleaned_data["unknown"])

    def pardon_gaps(self) -> None:
        """Forget what is merely missing, for somebody who is still writing."""
        pardon_gaps(self)

    def collected(self) -> dict[str, Any]:
        """What to keep, as the action takes it; what was refused or is half said keeps its former value."""
        given = self.cleaned_data if self.is_bound and not self.errors.get("note") else {}
        note = {"note": given["note"]} if "note" in given else {}
        whole = all(self.cleaned_data.get(name) for name in ("unknown_owner", "unknown_due"))
        told = not self.cleaned_data.get("unknown") or whole
        names = ("unknown", "unknown_owner", "unknown_due")
        stated = {name: self.cleaned_data[name] for name in names} if told and not self.errors else {}
        former = {name: self.initial.get(name) for name in ("note", *names)}
        return {**{name: value for name, value in former.items() if value is not None}, **note, **stated}


class EvidenceForm(forms.Form):
    """One piece of evidence: a link or a file, with a title."""

    use_required_attribute = False
    title = Text(label=gettext_lazy("What is it?"), required=False)
    url = Address(label=gettext_lazy("Link"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("PDF, PNG, JPEG or plain text, up to 10 MB."),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and only one."""
        cleaned = super().clean() or {}
        given = [name for name in ("url", "file") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            self.add_error(
                "url",
                _("Enter a link or choose a file.") if not given else _("Enter a link or choose a file, not both."),
            )
        return cleaned
