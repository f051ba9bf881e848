from __future__ import annotations

import pytest
from django.utils import timezone

from tests.wizard import factories
from wizard.actions.assessments import DOUBLE_CLICK, change_candidates, start_assessment
from wizard.models import Assessment, AuditEvent
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db


def test_references_count_through_the_year():
    year = timezone.now().year
    assert [factories.draft().reference for _ in range(2)] == [f"CW-{year}-0001", f"CW-{year}-0002"]


def test_references_go_on_after_four_digits():
    first = factories.draft()
    year = timezone.now().year
    type(first).objects.filter(pk=first.pk).update(reference=f"CW-{year}-9999")
    assert [factories.draft().reference for _ in range(2)] == [f"CW-{year}-10000", f"CW-{year}-10001"]


def test_starting_is_recorded():
    assessment = factories.draft()
    event = AuditEvent.objects.get(action="assessment.started")
    assert (event.actor, event.subject_id) == (assessment.author, assessment.reference)


def test_candidates_are_kept_once_each_and_in_order():
    assessment = factories.draft()
    change_candidates(assessment=assessment, actor=assessment.author, candidates=["b", "a", "b"])
    assessment.refresh_from_db()
    assert assessment.candidates == ["b", "a"]


def test_choosing_the_same_candidates_again_leaves_no_trace():
    assessment = factories.draft()
    before = AuditEvent.objects.count(), assessment.edits
    change_candidates(assessment=assessment, actor=assessment.author, candidates=assessment.candidates)
    assert (AuditEvent.objects.count(), assessment.edits) == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_product_needs_a_name_of_fitting_length(name):
    with pytest.raises(Refused, match="1 to 120"):
        factories.draft(name=name)


def test_a_description_too_long_for_a_report_is_refused():
    with pytest.raises(Refused, match="shorten it to 4000"):
        factories.draft(description="x" * 4001)


def start(author, **changes):
    edition = {"edition_version": "2026.11.1", "edition_sha256": "e" * 64}
    wanted = {"name": "Shop assistant", "description": "", "candidates": ["qwen3-32b"], **edition, **changes}
    return start_assessment(author=author, **wanted)


def test_a_double_click_starts_one_assessment():
    author = factories.product_manager()
    first = start(author)
    assert start(author, name=" Shop  assistant ") == first
    assert AuditEvent.objects.filter(action="assessment.started").count() == 1


def test_the_same_product_can_be_assessed_again_by_others_later_or_once_work_has_begun():
    author = factories.product_manager()
    first = start(author)
    assert start(author, candidates=["deepseek-r1"]) != first
    assert start(factories.product_manager()) != first
    Assessment.objects.filter(pk=first.pk).update(created_at=timezone.now() - DOUBLE_CLICK)
    second = start(author)
    assert second != first
    factories.answer(second)
    assert start(author) != second


def test_an_administrator_starts_nothing():
    with pytest.raises(Refused, match="administrator"):
        factories.draft(factories.administrator())
