"""The guide's content beside our rulings. Nothing here asks the database, and each page is rendered once."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law, edition, edition_of, published, today
from catalog.knowledge.editions import Damaged
from catalog.presenters import guide, guide_families
from catalog.presenters.disagreements import NAMES, disagreement_page
from catalog.presenters.editions import comparison, edition_list
from catalog.presenters.flowchart import flowchart
from catalog.presenters.guide_act import act_page
from catalog.presenters.guide_index import guide_index
from catalog.presenters.language import told
from catalog.presenters.situations import situation_list
from catalog.views.common import asks_for_part, filtered, shelf, wanted_of
from catalog.views.edition import edition_page, once, rendered

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2040, 12, 31)


def _page(request: HttpRequest, name: str, *key: Hashable, context: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Answer with a page whose content depends on nothing but the catalogue and `key`."""
    template = f"catalog/{name}.html"
    return render(request, template, {"content": rendered(f"{template}#content", *key, context=context)})


@require_safe
@edition_page
def index(request: HttpRequest) -> HttpResponse:
    """Every page of the guide, with one sentence each."""
    return _page(request, "guide", context=lambda: {"sections": guide_index(current_catalog())})


@require_safe
@edition_page
def situations(request: HttpRequest) -> HttpResponse:
    """The guide's five situations beside our ruling."""
    return _page(request, "situations", context=lambda: {"situations": situation_list(current_catalog(), shelf())})


@require_safe
@edition_page
def traps(request: HttpRequest) -> HttpResponse:
    """The five traps, and what counts towards the limit of Llama."""

    def context() -> dict[str, Any]:
        catalogue = current_catalog()
        return {
            "traps": guide.trap_list(catalogue, shelf()),
            "counting": guide_families.counting_list(catalogue, shelf()),
            "counting_title": told(catalogue.counting.title),
            "counting_licences": guide_families.counting_licences(catalogue),
        }

    return _page(request, "traps", context=context)


@require_safe
@edition_page
def families(request: HttpRequest) -> HttpResponse:
    """The families of licences, RAIL, enforcement and the Qwen table."""

    def context() -> dict[str, Any]:
        catalogue = current_catalog()
        return {
            "families": guide_families.family_list(catalogue, shelf()),
            "rail": guide_families.rail_view(catalogue, shelf()),
            "cases": guide_families.case_list(catalogue, shelf()),
            "qwen": guide_families.qwen_list(catalogue, shelf()),
            "qwen_title": told(catalogue.qwen.title),
        }

    return _page(request, "families", context=context)


@require_safe
@edition_page
def faq(request: HttpRequest) -> HttpResponse:
    """The five questions with both answers."""
    return _page(request, "faq", context=lambda: {"answers": guide.answer_list(current_catalog(), shelf())})


@require_safe
@edition_page
def practices(request: HttpRequest) -> HttpResponse:
    """The best practices, each with our ruling."""
    return _page(request, "practices", context=lambda: {"practices": guide.practice_list(current_catalog(), shelf())})


@require_safe
@edition_page
def checklist(request: HttpRequest) -> HttpResponse:
    """The twenty items by phase, to be printed."""
    return _page(request, "checklist", context=lambda: {"phases": guide.checklist(current_catalog(), shelf())})


@require_safe
@edition_page
def chart(request: HttpRequest) -> HttpResponse:
    """The decision flowchart, drawn and in words."""

    def context() -> dict[str, Any]:
        catalogue = current_catalog()
        return {"chart": flowchart(catalogue.flowchart, {it.id: told(it.title) for it in catalogue.checklist.values()})}

    return _page(request, "flowchart", context=context)


@require_safe
@edition_page
def disagreements(request: HttpRequest) -> HttpResponse:
    """Where guide and sources differ, filtered by the address."""
    wanted = wanted_of(request, NAMES)
    key = tuple(sorted(wanted.items()))
    page = once("disagreements", key, build=lambda: disagreement_page(current_catalog(), shelf(), wanted))
    return filtered(request, "catalog/disagreements.html", {"page": page}, wanted)


@require_safe
@edition_page
def ai_act(request: HttpRequest) -> HttpResponse:
    """The AI Act as of a day, today unless the address names another."""
    asked = request.GET.get("as-of", "").strip()
    as_of = _day(asked) if asked else today()
    refused = ""
    if as_of is None:
        refused = _(
            "“%(asked)s” is no day between %(first)s and %(last)s. Write it as year-month-day; today is shown."
        ) % {"asked": asked[:40], "first": FIRST_DAY, "last": LAST_DAY}
        as_of = today()
    shown: date = as_of
    part = asks_for_part(request)
    content = rendered(
        f"catalog/ai_act.html#{'results' if part else 'content'}",
        shown,
        refused,
        context=lambda: {
            "page": act_page(current_law(), current_catalog(), shelf(), shown),
            "refused": refused,
            "first": FIRST_DAY.isoformat(),
            "last": LAST_DAY.isoformat(),
        },
    )
    return HttpResponse(content) if part else render(request, "catalog/ai_act.html", {"content": content})


@require_safe
@edition_page
def editions(request: HttpRequest) -> HttpResponse:
    """The editions with their hashes, and what changed between two of them."""
    old, new = (request.GET.get(name, "").strip()[:20] for name in ("from", "to"))
    wording = "wording" in request.GET
    return _page(request, "editions", old, new, wording, context=lambda: _editions(old, new, wording=wording))


def _editions(old: str, new: str, *, wording: bool) -> dict[str, Any]:
    """Compare two editions. Without names: the last one released with the one in use."""
    here, released = edition(), published()
    earlier = next((version for version in reversed(released) if version != here.edition.version), "")
    chosen = (old or earlier, new or here.edition.version)
    context: dict[str, Any] = {"editions": edition_list(here, released), "from": chosen[0], "to": chosen[1]}
    try:
        before, after = edition_of(chosen[0]), edition_of(chosen[1])
    except Damaged as damaged:
        return {**context, "refused": told(damaged.says)}
    if before and after:
        return {**context, "comparison": comparison(before, after, wording=wording)}
    wrong = chosen[1] if before else chosen[0]
    refused = _("There is no edition “%(wrong)s”. Choose two from the list.") % {"wrong": wrong} if wrong else ""
    return {**context, "refused": refused}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
