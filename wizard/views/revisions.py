"""The next revision of what was approved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.ambient import today
from wizard.actions.superseding import revise as open_next
from wizard.actions.superseding import supersede_due
from wizard.process import review
from wizard.queries.permissions import case_of, person_of
from wizard.views.access import Request, seen, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revise(request: Request, reference: str) -> HttpResponse:
    """Say what opening the next revision does; a post does it."""
    found = seen(request, reference)
    review.check_may_revise(person_of(request.user), case_of(found, request.user))
    if request.method == "POST":
        open_next(assessment=found, actor=request.user)
        messages.success(request, _("This is revision %(revision)d, a draft.") % {"revision": found.revision})
        return redirect("wizard:assessment", reference=reference)
    return render(request, "wizard/revise.html", {"assessment": found})


def say_superseded(request: Request) -> None:
    """After a change of what the organisation holds: end the approvals that rested on it, and say which."""
    ended = [ending.snapshot.assessment.reference for ending in supersede_due(today=today())]
    if ended:
        messages.warning(request, _("Superseded by this: %(references)s.") % {"references": ", ".join(ended)})
