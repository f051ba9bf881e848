"""The text that was read: kept, recognised, recorded in the answer, and compared with the one on file."""

from __future__ import annotations

from importlib.metadata import files

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wizard.models import Answer, AuditEvent, KeptText
from wizard.phases import ITEMS
from wizard.phases.assemble import Given, walk
from wizard.presenters.standing import context_for

OWN = "This model may be used by everybody who waters the office plants, as long as the plants do not object. " * 9


def licence_of(package):
    """A licence text that came with a package of ours."""
    return next(it for it in files(package) or () if it.name.upper().startswith("LICEN")).read_text()


@pytest.fixture
def of(fresh_draft):
    fresh_draft.candidates = ["deepseek-r1", "llama-4-maverick"]
    fresh_draft.save()
    return f"/assessments/{fresh_draft.reference}/items/licence-text/"


def told():
    return Answer.objects.get(item="licence-text").data


def test_a_pasted_text_is_recognised_and_recorded_with_its_reader_and_the_day(of, as_author, author):
    sent = as_author.post(of + "text/", {"read-text": licence_of("django-htmx"), "read-url": "https://example.org/mit"})
    assert sent["Location"] == of + "#texts"
    kept = KeptText.objects.get()
    assert (kept.licence, kept.document, kept.added_by) == ("MIT", "licence", author)
    assert told()["reader-MIT"] == author.full_name
    assert told()["address-MIT"] == "https://example.org/mit"
    assert told()["copy-MIT"].startswith(f"{kept.sha256} known ")
    page = as_author.get(of).text
    assert "Disputed by the author" not in as_author.get(of.replace("items/licence-text", "result")).text
    assert "words are those of the text on file" in page
    assert kept.sha256 in page
    assert {"knowledge.text-kept", "answer.saved"} <= {event.action for event in AuditEvent.objects.all()}


def test_the_report_says_which_text_was_read(of, as_author, fresh_draft):
    as_author.post(of + "text/", {"read-text": licence_of("django-htmx")})
    context = context_for(fresh_draft)
    lines = dict(walk({"licence-text": Given(told())}, context).asked["licence-text"].form.lines())
    assert KeptText.objects.get().sha256 in lines["MIT: Kept copy"]


def test_a_changed_text_tells_how_much_differs_and_where(of, as_author):
    changed = licence_of("django-htmx").replace("free of charge", "for a fee of ten percent")
    as_author.post(of + "text/", {"read-text": changed})
    page = as_author.get(of).text
    decision = as_author.get(of.replace("items/licence-text", "result")).text
    assert "<dt>MIT: the text that was read</dt>" in decision
    assert "It differs from the text on file. The verdict follows the text on file, not this one." in decision
    assert "It differs from the text on file." in page
    assert "of the text on file is missing." in page
    assert "for a fee of ten percent" in " ".join(page.split())


def test_a_second_copy_is_compared_word_by_word_with_the_first(of, as_author):
    text = licence_of("django-htmx")
    as_author.post(of + "text/", {"read-text": text})
    as_author.post(of + "text/", {"read-text": text.replace("free of charge", "for a fee")})
    first, second = KeptText.objects.order_by("pk")
    link = f"/knowledge/texts/{second.pk}/?against={first.pk}#changes"
    assert link in as_author.get(of).text
    assert "<del>free of charge" in as_author.get(link).text


def test_a_text_that_is_not_recognised_asks_which_one_it_is_meant_to_be(of, as_author):
    refused = as_author.post(of + "text/", {"read-text": OWN})
    assert refused.status_code == 422
    assert "say which text it is meant to be" in refused.text
    assert OWN[:60] in refused.text
    as_author.post(of + "text/", {"read-text": OWN, "read-which": "licence llama-4-community"})
    assert told()["copy-llama-4-community"].split()[1] == "unknown"
    assert "It resembles no text on file." in as_author.get(of).text


def test_another_licence_filed_under_a_name_is_called_by_its_own(of, as_author):
    sent = {"read-text": licence_of("django-htmx"), "read-which": "use-policy llama-4-community"}
    as_author.post(of + "text/", sent)
    assert told()["policy-llama-4-community"].split()[1] == "other"
    assert "reader-llama-4-community" not in told()


def test_a_file_that_is_no_text_is_refused_at_its_field(of, as_author):
    answer = as_author.post(of + "text/", {"read-file": SimpleUploadedFile("LICENSE", b"\xff\xfe\x00")})
    assert answer.status_code == 422
    assert "save it as text (UTF-8)" in answer.text


def test_nothing_at_all_is_refused_with_a_remedy(of, as_author):
    assert "Paste the text, or choose its file." in as_author.post(of + "text/", {}).text


def test_what_was_recorded_before_stays_and_a_browser_cannot_change_the_copy(of, as_author):
    as_author.post(of, {"reader-MIT": "Ada", "read_on-MIT": "2026-10-01", "seen_version": "0"}, HTTP_HX_REQUEST="true")
    as_author.post(of + "text/", {"read-text": licence_of("django-htmx")})
    copy = told()["copy-MIT"]
    assert told()["reader-MIT"] == "Ada"
    seen = {"reader-MIT": "Ben", "copy-MIT": "forged", "seen_version": "2"}
    as_author.post(of, seen, HTTP_HX_REQUEST="true")
    assert (told()["reader-MIT"], told()["copy-MIT"]) == ("Ben", copy)


def test_the_page_asks_the_database_the_same_however_many_texts_there_are(of, as_author, fresh_draft):
    as_author.post(of + "text/", {"read-text": licence_of("django-htmx")})

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert as_author.get(of).status_code == 200
            return len(queries.captured_queries)

    asked()
    few = asked()
    fresh_draft.candidates = ["deepseek-r1", "llama-4-maverick", "bloom-176b", "qwen2.5-72b", "olmo-2-7b"]
    fresh_draft.save()
    assert asked() == few > 0


def test_a_copy_is_neither_asked_on_paper_nor_taken_from_a_file(fresh_draft):
    form = ITEMS["licence-text"].form(context=context_for(fresh_draft), every=True)
    assert not [name for name in form.fields if name.startswith(("copy-", "policy-"))]


@pytest.mark.parametrize("letter", ["a ", "é"])
def test_a_file_that_is_too_long_is_refused_and_never_cut(of, as_author, letter):
    upload = SimpleUploadedFile("LICENSE", (letter * 200_000).encode(), "text/plain")
    answer = as_author.post(of + "text/", {"read-file": upload, "read-which": "licence MIT"})
    assert answer.status_code == 422
    assert "longer than 256 KiB" in answer.text
    assert not KeptText.objects.exists()
