"""The tokens by which a person's own programs use the API."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.presenters.language import told
from wizard.actions.tokens import LIFETIMES, make_token, revoke_token
from wizard.models import Scope
from wizard.phases.fields import Text
from wizard.presenters.tokens import token_rows
from wizard.process.refusal import Refused
from wizard.queries.tokens import token_of, tokens_of
from wizard.views import carry
from wizard.views.access import Request, freshly_signed_in, signed_in


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and for how long."""

    use_required_attribute = False
    name = Text(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What will use it, such as “Nightly check of the shop”."),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=Scope.choices,
        initial=[Scope.READ, Scope.EVALUATE],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It ends after"),
        choices=[(days, format_lazy(gettext_lazy("{days} days"), days=days)) for days in LIFETIMES],
        initial=LIFETIMES[1],
        coerce=int,
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose a lifetime.")},
    )


@require_safe
@signed_in
def tokens(request: Request) -> HttpResponse:
    """A person's own tokens."""
    context = {"tokens": token_rows(tokens_of(request.user), timezone.now())}
    return render(request, "wizard/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def token_new(request: Request) -> HttpResponse:
    """A form for one more token, whose secret is shown once."""
    posted = request.method == "POST"
    form = TokenForm(request.POST if posted else carry.restore(request))
    if posted and form.is_valid():
        try:
            token, secret = make_token(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            response = render(request, "wizard/tokens_made.html", {"token": token, "secret": secret})
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "wizard/tokens_new.html", {"form": form}, status=422 if posted else 200)


@require_POST
@signed_in
def token_revoke(request: Request, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = token_of(request.user, token_id)
    revoke_token(actor=request.user, token=token)
    messages.success(request, _("“%(name)s” is revoked: nothing can use it any more.") % {"name": token.name})
    return redirect("wizard:tokens")
