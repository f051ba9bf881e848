"""The start page and the list of assessments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law, today
from catalog.presenters.check import check_form
from catalog.presenters.check_answers import read_check
from wizard.models import Assessment, User
from wizard.phases import ITEMS, PHASES
from wizard.presenters.due import SOON, Duties, agreements, due, queued, waiting
from wizard.presenters.findings import Words
from wizard.presenters.lists import rows
from wizard.presenters.notices import notice_rows
from wizard.presenters.watch import waiting_rows
from wizard.process import review
from wizard.queries.agreements import agreements_ending_for
from wizard.queries.assessments import (
    assessments_for,
    back_with,
    found_by,
    left_open_until,
    running_out,
)
from wizard.queries.notices import unread_of
from wizard.queries.permissions import person_of
from wizard.queries.queue import queue_for
from wizard.queries.todos import todos_due
from wizard.queries.together import promised_by, requests_to, taking_part_ids
from wizard.queries.watch import waiting_on
from wizard.views.access import Request, signed_in
from wizard.views.owed import still_owed


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
    seen, taking_part = assessments_for(user), taking_part_ids(user)
    stuck, queue = () if query else list(back_with(user)), queue_for(user)
    listed = [one for one in found_by(query, seen) if query or (one not in stuck and one.pk not in queue.assessments)]
    context = {
        "waiting": rows(stuck, words, user, taking_part),
        "assessments": rows(listed, words, user, taking_part),
        "q": query,
        "may_start": review.may_start(person_of(user)),
        **({} if query else {"queue": queued(queue, now), **_dated(user, seen, words, now)}),
    }
    return render(request, "wizard/assessments.html", context)


def _dated(user: User, seen: QuerySet[Assessment], words: Words, now: date) -> dict[str, Any]:
    """What has a day: what this person is asked for and promised, then what is due soon."""
    promised, soon = list(promised_by(user)), now + SOON
    of_others = [answer for answer in left_open_until(user, soon) if answer not in promised]
    duties = Duties(still_owed(todos_due(user, soon)), words, current_law())
    return {
        "notices": notice_rows(unread_of(user)),
        "texts": waiting_rows(waiting_on(user)),
        "asked": waiting(requests_to(user), promised, now),
        "due": due(of_others, running_out(seen, soon), duties, now),
        "agreements": agreements(agreements_ending_for(user, now), current_catalog(), now),
    }
