"""The last step in several answers, which its author can take back: kept in the session, never in a record."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from wizard.actions.changes import Former
from wizard.models import Answer
from wizard.presenters.effects import STEP, Effects, step_view


def keep_step(request: HttpRequest, reference: str, page: str, former: Iterable[Former], words: Iterable[str]) -> None:
    """Keep what stood before a step in this assessment, with the page that shows it and what it did, in words."""
    before = [asdict(one) for one in former]
    name = secrets.token_hex(8)
    request.session[STEP] = {"id": name, "reference": reference, "page": page, "former": before, "words": list(words)}


def former_of(request: HttpRequest, reference: str) -> list[Former]:
    """What stood before the last step; nothing where there was none, or where it was made in another assessment."""
    kept = request.session.get(STEP)
    return [Former(**one) for one in kept["former"]] if kept and kept.get("reference") == reference else []


def newer_step(request: HttpRequest, shown: str, answers: Mapping[str, Answer]) -> str:
    """The page of a step that was made after the `shown` one; empty where there is none to take back."""
    kept = request.session.get(STEP) or {}
    page = str(kept.get("page", ""))
    found = step_view(kept, page, answers)
    return page if found and found.id != shown else ""


def forget_step(request: HttpRequest) -> None:
    """Forget the step, once it was taken back."""
    request.session.pop(STEP, None)


def around_step(request: HttpRequest, page: str, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """What a page needs to offer changes, and to show the last one with its way back."""
    return {"step": step_view(request.session.get(STEP), page, answers), "back": page, "may_change": True}


def say_what_changed(request: HttpRequest, found: Effects | None) -> None:
    """Name on the next page the items that a save has changed; nothing where it changed none."""
    if found and found.stale:
        messages.info(request, render_to_string("wizard/_stale_words.html", {"stale": found.stale}))
