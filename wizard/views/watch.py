"""The texts of others that are watched: which, what changed in them, and what a change means."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog, today
from catalog.knowledge.comparison import changed_words
from catalog.presenters.intake import text_view
from catalog.presenters.language import told
from catalog.texts import recognised
from wizard.actions.asking import ask
from wizard.actions.text_decisions import decide
from wizard.actions.watching import stop, upload_text, watch, watch_what_counts
from wizard.models import Meaning, TextKind, User, WatchedAddress, WatchedVersion
from wizard.presenters.watch import (
    address_rows,
    fact_links,
    next_question,
    problem_of,
    resting_entries,
    resting_rows,
    version_rows,
    waiting_rows,
    wanted_rows,
)
from wizard.process import watching
from wizard.process.refusal import Refused
from wizard.queries.assessments import assessments_for
from wizard.queries.permissions import person_of
from wizard.queries.watch import (
    cited_at,
    entries_on,
    newest_versions,
    not_watched,
    resting_on,
    settled_before,
    subject_name,
    undecided,
    versions_of,
    waiting,
    watched_address,
    watched_addresses,
)
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole
from wizard.views.watch_forms import MeaningForm, UploadForm, WatchForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def texts(request: Request) -> HttpResponse:
    """Every address with its state; who may says which are watched."""
    posted = request.method == "POST"
    if posted:
        watching.check_may_watch(person_of(request.user))
        if "all" in request.POST:
            return _watch_what_counts(request)
    form = WatchForm(request.POST if posted else carry.restore(request))
    if posted and form.is_valid() and (made := _watched(request, form)):
        messages.success(request, _("Watched from now on. Ask for its text below, or wait for the daily run."))
        return redirect("wizard:watched", address_id=made.pk)
    open_ones, newest = waiting(), newest_versions()
    context = {
        "waiting": waiting_rows(open_ones),
        "rows": address_rows(watched_addresses(), newest, open_ones),
        "wanted": wanted_rows(not_watched(today())),
        "form": form,
        "may": watching.may_watch(person_of(request.user)),
        "asks": settings.WATCH,
    }
    return render(request, "wizard/watch/index.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def text(request: Request, address_id: int) -> HttpResponse:
    """One address: its versions, what changed between two of them, what rests on it, and the decision that waits."""
    address = watched_address(address_id)
    versions = versions_of(address)
    if request.method != "POST":
        return _page(request, address, versions)
    do = request.POST.get("do", "")
    if do == "decide":
        return _decided(request, address, versions)
    watching.check_may_watch(person_of(request.user))
    if do == "upload":
        return _uploaded(request, address, versions)
    if do == "stop":
        stop(actor=request.user, address=address)
        messages.success(request, _("No longer watched. What was seen stays here."))
    elif do == "watch":
        watch(actor=request.user, document=address.document, subject=address.subject, url=address.url)
        messages.success(request, _("Watched from now on. Ask for its text below, or wait for the daily run."))
    elif do == "ask":
        _asked(request, address)
    return redirect("wizard:watched", address_id=address.pk)


def _page(
    request: Request,
    address: WatchedAddress,
    versions: list[WatchedVersion],
    *,
    meaning: MeaningForm | None = None,
    upload: UploadForm | None = None,
) -> HttpResponse:
    kept = carry.restore(request) if request.method != "POST" else None
    ours = kept.get("do") if kept else None
    resting = resting_on(address)
    open_to = set(_open_to(request.user, resting))
    changed = undecided(versions)
    context: dict[str, Any] = {
        "address": address,
        "name": subject_name(address.document, address.subject),
        "problem": problem_of(address),
        "next": next_question(address),
        "asks": settings.WATCH,
        "versions": version_rows(versions),
        "changed": changed,
        "resting": resting_rows(one for one in resting if one.pk in open_to),
        "entries": resting_entries(entries_on(address, today())),
        "closed": len(resting) - len(open_to),
        "ending": sum(one.state == "approved" for one in resting),
        "facts": fact_links(address, cited_at(address)),
        "may": watching.may_watch(person_of(request.user)),
        "may_weigh": watching.may_weigh(person_of(request.user)),
        "meaning": meaning or MeaningForm(kept if ours == "decide" else None),
        "upload": upload or UploadForm(kept if ours == "upload" else None),
        "refused": meaning or upload,
        **_baseline(address, versions),
        **_compared(request, versions),
    }
    return render(request, "wizard/watch/text.html", context, status=422 if meaning or upload else 200)


def _baseline(address: WatchedAddress, versions: list[WatchedVersion]) -> dict[str, Any]:
    """What the only version is by its words, since nothing else says yet if it is the text by which we judge."""
    if len(versions) != 1 or address.document == TextKind.MODEL_CARD:
        return {}
    found = recognised(versions[0].kept.text)
    ours = any(match.exact and match.sketch.licence == address.subject for match in found.matches)
    return {"baseline": text_view(found, current_catalog()), "baseline_differs": bool(found.matches) and not ours}


def _compared(request: Request, versions: list[WatchedVersion]) -> dict[str, Any]:
    """The two versions that the address names; by default what was settled last, and the newest."""
    if len(versions) == 1 or not versions:
        return {}
    settled = settled_before(versions) if undecided(versions) else versions[1]
    by_number = {len(versions) - place: version for place, version in enumerate(versions)}
    before = by_number.get(whole(request.GET.get("from", "")), settled)
    after = by_number.get(whole(request.GET.get("to", "")), versions[0])
    numbers = {version.pk: number for number, version in by_number.items()}
    assert before is not None  # noqa: S101 (there are versions)
    return {
        "from": numbers[before.pk],
        "to": numbers[after.pk],
        "changes": changed_words(before.kept.text, after.kept.text),
    }


def _open_to(user: User, resting: list[Any]) -> list[int]:
    return list(assessments_for(user).filter(pk__in=[one.pk for one in resting]).values_list("pk", flat=True))


def _watched(request: Request, form: WatchForm) -> WatchedAddress | None:
    """The address once it is watched; None where the action refused it, which the form then tells."""
    try:
        return watch(actor=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, told(refused.sentence))
        return None


def _watch_what_counts(request: Request) -> HttpResponse:
    made = watch_what_counts(actor=request.user, today=today())
    words = ngettext("%(count)d text is watched from now on.", "%(count)d texts are watched from now on.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect("wizard:watch")


def _asked(request: Request, address: WatchedAddress) -> None:
    try:
        asked = ask(actor=request.user, address=address, now=timezone.now())
    except Refused as refused:
        messages.warning(request, told(refused.sentence))
        return
    if asked.why:
        messages.warning(request, _("There was no answer that can be kept. The reason stands below."))
    elif asked.version is None:
        messages.success(request, _("The text is the one that was seen last."))
    else:
        messages.success(request, _("The text was kept."))


def _uploaded(request: Request, address: WatchedAddress, versions: list[WatchedVersion]) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            version = upload_text(actor=request.user, address=address, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", told(refused.sentence))
        else:
            same = _("The text is the one that was seen last.")
            messages.success(request, _("The text was kept.") if version else same)
            return redirect("wizard:watched", address_id=address.pk)
    return _page(request, address, versions, upload=form)


def _decided(request: Request, address: WatchedAddress, versions: list[WatchedVersion]) -> HttpResponse:
    watching.check_may_weigh(person_of(request.user))
    form = MeaningForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            version = whole(request.POST.get("version", ""))
            endings = decide(
                actor=request.user, address=address, version=version, says=given["says"], reason=given["reason"]
            )
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            _say_decided(request, given["says"], len(endings))
            return redirect("wizard:watched", address_id=address.pk)
    return _page(request, address, versions, meaning=form)


def _say_decided(request: Request, says: str, ended: int) -> None:
    if says == Meaning.NOTHING:
        messages.success(request, _("On record: the change changes nothing."))
        return
    words = ngettext(
        "On record. %(count)d approval no longer stands; those concerned are told.",
        "On record. %(count)d approvals no longer stand; those concerned are told.",
        ended,
    )
    messages.success(request, words % {"count": ended})
