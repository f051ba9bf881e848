"""An assessment out to a file, and in from one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.engine.answers import MAX_BYTES, Unusable
from catalog.engine.problems import Problem
from catalog.presenters.language import told
from wizard.actions.transfer import import_assessment
from wizard.presenters.transfer import edition_words, transfer_of
from wizard.process import review
from wizard.process.transfer import read_transfer
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import person_of
from wizard.views.access import Request, seen, signed_in

MOST_SHOWN = 50


class ImportForm(forms.Form):
    """A file that was exported here or elsewhere."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A JSON file of the schema assessment/1, up to 1 MB."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the file.")},
    )


@require_safe
@signed_in
def export(request: Request, reference: str) -> HttpResponse:
    """Hand out the assessment as a file, as it stands now."""
    found = seen(request, reference)
    content = json.dumps(transfer_of(found, answers_of(found)).as_json(), indent=2, ensure_ascii=False)
    response = HttpResponse(content + "\n", content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_(request: Request) -> HttpResponse:
    """Read a file into a draft, or say everything that does not fit."""
    review.check_may_start(person_of(request.user))
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        transfer = read_transfer(form.cleaned_data["file"].read(MAX_BYTES + 1))
        draft, again = import_assessment(author=request.user, transfer=transfer)
    except Unusable as unusable:
        form.add_error("file", _("Nothing was read in: correct what is listed below, then choose the file again."))
        return _page(request, form, unusable.problems, status=422)
    if words := edition_words(transfer):
        messages.warning(request, words)
    if again:
        said = _("This file was read in a moment ago, so no second draft was made: this is the one it became.")
    else:
        said = _("Read in as a new draft. Evidence does not travel with the file: add it again.")
    messages.success(request, said)
    return redirect("wizard:assessment", reference=draft.reference)


def _page(request: Request, form: ImportForm, problems: Sequence[Problem] = (), *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problems": [Problem(one.at, told(one.problem), told(one.remedy)) for one in problems[:MOST_SHOWN]],
        "more": max(len(problems) - MOST_SHOWN, 0),
    }
    return render(request, "wizard/import.html", context, status=status)
