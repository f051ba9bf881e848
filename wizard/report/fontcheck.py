"""The part of the self-check about text: embedded fonts, real glyphs, and codes that can be read back as characters."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from wizard.report.objects import inside

_SHOWS = ("Tj", "TJ", "'", '"')
_RANGED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*(?:\[|<[0-9a-fA-F]+>)")
_TO_CID = re.compile(rb"<([0-9a-fA-F]{4})>\s+(\d+)")


def font_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield a sentence for every font that is not embedded and for every text that its font cannot show or name."""
    used: dict[tuple[int, int], tuple[Any, set[int]]] = {}
    for page in pdf.pages:
        _collect(page, used)
        for annotation in page.get("/Annots", ()):
            appearance = inside(annotation, "/AP", "/N")
            if isinstance(appearance, pikepdf.Stream):
                _collect(appearance, used)
    for font, codes in used.values():
        yield from _font(font, codes)


def _collect(content: Any, used: dict[tuple[int, int], tuple[Any, set[int]]]) -> None:
    """Gather, for each font that a content stream shows text in, the two-byte codes shown."""
    fonts = inside(content, "/Resources", "/Font")
    codes: set[int] = set()
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        if operator == "Tf":
            font = fonts[str(instruction.operands[0])]
            codes = used.setdefault(font.objgen, (font, set()))[1]
        elif operator in _SHOWS:
            codes.update(_codes(instruction.operands))


def _codes(operands: Any) -> Iterator[int]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _codes(operand)
        elif isinstance(operand, pikepdf.String):
            raw = bytes(operand)
            yield from (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))


def _font(font: Any, codes: set[int]) -> Iterator[str]:
    name = str(font.get("/BaseFont", "without a name"))[1:]
    if font.get("/Subtype") != "/Type0":
        yield f"The font {name} is not embedded as reports embed fonts."
        return
    embedded = inside(font.DescendantFonts[0], "/FontDescriptor", "/FontFile2")
    if embedded is None:
        yield f"The font {name} is not embedded."
        return
    with TTFont(io.BytesIO(embedded.read_bytes()), lazy=True) as program:
        count = program["maxp"].numGlyphs
    glyphs = {_glyph(font, code) for code in codes}
    if 0 in glyphs or any(glyph >= count for glyph in glyphs):
        yield f"A character has no glyph in the font {name}."
    if codes - _named(font):
        yield f"A glyph of the font {name} cannot be read back as a character."


def _glyph(font: Any, code: int) -> int:
    """Return the glyph of a code; codes that an encoding of the font's own sends elsewhere follow it."""
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream):
        return code
    own = {int(source, 16): int(glyph) for source, glyph in _TO_CID.findall(encoding.read_bytes())}
    return own.get(code, 0)


def _named(font: Any) -> set[int]:
    """Return the codes that the font maps to characters."""
    if "/ToUnicode" not in font:
        return set()
    named: set[int] = set()
    blocks = re.findall(rb"beginbf(char|range)(.*?)endbf", font.ToUnicode.read_bytes(), re.DOTALL)
    for kind, block in blocks:
        if kind == b"char":
            pairs = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", block)
            named.update(int(code, 16) for code, character in pairs if int(character, 16))
        else:
            for first, last in _RANGED.findall(block):
                named.update(range(int(first, 16), int(last, 16) + 1))
    return named
