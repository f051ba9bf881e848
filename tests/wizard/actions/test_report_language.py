"""A report has a language of its own, whatever its author and its reviewer read."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from tests.support.languages import CODE, offered
from tests.wizard import factories
from wizard.actions.layout import request_of
from wizard.management.story_teller import hand_over, tell
from wizard.models import Snapshot
from wizard.queries.decisions import sign_off_of
from wizard.queries.documents import in_its_language

pytestmark = pytest.mark.django_db


def handed_over() -> Snapshot:
    author = factories.product_manager()
    return hand_over(tell(author), author)


def page_of(snapshot: Snapshot) -> str:
    if not snapshot.approvals:
        factories.approved_by(snapshot.assessment, factories.legal_reviewer())
    at = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
    with in_its_language(snapshot):
        return request_of(snapshot, sign_off_of(snapshot), at=at, head="0" * 64).html


def test_an_english_report_stays_english_for_who_reads_another_language() -> None:
    with offered(), translation.override(CODE):
        snapshot = handed_over()
        page = page_of(snapshot)
    assert "language" not in snapshot.data
    assert '<html lang="en-gb">' in page
    assert "⟦" not in page
    assert "⟦" not in str(snapshot.data)


def test_a_report_in_another_language_is_written_in_it_for_who_reads_english(settings: Any) -> None:
    settings.REPORT_LANGUAGE = CODE
    with offered(), translation.override("en-gb"):
        snapshot = handed_over()
        page = page_of(snapshot)
        assert translation.get_language() == "en-gb"
    assert snapshot.data["language"] == CODE
    assert f'<html lang="{CODE}">' in page
    assert "⟦" in page


def test_the_language_of_a_report_is_that_of_its_snapshot_and_not_of_today() -> None:
    with offered():
        snapshot = handed_over()
        with override_settings(REPORT_LANGUAGE=CODE):
            today = page_of(snapshot)
        assert '<html lang="en-gb">' in today


def test_facts_and_evaluation_stay_english_in_every_language(settings: Any) -> None:
    settings.REPORT_LANGUAGE = CODE
    with offered(), translation.override(CODE):
        frozen = handed_over().data
    assert "⟦" not in str(frozen["facts"])
    assert "⟦" not in str(frozen["evaluation"])


def test_what_was_found_is_told_in_the_language_of_the_report(settings: Any) -> None:
    settings.REPORT_LANGUAGE = CODE
    with offered(), translation.override("en-gb"):
        snapshot = handed_over()
        page = page_of(snapshot)
    told = snapshot.data["labels"]["said"]
    found = [each["says"] for model in snapshot.data["evaluation"]["models"] for each in model["findings"]]
    assert set(found) <= set(told)
    assert all("⟦" not in english and "⟦" in said for english, said in told.items())
    assert not [english for english in found if told[english] not in unescape(page)]
