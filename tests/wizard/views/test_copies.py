"""Before the start: all questions, and the worked example to look at, to copy, and to duplicate."""

from __future__ import annotations

from html import unescape

from django.core.files.base import ContentFile

from tests.wizard import factories
from wizard.actions.evidence import add_evidence, remove_evidence
from wizard.models import Assessment, AuditEvent
from wizard.phases import ITEMS
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of, evidence_of
from wizard.queries.files import evidence_path

QUESTIONS, EXAMPLE = "/assessments/questions/", "/assessments/example/"


def text(response):
    return unescape(response.content.decode())


def test_every_item_stands_on_the_blank_with_its_questions(client, db):
    page = text(client.get(QUESTIONS))
    for item in ITEMS.values():
        assert f'id="{item.id}"' in page
        assert item.title in page
    for question in ("Read by", "Is the use commercial?", "Will outputs be used to train a model?", "Next review"):
        assert question in page
    assert "Monthly users of the whole group in March 2025" in page
    assert "Afghanistan" not in page


def test_what_is_asked_for_each_licence_stands_there_once(client, db):
    assert text(client.get(QUESTIONS)).count("Address of the text") == 1


def test_the_example_is_told_to_anybody_and_stored_for_nobody(client, db):
    page = text(client.get(EXAMPLE))
    assert "Use DeepSeek-R1. Not Llama 4 Maverick." in page
    assert "Nordlicht Handel GmbH" in page
    assert "Sign in to copy it" in page
    assert "/items/" not in page
    assert not Assessment.objects.exists()


def test_the_example_is_copied_once_and_becomes_ones_own(as_author, author):
    first = as_author.post(f"{EXAMPLE}copy/")
    again = as_author.post(f"{EXAMPLE}copy/")
    copy = Assessment.objects.get()
    assert first["Location"] == again["Location"] == f"/assessments/{copy.reference}/"
    assert (copy.author, copy.state) == (author, "draft")
    assert "20 of 20 questions done" in text(as_author.get(f"/assessments/{copy.reference}/"))
    assert "copied it from worked example" in text(as_author.get(f"/assessments/{copy.reference}/"))


def duplicate(client, source, name="Shop assistant, spring"):
    response = client.post(f"/assessments/{source.reference}/copy/", {"name": name})
    return Assessment.objects.get(reference=response["Location"].split("/")[2])


def test_a_duplicate_takes_over_models_answers_and_notes(told, as_author):
    copy = duplicate(as_author, told)
    assert copy != told
    assert (copy.name, copy.candidates, copy.state) == ("Shop assistant, spring", told.candidates, "draft")
    before, after = answers_of(told), answers_of(copy)
    assert {item: (one.data, one.note) for item, one in before.items()} == {
        item: (one.data, one.note) for item, one in after.items()
    }
    assert standing(copy, after).facts == standing(told, before).facts
    event = AuditEvent.objects.get(action="assessment.copied", subject_id=copy.reference)
    assert event.details == {"from": told.reference, "answers": 20, "evidence": 0}


def test_a_duplicate_shares_the_file_of_its_evidence_which_outlives_either(told, author, as_author, data_dir):
    file = ContentFile(b"%PDF-1.7 licence", name="licence.pdf")
    piece = add_evidence(assessment=told, item="licence-text", actor=author, kind="file", upload=file)
    copy = duplicate(as_author, told)
    (shared,) = evidence_of(copy)["licence-text"]
    assert (shared.sha256, shared.title, shared.added_by) == (piece.sha256, piece.title, author)
    remove_evidence(evidence=piece, actor=author)
    assert evidence_path(shared).exists()


def test_a_duplicate_of_what_was_approved_is_a_draft_of_the_copier(submitted, reviewer, as_reviewer):
    copy = duplicate(as_reviewer, submitted)
    assert (copy.author, copy.state, copy.revision) == (reviewer, "draft", 1)
    assert not copy.snapshots.exists()


def test_a_duplicate_sent_twice_is_made_once(told, as_author):
    assert duplicate(as_author, told) == duplicate(as_author, told)
    assert duplicate(as_author, told, name=told.name) != told


def test_a_duplicate_needs_a_name(told, as_author):
    page = as_author.post(f"/assessments/{told.reference}/copy/", {"name": " "})
    assert page.status_code == 422
    assert "Enter the name of the product." in text(page)


def test_what_was_left_open_stays_open_in_the_duplicate(author, as_author):
    source = factories.draft(author, candidates=["qwen3-32b"])
    due = factories.DAY.replace(year=2027)
    factories.answer(source, "outputs-training", unknown=True, unknown_owner="Legal", unknown_due=due, note="Asked.")
    answer = answers_of(duplicate(as_author, source))["outputs-training"]
    assert (answer.unknown, answer.unknown_owner, answer.unknown_due, answer.note) == (True, "Legal", due, "Asked.")
