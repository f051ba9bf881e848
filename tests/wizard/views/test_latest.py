"""What a process keeps of the last state of an assessment: never older than the records, and nobody's name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.wizard.views.test_items import HTMX, TRAINING, url
from wizard.actions.answers import save_answer
from wizard.models import Answer, Assessment
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of
from wizard.views import latest
from wizard.views.latest import latest as latest_of


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(latest, "_kept", {})


def saved(client, assessment, **changed):
    """Save one item as its page does on a change, and return the fragment."""
    version = Answer.objects.filter(assessment=assessment, item="outputs-training").values_list("version", flat=True)
    sent = {**TRAINING, "seen_version": str(version.first() or 0), **changed}
    answer = client.post(url(assessment), sent, headers=HTMX)
    assert answer.status_code == 200
    return answer


def stands(assessment):
    """Where the assessment stands by its records alone."""
    found = Assessment.objects.get(pk=assessment.pk)
    return standing(found, answers_of(found))


def test_what_is_kept_is_where_the_records_put_it(told, as_author):
    for distils in ("no", "yes", "no"):
        saved(as_author, told, distils=distils)
        kept, fresh = latest_of(Assessment.objects.get(pk=told.pk)), stands(told)
        assert kept.stand.facts == fresh.facts
        assert kept.stand.evaluation == fresh.evaluation
        assert kept.stand.position == fresh.position
        assert {item: answer.version for item, answer in kept.answers.items()} == {
            item: answer.version for item, answer in answers_of(told).items()
        }


def test_what_another_process_saved_in_between_counts(told, author, as_author):
    saved(as_author, told, distils="no")
    other = Assessment.objects.get(pk=told.pk)
    stored = answers_of(other)["propagation"]
    data = {**stored.data, "publishes_weights": "no" if stored.data["publishes_weights"] == "yes" else "yes"}
    save_answer(assessment=other, item="propagation", data=data, actor=author, seen_version=stored.version)
    shown = saved(as_author, told, distils="yes")
    assert shown.context["panel"].open_words
    assert latest_of(Assessment.objects.get(pk=told.pk)).stand.evaluation == stands(told).evaluation


def test_the_second_save_does_not_load_the_answers_again(told, as_author):
    counts = []
    for note in ("First.", "Second."):
        with CaptureQueriesContext(connection) as asked:
            saved(as_author, told, note=note)
        counts.append(len(asked))
    assert counts[1] == counts[0] - 1


def test_nobody_is_kept_with_the_answers(told, as_author):
    saved(as_author, told, note="First.")
    kept = latest_of(Assessment.objects.get(pk=told.pk)).answers
    assert not any(Answer.answered_by.is_cached(answer) for answer in kept.values())


def test_each_language_has_its_own(told):
    found = Assessment.objects.get(pk=told.pk)
    english = latest_of(found)
    with override("de"):
        assert latest_of(found).stand is not english.stand
    assert latest_of(found).stand is english.stand


def test_what_is_kept_has_a_bound(told, monkeypatch):
    monkeypatch.setattr(latest, "MOST_KEPT", 2)
    for edits in range(5):
        latest_of(Assessment(pk=told.pk, reference=told.reference, candidates=told.candidates, edits=edits))
    assert len(latest._kept) <= 2
