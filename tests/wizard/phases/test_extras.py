from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from tests.wizard.phases.checklist import DAY, typed
from wizard.phases.extras import AnswerForm, EvidenceForm


def extras(initial=None, **values):
    return AnswerForm(typed(**values), today=DAY, initial=initial or {})


def test_leaving_a_question_open_takes_a_person_and_a_day():
    form = extras(unknown="on")
    assert form.errors["unknown_owner"] == ["Enter who will find out."]
    assert form.errors["unknown_due"] == ["Enter a day after today."]


def test_person_and_day_mean_nothing_without_the_tick():
    form = extras(unknown_owner="Ann", unknown_due="2026-12-01")
    assert form.is_valid()
    assert form.collected() == {"note": "", "unknown": False, "unknown_owner": "", "unknown_due": None}


def test_half_said_keeps_what_was_stored():
    former = {"note": "old", "unknown": False, "unknown_owner": "", "unknown_due": None}
    form = extras(former, unknown="on", unknown_owner="Ann", note="new")
    form.pardon_gaps()
    assert form.is_valid()
    assert form.collected() == {"note": "new", "unknown": False, "unknown_owner": ""}


def test_whole_it_is_kept():
    form = extras(unknown="on", unknown_owner="Ann", unknown_due="2026-12-01", note="n")
    assert form.leaves_open
    assert form.collected() == {
        "note": "n",
        "unknown": True,
        "unknown_owner": "Ann",
        "unknown_due": date(2026, 12, 1),
    }


def test_evidence_is_a_link_or_a_file_and_not_both():
    file = SimpleUploadedFile("a.txt", b"text")
    assert EvidenceForm(typed(url="https://example.org")).is_valid()
    assert EvidenceForm(typed(), MultiValueDict({"file": [file]})).is_valid()
    assert EvidenceForm(typed()).errors["url"] == ["Enter a link or choose a file."]
    assert EvidenceForm(typed(url="https://example.org"), MultiValueDict({"file": [file]})).errors["url"] == [
        "Enter a link or choose a file, not both."
    ]
