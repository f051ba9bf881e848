"""The self-check finds what was broken on purpose, and names it."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.wizard.report import sample
from wizard.report.pdf import render_isolated
from wizard.report.selfcheck import problems

Breaks = Callable[[pikepdf.Pdf], None]


def broken(pdf: bytes, breaks: Breaks) -> list[str]:
    """What the self-check says of the report after it was broken."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        breaks(opened)
        opened.save(saved)
    return problems(saved.getvalue())


def metadata(old: bytes, new: bytes) -> Breaks:
    def breaks(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return breaks


def without(*keys: str) -> Breaks:
    def breaks(pdf: pikepdf.Pdf) -> None:
        holder = pdf.Root
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return breaks


def widget(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(note for note in pdf.pages[0].Annots if note.Subtype == "/Widget")


def hide_field(pdf: pikepdf.Pdf) -> None:
    widget(pdf).F = 2


def strip_appearance(pdf: pikepdf.Pdf) -> None:
    del widget(pdf)["/AP"]


def strip_name(pdf: pikepdf.Pdf) -> None:
    del widget(pdf)["/TU"]


def untag_field(pdf: pikepdf.Pdf) -> None:
    del widget(pdf)["/StructParent"]


def add_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def unlink_attachment(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def strip_media_type(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].EF.F["/Subtype"]


def strip_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def plain_font(pdf: pikepdf.Pdf) -> None:
    """Every font of the page, for the order of their names says nothing on which of them it uses."""
    fonts = pdf.pages[0].Resources.Font
    for name in list(fonts.keys()):
        fonts[name] = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))


def strip_unicode(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


def untagged_text(pdf: pikepdf.Pdf) -> None:
    name = next(iter(pdf.pages[0].Resources.Font.keys())).encode()
    pdf.pages[0].contents_add(b"BT " + name + b" 9 Tf <0003> Tj ET")


def figure(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K[0]
    top.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, P=top, K=Array([]))))


def skip_a_level(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K[0]
    top.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H1, P=top, K=Array([]))))
    top.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H3, P=top, K=Array([]))))


def stray_cell(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K[0]
    top.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, P=top, K=Array([]))))


def note(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots.append(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, F=4, Rect=[0, 0, 9, 9], Contents="x"))
    )


@pytest.mark.parametrize(
    ("breaks", "problem"),
    [
        (metadata(b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'), "does not claim PDF/A-3a"),
        (metadata(b"<pdfuaid:part>1", b"<pdfuaid:part>2"), "does not claim PDF/UA-1"),
        (metadata(b"www.aiim.org/pdfa/ns/extension/", b"www.aiim.org/other/"), "without describing it"),
        (without("/Metadata"), "The metadata is missing"),
        (without("/OutputIntents"), "no output intent"),
        (without("/MarkInfo"), "does not say that it is tagged"),
        (without("/Lang"), "does not say its language"),
        (without("/ViewerPreferences", "/DisplayDocTitle"), "not told to show the title"),
        (without("/StructTreeRoot"), "has no structure"),
        (add_action, "starts an action"),
        (hide_field, "is not printed"),
        (strip_appearance, "has no appearance"),
        (strip_name, "has no name that can be read aloud"),
        (untag_field, "does not stand in a Form tag"),
        (unlink_attachment, "does not say how it belongs"),
        (strip_media_type, "does not say what kind of file"),
        (strip_font, "is not embedded"),
        (plain_font, "is not embedded as reports embed fonts"),
        (strip_unicode, "cannot be read back"),
        (untagged_text, "text without a tag on page 1"),
        (figure, "A figure has no text"),
        (skip_a_level, "A heading of level 3 follows one of level 1"),
        (stray_cell, "A TD tag stands in a Document tag"),
        (note, "a Text annotation, which reports do not have"),
    ],
)
def test_what_is_broken_is_found(rendered: bytes, breaks: Breaks, problem: str) -> None:
    found = broken(rendered, breaks)
    assert any(problem in sentence for sentence in found), found


def test_a_character_without_a_glyph_is_found() -> None:
    request = sample.request()
    missing = replace(request, html=request.html.replace("Sign-off", "Sign-off \U0001f600"))
    assert any("has no glyph" in problem for problem in problems(render_isolated(missing)))


def test_a_picture_without_words_is_found() -> None:
    request = sample.request()
    svg = '<svg width="9" height="9"><rect width="9" height="9"/></svg>'
    page = request.html.replace("</body>", f"{svg}</body>")
    assert "A figure has no text that describes it." in problems(render_isolated(replace(request, html=page)))


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\nnothing"], ids=["empty", "broken"])
def test_what_cannot_be_read_does_not_pass(pdf: bytes) -> None:
    assert problems(pdf) == ["The file could not be read as a report: PdfError."]
