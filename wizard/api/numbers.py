"""User numbers from a program: the same numbers as on the page, all of them or none."""

from __future__ import annotations

import json
from datetime import date

from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError

from catalog.ambient import today
from catalog.engine.problems import Problem, explain
from wizard.actions.limits import limits_due
from wizard.actions.numbers import enter_numbers
from wizard.api.callers import Caller, limits
from wizard.api.description import entered
from wizard.api.endpoints import document_of, refuse_unknown, sent
from wizard.api.lbom import api
from wizard.api.number_shapes import UserNumbers
from wizard.api.problems import Refusal, told
from wizard.models import NumberSource, Scope
from wizard.process.readings import Reading, check
from wizard.process.refusal import Refused

__all__ = ["api"]  # with every operation, the one below included


@api.post(
    "user-numbers",
    **limits(Scope.NUMBERS, only_with_token=True),
    openapi_extra=entered(),
    operation_id="user_numbers",
    summary="Enter user numbers",
)
def user_numbers(request: HttpRequest) -> HttpResponse:
    """Enter monthly users or yearly revenue, all of them or none.

    Sending the same again adds nothing.
    """
    refuse_unknown(request, set())
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise told(415)
    caller: Caller = request.auth  # type: ignore[attr-defined]
    assert caller.token is not None  # noqa: S101 (nobody comes here without one)
    numbers, day = _numbers(request.body), today()
    _check(numbers, day)
    done = enter_numbers(actor=caller.token.owner, numbers=numbers, source=NumberSource.API, today=day)
    alerts = [
        {
            "assessment": it.assessment.reference,
            "licence": it.licence,
            "metric": it.metric,
            "limit": it.threshold,
            "counted": it.counted,
            "step": it.step,
        }
        for it in limits_due(today=day)
    ]
    response = sent({"added": done.added, "unchanged": done.unchanged, "alerts": alerts})
    response["Cache-Control"] = "no-store"
    return response


def _numbers(body: bytes) -> list[Reading]:
    """The numbers of a body; raises Refusal with every place that does not fit."""
    try:
        found = UserNumbers.model_validate_json(json.dumps(document_of(body)))
    except ValidationError as fault:
        problems = [explain(item, UserNumbers) for item in fault.errors(include_url=False)]
        raise Refusal(422, problems) from None
    return [Reading(it.entity, it.product, it.metric, it.counted_on, it.value) for it in found.numbers]


def _check(numbers: list[Reading], day: date) -> None:
    """Raise Refusal with every number that cannot be one."""
    problems = []
    for place, it in enumerate(numbers):
        try:
            check(it, day)
        except Refused as refused:
            problem, _colon, remedy = refused.sentence.partition(": ")
            problems.append(Problem(f"/numbers/{place}", f"{problem}.", f"{remedy[:1].upper()}{remedy[1:]}"))
    if problems:
        raise Refusal(422, problems)
