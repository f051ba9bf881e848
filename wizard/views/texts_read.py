"""The licence text that was read for an assessment: kept, recognised, and recorded in its first item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.ambient import today
from catalog.presenters.language import told
from catalog.texts import recognised
from wizard.actions.texts import ITEM, ReadText, checked_text, keep_read_text
from wizard.phases.context import Context
from wizard.phases.copies import CopyForm, copy_of, entries_of, says, which_of
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of
from wizard.views.access import Request, signed_in
from wizard.views.items import Desk, desk, page


@require_POST
@signed_in
def text_read(request: Request, reference: str) -> HttpResponse:
    """Keep a text that was pasted or chosen as a file."""
    here = desk(request, reference, ITEM)
    review.check_may_edit(person_of(request.user), case_of(here.assessment, request.user))
    form = CopyForm(request.POST, request.FILES, context=here.stand.context)
    if not form.is_valid() or not _kept(request, here, form):
        return page(request, here, here.form(None), here.extras(None), status=422, copy_form=form)
    return redirect(reverse("wizard:item", args=[reference, ITEM]) + "#texts")


def _kept(request: Request, here: Desk, form: CopyForm) -> bool:
    """Whether it was kept; what stands against it is told at the field."""
    context = here.stand.context
    try:
        copy = _read(form, context)
        kept = keep_read_text(actor=request.user, assessment=here.assessment, copy=copy, today=today())
    except Refused as refused:
        form.add_error("text", told(refused.sentence))
        return False
    found = recognised(kept.text)
    name = context.licences[copy.licence].name
    words = says(copy_of(kept.sha256, found, copy.entries))
    messages.success(request, _("Kept as %(licence)s. %(told)s") % {"licence": name, "told": words})
    return True


def _read(form: CopyForm, context: Context) -> ReadText:
    """The text with the licence it belongs to: as the person said, or as it was recognised. Raises Refused."""
    text = checked_text(form.cleaned_data["text"])
    which = form.cleaned_data["which"] or which_of(recognised(text), context)
    if not which:
        raise Refused(_("These words are of none of the texts below: say which text it is meant to be."))
    document, licence = which.split(" ", 1)
    entry = context.licences[licence]
    return ReadText(
        licence=licence,
        entries=entries_of(licence, context),
        document=document,
        text=text,
        url=form.cleaned_data["url"],
        address=str(entry.url),
    )
