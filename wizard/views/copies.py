"""What can be looked at before an assessment is started, and drafts made from what exists."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.ambient import current_catalog, current_law, overlay, today
from wizard.actions.copies import copy_changed, copy_example
from wizard.models import Assessment
from wizard.phases.changes import Change, change_of
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.presenters.blank import blank
from wizard.presenters.example import example_view
from wizard.presenters.repairs import told_changes
from wizard.presenters.standing import standing
from wizard.process import review
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in


class CopyForm(forms.Form):
    """The name of the copy."""

    use_required_attribute = False
    name = Text(
        label=gettext_lazy("Name of the product"),
        help_text=gettext_lazy("As it shall stand in the report."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the product.")},
    )


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question before any is asked, to read or to print."""
    context = Context(current_catalog(), current_law(), (), today(), own=overlay())
    phases = blank(context)
    count = sum(len(phase.items) for phase in phases)
    return render(request, "wizard/questions.html", {"phases": phases, "count": count, "wide": range(4)})


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """The worked example: its decision, and the answers that led there."""
    user = request.user
    may_start = user.is_authenticated and review.may_start(person_of(user)).allowed
    return render(request, "wizard/example.html", {"view": example_view(), "may_start": may_start})


@require_POST
@signed_in
def example_copy(request: Request) -> HttpResponse:
    """Open the worked example as a draft of one's own."""
    made = copy_example(author=request.user)
    messages.success(request, _("The worked example is yours to change. Nothing you do here touches the original."))
    return redirect("wizard:assessment", reference=made.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copy(request: Request, reference: str) -> HttpResponse:
    """Duplicate an assessment: for the next version of a model, or with the changed answers of a what-if copy."""
    source = seen(request, reference)
    review.check_may_start(person_of(request.user))
    if request.method != "POST":
        typed = carry.restore(request)
        changes = _changes(typed or request.GET)
        name = _("%(name)s, what if") % {"name": source.name} if changes else source.name
        return _copy_page(request, source, CopyForm(typed, initial={"name": name}), changes)
    form, changes = CopyForm(request.POST), _changes(request.POST)
    if not form.is_valid():
        return _copy_page(request, source, form, changes, status=422)
    made = copy_changed(source=source, author=request.user, name=form.cleaned_data["name"], changes=changes)
    messages.success(request, _("Copied with its answers, notes and evidence. Look them through: they are yours now."))
    return redirect("wizard:assessment", reference=made.reference)


def _changes(sent: QueryDict) -> list[Change]:
    """The answers that the copy shall change; what no page of ours sends is left out."""
    return [change for key in sent.getlist("change") if (change := change_of(key)) is not None]


def _copy_page(
    request: Request, source: Assessment, form: CopyForm, changes: list[Change], status: int = 200
) -> HttpResponse:
    words = told_changes(changes, standing(source, answers_of(source)).walk) if changes else ()
    told = list(zip((change.key for change in changes), words, strict=True))
    return render(request, "wizard/copy.html", {"assessment": source, "form": form, "changes": told}, status=status)
