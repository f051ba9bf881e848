"""An assessment: started, worked through, checked, decided, handed over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.ambient import today
from wizard.actions.review_mail import tell_waiting
from wizard.actions.reviews import submit as submit_for_review
from wizard.models import Assessment, User
from wizard.presenters.act import act
from wizard.presenters.answers import in_report_language, left_open, phase_answers, snapshot_content, with_threads
from wizard.presenters.choosing import next_step
from wizard.presenters.contested import contested
from wizard.presenters.findings import Words
from wizard.presenters.gaps import gaps
from wizard.presenters.history import history
from wizard.presenters.lists import state_words
from wizard.presenters.panel import open_words, panel
from wizard.presenters.result import alternatives, result
from wizard.presenters.review import decided
from wizard.presenters.seats import SeatView, seat_views
from wizard.presenters.standing import standing
from wizard.presenters.tasks import tasks
from wizard.presenters.todos import stored, todos_view
from wizard.presenters.together import members, notes
from wizard.presenters.traps import trap_views
from wizard.presenters.tree import first_choice, ways
from wizard.presenters.tree_drawing import drawing
from wizard.presenters.watch import waiting_texts
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of, ending_of, evidence_of, latest_snapshot, report_of, reviews_of
from wizard.queries.audit import latest_events
from wizard.queries.history import people_in
from wizard.queries.marks import asked_before
from wizard.queries.people import names_of
from wizard.queries.permissions import permissions_for, person_of
from wizard.queries.seats import could_be_named, seated
from wizard.queries.todos import todos_of
from wizard.queries.together import open_comments, open_requests, participants_of
from wizard.queries.watch import waiting_for
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import whole
from wizard.views.steps import around_step
from wizard.views.talk import threads_for


@require_safe
@signed_in
def assessment(request: Request, reference: str) -> HttpResponse:
    """The checklist with its statuses, what was decided so far, and what happened."""
    found = seen(request, reference)
    answers = answers_of(found)
    stand = standing(found, answers)
    words = Words(stand.context.catalogue, reference)
    report = report_of(found)
    asked, events = list(open_requests(found)), list(latest_events(found))
    context = {
        "assessment": found,
        "members": members(found, participants_of(found), request.user),
        "models": [words.model(model) for model in found.candidates],
        "state": state_words(found),
        "tasks": tasks(found, stand, notes=notes(open_comments(found), asked, asked_before(found), answers)),
        "panel": panel(found, stand),
        "next_step": None if found.candidates else next_step(found, stand),
        "may": permissions_for(request.user, found),
        "may_start": review.may_start(person_of(request.user)),
        "reviews": decided(reviews_of(found)),
        "seats": _seats(found),
        "report": report,
        "ending": ending_of(report),
        "history": history(events, names_of(people_in(events))),
    }
    return render(request, "wizard/assessment.html", context)


@require_safe
@signed_in
def check(request: Request, reference: str) -> HttpResponse:
    """Every answer on one page, built from the same declarations as the forms."""
    found = seen(request, reference)
    answers = answers_of(found)
    stand = standing(found, answers)
    phases = phase_answers(found, stand, answers, evidence_of(found))
    context = {
        "assessment": found,
        "gaps": gaps(phases),
        "phases": with_threads(phases, threads_for(request, found, back="check")),
        "tasks": tasks(found, stand),
        "open_words": open_words(len(stand.evaluation["open_questions"])),
        "may": permissions_for(request.user, found),
    }
    return render(request, "wizard/check.html", context)


@require_safe
@signed_in
def decision(request: Request, reference: str) -> HttpResponse:
    """The decision as it stands now, with its reasons."""
    found = seen(request, reference)
    may = permissions_for(request.user, found)
    if not found.candidates and may.edit.allowed:
        return redirect("wizard:suggestions", reference=reference)
    answers = answers_of(found)
    stand = standing(found, answers)
    words = Words(stand.context.catalogue, reference)
    context = {
        **around_step(request, request.path, answers),
        "assessment": found,
        "state": state_words(found),
        "result": result(stand.evaluation, words, stand.walk),
        "alternatives": alternatives(stand, words),
        "ways": [(way, drawing(way)) for way in ways(stand.evaluation, stand.facts, words)],
        "shown_way": first_choice(stand.evaluation),
        "contested": contested(reference, stand, answers),
        "traps": trap_views(stand.evaluation, words),
        "left_open": left_open(found, stand, answers),
        "todos": todos_view(stand.evaluation, stored(todos_of(found)), words, stand.context.today),
        "act": act(stand.evaluation, stand.context.law, words),
        "tasks": tasks(found, stand),
        "edition": stand.evaluation["edition"]["version"],
        "as_of": stand.context.today,
        "may": may,
        "may_plan": may.plan.allowed,
        "may_change": may.edit.allowed,
        "texts": waiting_texts(waiting_for(found)),
        "reviewers": could_be_named(found) if may.submit.allowed else (),
    }
    return render(request, "wizard/result.html", context)


def _seats(found: Assessment) -> tuple[SeatView, ...]:
    """Who decides, while it is in review."""
    snapshot = latest_snapshot(found) if found.state == State.IN_REVIEW else None
    return seat_views(seated(snapshot), today()) if snapshot else ()


def _named(request: Request) -> list[User | None]:
    """The reviewers whom the author names, in their order: an id each, 0 for a free place, nothing for no place."""
    given = [whole(text) for text in request.POST.getlist("reviewer") if text]
    people = User.objects.in_bulk([one for one in given if one])
    return [people.get(one) for one in given]


@require_POST
@signed_in
def submit(request: Request, reference: str) -> HttpResponse:
    """Freeze everything and hand it over for review."""
    found = seen(request, reference)
    answers = answers_of(found)
    with in_report_language():
        content = snapshot_content(standing(found, answers), answers, evidence_of(found), todos_of(found))
    read = found.edits
    try:
        snapshot = submit_for_review(
            assessment=found, actor=request.user, snapshot_content=content, reviewers=_named(request)
        )
    except Refused:
        # Sent twice: what the author means has happened. The refused action has brought `found` up to date.
        if found.author_id != request.user.pk or found.state != State.IN_REVIEW or found.edits != read:
            raise
    else:
        tell_waiting(snapshot)
    messages.success(request, _("Handed over for legal review. You will find the decision on this page."))
    return redirect("wizard:assessment", reference=reference)
