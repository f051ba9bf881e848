"""Every page in a language that puts each translated text into brackets: what stands outside cannot be translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client, TestCase
from django.urls import get_resolver, resolve

from catalog.ambient import today
from tests.support.languages import ASKING, catalogue_names, names_of, offered, probable_places, quoted_by_cases, untold
from tests.support.outside import Outside, outside
from tests.wizard.views.addresses import ONLY_POSTED
from tests.wizard.views.pages import NO_PAGES, PAGES, Page
from wizard.signing.outside import name_of

pytestmark = pytest.mark.django_db


def _furnish() -> dict[str, str]:
    from tests.wizard import factories
    from tests.wizard.views.cast import bare_draft
    from wizard.actions.evidence import add_evidence
    from wizard.actions.knowledge import save_entry
    from wizard.actions.limits import limits_due
    from wizard.actions.numbers import enter_numbers
    from wizard.actions.texts import keep_text
    from wizard.management.story_teller import hand_over, tell
    from wizard.models import NumberSource, RegisterEntry
    from wizard.process.readings import Reading

    author, reviewer = factories.product_manager(), factories.legal_reviewer()
    administrator = factories.administrator()
    administrator.set_password("a long quiet password")
    administrator.save()
    told, submitted, approved = tell(author), tell(author), tell(author)
    hand_over(submitted, author)
    hand_over(approved, author)
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    text = keep_text(actor=reviewer, licence="MIT", document="licence", variant="", text="Permission.", url="")
    note = ContentFile(b"%PDF-1.7 evidence", name="licence.pdf")
    add_evidence(assessment=told, item="licence-text", actor=author, kind="file", upload=note)
    factories.approved(approved, reviewer)
    made = factories.in_review(author)
    factories.approved_by(made, reviewer)
    factories.notice(author)
    limited = factories.limited(author)
    factories.approved(factories.handed_over(limited), reviewer)
    day = today() - timedelta(days=60)
    counted = [Reading("", "Shop", "mau", day - timedelta(days=it * 40), 80_000_000 - it) for it in range(3)]
    enter_numbers(actor=author, numbers=counted, source=NumberSource.CSV, today=today())
    limits_due(today=today())
    factories.deliveries_in_doubt(administrator)
    watched, failed = factories.changed_text(reviewer), factories.watched_in_vain(reviewer)
    return {
        "watched": str(watched.pk),
        "failed": str(failed.pk),
        "author": str(author.pk),
        "reviewer": str(reviewer.pk),
        "administrator": str(administrator.pk),
        "draft": bare_draft(author).reference,
        "told": told.reference,
        "submitted": submitted.reference,
        "approved": approved.reference,
        "made": made.reference,
        "limited": limited.reference,
        "text": str(text.pk),
        "today": today().isoformat(),
        "entry": str(RegisterEntry.objects.filter(assessment=approved).latest("id").pk),
        "own": f"{factories.POSITION['kind']}/{factories.POSITION['key']}",
    }


def _typed() -> Iterator[str]:
    for model in apps.get_app_config("wizard").get_models():
        if model.__name__ == "AuditEvent":
            continue
        free = [each for each in model._meta.fields if isinstance(each, models.CharField | models.TextField)]
        for row in model._base_manager.values_list(*(each.attname for each in free if not each.choices)):
            yield from (value for value in row if isinstance(value, str) and value)
        for each in model._meta.fields:
            if isinstance(each, models.JSONField):
                for value in model._base_manager.values_list(each.attname, flat=True):
                    yield from _leaves(value)


def _leaves(value: Any) -> Iterator[str]:
    """Texts in an answer; a word in small letters alone is a code of a choice, not something typed."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str) and not re.fullmatch(r"[a-z_.-]+", value):
        yield from (value, *value.splitlines())


def _answer(page: Page, house: dict[str, str]) -> Any:
    from tests.wizard.views.cast import freshly
    from wizard.models import User

    client = Client(headers=ASKING)
    if page.who:
        client.force_login(User.objects.get(pk=house[page.who]))
        if "reauthenticate" not in page.path:
            freshly(client)
    address = page.path.format(**house)
    return client.get(address) if page.posted is None else client.post(address, page.posted)


class TestEveryTextCanBeTranslated(TestCase):
    """One test for each page, all of them in one house, which is furnished once."""

    house: dict[str, str]
    names: re.Pattern[str]
    people: Outside

    @classmethod
    def setUpTestData(cls) -> None:
        cls.house = _furnish()
        # What is the same in every language: names of the catalogue, and what people typed.
        cls.people = outside(at=datetime.now(UTC))
        authority = name_of(cls.people.root.certificate)
        cls.names = names_of([*catalogue_names(), *quoted_by_cases(), *_typed(), authority])

    def check(self, page: Page) -> None:
        with offered(), self.settings(REVIEWER_ROOTS=(self.people.root.pem,)):
            response = _answer(page, self.house)
        assert response.headers.get("Content-Type", "").startswith("text/html"), response.status_code
        assert response.status_code in (200, 403, 404, 405, 422), response.headers.get("Location")
        assert response.headers["Content-Language"] == "eo"
        typed = dict(parse_qsl(page.path.partition("?")[2])).values()
        found = untold(response.content.decode(), self.names, typed)
        lines = [f"  {text[:150]!r} (perhaps in {probable_places(text)})" for text in found[:25]]
        assert not found, f"{page} says {len(found)} texts that no translator would see:\n" + "\n".join(lines)


def _test_of(page: Page) -> Callable[[TestEveryTextCanBeTranslated], None]:
    return lambda self: self.check(page)


for _page in PAGES:
    setattr(TestEveryTextCanBeTranslated, f"test_{_page}", _test_of(_page))


def test_every_address_is_a_page_here_or_answers_no_page() -> None:
    def every(resolver: Any, prefix: str = "") -> Iterator[str]:
        for one in resolver.url_patterns:
            if hasattr(one, "url_patterns"):
                yield from every(one, f"{one.namespace}:" if one.namespace else prefix)
            else:
                yield prefix + one.name

    filled = dict.fromkeys("draft told submitted approved made limited".split(), "CW-2026-0001")
    filled |= {"text": "1", "watched": "1", "failed": "2", "today": "2026-11-23", "own": "model/x", "entry": "1"}
    here = {
        resolve(page.path.format(**filled).partition("?")[0]).view_name
        for page in PAGES
        if not page.path.startswith("/no-such")
    }
    pages = {name for name in every(get_resolver()) if not name.startswith("api:")} - ONLY_POSTED
    missing = pages - here - NO_PAGES
    assert not missing, f"Give each a line in tests/wizard/views/pages.py: {sorted(missing)}"
