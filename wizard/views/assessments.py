"""An assessment: started, worked through, checked, decided, handed over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import current_catalog
from wizard.actions.assessments import change_candidates, start_assessment
from wizard.actions.reviews import submit as submit_for_review
from wizard.presenters.act import act
from wizard.presenters.answers import phase_answers, snapshot_content
from wizard.presenters.findings import Words
from wizard.presenters.history import history
from wizard.presenters.lists import state_words
from wizard.presenters.panel import open_words, panel
from wizard.presenters.result import alternatives, result
from wizard.presenters.review import decided
from wizard.presenters.standing import standing
from wizard.presenters.tasks import tasks
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of, evidence_of, reviews_of
from wizard.queries.audit import latest_events
from wizard.queries.permissions import case_of, permissions_for, person_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import AssessmentForm, CandidatesForm, by_vendor


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def assessment_new(request: Request) -> HttpResponse:
    """Name the product and choose the models."""
    review.check_may_start(person_of(request.user))
    catalogue = current_catalog()
    if not _is_sent(request):
        typed = _typed(request)
        initial = {name: typed.get(name, "") for name in ("name", "description", "typed")}
        form = AssessmentForm(catalogue=catalogue, initial=initial)
        return _choose(request, "wizard/assessment_new.html", form, typed)
    form = AssessmentForm(request.POST, catalogue=catalogue)
    if not form.is_valid():
        return _choose(request, "wizard/assessment_new.html", form, request.POST, status=422)
    assessment = start_assessment(
        author=request.user,
        name=form.cleaned_data["name"],
        description=form.cleaned_data["description"],
        candidates=form.chosen(),
        edition_version=catalogue.edition.version,
        edition_sha256=catalogue.sha256,
    )
    return redirect("wizard:assessment", reference=assessment.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def candidates(request: Request, reference: str) -> HttpResponse:
    """Choose other models for a draft."""
    assessment = seen(request, reference)
    review.check_may_edit(person_of(request.user), case_of(assessment))
    if not _is_sent(request):
        typed = _typed(request)
        if not typed:
            typed.setlist("candidates", assessment.candidates)
        form = CandidatesForm(catalogue=current_catalog(), initial={"typed": typed.get("typed", "")})
        return _choose(request, "wizard/candidates.html", form, typed, assessment=assessment)
    form = CandidatesForm(request.POST, catalogue=current_catalog())
    if not form.is_valid():
        return _choose(request, "wizard/candidates.html", form, request.POST, status=422, assessment=assessment)
    change_candidates(assessment=assessment, actor=request.user, candidates=form.chosen())
    return redirect("wizard:assessment", reference=reference)


def _is_sent(request: Request) -> bool:
    """Whether the form was sent to be acted on, and not merely to filter its list without script."""
    return request.method == "POST" and "filter" not in request.POST


def _typed(request: Request) -> QueryDict:
    """What was typed so far: before signing in again, before filtering, or in the address."""
    return carry.restore(request) or (request.POST or request.GET).copy()


def _choose(
    request: Request, template: str, form: CandidatesForm, typed: QueryDict, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form with its list of models, or for htmx the list alone."""
    query = typed.get("q", "").strip()[:100]
    groups = by_vendor(form, query, typed.getlist("candidates"))
    shown = sum(len(models) for _, models in groups)
    part = request.htmx and not request.htmx.history_restore_request
    context = {"form": form, "groups": groups, "q": query, "shown": shown, "total": len(form.catalogue.models), **more}
    return render(request, "wizard/_models.html" if part else template, context, status=status)


@require_safe
@signed_in
def assessment(request: Request, reference: str) -> HttpResponse:
    """The checklist with its statuses, what was decided so far, and what happened."""
    found = seen(request, reference)
    stand = standing(found, answers_of(found))
    words = Words(stand.context.catalogue, reference)
    context = {
        "assessment": found,
        "models": [words.model(model) for model in found.candidates],
        "state": state_words(found),
        "tasks": tasks(found, stand),
        "panel": panel(found, stand),
        "may": permissions_for(request.user, found),
        "reviews": decided(reviews_of(found)),
        "history": history(latest_events(found)),
    }
    return render(request, "wizard/assessment.html", context)


@require_safe
@signed_in
def check(request: Request, reference: str) -> HttpResponse:
    """Every answer on one page, built from the same declarations as the forms."""
    found = seen(request, reference)
    answers = answers_of(found)
    stand = standing(found, answers)
    context = {
        "assessment": found,
        "phases": phase_answers(found, stand, answers, evidence_of(found)),
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
    stand = standing(found, answers_of(found))
    words = Words(stand.context.catalogue, reference)
    context = {
        "assessment": found,
        "state": state_words(found),
        "result": result(stand.evaluation, words),
        "alternatives": alternatives(stand, words),
        "act": act(stand.evaluation, stand.context.law, words),
        "tasks": tasks(found, stand),
        "edition": stand.evaluation["edition"]["version"],
        "as_of": stand.context.today,
        "may": permissions_for(request.user, found),
    }
    return render(request, "wizard/result.html", context)


@require_POST
@signed_in
def submit(request: Request, reference: str) -> HttpResponse:
    """Freeze everything and hand it over for review."""
    found = seen(request, reference)
    answers = answers_of(found)
    content = snapshot_content(standing(found, answers), answers, evidence_of(found))
    read = found.edits
    try:
        submit_for_review(assessment=found, actor=request.user, snapshot_content=content)
    except Refused:
        # Sent twice: what the author means has happened. The refused action has brought `found` up to date.
        if found.author_id != request.user.pk or found.state != State.IN_REVIEW or found.edits != read:
            raise
    messages.success(request, "Handed over for legal review. You will find the decision on this page.")
    return redirect("wizard:assessment", reference=reference)
