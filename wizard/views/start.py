"""The start of an assessment: name the product, say what it does, choose models or have them suggested."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import current_catalog, current_law, today
from catalog.engine.description import TooLong
from wizard.actions.assessments import change_candidates, start_assessment
from wizard.actions.proposals import confirm_proposals
from wizard.models import Assessment
from wizard.phases.context import Context
from wizard.presenters.choosing import choosing
from wizard.presenters.proposals import ProposalsView, proposals_view
from wizard.presenters.standing import context_for, standing
from wizard.process import review
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import case_of, person_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import MOST_CANDIDATES, AssessmentForm, CandidatesForm, by_vendor
from wizard.views.items import desk, finish


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def assessment_new(request: Request) -> HttpResponse:
    """Name the product, say what it does, and choose the models."""
    review.check_may_start(person_of(request.user))
    if "suggest" in request.POST:
        return _suggested(request)
    catalogue = current_catalog()
    if not _is_sent(request):
        typed = _typed(request)
        initial = {name: typed.get(name, "") for name in ("name", "description", "typed", "help_me")}
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
    step = "wizard:proposals" if _view(assessment).recognised else "wizard:assessment"
    return redirect(step, reference=assessment.reference)


def _suggested(request: Request) -> HttpResponse:
    """What the sentence suggests while it is being written: nothing of it is kept."""
    context = Context(current_catalog(), current_law(), (), today())
    text = request.POST.get("description", "")
    view = proposals_view(text, context, {}) if text.strip() else None
    return render(request, "wizard/_suggested.html", {"view": view})


def _view(assessment: Assessment) -> ProposalsView:
    kept = {item: answer.data for item, answer in answers_of(assessment).items()}
    return proposals_view(assessment.description, context_for(assessment), kept, assessment.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def proposals(request: Request, reference: str) -> HttpResponse:
    """Confirm, one by one, what the description suggests."""
    found = seen(request, reference)
    review.check_may_edit(person_of(request.user), case_of(found, request.user))
    if request.method == "POST":
        try:
            changed = confirm_proposals(
                assessment=found, actor=request.user, confirmed=request.POST.getlist("confirmed")
            )
        except TooLong as refused:
            messages.error(request, str(refused))
            return redirect("wizard:proposals", reference=reference)
        if changed:
            finish(request, desk(request, reference, changed[0]), changed)
            count = len(changed)
            messages.success(
                request,
                ngettext("Your answers went to %(n)d question.", "Your answers went to %(n)d questions.", count)
                % {"n": count},
            )
        return redirect("wizard:assessment", reference=reference)
    ticked = (carry.restore(request) or QueryDict()).getlist("confirmed")
    context = {"assessment": found, "view": _view(found), "ticked": ticked}
    return render(request, "wizard/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suggestions(request: Request, reference: str) -> HttpResponse:
    """The models that fit the answers so far, to be taken as candidates."""
    found = seen(request, reference)
    review.check_may_edit(person_of(request.user), case_of(found, request.user))
    stand = standing(found, answers_of(found))
    view = choosing(found, stand)
    context: dict[str, Any] = {"assessment": found, "view": view}
    if request.method != "POST":
        taken = (carry.restore(request) or QueryDict()).getlist("candidates")
        return render(request, "wizard/suggestions.html", {**context, "taken": taken})
    form = CandidatesForm(request.POST, catalogue=stand.context.catalogue)
    if form.is_valid() and len({*found.candidates, *form.chosen()}) > MOST_CANDIDATES:
        form.add_error(
            "candidates", _("Take fewer: an assessment compares at most %(most)d models.") % {"most": MOST_CANDIDATES}
        )
    if form.errors:
        context |= {"form": form, "taken": request.POST.getlist("candidates")}
        return render(request, "wizard/suggestions.html", context, status=422)
    change_candidates(assessment=found, actor=request.user, candidates=[*found.candidates, *form.chosen()])
    return redirect("wizard:assessment", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def candidates(request: Request, reference: str) -> HttpResponse:
    """Choose other models for a draft. Who only reads it is led to where they stand: findings name them as a cause."""
    assessment = seen(request, reference)
    who, case = person_of(request.user), case_of(assessment, request.user)
    if request.method != "POST" and not review.may_edit(who, case).allowed:
        return redirect("wizard:assessment", reference=reference)
    review.check_may_edit(who, case)
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
