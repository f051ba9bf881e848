"""The policy of the organisation: how many review what, what legal says of licences, and which bans are waived."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog, today
from catalog.presenters.language import told
from wizard.actions.policy import rule_on, set_rules, waive
from wizard.models import RulingKind
from wizard.presenters.policy import STANDINGS, past_rulings, ruling_rows, unruled, waiver_rows
from wizard.process import policy as rules
from wizard.process.policy import Risk
from wizard.process.refusal import Refused
from wizard.queries.assessments import NotFound, assessment_for
from wizard.queries.permissions import person_of
from wizard.queries.policy import asked_for, review_rules, rulings_now, rulings_on, waivers_now
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.policy_forms import RulesForm, RulingForm, WaiverForm
from wizard.views.revisions import say_superseded


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def policy(request: Request) -> HttpResponse:
    """The whole policy; an administrator sets how many review."""
    may_set = rules.may_set_rules(person_of(request.user))
    posted = request.method == "POST"
    if posted:
        rules.check_may_set_rules(person_of(request.user))
    held = review_rules()
    form = RulesForm(request.POST if posted else carry.restore(request), rules=held)
    if posted and form.is_valid():
        set_rules(actor=request.user, rules={risk: form.rule(risk) for risk in Risk})
        messages.success(request, _("What is submitted from now on follows these numbers."))
        return redirect("wizard:policy")
    rulings, catalogue = rulings_now(), current_catalog()
    asked = {name: request.GET.get(name, "").strip()[:120] for name in ("words", "standing")}
    context = {
        "form": form,
        "rules": [(label, held[risk]) for risk, label in form.labels()],
        "rulings": ruling_rows(rulings, catalogue, today(), **asked),
        "asked": asked,
        "narrowed": any(asked.values()),
        "standings": STANDINGS,
        "unruled": unruled(asked_for(), rulings, catalogue),
        "waivers": waiver_rows(waivers_now(today()), catalogue),
        "may_set": may_set,
        "may_rule": rules.may_rule(person_of(request.user)),
    }
    return render(request, "wizard/policy.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def licence(request: Request, licence_id: str) -> HttpResponse:
    """What was said of a licence, and the form to say it anew."""
    found = current_catalog().licences.get(licence_id)
    if found is None:
        raise Http404(licence_id)
    posted, now = request.method == "POST", today()
    if posted:
        rules.check_may_rule(person_of(request.user))
    form = RulingForm(request.POST if posted else carry.restore(request), today=now)
    if posted and form.is_valid():
        try:
            rule_on(actor=request.user, licence=licence_id, today=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            messages.success(request, _("The ruling on %(licence)s holds from now on.") % {"licence": found.name})
            say_superseded(request)
            return redirect("wizard:policy")
    said = rulings_on(licence_id)
    context = {
        "licence": found,
        "form": form,
        "rulings": past_rulings(said),
        "banned": bool(said) and said[0].ruling == RulingKind.BANNED,
        "may_rule": rules.may_rule(person_of(request.user)),
    }
    return render(request, "wizard/policy_licence.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def waiver(request: Request, licence_id: str) -> HttpResponse:
    """Set a ban aside for a time."""
    rules.check_may_rule(person_of(request.user))
    found = current_catalog().licences.get(licence_id)
    if found is None:
        raise Http404(licence_id)
    posted, now = request.method == "POST", today()
    form = WaiverForm(request.POST if posted else carry.restore(request), today=now)
    if posted and form.is_valid():
        given = form.cleaned_data
        reference = given["assessment"].strip()
        try:
            scope = assessment_for(request.user, reference) if reference else None
            waive(
                actor=request.user,
                licence=licence_id,
                assessment=scope,
                reason=given["reason"],
                until=given["until"],
                today=now,
            )
        except NotFound:
            form.add_error("assessment", _("You see no assessment with this reference: check it, or leave it empty."))
        except Refused as refused:
            form.add_error(None, told(refused.sentence))
        else:
            messages.success(request, _("The waiver for %(licence)s is on record.") % {"licence": found.name})
            return redirect("wizard:policy")
    context = {"licence": found, "form": form}
    return render(request, "wizard/policy_waiver.html", context, status=422 if posted else 200)
