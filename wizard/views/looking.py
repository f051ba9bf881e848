"""The review of an entry of the register: what could have changed, question by question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog, today
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.actions.looking import MOST_MONTHS, look_again
from wizard.phases.fields import Text
from wizard.presenters.register import entry_row
from wizard.process.looking import Question
from wizard.process.refusal import Refused
from wizard.process.register import check_may_keep
from wizard.queries.looking import asked_of, next_review
from wizard.queries.permissions import person_of
from wizard.queries.register import entered, late_duties
from wizard.views import carry
from wizard.views.access import Request, signed_in

AS_BEFORE, CHANGED = "as-before", "changed"


class ReviewForm(forms.Form):
    """Each question with “as before” or “changed”, a note, and when the next review comes."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, asked: list[Question], **options: Any) -> None:
        super().__init__(data, **options)
        for question in asked:
            self.fields[question.code] = forms.ChoiceField(
                label=told(question.says),
                choices=(
                    [(AS_BEFORE, _("It changes nothing here")), (CHANGED, _("It has to be decided anew"))]
                    if question.changed
                    else [(AS_BEFORE, _("Still true")), (CHANGED, _("Changed"))]
                ),
                widget=forms.RadioSelect(),
                error_messages={"required": _("Choose one of the two.")},
            )
        self.fields["note"] = Text(
            label=_("Note"), help_text=_("Needed where something changed: say what."), required=False, lines=3
        )
        self.fields["months"] = forms.TypedChoiceField(
            label=_("Next review"),
            choices=[(n, _MONTHS % {"n": n}) for n in range(1, MOST_MONTHS + 1)],
            coerce=int,
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose 1 to 12 months.")),
        )


_MONTHS: Any = ngettext_lazy("in %(n)d month", "in %(n)d months", "n")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entry_review(request: Request, entry_id: int) -> HttpResponse:
    """Ask what could have changed since the approval or the last review, and record what was found."""
    found = entered(entry_id, today())
    if found is None:
        raise Http404(str(entry_id))
    check_may_keep(person_of(request.user), found.entry.owner_id, found.entry.assessment.author_id)
    asked = asked_of(found, today())
    posted = request.method == "POST"
    form = ReviewForm(
        request.POST if posted else carry.restore(request), asked=asked, initial={"months": found.entry.review_months}
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        answers = {question.code: given[question.code] == CHANGED for question in asked}
        try:
            review = look_again(
                found=found,
                actor=request.user,
                answers=answers,
                note=given["note"],
                months=given["months"],
                today=today(),
            )
        except Refused as refused:
            form.add_error("note" if any(answers.values()) else None, told(refused.sentence))
        else:
            said = _CHANGED if review.changed else _UNCHANGED
            messages.success(request, said)
            return redirect("wizard:register_entry", entry_id)
    context = {
        "form": form,
        "row": entry_row(found, current_catalog(), late_duties([found], today())[found.entry.assessment_id], today()),
        "due": day(next_review(found)),
        "found_changes": any(question.changed for question in asked),
        "over": found.standing.over,
    }
    return render(request, "wizard/entry_review.html", context, status=422 if posted else 200)


_UNCHANGED = gettext_lazy("Reviewed: nothing changed.")
_CHANGED = gettext_lazy("Reviewed. Open the next revision of its assessment, or end the entry.")
