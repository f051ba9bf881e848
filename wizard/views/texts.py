"""The licence texts that the organisation keeps: what they are, and what changed from an earlier one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_catalog
from catalog.knowledge.comparison import changed_words
from catalog.knowledge.recognition import recognise
from catalog.presenters.intake import text_view
from catalog.presenters.language import told
from catalog.texts import known_texts
from wizard.actions.texts import keep_text
from wizard.models import KeptText
from wizard.presenters.texts import earlier_links, text_page, text_rows
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.overlay import earlier_texts, kept_text, kept_texts
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole
from wizard.views.knowledge_forms import KeptTextForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def texts(request: Request) -> HttpResponse:
    """Every kept text, and a form for one more."""
    if request.method == "POST":
        review.check_may_change_knowledge(person_of(request.user))
        form = KeptTextForm(request.POST, request.FILES)
        if form.is_valid() and (kept := _kept(request, form)):
            messages.success(request, _("Kept. Below is what it is."))
            return redirect("wizard:kept_text", text_id=kept.pk)
    else:
        form = KeptTextForm(carry.restore(request), initial={"licence": request.GET.get("licence", "")})
    context = {
        "rows": text_rows(kept_texts(), current_catalog()),
        "form": form,
        "may": review.may_change_knowledge(person_of(request.user)),
    }
    return render(request, "wizard/knowledge/texts.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@signed_in
def text(request: Request, text_id: int) -> HttpResponse:
    """One kept text: which licence it is by its words, and how it differs from an earlier one (`against`)."""
    kept = kept_text(text_id)
    answer = recognise(kept.text, known_texts())
    earlier = earlier_texts(kept, [match.sketch.licence for match in answer.matches])
    wanted = whole(request.GET.get("against", ""))
    other = next((one for one in earlier if one.pk == wanted), earlier[0] if earlier else None)
    catalogue = current_catalog()
    context = {
        "page": text_page(kept, catalogue),
        "text": text_view(answer, catalogue),
        "earlier": earlier_links(kept, earlier, other),
        "against": other,
        "changes": changed_words(other.text, kept.text) if other else (),
    }
    return render(request, "wizard/knowledge/text.html", context)


def _kept(request: Request, form: KeptTextForm) -> KeptText | None:
    """The text once it is kept; None where the action refused it, which the form then tells."""
    given = form.cleaned_data
    try:
        return keep_text(
            actor=request.user,
            licence=given["licence"],
            document=given["document"],
            variant=given["variant"],
            text=given["text"],
            url=given["url"],
        )
    except Refused as refused:
        form.add_error("text", told(refused.sentence))
        return None
