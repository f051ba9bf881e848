"""Naming a stand-in for the days on which a reviewer is away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.ambient import today
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.actions.absences import end_absence, enter_absence
from wizard.actions.review_mail import tell_stand_in
from wizard.models import Role, User
from wizard.phases.fields import Day
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole


class AbsenceForm(forms.Form):
    """From when until when, and who decides meanwhile."""

    use_required_attribute = False
    first = Day(label=gettext_lazy("First day"), error_messages={"required": gettext_lazy("Enter the first day.")})
    last = Day(label=gettext_lazy("Last day"), error_messages={"required": gettext_lazy("Enter the last day.")})
    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who decides for you"),
        empty_label=gettext_lazy("Choose a legal reviewer"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose a legal reviewer from the list.")
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, user: User, **options: Any) -> None:
        super().__init__(data, **options)
        others = User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True).exclude(pk=user.pk)
        stand_in = self.fields["stand_in"]
        assert isinstance(stand_in, forms.ModelChoiceField)  # noqa: S101 (declared above)
        stand_in.queryset = others
        self.anybody = others.exists()


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def absences(request: Request) -> HttpResponse:
    """Show the absences ahead, enter one, or take one back."""
    review.check_may_be_absent(person_of(request.user))
    if request.method == "POST" and "withdraw" in request.POST:
        standing = get_object_or_404(request.user.absences, pk=whole(request.POST["withdraw"]))
        end_absence(absence=standing, actor=request.user)
        messages.success(request, _("You decide for yourself again."))
        return redirect("wizard:absence")
    form = AbsenceForm(request.POST if request.method == "POST" else carry.restore(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            entered = enter_absence(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            tell_stand_in(entered)
            messages.success(request, _("%(who)s decides for you then.") % {"who": entered.stand_in.full_name})
            return redirect("wizard:absence")
    ahead = request.user.absences.filter(last__gte=today(), ended_at=None).select_related("stand_in")
    context = {
        "form": form,
        "absences": [(one.pk, one.stand_in.full_name, day(one.first), day(one.last)) for one in ahead],
    }
    return render(request, "wizard/absence.html", context, status=422 if request.method == "POST" else 200)
