"""Rendering: reproducible, complete, and deaf to everything outside the request."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest

from tests.support.clock import worked
from tests.wizard.report import sample
from wizard import isolated
from wizard.report.export import attachments
from wizard.report.pdf import render_isolated
from wizard.report.problems import RenderProblem
from wizard.report.selfcheck import problems

SECRET = "the-content-of-a-file-of-ours"


def texts(pdf: bytes) -> bytes:
    """Everything that a file holds, unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    return out.getvalue()


def test_the_same_request_gives_the_same_bytes_in_another_process(rendered: bytes) -> None:
    assert render_isolated(sample.request()) == rendered


def test_a_rendered_report_conforms(rendered: bytes) -> None:
    assert problems(rendered) == []


def test_the_evidence_is_attached_byte_for_byte(rendered: bytes) -> None:
    expected = attachments(sample.snapshot(), sample.evaluation())
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        found = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
        relationships = {str(file.AFRelationship) for file in pdf.Root.AF}
    assert found == {item.name: item.content for item in expected}
    assert json.loads(found["evaluation.json"]) == sample.evaluation()
    assert relationships == {"/Source", "/Data"}


def test_the_signature_fields_stand_on_the_first_page_empty_and_locked(rendered: bytes) -> None:
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        fields = [note for note in pdf.pages[0].Annots if note.Subtype == "/Widget"]
        assert [str(field.T) for field in fields] == ["ServiceSignature", "Reviewer1"]
        for field in fields:
            assert field.FT == "/Sig"
            assert "/V" not in field
            assert field.Lock.Action == "/Include"
            left, bottom, right, top = (float(edge) for edge in field.Rect)
            assert right - left > 150
            assert 30 < top - bottom < 60
        assert len(pdf.Root.AcroForm.Fields) == 2


def test_title_language_and_author_are_in_the_metadata(rendered: bytes) -> None:
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        assert str(pdf.docinfo.Title) == "Clearance report CW-2026-0042: Shop assistant"
        assert str(pdf.docinfo.Author) == "Paula Meyer"
        assert str(pdf.docinfo.CreationDate) == "D:20261123154000Z"
        assert str(pdf.Root.Lang) == "en-gb"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()
        thread.join()


def test_nothing_is_fetched_from_anywhere(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    (tmp_path / "secret.txt").write_text(SECRET)
    file = (tmp_path / "secret.txt").as_uri()
    nested = base64.b64encode(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/n"/></svg>'.encode())
    html = f"""<!doctype html><html lang="en"><head><title>T</title><base href="{address}/">
      <link rel="attachment" href="{file}"><link rel="stylesheet" href="{address}/a.css">
      <style>@import url("{address}/b.css"); @font-face {{ font-family: X; src: url("{address}/x.ttf"); }}
      p {{ font-family: X; background: url("{address}/c.png"); list-style: url("{address}/d.png"); }}
      p::before {{ content: url("{address}/e.png"); }}</style></head><body>
      <p>text</p><a rel="attachment" href="{file}">a</a><img alt="i" src="{address}/f.png"><img alt="j" src="{file}">
      <svg><title>s</title><image href="{address}/g.png"/></svg><object data="{address}/h.png"></object>
      <embed src="{address}/k.png"><img alt="n" src="data:image/svg+xml;base64,{nested.decode()}">
      </body></html>"""
    css = f'@import url("{address}/m.css"); p {{ border-image: url("{address}/l.png"); background: url("{file}"); }}'
    rendered = render_isolated(sample.request(html=html, css=css, attachments=()))
    assert asked == []
    assert SECRET.encode() not in texts(rendered)


def hostile(text: str) -> str:
    """The sample's page with a text of a user in every place that takes one."""
    lines = [(text, text)]
    answers = [sample.answer("licence-text", "Identification", text, *lines, note=text)]
    snapshot = sample.snapshot(product=text[:120], organisation=text[:120], answers=answers)
    sign_off = replace(sample.SIGN_OFF, conditions=text, comment=text)
    return sample.html(sample.document(snapshot=snapshot, sign_off=sign_off))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4000,
        "模型许可证" * 800,
        "\U0001f600\u202e\x00\x07\ue000" * 40,
        "<script>alert(1)</script>&amp;<img src=x>{{ document }}" * 20,
        "line\n" * 500,
        "م ר ไ " * 100,
    ],
    ids=["no space", "Chinese", "invisible", "markup", "lines", "other scripts"],
)
def test_hostile_text_still_gives_a_conforming_report_in_time(text: str) -> None:
    began = worked()
    rendered = render_isolated(sample.request(html=hostile(text)), seconds=30)
    assert worked() - began < 20
    assert problems(rendered) == []


def test_markup_in_text_is_shown_and_not_obeyed() -> None:
    page = hostile("<b onclick=x>bold</b>")
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;bold&lt;/b&gt;" in page


def test_a_report_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(RenderProblem, match="took too long"):
        render_isolated(sample.request(), seconds=0)


def test_a_report_that_needs_too_much_memory_is_given_up() -> None:
    with pytest.raises(RenderProblem, match=r"could not be laid out|more memory"):
        render_isolated(sample.request(), memory_mb=90)


def test_a_page_that_cannot_be_laid_out_is_refused_with_one_sentence() -> None:
    deep = "<div>" * 2000
    with pytest.raises(RenderProblem, match="could not be laid out"):
        render_isolated(sample.request(html=f"<!doctype html><html lang=en><title>T</title><body>{deep}"))


def test_the_process_inherits_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWEIGHTS_KEY_PASSPHRASE", SECRET)
    seen = json.loads(isolated.run("tests.wizard.report.environment", b"", seconds=20, memory_mb=512))
    assert SECRET not in seen.values()
    assert not [name for name in seen if name.startswith("CLEARWEIGHTS")]
