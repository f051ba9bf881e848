"""The operations of the API. Reading and evaluating are open to anybody; a token only raises how often."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from typing import Annotated, Any, get_args

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from ninja import Query
from ninja.errors import Throttled, ValidationError

from catalog.ambient import current_catalog, current_law, edition_of, overlay, today
from catalog.engine.answers import MAX_BYTES, Unusable, parse
from catalog.engine.evaluate import evaluate
from catalog.engine.law import Law, law_from
from catalog.engine.problems import Problem, explain
from catalog.knowledge.facts import Family
from catalog.knowledge.index import Catalogue
from catalog.views.edition import release
from wizard.api import lists, shapes
from wizard.api.callers import limits
from wizard.api.description import Described, evaluated, read
from wizard.api.problems import Refusal, answer, refusal, told
from wizard.models import Scope
from wizard.process.canonical import canonical_json, sha256_of

View = Callable[..., Any]
Limit = Annotated[int, Query(50, ge=1, le=200, description="How many entries, at most 200.")]
Offset = Annotated[int, Query(0, ge=0, le=10**6, description="How many entries to pass over first.")]
Search = Annotated[str, Query("", max_length=200, description="Words that all have to occur.")]

api = Described(
    title="Clearweights",
    version="1",
    description="Licences of open-weight models, the law about them, and what follows from both for a planned use.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)


def reads(path: str, shape: str, *refused: int, **options: Any) -> Callable[[View], View]:
    """Make a function that returns JSON values an operation that reads: conditional on the state of the catalogue."""

    def wrap(view: View) -> View:
        asked = {name for name in inspect.signature(view).parameters if name != "request"}

        @wraps(view)
        def operation(request: HttpRequest, **given: Any) -> HttpResponse:
            refuse_unknown(request, asked - set(request.resolver_match.kwargs if request.resolver_match else ()))
            etag, found = _etag(), view(request, **given)
            response = HttpResponseNotModified() if _holds(request, etag) else sent(found)
            response["ETag"] = etag
            response["Cache-Control"] = "no-cache"
            return response

        register = api.get(path, **limits(Scope.READ), openapi_extra=read(shape, *refused), **options)
        return register(operation)

    return wrap


@api.post(
    "evaluate", **limits(Scope.EVALUATE), openapi_extra=evaluated(), operation_id="evaluate", summary="Evaluate facts"
)
def evaluate_facts(
    request: HttpRequest,
    edition: Annotated[str, Query("", description="A published edition to judge by; without it, the one in force.")],
) -> HttpResponse:
    """What follows from a facts document (facts/1): the same answer as `manage.py evaluate`."""
    refuse_unknown(request, {"edition"})
    catalogue, law = _knowledge(edition)
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise told(415)
    document = document_of(request.body)
    response = sent(evaluate(document, catalogue, law, today()).as_json())
    response["Cache-Control"] = "no-store"
    return response


@reads("licences", "LicencePage", operation_id="licences", summary="List licences")
def licences(
    request: HttpRequest,
    *,
    q: Search,
    limit: Limit,
    offset: Offset,
    family: Annotated[str, Query("", description="A family, such as permissive or community.")],
) -> Mapping[str, Any]:
    """Every licence that the catalogue knows, the organisation's own included, by id."""
    family = _listed("family", family, get_args(Family))
    found = lists.licence_lines(current_catalog(), q=q, family=family)
    return lists.part(found, limit=limit, offset=offset, path=request.path, asked={"q": q, "family": family})


@reads("licences/{licence_id}", "Licence", 404, operation_id="licence", summary="Read a licence")
def licence(request: HttpRequest, licence_id: str) -> Mapping[str, Any]:
    """One licence with every reading of every term."""
    known = current_catalog().licences
    if licence_id not in known:
        raise _unknown("licence", licence_id, known)
    return known[licence_id].model_dump(mode="json", by_alias=True)


@reads("models", "ModelPage", operation_id="models", summary="List models")
def models(
    request: HttpRequest,
    *,
    q: Search,
    limit: Limit,
    offset: Offset,
    licence: Annotated[
        str, Query("", description="The id of a licence in force for the model, or named by the guide.")
    ],
    vendor: Annotated[str, Query("", description="The vendor's name.")],
) -> Mapping[str, Any]:
    """Every model that the catalogue knows, the organisation's own included, by id."""
    catalogue = current_catalog()
    licence = _listed("licence", licence, catalogue.licences)
    vendor = _listed("vendor", vendor, {each.vendor for each in catalogue.models.values()})
    asked = {"q": q, "licence": licence, "vendor": vendor}
    found = lists.model_lines(catalogue, **asked)
    return lists.part(found, limit=limit, offset=offset, path=request.path, asked=asked)


@reads("models/{path:model_id}", "Model", 404, operation_id="model", summary="Read a model")
def model(request: HttpRequest, model_id: str) -> Mapping[str, Any]:
    """One model, by its id, an alias or its Hugging Face repository."""
    catalogue = current_catalog()
    found = catalogue.model(model_id)
    if found is None:
        raise _unknown("model", model_id, catalogue.models)
    return found.model_dump(mode="json", by_alias=True)


@reads("situations", "Situations", operation_id="situations", summary="List situations")
def situations(request: HttpRequest) -> Mapping[str, Any]:
    """The five situations in the guide's order, each with the guide's advice beside our ruling."""
    found = sorted(current_catalog().situations.values(), key=lambda situation: situation.place)
    return {"items": [situation.model_dump(mode="json", by_alias=True) for situation in found]}


@reads("law", "Law", operation_id="law", summary="Read the EU AI Act")
def law(request: HttpRequest) -> Mapping[str, Any]:
    """The EU AI Act as data: questions, outcomes, obligations, dates and penalties."""
    return current_law().model_dump(mode="json", by_alias=True)


@reads("editions", "Editions", operation_id="editions", summary="List editions")
def editions(request: HttpRequest) -> Mapping[str, Any]:
    """Every edition that was published, with the hash of its content."""
    return {"items": lists.edition_lines()}


@reads("openapi.json", "OpenAPI", operation_id="openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> Mapping[str, Any]:
    """The description of this API in OpenAPI 3.1."""
    return api.get_openapi_schema()


# --- what goes wrong -----------------------------------------------------------------------------------------------


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refused: Refusal) -> HttpResponse:
    response = answer(refused)
    if refused.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Unusable)
def _unusable(request: HttpRequest, unusable: Unusable) -> HttpResponse:
    return answer(Refusal(422, unusable.problems))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    problems = []
    for error in invalid.errors:
        name = str(error["loc"][-1])
        found = explain({**error, "input": request.GET.get(name, "")}, shapes.Shape)
        problems.append(Problem(f"?{name}", found.problem, found.remedy))
    return answer(Refusal(422, problems))


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, throttled: Throttled) -> HttpResponse:
    return answer(refusal(429, "Too many calls in a minute.", "Wait as Retry-After says, or use a token."))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Leave faults of ours to Django, which logs them; ninja would send the traceback in the demo."""
    raise fault


# --- what the operations share -------------------------------------------------------------------------------------


def document_of(body: bytes) -> Any:
    """The parsed body; raises Refusal 413 or 400 where it cannot be read."""
    if len(body) > MAX_BYTES:
        raise told(413)
    try:
        return parse(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refusal(400, "The document is not UTF-8 text.", "Save it as UTF-8.") from None
    except Unusable as unusable:
        raise Refusal(400, unusable.problems) from None


def _knowledge(version: str) -> tuple[Catalogue, Law]:
    """The edition in force, or a published one as it was; raises Refusal 422 for one that nobody published."""
    if not version:
        return current_catalog(), current_law()
    found = edition_of(version)
    if found is None:
        told_ = f"The edition “{version[:40]}” is not known."
        raise refusal(422, told_, "Use one that /api/v1/editions lists.", "?edition")
    return found, _law_of(version)


@cache
def _law_of(version: str) -> Law:
    found = edition_of(version)
    return current_law() if found is None else law_from(found.law_documents)


def _unknown(kind: str, name: str, known: Iterable[str]) -> Refusal:
    near = difflib.get_close_matches(name, known, n=1)
    remedy = f"Did you mean “{near[0]}”?" if near else f"/api/v1/{kind}s lists them."
    return refusal(404, f"The catalogue knows no {kind} “{name[:80]}”.", remedy)


def refuse_unknown(request: HttpRequest, known: set[str]) -> None:
    """A misspelt filter must not look like one that everything fits, and of two equal ones none is the right one."""
    remedy = f"Use one of: {', '.join(sorted(known))}." if known else "Leave it out."
    problems = [
        Problem(f"?{name[:80]}", "This parameter stands twice.", "Send it once.")
        if name in known
        else Problem(f"?{name[:80]}", "This parameter is not known.", remedy)
        for name, values in sorted(request.GET.lists())
        if name not in known or len(values) > 1
    ]
    if problems:
        raise Refusal(422, problems)


def _listed(name: str, value: str, known: Iterable[str]) -> str:
    """The word as the catalogue spells it, empty where none is asked for; raises Refusal 422 for one that it lacks.

    A misspelt word must not look like one that nothing fits. Upper and lower case do not matter.
    """
    spelt = {"": "", **{each.casefold(): each for each in known}}
    if value.casefold() in spelt:
        return spelt[value.casefold()]
    near = difflib.get_close_matches(value.casefold(), spelt, n=1)
    remedy = f"Did you mean “{spelt[near[0]]}”?" if near else f"Use one that a list without ?{name} shows."
    raise refusal(422, f"The catalogue knows no {name} “{value[:80]}”.", remedy, f"?{name}")


def _holds(request: HttpRequest, etag: str) -> bool:
    """Whether the caller holds this state. A proxy that compresses marks the tag as weak; to read it is the same tag.

    Source: RFC 9110, 13.1.2; a star stands for any state.
    """
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or etag in (each.removeprefix("W/") for each in held)


def _etag() -> str:
    """Name the state that every reading operation depends on: edition, what the organisation added, and our code."""
    state = f"{current_catalog().sha256}{overlay().key}{release()}"
    return f'"{sha256_of(state)[:32]}"'


def sent(document: Mapping[str, Any]) -> HttpResponse:
    """The document as canonical JSON."""
    return HttpResponse(canonical_json(document), content_type="application/json")
