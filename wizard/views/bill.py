"""The licence bill of materials of what is approved: download it, bring one's own up to date, assess what it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.presenters.language import told
from wizard.actions.bills import signed_bill, start_from_bill
from wizard.interchange.bill_products import Product, products_of, products_of_cyclonedx
from wizard.interchange.cyclonedx_file import is_cyclonedx
from wizard.interchange.gate import check
from wizard.interchange.lbom import NAME, written
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.lbom_update import Update, updated
from wizard.interchange.yaml_values import Fault, Unreadable
from wizard.phases.adopted import agreed_facts
from wizard.presenters.bill import product_rows
from wizard.process import review
from wizard.queries.approvals import approved_lines
from wizard.queries.assessments import assessments_for
from wizard.queries.permissions import person_of
from wizard.views.access import Request, signed_in
from wizard.views.forms import MOST_CANDIDATES

LARGEST = 1024 * 1024
"""What a page carries to and fro; the command takes larger files."""
TOO_LARGE = gettext_lazy("The file is larger than 1 MB: use manage.py lbom, which takes 8 MB, or split it by product.")


class BillForm(forms.Form):
    """A file, or its text: the text is what stays on the page after it was read."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("ai-license-bom.yaml, or CycloneDX 1.6 or 1.7 as JSON, up to 1 MB."),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file; none where none was chosen."""
        file = self.cleaned_data["file"]
        content: bytes = file.read(LARGEST + 1) if file else b""
        if len(content) > LARGEST:
            raise ValidationError(TOO_LARGE)
        return content

    def clean_text(self) -> bytes:
        """The text as bytes."""
        content: bytes = self.cleaned_data["text"].encode(errors="replace")
        if len(content) > LARGEST:
            raise ValidationError(TOO_LARGE)
        return content

    def clean(self) -> dict[str, Any]:
        """One of the two is needed; a file that was chosen counts before the text of an earlier one."""
        cleaned = super().clean() or {}
        if not self.errors and not self.content:
            self.add_error("file", _("Choose the file, or paste its text."))
        return cleaned

    @property
    def content(self) -> bytes:
        """What was handed in."""
        content: bytes = self.cleaned_data.get("file") or self.cleaned_data.get("text") or b""
        return content


@dataclass(frozen=True)
class Read:
    """What came of a file: the products it names, and for a licence bill what it would become."""

    products: tuple[Product, ...] = ()
    update: Update | None = None
    faults: Sequence[Fault] = ()
    left_out: int = 0


@require_safe
@signed_in
def bill_file(request: Request) -> HttpResponse:
    """Hand out the bill of every model that an approval in force allows."""
    return _attachment(_own_bill())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bill(request: Request) -> HttpResponse:
    """Read somebody's bill: say what is out of date and what could be assessed, and do it on demand."""
    if request.method != "POST":
        return _page(request, BillForm())
    if "signed" in request.POST:
        return _attachment(signed_bill(_own_bill()), "ai-license-bom-signed.zip", "application/zip")
    form = BillForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    read = _read(form.content)
    if "update" in request.POST and read.update:
        return _attachment(read.update.content)
    if "start" in request.POST and not read.faults:
        if found := _start(request, read.products):
            return found
        form.add_error(None, _("Tick at least one product to assess."))
    wrong = bool(form.errors or read.faults)
    return _page(request, form, read, status=422 if wrong else 200)


def _read(content: bytes) -> Read:
    catalogue = current_catalog()
    try:
        if is_cyclonedx(content):
            return Read(products_of_cyclonedx(content, catalogue))
        read = read_bill(content)
    except Unreadable as unreadable:
        return Read(faults=unreadable.faults, left_out=unreadable.left_out)
    said = check(
        read.entries, catalogue, current_law(), today(), users=None, approved=None, agreements=agreed_facts(overlay())
    )
    return Read(products_of(read, catalogue), updated(read, approved_lines(today()), said, catalogue))


def _start(request: Request, products: Sequence[Product]) -> HttpResponse | None:
    """Open the drafts that were asked for; None where none was."""
    review.check_may_start(person_of(request.user))
    asked = set(request.POST.getlist("product"))
    chosen = [one for one in products if one.name in asked]
    offered = {row.name for row in product_rows(chosen, {}, MOST_CANDIDATES) if not row.why}
    drafts = start_from_bill(author=request.user, products=[one for one in chosen if one.name in offered])
    if not drafts:
        return None
    count = len(drafts)
    messages.success(request, ngettext("%(n)d draft was started.", "%(n)d drafts were started.", count) % {"n": count})
    return redirect("wizard:assessments") if count > 1 else redirect("wizard:assessment", drafts[0].reference)


def _page(request: Request, form: BillForm, read: Read | None = None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "may_start": review.may_start(person_of(request.user))}
    if read:
        # The text stays on the page, so that the next press need not have the file again.
        form.data = {**form.data, "text": form.content.decode("utf-8-sig", errors="replace")}
        context |= {
            "read": read,
            "faults": [(fault.at, told(fault.says), told(fault.remedy)) for fault in read.faults],
            "products": product_rows(read.products, _assessed(request), MOST_CANDIDATES),
        }
    return render(request, "wizard/bill.html", context, status=status)


def _assessed(request: Request) -> dict[str, list[str]]:
    """The references of what this person may see, by name in small letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, reference in assessments_for(request.user).order_by("id").values_list("name", "reference"):
        found[name.casefold()].append(reference)
    return found


def _own_bill() -> bytes:
    head = _("Every model that an approval in force allows, on %(day)s") % {"day": today().isoformat()}
    return written(approved_lines(today()), head)


def _attachment(content: bytes, name: str = NAME, kind: str = "application/yaml") -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
