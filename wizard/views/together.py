"""Several people at one assessment: who takes part, who is asked for an answer, and the link in the mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import today
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.actions.assignments import ask_for_answer, withdraw_request
from wizard.actions.mail import send_mail
from wizard.actions.participants import add_participant, remove_participant
from wizard.models import Assessment, Assignment, User
from wizard.phases import ITEMS
from wizard.phases.fields import Day, Text
from wizard.presenters.together import members, requests
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, permissions_for, person_of
from wizard.queries.together import open_requests, participants_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import whole
from wizard.views.items import desk

LINK = "wizard.asked"
WEEK = timedelta(days=7)
ADDRESS = gettext_lazy("Enter an e-mail address, such as name@company.example.")


class ParticipantForm(forms.Form):
    """Whom to add."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of a colleague"),
        error_messages=dict.fromkeys(("required", "invalid"), ADDRESS),
    )


class AskForm(forms.Form):
    """Whom to ask, by when, and why them."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of a colleague"),
        widget=forms.EmailInput(attrs={"list": "people"}),
        error_messages=dict.fromkeys(("required", "invalid"), ADDRESS),
    )
    due = Day(
        label=gettext_lazy("Answer by"),
        future_only=True,
        error_messages={"required": gettext_lazy("Enter a day after today.")},
    )
    message = Text(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("What they should know, as you would say it."),
        required=False,
        lines=4,
    )

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        due = self.fields["due"]
        assert isinstance(due, Day)  # noqa: S101 (declared above)
        due.today = today()
        due.initial = due.today + WEEK


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def participants(request: Request, reference: str) -> HttpResponse:
    """Show who works on an assessment, add somebody, or end a part."""
    found = seen(request, reference)
    if request.method == "POST" and "remove" in request.POST:
        return _ended(request, found)
    if request.method == "POST":
        review.check_may_invite(person_of(request.user), case_of(found, request.user))
    form = ParticipantForm(request.POST if request.method == "POST" else carry.restore(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = add_participant(assessment=found, actor=request.user, email=form.cleaned_data["email"])
        except Refused as refused:
            form.add_error("email", told(refused.sentence))
        else:
            messages.success(request, _("%(who)s takes part from now on.") % {"who": added.person.full_name})
            return redirect("wizard:participants", reference=reference)
    context = {
        "assessment": found,
        "members": members(found, participants_of(found), request.user),
        "requests": requests(found, open_requests(found), request.user),
        "may": permissions_for(request.user, found),
        "form": form,
    }
    return render(request, "wizard/participants.html", context, status=422 if request.method == "POST" else 200)


def _ended(request: Request, found: Assessment) -> HttpResponse:
    person = get_object_or_404(User.objects.exclude(pk=found.author_id), pk=whole(request.POST["remove"]))
    remove_participant(assessment=found, actor=request.user, person=person)
    if person == request.user:
        messages.success(request, _("You no longer take part in %(name)s.") % {"name": found.name})
        return redirect("wizard:assessments")
    told = {"who": person.full_name}
    messages.success(request, _("%(who)s no longer takes part. What they answered stays, under their name.") % told)
    return redirect("wizard:participants", reference=found.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Ask a colleague to answer an item, or take a request back."""
    here = desk(request, reference, item_id)
    found, applies = here.assessment, here.stand.walk.asked[item_id].applies
    if request.method != "POST":  # a refused post keeps what was typed
        review.check_may_invite(person_of(request.user), case_of(found, request.user))
    if request.method == "POST" and "withdraw" in request.POST:
        standing = get_object_or_404(found.assignments.filter(item=item_id), pk=whole(request.POST["withdraw"]))
        withdraw_request(request=standing, actor=request.user)
        messages.success(request, _("The request is taken back."))
        return redirect("wizard:ask", reference=reference, item_id=item_id)
    form = AskForm(request.POST if request.method == "POST" else carry.restore(request))
    if request.method == "POST" and form.is_valid() and applies:
        try:
            made = ask_for_answer(assessment=found, item=item_id, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            _mail(request, made)
            return redirect("wizard:item", reference=reference, item_id=item_id)
    context = {
        "assessment": found,
        "item": ITEMS[item_id],
        "applies": applies,
        "requests": requests(found, open_requests(found, item_id), request.user),
        "people": [one.person.email for one in participants_of(found)],
        "form": form,
    }
    return render(request, "wizard/ask.html", context, status=422 if request.method == "POST" else 200)


def _mail(request: Request, made: Assignment) -> None:
    """Send the link; where no mail goes out, show it to who asks, so that they can pass it on."""
    path = reverse("wizard:asked", args=[signing.dumps(made.pk, salt=LINK)])
    told = {"who": made.person.full_name, "link": request.build_absolute_uri(path)}
    context = {"made": made, "item": ITEMS[made.item], "link": told["link"], "due": day(made.due)}
    body = render_to_string("wizard/mail/asked.txt", context)
    subject = _("%(who)s asks you: %(item)s") % {"who": made.asked_by.full_name, "item": ITEMS[made.item].label}
    if send_mail(to=made.person, subject=subject, body=body):
        messages.success(request, _("%(who)s was asked by mail and can answer from now on.") % told)
    else:
        messages.warning(
            request, _("%(who)s can answer from now on. No mail went out; pass on this link: %(link)s") % told
        )


@require_safe
@signed_in
def asked(request: Request, token: str) -> HttpResponse:
    """Follow the link of a mail to the item; a request that is over says so."""
    try:
        key = signing.loads(token, salt=LINK)
    except signing.BadSignature:
        raise Http404(token) from None
    made = get_object_or_404(Assignment.objects.select_related("assessment", "asked_by"), pk=key)
    if made.person_id != request.user.pk:
        raise Refused(_("This link is for somebody else: sign in with the address to which the mail was sent."))
    told = {"who": made.asked_by.full_name, "name": made.assessment.name}
    if made.withdrawn_at:
        messages.info(request, _("%(who)s no longer needs your answer on %(name)s. There is nothing to do.") % told)
        return redirect("wizard:assessments")
    if made.done_at:
        messages.info(request, _("This question was answered meanwhile. Look whether you agree."))
    return redirect("wizard:item", reference=made.assessment.reference, item_id=made.item)
