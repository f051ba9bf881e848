"""From a quick check to an assessment: who is not signed in does that first, and the answers wait in the address."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog
from catalog.presenters.check import address
from catalog.presenters.check_answers import NAMES, Given, in_words, read_check
from wizard.actions.keep import keep_check
from wizard.phases.fields import Text
from wizard.process import review
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, signed_in


class KeepForm(forms.Form):
    """The name under which a check is kept."""

    use_required_attribute = False
    name = Text(
        label=gettext_lazy("Name of the product"),
        help_text=gettext_lazy("As it shall stand in the report."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the product.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keep(request: Request) -> HttpResponse:
    """Show what would be kept and ask for a name; a post keeps it."""
    review.check_may_start(person_of(request.user))
    typed = carry.restore(request)
    sent = request.POST or typed or request.GET
    given = read_check({name: sent.get(name, "") for name in NAMES}, current_catalog())
    if given.model is None:
        return redirect(f"{reverse('catalog:check')}?{urlencode({'model': given.typed['model']})}")
    if request.method != "POST":
        return _page(request, given, KeepForm(typed))
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _page(request, given, form, status=422)
    assessment = keep_check(author=request.user, name=form.cleaned_data["name"], given=given)
    return redirect("wizard:assessment", reference=assessment.reference)


def _page(request: Request, given: Given, form: KeepForm, *, status: int = 200) -> HttpResponse:
    catalogue = current_catalog()
    known = {"model": given.model.id if given.model else "", **given.answers}
    context = {
        "form": form,
        "model": given.model,
        "lines": list(in_words(given, catalogue)),
        "hidden": [(name, known[name]) for name in NAMES if name in known],
        "back": f"{reverse('catalog:check')}{address(given)}",
    }
    return render(request, "wizard/keep.html", context, status=status)
