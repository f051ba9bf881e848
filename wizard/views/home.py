"""The start page and the list of assessments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, today
from catalog.presenters.check import check_form
from catalog.presenters.check_answers import read_check
from wizard.phases import ITEMS, PHASES
from wizard.presenters.due import SOON, due
from wizard.presenters.findings import Words
from wizard.presenters.lists import rows
from wizard.process import review
from wizard.queries.assessments import (
    assessments_for,
    found_by,
    left_open_until,
    running_out,
    sent_back_to,
    waiting_for,
)
from wizard.queries.permissions import person_of
from wizard.views.access import Request, signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and how it goes."""
    catalogue = current_catalog()
    context = {
        "phases": PHASES,
        "questions": len(ITEMS),
        "licences": len(catalogue.licences),
        "models": len(catalogue.models),
        "form": check_form(read_check({}, catalogue), catalogue),
    }
    return render(request, "wizard/home.html", context)


@require_safe
@signed_in
def assessments(request: Request) -> HttpResponse:
    """What waits for this person, what is due soon, then everything this person may see; searched by the address."""
    user, words, now = request.user, Words(current_catalog(), ""), today()
    query = request.GET.get("q", "").strip()[:100]
    seen = assessments_for(user)
    waiting = [*waiting_for(user), *sent_back_to(user)]
    listed = [one for one in found_by(query, seen) if query or one not in waiting]
    context = {
        "waiting": () if query else rows(waiting, words, user),
        "assessments": rows(listed, words, user),
        "due": () if query else due(left_open_until(user, now + SOON), running_out(seen, now + SOON), now),
        "q": query,
        "may_start": review.may_start(person_of(user)),
    }
    return render(request, "wizard/assessments.html", context)
