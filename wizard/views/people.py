"""Accounts for administrators, and a reviewer's own signing key."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.presenters.language import told, within
from wizard.actions.keys import enrol_signing_key
from wizard.actions.people import add_person, change_role, deactivate_person, make_password_link
from wizard.models import Role, SigningKey, User
from wizard.presenters.people import key_view, person_rows
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.people import everybody
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, freshly_signed_in, signed_in
from wizard.views.forms import PersonForm, SigningKeyForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def people(request: Request) -> HttpResponse:
    """Everybody, and a form for one more; a new account gets a link to set its password, shown once."""
    review.check_may_manage_people(person_of(request.user))
    form = PersonForm(request.POST if request.method == "POST" else carry.restore(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = add_person(
                actor=request.user, email=given["email"], full_name=given["full_name"], role=given["role"]
            )
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            return _link(request, person)
    context = {"people": person_rows(everybody(), request.user), "form": form, "roles": Role.choices}
    return render(request, "wizard/people.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def person(request: Request, person_id: int) -> HttpResponse:
    """Change a role, close an account, or make a new link for a password."""
    review.check_may_manage_people(person_of(request.user))
    found = get_object_or_404(User, pk=person_id)
    match request.POST.get("do"):
        case "role":
            change_role(actor=request.user, person=found, role=request.POST.get("role", ""))
            messages.success(
                request,
                _("%(person)s is now %(role)s.")
                % {"person": found.full_name, "role": within(str(Role(found.role).label))},
            )
        case "deactivate":
            deactivate_person(actor=request.user, person=found)
            messages.success(
                request,
                _("%(person)s can no longer sign in. What was done stays on record.") % {"person": found.full_name},
            )
        case "link":
            return _link(request, found)
        case _:
            messages.error(request, _("Nothing was changed: use one of the buttons beside the name."))
    return redirect("wizard:people")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def signing_key(request: Request) -> HttpResponse:
    """Show a reviewer's certificate, and make a new key under a passphrase."""
    review.check_may_enrol_key(person_of(request.user))
    form = SigningKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enrol_signing_key(actor=request.user, passphrase=form.cleaned_data["passphrase"])
        except Refused as refused:
            form.add_error("passphrase", told(refused.sentence))
        else:
            messages.success(request, _("Your signing key is ready. Only your passphrase opens it."))
            return redirect("wizard:signing_key")
    key = SigningKey.objects.filter(user=request.user).first()
    context = {"form": form, "key": key_view(key) if key else None}
    return render(request, "wizard/signing_key.html", context, status=422 if form.errors else 200)


def _link(request: Request, found: User) -> HttpResponse:
    """Show the link once. It is not kept: a lost one is replaced by a new one."""
    link = request.build_absolute_uri(make_password_link(actor=request.user, person=found))
    response = render(request, "wizard/person_link.html", {"person": found, "link": link})
    response["Cache-Control"] = "no-store"
    return response
