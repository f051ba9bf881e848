"""The organisation's own entries: the list, one entry with its history, and taking one out of force."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_catalog, edition, overlay, today
from catalog.presenters.language import told
from wizard.actions.knowledge import propose_retirement, retire_entry
from wizard.models import EntryKind
from wizard.presenters.contested import disputes
from wizard.presenters.knowledge import (
    affected_views,
    entry_lines,
    entry_title,
    history,
    index_view,
    page_of_entry,
    problem_lines,
    resting,
)
from wizard.process import review
from wizard.process.own import problem_words
from wizard.process.refusal import Refused
from wizard.queries.agreements import agreements_ending
from wizard.queries.assessments import NotFound, with_disputes
from wizard.queries.overlay import entries_now, kept_texts, unfit_entries, versions_of
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole
from wizard.views.knowledge_forms import ReasonForm
from wizard.views.revisions import say_superseded


@require_safe
@signed_in
def knowledge(request: Request) -> HttpResponse:
    """Everything that the organisation holds beside the edition, and to reviewers what authors dispute."""
    may = review.may_change_knowledge(person_of(request.user))
    context = {
        "groups": index_view(entries_now().values(), unfit_entries(), current_catalog(), today()),
        "texts": len(kept_texts()),
        "disputes": disputes(with_disputes(request.user)) if may.allowed else (),
        "may": may,
    }
    return render(request, "wizard/knowledge/index.html", context)


@require_safe
@signed_in
def own_entry(request: Request, entry_kind: str, entry_key: str) -> HttpResponse:
    """One entry: what it says now, and every version with who, when and why."""
    versions = versions_of(entry_kind, entry_key)
    catalogue, is_agreement = current_catalog(), entry_kind == EntryKind.AGREEMENT
    context = {
        "kind": entry_kind,
        "key": entry_key,
        "kind_words": EntryKind(entry_kind).label,
        "title": entry_title(entry_kind, entry_key, versions[0].document, catalogue),
        "retired": versions[0].retired,
        "lines": entry_lines(entry_kind, versions[0].document, catalogue),
        "page": "" if versions[0].retired else page_of_entry(entry_kind, entry_key, catalogue),
        "warnings": problem_lines(unfit_entries(), entry_kind, entry_key),
        "resting": resting(entry_key, agreements_ending(today()), request.user) if is_agreement else (),
        "history": history(versions, edition()),
        "may": review.may_change_knowledge(person_of(request.user)),
    }
    return render(request, "wizard/knowledge/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_retire(request: Request, entry_kind: str, entry_key: str) -> HttpResponse:
    """Take an entry out of force: what that would change first, then the reason."""
    review.check_may_change_knowledge(person_of(request.user))
    latest = versions_of(entry_kind, entry_key)[0]
    if latest.retired:
        raise NotFound(entry_key)
    form = ReasonForm(request.POST if request.method == "POST" else carry.restore(request))
    state = overlay().key
    seen = request.POST.get("state") == state
    if request.method == "POST" and not seen:
        form.add_error(None, _("Something else was changed in between: read again what this would change."))
    if request.method == "POST" and form.is_valid():
        reason, version = form.cleaned_data["reason"], whole(request.POST.get("seen_version", ""))
        try:
            retire_entry(actor=request.user, kind=entry_kind, key=entry_key, reason=reason, seen_version=version)
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            messages.success(request, _("Retired. Its versions stay on record."))
            say_superseded(request)
            return redirect("wizard:own_entry", entry_kind=entry_kind, entry_key=entry_key)
    proposal = propose_retirement(actor=request.user, kind=entry_kind, key=entry_key)
    context = {
        "kind": entry_kind,
        "key": entry_key,
        "title": entry_title(entry_kind, entry_key, latest.document, current_catalog()),
        "form": form,
        "state": state,
        "seen_version": latest.version,
        "problems": [told(problem_words(problem)) for problem in proposal.problems],
        "affected": affected_views(proposal.affected, current_catalog(), request.user),
    }
    return render(request, "wizard/knowledge/retire.html", context, status=422 if request.method == "POST" else 200)
