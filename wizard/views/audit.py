"""The audit log: looked through, checked, and handed out whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.ambient import today
from wizard.models import User
from wizard.phases.fields import Day
from wizard.presenters.audit import log_rows, people_about, stamp_rows
from wizard.process.chain import check_may_read_log, reads_whole_log
from wizard.queries.audit import audit_head, check_log, log_lines
from wizard.queries.audit_page import SERVICE, Wanted, led_to, page_of_log, who_acted
from wizard.queries.history import ACTIONS, people_in
from wizard.queries.people import names_of
from wizard.queries.permissions import person_of
from wizard.queries.stamps import latest_stamps, stamp_lines, stamps_configured
from wizard.views.access import Request, signed_in

LATE = timedelta(days=1)
"""How old the latest time-stamp may be before something is wrong: today's run may still come."""
SHOWN = 7
"""Time-stamps on the page: those of the last week."""


def _deeds() -> list[tuple[str, str]]:
    """The kinds of events by their sentence, with a dash where each names what it is about."""
    blank: Mapping[str, str] = defaultdict(lambda: "…")
    return [("", _("Anything")), *sorted(((key, str(words) % blank) for key, words in ACTIONS.items()), key=_words)]


def _words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


class LogFilter(forms.Form):
    """What somebody looks for in the log."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Nobody of this name acted here: choose from the list.")},
    )
    action = forms.ChoiceField(
        label=gettext_lazy("Did what"),
        choices=_deeds,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There are no such events: choose from the list.")},
    )
    about = forms.CharField(label=gettext_lazy("About the assessment"), max_length=40, required=False)
    first = Day(label=gettext_lazy("From"), required=False)
    last = Day(label=gettext_lazy("To"), required=False)
    before = forms.IntegerField(min_value=1, max_value=10**15, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: User, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [("", _("Anybody")), (SERVICE, _("The service")), *who_acted(reader)]
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 (declared above)
        who.choices = people

    def clean(self) -> dict[str, Any]:
        """The first day may not lie after the last."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("This lies before the first day: enter a later one."))
        return cleaned


@require_safe
@signed_in
def log(request: Request) -> HttpResponse:
    """The events, latest first, fifty to a page; with `check` the whole chain is recomputed."""
    whole = reads_whole_log(person_of(request.user))
    form = LogFilter(request.GET, reader=request.user)
    events, earlier = page_of_log(request.user, Wanted(**form.cleaned_data)) if form.is_valid() else ([], False)
    kept = request.GET.copy()
    for name in ("before", "check"):
        kept.pop(name, None)
    older = kept.copy()
    if earlier:
        older["before"] = str(events[-1].seq)
    names = names_of(people_in(events) | people_about(events))
    stamps = latest_stamps(SHOWN)
    context = {
        "form": form,
        "rows": log_rows(events, names, led_to(request.user, events)),
        "older": older.urlencode() if earlier else "",
        "newest": kept.urlencode(),
        "narrowed": any(kept.values()),
        "later": form.is_valid() and form.cleaned_data["before"] is not None,
        "head": audit_head(),
        "whole": whole,
        "walked": check_log() if whole and "check" in request.GET else None,
        "stamps": stamp_rows(stamps),
        "stamps_configured": stamps_configured(),
        "stamps_stopped": stamps_configured() and bool(stamps) and stamps[0].day < today() - LATE,
    }
    return render(request, "wizard/audit.html", context, status=200 if form.is_valid() else 422)


@require_safe
@signed_in
def export(request: Request) -> StreamingHttpResponse:
    """Every event as a line of JSON, sent while it is read."""
    check_may_read_log(person_of(request.user))
    return _lines(log_lines(), "audit.jsonl")


@require_safe
@signed_in
def stamps(request: Request) -> StreamingHttpResponse:
    """Every daily time-stamp as a line of JSON."""
    check_may_read_log(person_of(request.user))
    return _lines(stamp_lines(), "audit-stamps.jsonl")


def _lines(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8", headers=headers)
