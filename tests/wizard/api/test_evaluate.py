from __future__ import annotations

import gzip
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from tests.wizard.api.documents import SOUND, UNFIT


@pytest.fixture
def command(tmp_path):
    """Run the command on a document: its exit status, and what it prints."""

    def run(document):
        file, out = tmp_path / "facts.json", StringIO()
        file.write_text(json.dumps(document), encoding="utf-8")
        try:
            call_command("evaluate", str(file), stdout=out)
        except SystemExit as end:
            return end.code, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    return run


@pytest.mark.parametrize("name", SOUND)
def test_the_api_answers_as_the_command_does(evaluate, command, name):
    answer = evaluate(SOUND[name])
    assert answer["Cache-Control"] == "no-store"
    assert (answer.status_code, (0, answer.json())) == (200, command(SOUND[name]))


@pytest.mark.parametrize("name", UNFIT)
def test_the_api_refuses_as_the_command_does(evaluate, command, name):
    answer = evaluate(UNFIT[name])
    assert (answer.status_code, (2, answer.json())) == (422, command(UNFIT[name]))


def test_a_published_edition_judges_as_it_did(evaluate):
    answer = evaluate({"candidates": ["qwen3-8b"]}, "?edition=2026.11.1")
    assert answer.json()["edition"]["version"] == "2026.11.1"


def test_a_mark_of_the_byte_order_and_a_form_s_content_type_do_no_harm(client, db):
    body = b"\xef\xbb\xbf" + json.dumps({"candidates": ["qwen3-32b"]}).encode()
    answer = client.post("/api/v1/evaluate", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_the_label_on_the_body_does_not_matter_and_its_characters_do(client, db):
    document = json.dumps({"candidates": ["qwen3-32b"]})
    for label in ("text/plain", "text/xml", "multipart/form-data; boundary=x", "", "a/b/c;;;"):
        assert client.post("/api/v1/evaluate", document, content_type=label).status_code == 200
    label = "application/json; charset=utf-16"
    assert client.post("/api/v1/evaluate", document, content_type=label).status_code == 400


def test_a_compressed_body_is_told_from_one_that_is_broken(client, db):
    body = gzip.compress(b'{"candidates": ["qwen3-32b"]}')
    answer = client.post(
        "/api/v1/evaluate", body, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 415
    assert answer.json()["problems"][0]["remedy"] == "Send it as it is, without Content-Encoding."
    plain = {"Content-Encoding": "identity"}
    assert client.post("/api/v1/evaluate", b"{}", content_type="application/json", headers=plain).status_code == 200


@pytest.mark.parametrize("length", ["abc", "-1", "0x10", "5, 5", "+5", "\u0661\u0662"])
def test_a_length_that_is_no_number_is_refused_and_breaks_nothing(client, db, length):
    answer = client.post("/api/v1/evaluate", b"{}", content_type="application/json", CONTENT_LENGTH=length)
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["problem"] == "The request cannot be read."


def test_an_announced_length_beyond_the_limit_is_refused_before_anything_is_read(client, db):
    answer = client.post("/api/v1/evaluate", b"{}", content_type="application/json", CONTENT_LENGTH="9" * 23)
    assert answer.status_code == 413


DEEP = b'{"use":' * 30 + b"{}" + b"}" * 30


@pytest.mark.parametrize(
    ("sent", "status", "at", "words"),
    [
        ((b"{", ""), 400, "", "Not readable as JSON"),
        ((b"", ""), 400, "", "Not readable as JSON"),
        ((b"\xff\xfe", ""), 400, "", "not UTF-8"),
        ((b'{"as_of": NaN}', ""), 400, "", "NaN is not a number"),
        ((b'{"use": {}, "use": {}}', ""), 400, "", "stands twice"),
        ((DEEP, ""), 400, "", "nested too deeply"),
        ((b"[" * 100_000, ""), 400, "", "nested too deeply"),
        ((b'{"use": {"description": "\\ud800"}}', ""), 400, "", "half a character"),
        ((b'{"use": {"description": "' + b"x" * 1024 * 1024 + b'"}}', ""), 413, "", "longer than 1 MiB"),
        ((b" " * 9 * 1024 * 1024, ""), 413, "", "longer than 1 MiB"),
        ((b'{"use": {"domain": []}}', ""), 422, "/use/domain", "not known"),
        ((b"{}", "?edition=2020.1.1"), 422, "?edition", "“2020.1.1” is not known"),
        ((b"{}", "?editon=2026.11.1"), 422, "?editon", "not known"),
        ((b"{}", "?edition=../../etc"), 422, "?edition", "“../../etc” is not known"),
        ((b"{}", "?edition=2020.1.1&edition=2026.11.1"), 422, "?edition", "stands twice"),
    ],
    ids=[
        "broken", "empty", "no text", "NaN", "a key twice", "depth 31", "depth 100,000", "half a character", "1 MiB",
        "9 MiB", "unknown key", "unknown edition", "unknown parameter", "a path as edition",
        "two editions",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_one_shape(evaluate, sent, status, at, words):
    answer = evaluate(*sent)
    [problem] = answer.json()["problems"]
    assert answer.status_code == status
    assert set(problem) == {"at", "problem", "remedy"}
    assert problem["at"] == at
    assert words in problem["problem"]
    assert problem["remedy"]


def test_the_limit_itself_still_passes(evaluate):
    body = json.dumps({"candidates": ["qwen3-32b"]}).encode()
    assert evaluate(body + b" " * (1024 * 1024 - len(body))).status_code == 200


def test_evaluating_records_nothing(evaluate):
    from wizard.models import AuditEvent

    evaluate({"candidates": ["qwen3-32b"]})
    assert not AuditEvent.objects.exists()


def test_a_program_needs_no_form_token_and_a_cookie_gives_it_nothing(db):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = "nonsense"
    answer = strict.post("/api/v1/evaluate", b'{"candidates": ["qwen3-32b"]}', content_type="application/json")
    assert answer.status_code == 200
    assert "Cookie" not in answer.get("Vary", "")
