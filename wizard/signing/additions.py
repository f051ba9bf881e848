"""What may follow the last signature of a report: validation data, then an archive time-stamp, each once.

A signature cannot protect what comes behind it. So these additions leave nothing to choose: they are written from
the file before them and from what they carry (certificates, lists, answers, a time-stamp token), byte for byte in one
way. Who verifies takes that out, writes the additions again and compares; one different byte is one too many.

The writing is our own, not a library's: it has to come out the same in ten years.
"""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from catalog.knowledge.sentences import sentence
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason
from wizard.signing.names import ARCHIVE_FIELD
from wizard.signing.reader import Reader

ADDED = sentence("Something was added to the file after it was signed.")
LONGEST_TOKEN = 12_288
"""The bytes kept free for the token of the archive time-stamp."""

_MOST = 64
_MARK = b"%%Clearweights validation data: %d certificates, %d lists, %d answers\n"
_MARKED = re.compile(rb"%Clearweights validation data: (\d{1,2}) certificates, (\d{1,2}) lists, (\d{1,2}) answers\n")
_STREAM = re.compile(rb"\d{1,8} 0 obj\n<</Length (\d{1,8})>>\nstream\n")
_CONTAINER = re.compile(rb"/Contents <([0-9A-F]+)>")
_PLAIN = re.compile(rb"[^!-~]|[#%()/<>\[\]{}]")


@dataclass(frozen=True)
class ValidationData:
    """Everything in DER: certificates, certificate revocation lists, OCSP answers."""

    certificates: tuple[bytes, ...]
    lists: tuple[bytes, ...]
    answers: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Tail:
    """What follows the last signature: the validation data, and the bytes behind it (the archive time-stamp)."""

    data: ValidationData
    rest: bytes


@dataclass(frozen=True)
class Additions:
    """Confirmed additions: the validation data and its last byte; the archive's token (DER), and the SHA-256 of what
    it stamps.
    """

    data: ValidationData
    through: int
    token: bytes | None = None
    stamped: bytes = b""


def with_data(file: bytes, data: ValidationData) -> bytes:
    """Append the document security store to a signed report."""
    frame = _Frame(file)
    kinds = {"/Certs": data.certificates, "/CRLs": data.lists, "/OCSPs": data.answers}
    mark = _MARK % tuple(map(len, kinds.values()))
    objects, store, number = [], generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")}), frame.size
    for kind, contents in kinds.items():
        references = generic.ArrayObject()
        for content in contents:
            objects.append((number, b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)))
            references.append(generic.IndirectObject(number, 0, frame.reader))
            number += 1
        if references:
            store[pdf_name(kind)] = references
    objects.append((number, written(store)))
    catalogue = generic.DictionaryObject(frame.catalogue)
    catalogue[pdf_name("/DSS")] = generic.IndirectObject(number, 0, frame.reader)
    return frame.extended(mark, [*objects, (frame.root, written(catalogue))])


def stamp_digest(file: bytes) -> bytes:
    """The SHA-256 of what an archive time-stamp of this file has to confirm."""
    draft, start, end = _stamp_draft(file)
    return hashlib.sha256(draft[:start] + draft[end:]).digest()


def with_stamp(file: bytes, token: bytes) -> bytes:
    """Append the archive time-stamp (DER) to a report with validation data."""
    if len(token) > LONGEST_TOKEN:
        raise ValueError(f"The time-stamp has {len(token)} bytes; {LONGEST_TOKEN} are kept free.")
    draft, start, end = _stamp_draft(file)
    return draft[:start] + b"<" + token.hex().upper().encode().ljust(2 * LONGEST_TOKEN, b"0") + b">" + draft[end:]


def apart(file: bytes) -> tuple[bytes, Tail | None]:
    """Take a file apart into the signed report and what claims to follow it, by bytes alone. Raises `Doubt`."""
    marks = list(_MARKED.finditer(file))
    if not marks:
        return file, None
    mark, position = marks[-1], marks[-1].end()
    counts = [int(number) for number in mark.groups()]
    if sum(counts) > _MOST:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    contents: list[bytes] = []
    for _ in range(sum(counts)):
        stream = _STREAM.match(file, position)
        if stream is None:
            raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
        end = stream.end() + int(stream[1])
        contents.append(file[stream.end() : end])
        position = end + len(b"\nendstream\nendobj\n")
    one, two = counts[0], counts[0] + counts[1]
    data = ValidationData(tuple(contents[:one]), tuple(contents[one:two]), tuple(contents[two:]))
    return file[: mark.start()], Tail(data, file[position:])


def confirm(file: bytes, core: bytes, tail: Tail) -> Additions:
    """Write the additions again behind the verified report and compare every byte. Raises `Doubt`."""
    extended = with_data(core, tail.data)
    if file == extended:
        return Additions(tail.data, len(extended))
    found = _CONTAINER.search(tail.rest)
    if not file.startswith(extended) or found is None or len(found[1]) % 2:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    content = bytes.fromhex(found[1].decode())
    try:
        token = content[: parser.peek(content)]
    except ValueError:
        raise Doubt(Reason.FORMAT_FAILURE, ADDED) from None
    if len(token) > LONGEST_TOKEN or with_stamp(extended, token) != file:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    return Additions(tail.data, len(extended), token, stamp_digest(extended))


def written(thing: Any) -> bytes:
    """A PDF object in our one spelling. Raises `ValueError` for a stream, which is never written again."""
    match thing:
        case generic.IndirectObject():
            return b"%d %d R" % (thing.idnum, thing.generation)
        case generic.NameObject():
            return b"/" + _PLAIN.sub(lambda found: b"#%02X" % found[0][0], thing[1:].encode())
        case generic.TextStringObject() | generic.ByteStringObject():
            content: bytes = thing.original_bytes
            return b"<" + content.hex().upper().encode() + b">"
        case generic.BooleanObject():
            return b"true" if thing.value else b"false"
        case generic.NumberObject():
            return b"%d" % thing
        case Decimal():
            return f"{thing:f}".encode()
        case generic.NullObject():
            return b"null"
        case generic.ArrayObject():
            return b"[" + b" ".join(written(thing.raw_get(at)) for at in range(len(thing))) + b"]"
        case generic.DictionaryObject() if not isinstance(thing, generic.StreamObject):
            return b"<<" + b" ".join(written(key) + b" " + written(thing.raw_get(key)) for key in thing) + b">>"
    raise ValueError(f"A {type(thing).__name__} is not written again.")


class _Frame:
    """The last revision of a file: what an addition has to name and to continue."""

    def __init__(self, file: bytes) -> None:
        self.file = file
        self.reader = Reader(file)
        trailer = self.reader.trailer
        self.size = int(trailer["/Size"])
        self.root: int = trailer.raw_get("/Root").idnum
        self.catalogue = self.reader.root
        info = b"/Info %s " % written(trailer.raw_get("/Info")) if "/Info" in trailer else b""
        # The second part of the name is new with each revision; ours follows from the bytes before it.
        names = trailer["/ID"][0].original_bytes.hex().encode(), hashlib.sha256(file).hexdigest()[:32].encode()
        before = self.reader.last_startxref or 0
        self._links = b"%s/Root %d 0 R /Prev %d /ID[<%s> <%s>]" % (info, self.root, before, *names)

    def extended(self, mark: bytes, objects: list[tuple[int, bytes]]) -> bytes:
        """The file with these objects and their cross-reference."""
        out, offsets = bytearray(self.file + mark), {}
        table = max(self.size, 1 + max(number for number, _ in objects))
        for number, content in objects:
            offsets[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        offsets[table] = start = len(out)
        entries = b"".join(b"\x01" + offsets[number].to_bytes(4, "big") + b"\x00\x00" for number in sorted(offsets))
        index = b" ".join(b"%d 1" % number for number in sorted(offsets))
        section = b"<</Type /XRef /W[1 4 2] /Index[%s] /Size %d %s /Length %d>>\nstream\n%s\nendstream"
        section %= (index, table + 1, self._links, len(entries), entries)
        return bytes(out) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, section, start)


def _stamp_draft(file: bytes) -> tuple[bytes, int, int]:
    """The file with an archive time-stamp whose token is still missing, and where it begins and ends."""
    frame = _Frame(file)
    field = generic.IndirectObject(frame.size, 0, frame.reader)
    form = generic.DictionaryObject(frame.catalogue["/AcroForm"])
    form[pdf_name("/Fields")] = generic.ArrayObject([*_raw(form["/Fields"]), field])
    catalogue = generic.DictionaryObject(frame.catalogue)
    catalogue[pdf_name("/AcroForm")] = form
    gap = b"<" + b"0" * (2 * LONGEST_TOKEN) + b">"
    # Its range is spelled without a blank, which sets it apart from those of signatures.
    kind = b"/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /Contents %s /ByteRange%s"
    objects = [
        (frame.size, b"<</FT /Sig /T(%s) /V %d 0 R>>" % (ARCHIVE_FIELD.encode(), frame.size + 1)),
        (frame.size + 1, b"<<%s>>" % (kind % (gap, b" " * 40))),
        (frame.root, written(catalogue)),
    ]
    draft = frame.extended(b"", objects)
    start = draft.index(gap, len(file))
    end = start + len(gap)
    signed = (b"[0 %d %d %d]" % (start, end, len(draft) - end)).ljust(40)
    hole = draft.index(b" " * 40, end)
    return draft[:hole] + signed + draft[hole + 40 :], start, end


def _raw(array: generic.ArrayObject) -> list[Any]:
    return [array.raw_get(at) for at in range(len(array))]
