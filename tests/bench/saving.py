"""Saving one answer and refreshing the page around it, against a plain Django view that stores one row.

The plain view does what every such view does: it finds the assessment of who is signed in, stores one answer in a
transaction, and renders the fragment, with every part in it, from values that were prepared beforehand. Session, CSRF
check, database, template engine and durability are the same. So the ratio says what replaying the checklist, evaluating
anew, the lock against a second editor and the event in the audit log cost together. Both take turns in one process.

Ours leaves out the parts that the page shows already, as it tells in what it sends. What that is worth is printed too:
the same save for a page that sends no marks, and is sent every part like that of the plain view.

Where the time goes, for an answer that nobody gave before: a fifth into the evaluation, another into storing the
answer with its lock and its event, a tenth into the forms of the item, a tenth into what the parts show and whether
they are others now, the rest into finding who asks and for what, which the plain view does as well.

Measured are answers that nobody gave before, so that no evaluation is found ready; one that was given before in the
same process; words that state no fact; and such words where the process knows nothing of the last save, as where many
processes answer and another one made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from itertools import count
from time import process_time
from typing import Any
from unittest.mock import patch

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.collector import settle
from config.urls import urlpatterns as our_addresses
from tests.bench.timing import in_turns, say
from wizard.actions.people import add_person
from wizard.management.story_teller import tell
from wizard.models import Answer, Assessment, User
from wizard.views import latest

TARGET = 1.5
PREPARED = (
    "assessment", "view", "form", "extras", "shown", "tasks", "panel", "tool", "effects", "redraw", "now", "step",
    "back", "may_change", "held",
)  # fmt: skip
EVERY_PART = ("place", "tool", "effects", "step", "tasks", "panel")
HELD = re.compile(rb'name="held" id="held" value="([^"]*)"')
USERS = "organisation-users"
TRAINING = "outputs-training"

Values = Mapping[str, Any]
_prepared: dict[str, Any] = {}
_people = count()


@require_POST
@login_required
def plain(request: HttpRequest, reference: str, item: str) -> HttpResponse:
    """Store one row, and render the fragment."""
    author = request.user
    assert isinstance(author, User)
    assessment = get_object_or_404(Assessment.objects.filter(author=author), reference=reference)
    with transaction.atomic():
        Answer.objects.update_or_create(
            assessment=assessment,
            item=item,
            defaults={"data": request.POST.dict(), "answered_by": author, "answered_at": timezone.now()},
        )
    return render(request, "wizard/item.html#changed", _prepared)


urlpatterns: list[URLPattern | URLResolver] = [path("plain/<str:reference>/<str:item>/", plain), *our_addresses]


class Author:
    """Somebody with the worked example open at one item, as the page sends it."""

    def __init__(self, item: str) -> None:
        person = add_person(
            actor=None, email=f"{next(_people)}@bench.example", full_name="Ann Reed", role="product-manager"
        )
        self.assessment = tell(person)
        self.item = item
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(person)
        self.address = reverse("wizard:item", args=[self.assessment.reference, item])
        page = self.client.get(self.address).content.decode()
        hidden = {name: _value(page, name) for name in ("seen_version", "sheet", "shown", "held")}
        self.sent = {**_typed(self.assessment, item), **hidden}
        self.headers = {"HX-Request": "true", "X-CSRFToken": _value(page, "csrfmiddlewaretoken")}

    def save(self, changed: Values) -> Any:
        """Save through our view, and insist on it."""
        return self._posted(self.address, changed)

    def save_plainly(self, changed: Values) -> Any:
        """Save through the plain view."""
        return self._posted(f"/plain/{self.assessment.reference}/{self.item}/", changed)

    def _posted(self, address: str, changed: Values) -> Any:
        response = self.client.post(address, {**self.sent, **changed}, headers=self.headers)
        assert response.status_code == 200, (address, response.status_code)
        if held := HELD.search(response.content):  # the page swaps the field, and sends it with the next change
            self.sent["held"] = held[1].decode()
        return response


def _value(page: str, name: str) -> str:
    return unescape(re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0])


def _typed(assessment: Assessment, item: str) -> dict[str, Any]:
    """What the form holds, as a browser sends it."""
    from tests.browser.typing import told

    return dict(dict(told())[item])


def measure_saving() -> bool:
    """Print what a save costs beside the plain one; True where the target is met for answers never given before."""
    settle()
    with override_settings(ROOT_URLCONF="tests.bench.saving"):
        fresh = _measure("an answer that nobody gave before", USERS, _new_number)
        _measure("an answer that was given before", TRAINING, _yes_or_no)
        _measure("a note, which states no fact", TRAINING, _note)
        with patch.object(latest, "_kept", _NothingKept()):
            _measure("a note, where another process made the last save", TRAINING, _note)
    if fresh > TARGET:
        say(f"  TARGET MISSED: {TARGET} times a plain save")
    return fresh <= TARGET


class _NothingKept(dict[Any, Any]):
    """The memory of a process that did not see the last save."""

    def __setitem__(self, key: Any, value: Any) -> None:
        """Forget at once."""


def _new_number(turn: int) -> Values:
    return {"products-0-users": str(3_000_000 + turn)}


def _yes_or_no(turn: int) -> Values:
    return {"shares_trained_model": ("yes", "no")[turn % 2]}


def _note(turn: int) -> Values:
    return {"note": f"Seen {turn} times."}


def _measure(name: str, item: str, other: Callable[[int], Values]) -> float:
    """Compare both saves by the clock on the wall, which counts the disk too; processor times stand beside."""
    author, beside, ours, theirs = Author(item), Author(item), count(), count()

    def save() -> object:
        return author.save(other(next(ours)))

    def save_plainly() -> object:
        return beside.save_plainly(other(next(theirs)))

    def save_for_all() -> Any:
        return author.save({**other(next(ours)), "held": ""})

    rendered = save_for_all()
    _prepared.update({key: rendered.context[key] for key in PREPARED}, swapped=True, drawn=EVERY_PART)
    asked = [_queries(each) for each in (save_plainly, save)]
    plain_took, took = in_turns(save_plainly, save)
    plain_worked, worked, worked_for_all = in_turns(save_plainly, save, save_for_all, clock=process_time)
    say(
        f"Saving {name}",
        f"  {plain_took:8.2f} ms  plain Django view, {plain_worked:.2f} ms of them at work, {asked[0]} queries",
        f"  {took:8.2f} ms  ours, {worked:.2f} ms of them at work, {asked[1]} queries",
        f"  {took / plain_took:8.2f} times as long, {worked / plain_worked:.2f} times the work",
        f"  {worked_for_all / plain_worked:8.2f} times the work where every part is sent",
    )
    return took / plain_took


def _queries(answer: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer()
        return len(asked.captured_queries)
