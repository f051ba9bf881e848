"""Signing with a certificate from outside: with a file of one's own, or by one's own tool; then keeping it."""

from __future__ import annotations

from base64 import b64decode, b64encode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.presenters.language import told
from wizard.actions.signing import turn_of
from wizard.actions.ways import Prepared, keep_prepared, sign_with_own_key, take_signed
from wizard.models import Assessment, SigningWay
from wizard.presenters.making import making_view
from wizard.presenters.ways import accepted_authorities, prepared_view
from wizard.process.refusal import Refused
from wizard.signing.elsewhere import MOST_ADDED
from wizard.signing.own_key import LARGEST_FILE
from wizard.views.access import Request, freshly_signed_in, signed_in
from wizard.views.reviews import submitted
from wizard.views.signing import authenticated_at, has_signed

KEEP_WITHIN = 30 * 60
"""Seconds for which a signature waits to be kept."""


class OwnKeyForm(forms.Form):
    """A certificate with its key, in a file under a passphrase."""

    use_required_attribute = False
    own = forms.FileField(
        label=gettext_lazy("Your certificate with its key"),
        help_text=gettext_lazy("A PKCS#12 file (.p12 or .pfx). It signs this once and is not kept."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the file with your certificate and its key.")},
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase of that file"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
        error_messages={"required": gettext_lazy("Enter the passphrase with which the file was exported.")},
    )


class ElsewhereForm(forms.Form):
    """The report as it came out of a signing tool."""

    use_required_attribute = False
    signed = forms.FileField(
        label=gettext_lazy("The signed file"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the file as your tool saved it.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def sign_otherwise(request: Request, reference: str) -> HttpResponse:
    """Sign with a certificate from outside: the signature is shown first, and kept with a second post."""
    found, _snapshot = submitted(request, reference)
    if has_signed(request, found):
        return redirect("wizard:making", reference=reference)
    turn = turn_of(found, request.user)
    if not settings.REVIEWER_ROOTS:
        raise Refused(
            _(
                "No certificates from outside are accepted here: sign with the key that you make under your account, "
                "or ask who runs this service to name authorities in CLEARWEIGHTS_REVIEWER_ROOTS."
            )
        )
    way, sent = request.POST.get("way", ""), (request.POST, request.FILES)
    own = OwnKeyForm(*sent if way == SigningWay.OWN_KEY else ())
    elsewhere = ElsewhereForm(*sent if way == SigningWay.ELSEWHERE else ())
    form: forms.Form = own if own.is_bound else elsewhere
    try:
        if way == "keep":
            return _kept(request, found)
        if form.is_bound and form.is_valid():
            return _shown(request, found, _prepared(request, found, form))
    except Refused as refused:
        if has_signed(request, found):
            return redirect("wizard:making", reference=reference)
        if not form.is_bound:
            form = forms.Form({})
        form.add_error(None, told(refused.sentence))
    context = {
        "assessment": found,
        "view": making_view(turn.making, request.user, timezone.now()),
        "field": turn.field,
        "authorities": accepted_authorities(),
        "own": own,
        "elsewhere": elsewhere,
        "form": form,
    }
    return render(request, "wizard/sign_otherwise.html", context, status=422 if request.method == "POST" else 200)


def _prepared(request: Request, found: Assessment, form: forms.Form) -> Prepared:
    if isinstance(form, OwnKeyForm):
        return sign_with_own_key(
            assessment=found,
            actor=request.user,
            read=request.POST.get("report", ""),
            file=_read(form.cleaned_data["own"], LARGEST_FILE),
            passphrase=form.cleaned_data["passphrase"],
        )
    before = turn_of(found, request.user).pdf
    file = _read(form.cleaned_data["signed"], len(before) + MOST_ADDED)
    return take_signed(assessment=found, actor=request.user, file=file)


def _read(upload: UploadedFile, most: int) -> bytes:
    """One byte more than is ever accepted, so that a larger file is refused and not loaded."""
    return bytes(upload.read(most + 1))


def _shown(request: Request, found: Assessment, prepared: Prepared) -> HttpResponse:
    kept = {"way": str(prepared.way), "read": prepared.read, "added": b64encode(prepared.added).decode()}
    context = {
        "assessment": found,
        "view": prepared_view(prepared.way, prepared.signature, prepared.until),
        "account": request.user.full_name,
        "prepared": signing.dumps(kept, salt=_salt(request), compress=True),
    }
    return render(request, "wizard/sign_prepared.html", context)


def _kept(request: Request, found: Assessment) -> HttpResponse:
    try:
        prepared = signing.loads(request.POST.get("prepared", ""), salt=_salt(request), max_age=KEEP_WITHIN)
    except signing.BadSignature:
        raise Refused(_("Your signature waited too long to be kept: sign the report again.")) from None
    keep_prepared(
        assessment=found,
        actor=request.user,
        way=SigningWay(prepared["way"]),
        read=prepared["read"],
        added=b64decode(prepared["added"]),
        authenticated_at=authenticated_at(request),
    )
    messages.success(request, _("You have signed the report of %(reference)s.") % {"reference": found.reference})
    return redirect("wizard:making", reference=found.reference)


def _salt(request: Request) -> str:
    """What is prepared for one person is of no use to another."""
    return f"prepared signature of {request.user.pk}"
