"""Our reader gives what the library gives: the same objects, and for lists out of order the same refusals."""

import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from wizard.signing.additions import written
from wizard.signing.reader import Reader


def packed() -> bytes:
    """A file with a few packed objects; their list can be read in it."""
    writer = PdfFileWriter(stream_xrefs=True)
    stream = writer.prepare_object_stream(compress=False)
    for thing in (generic.NumberObject(7), generic.NullObject(), generic.ArrayObject([generic.NumberObject(1)])):
        writer.add_object(thing, obj_stream=stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def told(reader: PdfFileReader, number: int) -> bytes | type[Exception]:
    """An object in our spelling, or how it is refused."""
    try:
        return written(reader.get_object(generic.Reference(number, 0, reader)))
    except (PdfError, ValueError, ArithmeticError, TypeError, AssertionError) as refused:
        return type(refused)


def test_every_object_of_a_report_is_the_one_that_the_library_reads(signed: bytes) -> None:
    ours, theirs = Reader(signed), PdfFileReader(io.BytesIO(signed))
    numbers = range(1, int(theirs.trailer["/Size"]))
    found = [told(ours, number) for number in numbers]
    assert found == [told(theirs, number) for number in numbers]
    assert sum(isinstance(one, bytes) for one in found) > 500


@pytest.mark.parametrize("changed", [b"0", b"9", b" ", b"\0", b"\n", b"-", b".", b"x", b"/"])
def test_a_list_out_of_order_is_read_or_refused_as_by_the_library(changed: bytes) -> None:
    file = packed()
    start = file.index(b"stream", file.index(b"/ObjStm"))
    end = file.index(b"endstream", start)
    assert b"[ 1 ]" in file[start:end]
    for at in range(start + 7, end - 1):
        altered = file[:at] + changed + file[at + 1 :]
        ours, theirs = Reader(altered), PdfFileReader(io.BytesIO(altered))
        for number in range(1, int(theirs.trailer["/Size"])):
            assert told(ours, number) == told(theirs, number), altered[start:end]
