"""What a person was told, that they have read it, and how it reaches them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wizard.actions.notices import mark_read, wish
from wizard.models import Mailing, NoticeKind
from wizard.presenters.notices import notice_rows
from wizard.queries.deliveries import wishes_of
from wizard.queries.notices import read_of, unread_of
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole


class WishesForm(forms.Form):
    """How mail about each kind of notice reaches somebody."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.TypedChoiceField(
                label=kind.label,
                choices=Mailing.choices,
                coerce=Mailing,
                widget=forms.RadioSelect(),
                error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the three.")),
            )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notices(request: Request) -> HttpResponse:
    """One's own notices, those unread first; a post marks one as read, or all of them."""
    if request.method == "POST":
        named = request.POST.get("read", "")
        mark_read(actor=request.user, notice_id=None if named == "all" else whole(named))
        return redirect("wizard:notices")
    context = {"unread": notice_rows(unread_of(request.user)), "read": notice_rows(read_of(request.user))}
    return render(request, "wizard/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notice_wishes(request: Request) -> HttpResponse:
    """Choose by kind whether one gets mail at once, once a day, or not at all."""
    posted = request.method == "POST"
    form = WishesForm(request.POST if posted else carry.restore(request), initial=wishes_of(request.user))
    if posted and form.is_valid():
        wish(actor=request.user, wishes={NoticeKind(kind): mailing for kind, mailing in form.cleaned_data.items()})
        messages.success(request, _("Kept. It holds for what happens from now on."))
        return redirect("wizard:notice_wishes")
    return render(request, "wizard/notice_wishes.html", {"form": form}, status=422 if posted else 200)
