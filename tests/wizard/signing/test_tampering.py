"""Whatever is changed in a signed report, or added to it, is noticed, with and without the record of its bytes."""

import hashlib
import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, Keys
from wizard.signing import signer
from wizard.signing.signer import sign
from wizard.signing.verdict import IssuedRecord, verify

Writer = IncrementalPdfFileWriter
FLIPS = 400


def gaps(file: bytes) -> list[tuple[int, int]]:
    """Where the hexadecimal digits of each signature's container stand."""
    return [found.span(1) for found in re.finditer(rb"/Contents <([0-9A-F]+)>", file)]


def refused(file: bytes, keys: Keys, original: bytes) -> bool:
    """Whether the file is refused both without and with the record of the original."""
    record = IssuedRecord(hashlib.sha256(original).hexdigest(), len(original))
    return not any(verify(file, trust_roots=[keys.root], issued=issued).ok for issued in (None, record))


def flipped(file: bytes, position: int) -> bytes:
    """The file with one byte changed; inside a container it stays a hexadecimal digit."""
    inside = any(start <= position < end for start, end in gaps(file))
    digits = b"123456789ABCDEF0"
    other = digits[b"0123456789ABCDEF".index(file[position])] if inside else file[position] ^ 1
    return file[:position] + bytes([other]) + file[position + 1 :]


def test_one_changed_byte_is_refused_wherever_it_is(signed: bytes, keys: Keys) -> None:
    positions = range(0, len(signed), len(signed) // FLIPS)
    assert len(positions) >= FLIPS
    accepted = [at for at in positions if not refused(flipped(signed, at), keys, signed)]
    assert accepted == []


@pytest.mark.parametrize("number", [0, 1], ids=["certification", "review"])
def test_one_changed_digit_inside_a_signature_is_refused(signed: bytes, keys: Keys, number: int) -> None:
    start, end = gaps(signed)[number]
    content = len(signed[start:end].rstrip(b"0"))
    places = [*range(start - 1, start + content, 29), *range(start + content, end, 97), end - 1, end]
    accepted = [at for at in places if not refused(flipped(signed, at), keys, signed)]
    assert accepted == []


def test_other_spellings_of_the_same_signature_are_refused(signed: bytes, keys: Keys) -> None:
    start, end = gaps(signed)[-1]
    lower = signed[:start] + signed[start:end].lower() + signed[end:]
    spaced = signed[: end - 2] + b"  " + signed[end:]
    assert refused(lower, keys, signed)
    assert refused(spaced, keys, signed)


def test_a_truncated_report_is_refused(signed: bytes, certified: bytes, keys: Keys) -> None:
    assert refused(signed[:-1], keys, signed)
    assert refused(signed[: len(signed) // 2], keys, signed)
    assert refused(certified, keys, signed)


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF\n", b"\x00" * 1000, b"hello"], ids=["line", "end", "zeros", "text"])
def test_bytes_after_the_end_are_refused(signed: bytes, keys: Keys, tail: bytes) -> None:
    assert refused(signed + tail, keys, signed)


def test_a_rewritten_report_is_refused(signed: bytes, keys: Keys) -> None:
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(saved)
    assert refused(saved.getvalue(), keys, signed)


def annotate(writer: Writer) -> None:
    """Put a note on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 100))),
            pdf_name("/Contents"): generic.TextStringObject("Approved without conditions"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def replace_page(writer: Writer) -> None:
    """Draw something else on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def add_field(writer: Writer) -> None:
    """Add one more signature field."""
    append_signature_field(writer, SigFieldSpec("Reviewer2", box=(10, 10, 100, 50)))


def change_metadata(writer: Writer) -> None:
    """Rewrite the XMP metadata."""
    metadata = writer.root["/Metadata"]
    metadata._data = metadata.data.replace(b"Shop", b"Shed")
    metadata._encoded_data = None
    writer.update_container(metadata)


def replace_attachment(writer: Writer) -> None:
    """Put other facts in the place of the attached ones."""
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    holder = files[1]["/EF"]
    holder[pdf_name("/F")] = writer.add_object(generic.StreamObject(stream_data=b"{}"))
    writer.update_container(holder)


def change_language(writer: Writer) -> None:
    """Change an entry of the catalogue."""
    writer.root[pdf_name("/Lang")] = generic.TextStringObject("de")
    writer.update_root()


CHANGES = [annotate, replace_page, add_field, change_metadata, replace_attachment, change_language]


def added(file: bytes, change: Callable[[Writer], None]) -> bytes:
    """The file with a change appended, as any PDF editor would do it."""
    writer = signer._Addition(io.BytesIO(file))
    change(writer)
    extended = io.BytesIO()
    writer.write(extended)
    assert extended.getvalue().startswith(file)
    assert len(extended.getvalue()) > len(file)
    return extended.getvalue()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_appended_after_the_last_signature_is_refused(
    signed: bytes, keys: Keys, change: Callable[[Writer], None]
) -> None:
    assert refused(added(signed, change), keys, signed)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_between_the_signatures_is_refused_although_a_reviewer_signed_it(
    certified: bytes, keys: Keys, change: Callable[[Writer], None]
) -> None:
    """The second signature covers the change and is valid; it still is not the report that was certified."""
    changed = added(certified, change)
    font = sample.fonts().sans
    forged = sign(changed, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=font)
    verdict = verify(forged, trust_roots=[keys.root], issued=None)
    assert not verdict.ok
    assert verdict.reasons[0] != "Reading it failed; the file is damaged or was not made here."


@pytest.mark.parametrize("change", [annotate, replace_page, change_metadata, replace_attachment, change_language])
def test_a_change_hidden_inside_the_signing_itself_is_refused(
    certified: bytes, keys: Keys, change: Callable[[Writer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer who changes the report in the very step in which she signs it gets no further."""

    class Cheating(signer._Addition):
        def _update_meta(self) -> None:
            change(self)

    monkeypatch.setattr(signer, "_Addition", Cheating)
    forged = sign(certified, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=sample.fonts().sans)
    verdict = verify(forged, trust_roots=[keys.root], issued=None)
    assert verdict.reasons == ("Something was added to the file after it was signed.",)
