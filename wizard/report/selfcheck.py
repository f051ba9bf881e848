"""Does a report conform to PDF/A-3a and PDF/UA-1? Asked before it is signed, since afterwards nothing can be mended.

This is no full validator. It asks what can go wrong with files that this product makes: claims, fonts, glyphs,
tags, forms, attachments.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from wizard.report.fontcheck import font_problems
from wizard.report.objects import inside

_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_SCHEMA = b"http://www.aiim.org/pdfa/ns/extension/"
_PRINT = 4
_HIDDEN = 2
_DEEPEST = 200


def problems(pdf: bytes) -> list[str]:
    """Return what keeps the report from conforming, one sentence each; an empty list is a pass."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            checks = (_claims, _document, _attachments, _pages, _structure, font_problems)
            return [problem for check in checks for problem in check(opened)]
    except (pikepdf.PdfError, ElementTree.ParseError, KeyError, AttributeError, TypeError, ValueError) as error:
        return [f"The file could not be read as a report: {type(error).__name__}."]


def _claims(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The metadata claims both standards, describes the second for readers of the first, and names the document."""
    if "/Metadata" not in pdf.Root:
        yield "The metadata is missing."
        return
    packet = pdf.Root.Metadata.read_bytes()
    root = ElementTree.fromstring(re.sub(rb"<\?xpacket[^>]*\?>", b"", packet).strip())  # noqa: S314 (our own file)
    if (_claimed(root, "pdfaid", "part"), _claimed(root, "pdfaid", "conformance")) != ("3", "A"):
        yield "The metadata does not claim PDF/A-3a."
    if _claimed(root, "pdfuaid", "part") != "1":
        yield "The metadata does not claim PDF/UA-1."
    if _SCHEMA not in packet:
        yield "The metadata uses PDF/UA's claim without describing it as PDF/A demands."
    title = root.find(".//dc:title/rdf:Alt/rdf:li", _NS)
    if title is None or not title.text:
        yield "The metadata has no title."


def _claimed(root: ElementTree.Element, prefix: str, name: str) -> str | None:
    """Read a claim, written as an attribute or as an element."""
    key = f"{{{_NS[prefix]}}}{name}"
    for description in root.iter(f"{{{_NS['rdf']}}}Description"):
        if key in description.attrib:
            return description.attrib[key]
        if (child := description.find(key)) is not None:
            return child.text
    return None


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if "/ID" not in pdf.trailer:
        yield "The file has no identifier."
    if pdf.is_encrypted:
        yield "The file is encrypted."
    if not _output_intent(root):
        yield "The colours have no output intent with a profile."
    if not inside(root, "/MarkInfo", "/Marked"):
        yield "The document does not say that it is tagged."
    if not str(root.get("/Lang", "")):
        yield "The document does not say its language."
    if not inside(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "Readers are not told to show the title."
    if "/OpenAction" in root or "/AA" in root or inside(root, "/Names", "/JavaScript") is not None:
        yield "The document starts an action."
    if inside(root, "/AcroForm", "/XFA") is not None or inside(root, "/AcroForm", "/NeedAppearances"):
        yield "The form asks the reader to draw its fields."


def _output_intent(root: Any) -> bool:
    intents = [intent for intent in root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFA1"]
    return len(intents) == 1 and "/DestOutputProfile" in intents[0]


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every attached file says what it is and how it belongs to the document."""
    linked = {file.objgen for file in pdf.Root.get("/AF", ())}
    names = list(inside(pdf.Root, "/Names", "/EmbeddedFiles", "/Names") or ())
    for name, file in zip(names[::2], names[1::2], strict=True):
        stream = inside(file, "/EF", "/F")
        if "/AFRelationship" not in file or file.objgen not in linked:
            yield f"The attachment {name} does not say how it belongs to the document."
        if "/F" not in file or "/UF" not in file:
            yield f"The attachment {name} has no file name."
        if inside(stream, "/Subtype") is None or inside(stream, "/Params", "/ModDate") is None:
            yield f"The attachment {name} does not say what kind of file it is and from when."


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    forms = _parents(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        where = f"on page {number}"
        annotations = page.get("/Annots", ())
        if annotations and page.get("/Tabs") != "/S":
            yield f"The tab order {where} does not follow the structure."
        for annotation in annotations:
            yield from (f"{problem} {where}." for problem in _annotation(annotation, forms))
        if _untagged_text(page):
            yield f"There is text without a tag {where}."


def _annotation(annotation: Any, parents: dict[int, str]) -> Iterator[str]:
    kind = str(annotation.get("/Subtype"))[1:]
    flags = int(annotation.get("/F", 0))
    parent = parents.get(int(annotation.get("/StructParent", -1)))
    if not flags & _PRINT or flags & _HIDDEN:
        yield f"A {kind} annotation is not printed"
    if kind == "Widget":
        if not isinstance(inside(annotation, "/AP", "/N"), pikepdf.Stream):
            yield "A form field has no appearance"
        if not str(annotation.get("/TU", "")):
            yield "A form field has no name that can be read aloud"
        if parent != "/Form":
            yield "A form field does not stand in a Form tag"
    elif kind == "Link":
        if not str(annotation.get("/Contents", "")):
            yield "A link has no description"
        if parent != "/Link":
            yield "A link does not stand in a Link tag"
    else:
        yield f"There is a {kind} annotation, which reports do not have"


def _parents(pdf: pikepdf.Pdf) -> dict[int, str]:
    """Map each annotation's number in the parent tree to the kind of tag that holds it."""
    numbers = list(inside(pdf.Root, "/StructTreeRoot", "/ParentTree", "/Nums") or ())
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return {int(key): str(tag.get("/S")) for key, tag in pairs if isinstance(tag, pikepdf.Dictionary)}


def _untagged_text(page: pikepdf.Page) -> bool:
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in ("Tj", "TJ", "'", '"') and depth == 0:
            return True
    return False


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Figures have a text, headings do not skip a level, and list and table parts stand where they belong."""
    if "/StructTreeRoot" not in pdf.Root:
        yield "The document has no structure."
        return
    level = 0
    for tag, parent in _tags(pdf.Root.StructTreeRoot, ""):
        kind = str(tag.get("/S"))
        if kind == "/Figure" and not (str(tag.get("/Alt", "")) or str(tag.get("/ActualText", ""))):
            yield "A figure has no text that describes it."
        if re.fullmatch(r"/H[1-6]", kind):
            if int(kind[2]) > level + 1:
                yield f"A heading of level {kind[2]} follows one of level {level}."
            level = int(kind[2])
        if kind in _BELONGS and parent not in _BELONGS[kind]:
            yield f"A {kind[1:]} tag stands in a {parent[1:]} tag."


_BELONGS = {
    "/TR": ("/Table", "/THead", "/TBody", "/TFoot"),
    "/TH": ("/TR",),
    "/TD": ("/TR",),
    "/LI": ("/L",),
    "/Lbl": ("/LI", "/TOCI", "/Note", "/Caption"),
    "/LBody": ("/LI",),
}


def _tags(element: Any, parent: str, depth: int = 0) -> Iterator[tuple[Any, str]]:
    """Walk the structure in reading order, giving each tag with the kind of its parent."""
    if depth > _DEEPEST:
        return
    children = element.get("/K", ())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child, parent
            yield from _tags(child, str(child.S), depth + 1)
