"""An assessment as a file: out and in again, and what is said of a file that does not fit."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.wizard import factories
from wizard.models import Assessment, AuditEvent
from wizard.presenters.standing import standing
from wizard.process.canonical import canonical_json, sha256_of
from wizard.queries.assessments import answers_of

IMPORT = "/assessments/import/"


def exported(client, assessment):
    return json.loads(client.get(f"/assessments/{assessment.reference}/export/").content)


def send(client, document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("assessment.json", content)}, follow=True)


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def document(told, as_author):
    return exported(as_author, told)


def test_a_file_holds_product_models_and_answers(document, told):
    assert document["schema"] == "assessment/1"
    assert document["product"] == {"name": told.name, "description": told.description}
    assert document["candidates"] == told.candidates
    assert document["answers"]["outputs-training"]["data"]["train"] == "other-llm"
    assert set(document["answers"]) == set(answers_of(told))


def test_out_and_in_again_gives_the_same_facts(document, told, as_colleague):
    page = text(send(as_colleague, document))
    draft = Assessment.objects.exclude(pk=told.pk).get()
    assert "Read in as a new draft." in page
    assert "20 of 20 questions done" in page
    assert standing(draft, answers_of(draft)).facts == standing(told, answers_of(told)).facts
    assert exported(as_colleague, draft)["answers"] == document["answers"]
    event = AuditEvent.objects.get(action="assessment.imported")
    told_of = {"from": told.reference, "edition": told.edition_version}
    assert event.details == {**told_of, "sha256": sha256_of(canonical_json(document))}


def test_what_was_left_open_and_noted_comes_along(author, as_author, as_colleague):
    source = factories.draft(author, candidates=["qwen3-32b"])
    due = factories.DAY.replace(year=2027)
    factories.answer(source, "outputs-training", unknown=True, unknown_owner="Legal", unknown_due=due, note="Asked.")
    document = exported(as_author, source)
    assert document["answers"]["licence-text"]["data"] == {}  # nobody asks for what this answer holds
    send(as_colleague, document)
    answer = answers_of(Assessment.objects.exclude(pk=source.pk).get())["outputs-training"]
    assert (answer.unknown, answer.unknown_owner, answer.unknown_due, answer.note) == (True, "Legal", due, "Asked.")


def test_rows_of_tables_come_along(author, as_author, as_colleague):
    source = factories.draft(author, candidates=["qwen3-32b"])
    products = [{"name": "Shop <b>", "entity": "Acme GmbH", "users": 4_000_000, "uses_model": "yes"}, {"name": "Mail"}]
    tickets = {"name": "Tickets", "kind": "user-data", "origin": "Our help desk", "permission": "Terms, 4.2"}
    sources = [{**tickets, "personal_data": "yes", "share": 0.4}, {"name": "Guide"}]
    factories.answer(source, "organisation-users", data={"country": "DE", "products": products})
    factories.answer(source, "fine-tuning-data", data={"data_sources": sources})
    send(as_colleague, exported(as_author, source))
    draft = Assessment.objects.exclude(pk=source.pk).get()
    assert answers_of(draft)["organisation-users"].data["products"] == products
    assert answers_of(draft)["fine-tuning-data"].data["data_sources"] == sources
    assert standing(draft, answers_of(draft)).facts == standing(source, answers_of(source)).facts


def test_an_edition_that_is_not_known_is_said(document, as_colleague):
    document["edition"] = {"version": "1999.1", "sha256": "0" * 64}
    assert "made with edition 1999.1, which is not known here" in text(send(as_colleague, document))


def changed(document, pointer, value):
    *path, last = pointer.split("/")[1:]
    part = document
    for name in path:
        part = part[name]
    part[last] = value
    return document


REFUSED = [
    ("/candidates", ["llama-4-mavrick"], "/candidates/0", "Did you mean “llama-4-maverick”?"),
    ("/answers/nonsense", {}, "/answers/nonsense", "is no item of the checklist"),
    ("/answers/outputs-training/data/train", "everything", "/answers/outputs-training/data/train", "Choose one of"),
    ("/answers/outputs-training/data/colour", "red", "/answers/outputs-training/data/colour", "Leave it out"),
    ("/answers/organisation-users/data/growth", "much", "/data/growth", "Enter a percentage"),
    ("/answers/organisation-users/data/group_total", float(10**60), "/data/group_total", "Enter a whole number"),
    ("/answers/organisation-users/data/country", ["DE"], "/data/country", "Choose one of the answers shown."),
    ("/answers/organisation-users/data/products", [{"users": -4}], "/products/0/users", "zero or a positive"),
    ("/answers/organisation-users/data/products", [{"colour": 1}], "/data/products/0", "Use these keys: name"),
    ("/answers/organisation-users/data/products", "Shop", "/data/products", "List at most 200 products."),
    ("/answers/licence-review/data/next_review", 5, "/data/next_review", "exports it"),
    ("/answers/outputs-training/left_open", {"owner": "Legal"}, "/left_open", "belong together"),
    ("/product/name", " ", "/product/name", "1 character"),
    ("/product/colour", "red", "/product/colour", "This key is not known."),
    ("/schema", "assessment/2", "/schema", "Use 'assessment/1'."),
]


@pytest.mark.parametrize("case", REFUSED, ids=[f"{it[0]} {it[1]}" for it in REFUSED])
def test_what_does_not_fit_is_told_at_its_place_with_a_remedy(document, as_colleague, case):
    pointer, value, at, told_so = case
    before = Assessment.objects.count()
    response = send(as_colleague, changed(document, pointer, value))
    assert response.status_code == 422
    page = text(response)
    assert at in page
    assert told_so in page
    assert Assessment.objects.count() == before


@pytest.mark.parametrize(
    ("content", "told_so"),
    [
        (b"", "Not readable as JSON"),
        (b"[]", "not a JSON object"),
        (b'{"product": {}}', "/schema"),
        (b"[" * 5000, "nested too deeply"),
        (b'{"a":' * 25 + b"1" + b"}" * 25, "nested too deeply"),
        (b'"' + b"x" * (1024 * 1024) + b'"', "the limit is 1 MiB"),
        (b"\xff\xfe", "Not readable as JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(as_author, content, told_so):
    response = send(as_author, content)
    assert response.status_code == 422
    assert told_so in text(response)


def test_a_file_sent_twice_makes_one_draft_and_says_so(document, told, as_colleague):
    send(as_colleague, document)
    again = send(as_colleague, document)
    assert Assessment.objects.count() == 2
    assert "read in a moment ago" in text(again)


def test_a_file_becomes_a_draft_of_its_own_beside_the_one_it_was_exported_from(document, told, as_author):
    response = send(as_author, document)
    assert "Read in as a new draft." in text(response)
    assert Assessment.objects.count() == 2


def test_a_changed_file_becomes_a_draft_of_its_own(document, as_colleague):
    first = send(as_colleague, document)
    answer = {**document["answers"]["outputs-training"], "note": "Changed in the file."}
    send(as_colleague, {**document, "answers": {**document["answers"], "outputs-training": answer}})
    assert Assessment.objects.count() == 3
    assert first.status_code == 200
