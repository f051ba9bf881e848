"""How the API says no: one shape for everything that is wrong, whatever went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.http import JsonResponse

from catalog.engine.problems import Problem

# What a status says where nothing more precise is known.
TOLD = {
    400: ("The request cannot be read.", "Correct it and send it again."),
    403: ("This request is not allowed.", "See /api/ for what is."),
    404: ("There is nothing at this address.", "See /api/ for the addresses."),
    405: ("This address does not take this method.", "See /api/ for the method of each address."),
    413: ("The request is longer than 1 MiB.", "Shorten its texts, or send it in parts."),
    415: ("The request is compressed.", "Send it as it is, without Content-Encoding."),
    500: ("Something broke on our side; it was written to the log.", "Try again, and tell who runs this service."),
}


class Refusal(Exception):
    """A request that is answered with problems instead of what was asked for."""

    def __init__(self, status: int, problems: Iterable[Problem]) -> None:
        self.status = status
        self.problems = tuple(problems)
        super().__init__(status, *(problem.problem for problem in self.problems))


def refusal(status: int, problem: str, remedy: str, at: str = "") -> Refusal:
    """A refusal for one reason."""
    return Refusal(status, [Problem(at, problem, remedy)])


def told(status: int) -> Refusal:
    """A refusal of which only the status is known."""
    general = (f"{HTTPStatus(status).phrase}.", "See /api/ for what this service takes.")
    return refusal(status, *TOLD.get(status, general))


def answer(refused: Refusal) -> JsonResponse:
    """The refusal as it is sent: `{"problems": [{"at", "problem", "remedy"}]}`."""
    shown = {"problems": [problem.as_json() for problem in refused.problems]}
    response = JsonResponse(shown, status=refused.status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
