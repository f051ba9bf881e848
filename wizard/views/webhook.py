"""The organisation's webhook, and mail that did not arrive: for administrators."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.presenters.language import told
from wizard.actions.calls import end_webhook, set_webhook
from wizard.phases.fields import Text
from wizard.presenters.deliveries import call_rows, mail_rows, webhook_view
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.deliveries import latest_calls, mail_in_doubt, webhook_in_use
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, freshly_signed_in, signed_in


class WebhookForm(forms.Form):
    """Where the organisation wants to be called."""

    use_required_attribute = False
    address = Text(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("An https address, such as https://hooks.example.com/clearweights."),
        max_length=500,
        error_messages={"required": gettext_lazy("Enter an address.")},
    )


@require_safe
@signed_in
def webhook(request: Request) -> HttpResponse:
    """Where the organisation is called, how the last calls went, and which mail is in doubt."""
    review.check_may_set_webhook(person_of(request.user))
    context = {
        "webhook": webhook_view(webhook_in_use()),
        "calls": call_rows(latest_calls()),
        "mails": mail_rows(mail_in_doubt()),
    }
    return render(request, "wizard/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def webhook_set(request: Request) -> HttpResponse:
    """A form for the address; a new one gets a new secret, which is shown once."""
    review.check_may_set_webhook(person_of(request.user))
    posted = request.method == "POST"
    form = WebhookForm(request.POST if posted else carry.restore(request))
    if posted and form.is_valid():
        try:
            made, secret = set_webhook(actor=request.user, address=form.cleaned_data["address"])
        except Refused as refused:
            form.add_error("address", told(refused.sentence))
        else:
            response = render(request, "wizard/webhook_made.html", {"webhook": made, "secret": secret})
            response["Cache-Control"] = "no-store"
            return response
    context = {"form": form, "replaces": webhook_in_use() is not None}
    return render(request, "wizard/webhook_set.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def webhook_end(request: Request) -> HttpResponse:
    """Call nobody any more."""
    end_webhook(actor=request.user)
    messages.success(request, _("Nobody is called any more."))
    return redirect("wizard:webhook")
