"""The forms by which numbers come in: one number, or a table that is pasted or uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.presenters.language import told
from wizard.models import Metric
from wizard.phases.choices import Choice
from wizard.phases.fields import Day, Text
from wizard.phases.numbers import Count
from wizard.phases.numbers_table import MOST_CHARACTERS, NumbersTable, read_numbers
from wizard.process.readings import Reading, check
from wizard.process.refusal import Refused

LARGEST = 1024 * 1024
MOST_SHOWN = 20


class NumberForm(forms.Form):
    """One number: of what, on which day, how many."""

    use_required_attribute = False
    metric = Choice(
        label=gettext_lazy("What was counted"), choices=Metric.choices, unsure=False, initial=Metric.MAU.value
    )
    product = Text(
        label=gettext_lazy("Product"),
        help_text=gettext_lazy("Empty for revenue, and for a number of the whole group."),
        required=False,
    )
    entity = Text(
        label=gettext_lazy("Company"),
        help_text=gettext_lazy("Which company of the group offers it. Empty for a number of the whole group."),
        required=False,
    )
    counted_on = Day(
        label=gettext_lazy("Counted on"),
        help_text=gettext_lazy("The last day of the month or year that was counted."),
        past_only=True,
        error_messages={"required": gettext_lazy("Enter the day on which it was counted.")},
    )
    value = Count(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy(
            "Users in that month, or US dollars in the year up to that day. 0 for a product that has ended."
        ),
        error_messages={"required": gettext_lazy("Enter a number.")},
    )

    def __init__(self, data: QueryDict | None, *, today: date, names: Sequence[Sequence[str]] = ()) -> None:
        super().__init__(data)
        self.today = today
        self.products, self.companies = names or ((), ())
        day = self.fields["counted_on"]
        assert isinstance(day, Day)  # noqa: S101 (declared above)
        day.today = today
        self.fields["product"].widget.attrs["list"] = "known-products"
        self.fields["entity"].widget.attrs["list"] = "known-companies"

    def clean(self) -> dict[str, Any]:
        """What goes together: a product with users, none with revenue."""
        given = super().clean() or {}
        if not self.errors:
            try:
                check(self.reading(given), self.today)
            except Refused as refused:
                self.add_error("product", told(refused.sentence))
        return given

    @staticmethod
    def reading(given: dict[str, Any]) -> Reading:
        """The number that was entered."""
        return Reading(given["entity"], given["product"], given["metric"], given["counted_on"], given["value"])


class TableForm(forms.Form):
    """A table of numbers, pasted or as a file. What stands in a refused file is shown, so that it can be corrected."""

    use_required_attribute = False
    table = forms.CharField(
        label=gettext_lazy("Paste the table"),
        help_text=gettext_lazy(
            "Company, product, day as 2026-10-31, number, and “users” or “revenue” where it is not users. "
            "With or without a line of headers; with one, the columns in any order."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a CSV file"),
        help_text=gettext_lazy("UTF-8, up to 1 MB and 2,000 lines."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def __init__(
        self, data: QueryDict | None, files: MultiValueDict[str, UploadedFile] | None = None, *, today: date
    ) -> None:
        self.typed = data.copy() if data is not None else None
        super().__init__(self.typed, files)
        self.today = today
        self.read: NumbersTable | None = None

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB: send it in parts."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8 text: save it as “CSV UTF-8”.")) from None

    def clean(self) -> dict[str, Any]:
        """Read whichever was given; two at once could contradict each other."""
        given = super().clean() or {}
        text, filed = given.get("table") or "", given.get("file") or ""
        if self.errors:
            return given
        if text.strip() and filed.strip():
            self.add_error("file", _("There is a file and a pasted table: send one of the two."))
            return given
        whole = filed if filed.strip() else text
        self.read = read_numbers(whole, self.today)
        if self.read.problems:
            self._refuse(self.read.problems)
            if filed and self.typed is not None and len(filed) <= MOST_CHARACTERS:
                self.typed["table"] = filed  # so that what the file holds can be corrected on the page
        return given

    def _refuse(self, problems: Sequence[str]) -> None:
        for problem in problems[:MOST_SHOWN]:
            self.add_error("table", told(problem))
        more = len(problems) - MOST_SHOWN
        if more > 0:
            words = ngettext("And %(more)d line more does not fit.", "And %(more)d lines more do not fit.", more)
            self.add_error("table", words % {"more": more})
