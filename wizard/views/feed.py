"""The calendar feed: its secret address, and what a calendar program reads there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_catalog, today
from catalog.presenters.words import day
from wizard.actions.feeds import end_feed, make_feed
from wizard.models import CalendarFeed
from wizard.presenters.feed import feed
from wizard.queries.feeds import days_of, owner_of
from wizard.views.access import Request, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar(request: Request) -> HttpResponse:
    """Say whether there is a feed; a post makes one, whose address is shown once, or ends it."""
    if request.method == "POST" and "end" in request.POST:
        end_feed(actor=request.user)
        messages.success(request, _("The address works no longer."))
        return redirect("wizard:calendar")
    if request.method == "POST":
        path = reverse("wizard:calendar_feed", args=[make_feed(actor=request.user)])
        response = render(request, "wizard/calendar.html", {"address": request.build_absolute_uri(path)})
        response["Cache-Control"] = "no-store"
        return response
    made = CalendarFeed.objects.filter(person=request.user).values_list("made_at", flat=True).first()
    return render(request, "wizard/calendar.html", {"made": day(timezone.localdate(made)) if made else ""})


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The days of whoever has this address, for a calendar program: who knows the address reads them."""
    person = owner_of(secret)
    if person is None:
        raise Http404("calendar")
    content = feed(days_of(person, today()), current_catalog(), request.build_absolute_uri, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response
