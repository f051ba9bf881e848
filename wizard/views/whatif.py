"""The page that puts an assessment beside copies with other answers. All of it stands in the address."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wizard.phases.assemble import Given
from wizard.phases.changes import Change, change_of
from wizard.presenters.standing import standing
from wizard.presenters.whatif import MOST_CHANGES, NAMES, address, what_if
from wizard.process import review
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import permissions_for, person_of
from wizard.views.access import Request, seen, signed_in
from wizard.views.steps import around_step


@require_safe
@signed_in
def page(request: Request, reference: str) -> HttpResponse:
    """Show what would differ. A choice from the form is put into the address first, which can then be shared."""
    found = seen(request, reference)
    copies = _copies(request.GET)
    if "add" in request.GET or "to" in request.GET:
        return redirect(address(reference, _with_choice(copies, request.GET)))
    answers = answers_of(found)
    stand = standing(found, answers)
    given = {item: Given(answer.data, answer.unknown) for item, answer in answers.items()}
    context = {
        **around_step(request, request.get_full_path(), answers),
        "assessment": found,
        "view": what_if(found, stand, given, copies),
        "may_change": permissions_for(request.user, found).edit.allowed,
        "may_start": review.may_start(person_of(request.user)),
    }
    return render(request, "wizard/what_if.html", context)


def _copies(sent: QueryDict) -> dict[str, list[Change]]:
    """The copies that an address names; what no page of ours wrote into it is left out."""
    found = {name: [change_of(key) for key in dict.fromkeys(sent.getlist(name))] for name in NAMES}
    return {name: [change for change in changes if change][:MOST_CHANGES] for name, changes in found.items()}


def _with_choice(copies: dict[str, list[Change]], sent: QueryDict) -> dict[str, list[Change]]:
    """The copies with what was chosen; another answer to the same question takes the place of the first."""
    chosen = [change for key in sent.getlist("add") if (change := change_of(key)) is not None]
    name = sent.get("to", "")
    name = name if name in NAMES else next((one for one in NAMES if not copies[one]), NAMES[-1])
    places = {change.at for change in chosen if change.is_single}
    kept = [change for change in copies[name] if change.at not in places and change not in chosen]
    return {**copies, name: [*kept, *chosen][:MOST_CHANGES]}
