"""What a person was told, and that they have read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wizard.actions.notices import mark_read
from wizard.presenters.notices import notice_rows
from wizard.queries.notices import read_of, unread_of
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole


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
