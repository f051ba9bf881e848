from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages, info
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, path

from catalog import ambient
from catalog.knowledge.overlay import NO_OVERLAY, Overlay
from catalog.views import edition
from catalog.views.edition import Kept, edition_page, once, release, rendered
from config.urls import urlpatterns as all_urls
from tests.wizard.factories import legal_reviewer, product_manager


@edition_page
def page(request: HttpRequest) -> HttpResponse:
    told = " ".join(str(message) for message in get_messages(request))
    return HttpResponse(f"a page {told}")


@edition_page
def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing here", status=404)


def leave_word(request: HttpRequest) -> HttpResponse:
    info(request, "It was saved.")
    return HttpResponse()


urlpatterns: list[URLPattern | URLResolver] = [
    *all_urls,
    path("page/", page),
    path("nowhere/", nowhere),
    path("leave-word/", leave_word),
]


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def again(client: Client, etag: str) -> Any:
    return client.get("/page/", headers={"If-None-Match": etag})


def test_a_page_that_the_browser_holds_is_not_sent_again(client: Client) -> None:
    first = client.get("/page/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= set(first.headers["Vary"].split(", "))
    second = again(client, first.headers["ETag"])
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]
    assert again(client, 'W/"another"').status_code == 200


def test_a_part_for_htmx_is_never_stored(client: Client) -> None:
    etag = client.get("/page/").headers["ETag"]
    part = client.get("/page/", headers={"HX-Request": "true", "If-None-Match": etag})
    assert part.status_code == 200
    assert part.headers["Cache-Control"] == "no-store"
    assert "ETag" not in part.headers


def test_only_a_page_that_exists_has_an_etag(client: Client) -> None:
    assert "ETag" not in client.get("/nowhere/").headers


def test_the_next_day_and_another_overlay_send_the_page_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = client.get("/page/").headers["ETag"]
    with monkeypatch.context() as patch:
        patch.setattr(edition, "today", lambda: date(2031, 1, 1))
        assert again(client, etag).status_code == 200
    try:
        ambient.register_overlay(lambda: Overlay(key="17"))
        assert again(client, etag).status_code == 200
    finally:
        ambient.register_overlay(lambda: NO_OVERLAY)
    assert again(client, etag).status_code == 304


@pytest.mark.django_db
def test_the_page_of_one_person_is_not_that_of_another(client: Client) -> None:
    anonymous = client.get("/page/").headers["ETag"]
    client.force_login(product_manager())
    hers = again(client, anonymous)
    assert hers.status_code == 200
    assert again(client, hers.headers["ETag"]).status_code == 304
    client.force_login(legal_reviewer())
    assert again(client, hers.headers["ETag"]).status_code == 200


@pytest.mark.django_db
def test_a_new_sign_in_renews_the_pages_that_hold_a_token_of_the_old_one(client: Client) -> None:
    client.force_login(product_manager())
    client.cookies["csrftoken"] = "a" * 32
    etag = client.get("/page/").headers["ETag"]
    client.cookies["csrftoken"] = "b" * 32
    assert again(client, etag).status_code == 200


def test_a_message_is_told_once(client: Client) -> None:
    etag = client.get("/page/").headers["ETag"]
    client.get("/leave-word/")
    told = again(client, etag)
    assert b"It was saved." in told.content
    assert "ETag" not in told.headers
    assert again(client, etag).status_code == 304


def test_what_was_built_is_kept_until_the_state_changes() -> None:
    kept, built = Kept(), []

    def build() -> str:
        built.append(1)
        return "made"

    assert [kept.get("one", "key", build), kept.get("one", "key", build)] == ["made", "made"]
    assert len(built) == 1
    kept.get("two", "key", build)
    assert len(built) == 2


@pytest.mark.parametrize("made", ["x" * 10, ("x" * 6,)])
def test_what_is_kept_is_bounded_whether_text_or_not(monkeypatch: pytest.MonkeyPatch, made: object) -> None:
    monkeypatch.setattr(edition, "MOST_CHARACTERS", 25)
    monkeypatch.setattr(edition, "CHARACTERS_OF_A_THING", 10)
    kept, built = Kept(), []

    def build() -> object:
        built.append(1)
        return made

    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get("state", key, build)
    # a and b fit; c drives out b, which was unused for longer than a; then b is built again.
    assert len(built) == 4


def test_a_new_overlay_empties_what_was_kept() -> None:
    assert once("test", build=lambda: "before") == "before"
    try:
        ambient.register_overlay(lambda: Overlay(key="18"))
        assert once("test", build=lambda: "after") == "after"
    finally:
        ambient.register_overlay(lambda: NO_OVERLAY)


def test_a_part_is_rendered_once_and_not_escaped_again() -> None:
    asked: list[int] = []

    def context() -> dict[str, object]:
        asked.append(1)
        return {"title": "Nothing <here>", "says": "Add one."}

    first = rendered("components/_empty.html", "test", context=context)
    assert rendered("components/_empty.html", "test", context=context) == first
    assert "Nothing &lt;here&gt;" in first
    assert len(asked) == 1


def test_the_release_is_named_by_what_it_serves() -> None:
    assert release() == release()
    assert len(release()) == 64
