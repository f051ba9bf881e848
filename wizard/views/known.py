"""An assessment as it was known on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, today
from catalog.presenters.words import day as day_words
from wizard.models import Assessment
from wizard.phases.fields import Day
from wizard.presenters.findings import Words
from wizard.presenters.known import as_known
from wizard.queries.known import account_on, first_day, known_on
from wizard.views.access import Request, seen, signed_in


class DayForm(forms.Form):
    """The day on which something was known: not before the first account, and not ahead."""

    use_required_attribute = False
    day = Day(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("What counts is what was handed over by the end of that day, UTC."),
        past_only=True,
        error_messages={"required": gettext_lazy("Enter the day that you want to look at.")},
    )

    def __init__(self, data: Any = None, *, first: date, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.first = first
        day = self.fields["day"]
        assert isinstance(day, Day)  # noqa: S101 (declared above)
        day.today, day.initial = today, today

    def clean_day(self) -> date:
        """Refuse a day on which nothing had been handed over."""
        day: date = self.cleaned_data["day"]
        if day < self.first:
            told = _("Nothing was handed over before %(day)s: enter that day or a later one.")
            raise forms.ValidationError(told % {"day": day_words(self.first)})
        return day


@require_safe
@signed_in
def choose(request: Request, reference: str) -> HttpResponse:
    """Ask for the day, and lead on to it."""
    found = seen(request, reference)
    if "day" not in request.GET:
        return _page(request, found, None)
    form = _form(found, request.GET)
    if form is None or not form.is_valid():
        return _page(request, found, form, status=422)
    return redirect("wizard:as_known_on", reference=reference, day=form.cleaned_data["day"].isoformat())


@require_safe
@signed_in
def on(request: Request, reference: str, day: str) -> HttpResponse:
    """The account of that day, replayed, and what is other now."""
    found = seen(request, reference)
    form = _form(found, {"day": day})
    if form is None or not form.is_valid():
        return _page(request, found, form, status=422)
    asked = form.cleaned_data["day"]
    snapshot = account_on(found, asked)
    if snapshot is None:  # never: the form knows the first day
        return _page(request, found, form, status=422)
    known = known_on(snapshot, asked, today())
    view = as_known(known, asked, Words(current_catalog(), reference))
    return _page(request, found, form, view=view, on=day_words(asked))


def _form(found: Assessment, data: Any) -> DayForm | None:
    first = first_day(found)
    return DayForm(data, first=first, today=today()) if first else None


def _page(
    request: Request, found: Assessment, form: DayForm | None, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = form or _form(found, None)
    return render(request, "wizard/known.html", {"assessment": found, "form": shown, **context}, status=status)
