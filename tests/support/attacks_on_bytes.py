"""Attacks that write bytes and no more: moved, replaced or appended without the help of a PDF writer."""

import io
import re
from collections.abc import Callable

import pikepdf

from tests.support.attacks import Attack, Careless, Change, Material, after, between, signed_with
from wizard.signing.indication import Reason

_RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")
_CONTENTS = re.compile(rb"/Contents <[0-9A-F]+>")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")


def starts(file: bytes) -> list[int]:
    """Where the cross-reference sections stand, the oldest first."""
    return [int(found) for found in _START.findall(file)]


def other_page(file: bytes) -> tuple[int, bytes]:
    """The number of the first page's object, and an empty page to stand in its place."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        number, parent = int(pdf.pages[0].objgen[0]), int(pdf.Root.Pages.objgen[0])
    return number, b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>\nendobj\n" % (number, parent)


def update(file: bytes, number: int, at: int, *, since: int | None = None, more: bytes = b"") -> bytes:
    """The file with a section appended that looks for one object elsewhere; `more` goes into its trailer."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    previous = starts(file)[-1] if since is None else since
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d%s>>\n" % (size, root, previous, more)
    section = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    return file + section + trailer + b"startxref\n%d\n%%%%EOF\n" % len(file)


def replaced_page(file: bytes, *, since: int | None = None, more: bytes = b"") -> bytes:
    """The file with another first page, object, cross-reference and trailer complete."""
    number, page = other_page(file)
    return update(file + page, number, len(file), since=since, more=more)


def bare_object(file: bytes) -> bytes:
    """Only the other page: some readers mend the cross-reference themselves and find it."""
    return file + other_page(file)[1]


def without_section(file: bytes) -> bytes:
    """The other page and a trailer, but no cross-reference and no mark of the end."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        root = pdf.Root.objgen[0]
    return bare_object(file) + b"trailer\n<</Root %d 0 R>>\n" % root


def start_of_nothing(file: bytes) -> bytes:
    """A trailer that leads to the first byte of the file."""
    return bare_object(file) + b"startxref\n0\n%%EOF\n"


def past_the_signatures(file: bytes) -> bytes:
    """A trailer that leads past the signatures to the report as it was laid out."""
    return replaced_page(file, since=starts(file)[0])


def signed_in_appearance(made: Material) -> bytes:
    """The last signature copied behind the change, so that the file ends as a signed one."""
    return replaced_page(made.signed) + made.signed[len(made.certified) :]


def hybrid(file: bytes) -> bytes:
    """The other page, which only readers of one kind of cross-reference see."""
    return replaced_page(file, more=b"/XRefStm %d" % starts(file)[-1])


def hybrid_and_signed(made: Material) -> bytes:
    """The same in the certified report, signed by a reviewer's own tool."""
    return signed_with(Careless, made.sign, hybrid(made.certified))


def encrypted_trailer(file: bytes) -> bytes:
    """A trailer that calls the file encrypted."""
    key = b"<%s>" % (b"00" * 32)
    return replaced_page(file, more=b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O%s/U%s>>" % (key, key))


def wrapped(made: Material) -> bytes:
    """The protected end moved back, a range that fits it, and before it a page and a section that leads to it.

    What the signature protects is all there, in its order; the file shows something else.
    """
    file = made.signed
    opening = file.rindex(b"/Contents <") + len(b"/Contents ")
    end, start, (number, page) = file.index(b">", opening) + 1, starts(file)[-1], other_page(file)
    length = start - end + 1000
    kind = b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
    signature = b"/ByteRange [0 %d %d %d]%s>>\nendobj\n" % (opening, end + length, len(file) - end, kind)
    forged = (signature + page).ljust(start - end)
    section = update(file, number, end + len(signature), since=starts(made.certified)[-1])[len(file) :]
    return file[:end] + (forged + section).ljust(length) + file[end:]


def stuffed(made: Material) -> bytes:
    """Another page written over the padding inside the container."""
    end = made.signed.index(b">", made.signed.rindex(b"/Contents <")) + 1
    page = b">\n" + other_page(made.signed)[1]
    return made.signed[: end - len(page)] + page + made.signed[end:]


def first_byte_left_out(file: bytes) -> bytes:
    """A range that begins at the second byte."""
    return file.replace(b"/ByteRange [0 ", b"/ByteRange [1 ")


def ranged(text: bytes) -> Change:
    """Every signature gets this in the place of its range, in the same number of bytes."""
    return lambda file: _RANGE.sub(lambda found: text.ljust(len(found[0])), file)


def contained(text: bytes) -> Change:
    """Every signature gets this in the place of its container, in the same number of bytes."""
    return lambda file: _CONTENTS.sub(lambda found: text.ljust(len(found[0])), file)


def zeros(file: bytes) -> bytes:
    """Containers of nothing but zeros."""
    return _CONTENTS.sub(lambda found: b"/Contents <" + b"0" * (len(found[0]) - 12) + b">", file)


def headed(header: bytes) -> Change:
    """Another header of the same length."""
    return lambda file: header + file[len(header) :]


def preceded(prefix: bytes) -> Change:
    """Bytes before the header."""
    return lambda file: prefix + file


INCREMENTAL, WRAPPING, UNIVERSAL = "incremental saving", "signature wrapping", "universal forgery"
HYBRID, HEADERS = "hybrid cross-references", "malformed headers"
ADDED = Reason.SIG_CONSTRAINTS_FAILURE
Row = tuple[str, str, Reason, Callable[[Material], bytes]]

_ROWS: list[Row] = [
    (INCREMENTAL, "a page replaced, cross-reference and trailer complete", ADDED, after(replaced_page)),
    (INCREMENTAL, "the same, signed over by a reviewer", ADDED, between(replaced_page)),
    (INCREMENTAL, "without cross-reference and trailer", ADDED, after(bare_object)),
    (INCREMENTAL, "a trailer alone", ADDED, after(without_section)),
    (INCREMENTAL, "a trailer that leads nowhere", ADDED, after(start_of_nothing)),
    (INCREMENTAL, "a trailer that leads past the signatures", ADDED, after(past_the_signatures)),
    (INCREMENTAL, "the last signature copied to the end", ADDED, signed_in_appearance),
    (WRAPPING, "the protected end moved, a second range", Reason.FORMAT_FAILURE, wrapped),
    (WRAPPING, "a page in the padding of the container", Reason.FORMAT_FAILURE, stuffed),
    (WRAPPING, "a range that begins later", Reason.FORMAT_FAILURE, after(first_byte_left_out)),
    (UNIVERSAL, "range missing", Reason.FORMAT_FAILURE, after(ranged(b""))),
    (UNIVERSAL, "range null", Reason.FORMAT_FAILURE, after(ranged(b"/ByteRange null"))),
    (UNIVERSAL, "range of zeros", ADDED, after(ranged(b"/ByteRange [0 0 0 0]"))),
    (UNIVERSAL, "negative range", Reason.FORMAT_FAILURE, after(ranged(b"/ByteRange [0 -1 -1 -1]"))),
    (UNIVERSAL, "range too short", Reason.FORMAT_FAILURE, after(ranged(b"/ByteRange [0 99]"))),
    (UNIVERSAL, "container missing", Reason.FORMAT_FAILURE, after(contained(b""))),
    (UNIVERSAL, "container null", Reason.FORMAT_FAILURE, after(contained(b"/Contents null"))),
    (UNIVERSAL, "container empty", Reason.FORMAT_FAILURE, after(contained(b"/Contents <>"))),
    (UNIVERSAL, "container of zeros", Reason.FORMAT_FAILURE, after(zeros)),
    (HYBRID, "a page that one kind of reader sees", ADDED, after(hybrid)),
    (HYBRID, "the same, signed over by a reviewer", ADDED, hybrid_and_signed),
    (HEADERS, "bytes before the header", Reason.FORMAT_FAILURE, after(preceded(b"GIF89a\n"))),
    (HEADERS, "a second header", ADDED, after(preceded(b"%PDF-1.7\n"))),
    (HEADERS, "a header without version", Reason.HASH_FAILURE, after(headed(b"%PDF-\x00\x00\x00"))),
    (HEADERS, "no header", Reason.FORMAT_FAILURE, after(headed(b"%!PS-1.7"))),
]
ON_BYTES = [Attack(*row) for row in _ROWS]
