"""An edition does not change: what depends on it alone is rendered once, and a page that a browser holds stays there.

A page of the catalogue is decided by the edition with the organisation's own entries, the day (facts grow stale), the
release, the language, the person and the address. All of that but the address goes into the ETag.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.autoreload import file_changed
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.ambient import current_catalog, overlay, today

V = TypeVar("V")
View = Callable[..., HttpResponse]
ROOMS = ("config", "catalog", "wizard", "templates", "static", "tests/cases")
KINDS = {".py", ".html", ".css", ".js", ".svg", ".yaml"}
MOST_ENTRIES = 4000
MOST_CHARACTERS = 32 * 1024 * 1024
CHARACTERS_OF_A_THING = 128 * 1024


class Kept:
    """What was built for one state of the catalogue, the longest unused going first. A new state empties it."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, state: Hashable, key: Hashable, build: Callable[[], V]) -> V:
        """Return what is kept under `key`, or build and keep it."""
        with self._lock:
            if state != self._state:
                self._empty(state)
            if key in self._values:
                self._values.move_to_end(key)
                found: V = self._values[key]
                return found
        made = build()
        with self._lock:
            if state == self._state:
                self._keep(key, made)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._empty(None)

    def _empty(self, state: Hashable) -> None:
        self._state = state
        self._values.clear()
        self._characters = 0

    def _keep(self, key: Hashable, made: Any) -> None:
        if key in self._values:
            return
        self._values[key] = made
        self._characters += _size(made)
        while len(self._values) > MOST_ENTRIES or self._characters > MOST_CHARACTERS:
            self._characters -= _size(self._values.popitem(last=False)[1])


def _size(made: Any) -> int:
    """Characters of a text. Anything else counts as much as a large page, so that ever new situations do not fill the
    memory: to measure it would mean to walk through the catalogue that it refers to.
    """
    return len(made) if isinstance(made, str) else CHARACTERS_OF_A_THING


_kept = Kept()


def once(*key: Hashable, build: Callable[[], V]) -> V:
    """Return what `build` makes, made once for this state of the catalogue, this day and the reader's language.

    `key` names everything else that it depends on. What depends on who asks must not be kept.
    """
    return _kept.get((current_catalog().sha256, overlay().key, today()), (get_language(), *key), build)


def rendered(part: str, *key: Hashable, context: Callable[[], Mapping[str, object]]) -> SafeString:
    """Return a template, or a part of one (“page.html#part”), rendered once without a request."""
    return once(part, *key, build=lambda: mark_safe(render_to_string(part, dict(context()))))  # noqa: S308 (a template)


def edition_page(view: View) -> View:
    """Answer 304 when the browser holds this very page, and let no other cache keep it.

    Pages are conditional; parts for htmx are never stored, so that they cannot stand in for the page at their address.
    A page that shows a message has no ETag, for the message is told once.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        part = bool(request.htmx)  # type: ignore[attr-defined]
        etag = "" if part or len(get_messages(request)) else _etag(request)
        if etag and etag in parse_etags(request.headers.get("If-None-Match", "")):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = view(request, *args, **kwargs)
        if etag and response.status_code in (200, 304):
            response["ETag"] = etag
        response["Cache-Control"] = "no-store" if part else "private, no-cache"
        patch_vary_headers(response, ("Cookie", "HX-Request"))
        return response

    return answer


def _etag(request: HttpRequest) -> str:
    """Name everything but the address that decides the page.

    A page of somebody signed in holds a token made from the secret in the CSRF cookie, and stays usable as long as that
    secret does; so the secret's hash is a part of the name. Weak, since the token is masked anew each time.
    """
    user = request.user
    person = (user.pk, user.get_short_name(), getattr(user, "role", "")) if user.is_authenticated else ()
    parts = (
        current_catalog().sha256,
        overlay().key,
        today().isoformat(),
        release(),
        get_language(),
        person,
        request.META.get("CSRF_COOKIE", ""),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """Return the hash of the code, templates, static files and published cases that this process serves."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*")):
            if path.suffix in KINDS:
                digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def forget(**_: object) -> None:
    """Build everything anew: somebody edits templates under a running server of their own."""
    _kept.clear()
    release.cache_clear()


file_changed.connect(forget, dispatch_uid="catalog.views.edition")
