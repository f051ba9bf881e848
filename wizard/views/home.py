"""The start page and the list of assessments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog
from catalog.presenters.check import check_form
from catalog.presenters.check_answers import read_check
from wizard.phases import ITEMS, PHASES
from wizard.presenters.findings import Words
from wizard.presenters.lists import rows
from wizard.process import review
from wizard.queries.assessments import assessments_for, waiting_for
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
    """What waits for a reviewer, then everything this person may see."""
    words = Words(current_catalog(), "")
    waiting = list(waiting_for(request.user))
    listed = [one for one in assessments_for(request.user) if one not in waiting]
    context = {
        "waiting": rows(waiting, words, request.user),
        "assessments": rows(listed, words, request.user),
        "may_start": review.may_start(person_of(request.user)),
    }
    return render(request, "wizard/assessments.html", context)
