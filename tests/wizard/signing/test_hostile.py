"""Files built to hurt whoever reads them are refused, quickly and in a process that cannot take us along."""

import zlib
from collections.abc import Callable

import pytest

from tests.support.clock import worked
from tests.wizard.signing.conftest import Keys
from wizard.signing.container import last_range
from wizard.signing.doubt import Doubt
from wizard.signing.verdict import verify_isolated

QUICK = 5.0


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A small PDF of these objects, numbered from 1."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<</Size %d/Root %d 0 R>>" % (len(objects) + 1, root)
    start = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return bytes(out) + start + table + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(out)


def stream(data: bytes, filters: bytes) -> bytes:
    return b"<</Length %d/Filter %s>>stream\n%s\nendstream" % (len(data), filters, data)


def bomb() -> bytes:
    """More zeros than a reader should ever unpack, in two layers of compression."""
    layer = zlib.compressobj(1)
    inner = b"".join(layer.compress(bytes(1 << 20)) for _ in range(320)) + layer.flush()
    return pdf(b"<</Type/Catalog/AcroForm 2 0 R>>", stream(zlib.compress(inner, 9), b"[/FlateDecode/FlateDecode]"))


def nesting() -> bytes:
    return pdf(b"<</Type/Catalog/AcroForm %s%s>>" % (b"[" * 200_000, b"]" * 200_000))


def loop() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>")


def fields() -> bytes:
    many = b" ".join(b"%d 0 R" % (number + 3) for number in range(50_000))
    field = b"<</FT/Sig/T(ServiceSignature)>>"
    return pdf(b"<</Type/Catalog/AcroForm 2 0 R>>", b"<</Fields[%s]>>" % many, *[field] * 50_000)


def size() -> bytes:
    return loop().replace(b"/Size 3", b"/Size 2000000000")


def revisions() -> bytes:
    return loop() + b"startxref\n9\n%%EOF\n" * 2000


def container() -> bytes:
    """A signature container of nothing but nested sequences."""
    hexed = b"3080" * 100_000
    head = b"%PDF-1.7\n"
    tail = b"/ByteRange [0 %d %d 60         ]"
    end = tail % (len(head), len(head) + len(hexed) + 2)
    return head + b"<" + hexed + b">" + end.ljust(60)


BUILT = [bomb, nesting, loop, fields, size, revisions, container]


@pytest.mark.parametrize("build", BUILT)
def test_a_file_built_to_hurt_is_refused_quickly(build: Callable[[], bytes], keys: Keys) -> None:
    file = build()
    began = worked()
    verdict = verify_isolated(file, trust_roots=[keys.root], issued=None)
    assert worked() - began < QUICK
    assert not verdict.ok
    assert verdict.reasons


def test_no_structure_is_read_before_a_known_signature_protects_the_whole_file() -> None:
    with pytest.raises(Doubt, match="carries no signature"):
        last_range(fields())


def test_a_reader_out_of_time_or_memory_says_that_the_file_could_not_be_read(signed: bytes, keys: Keys) -> None:
    for seconds, memory_mb in ((30, 60), (0, 1024)):
        verdict = verify_isolated(signed, trust_roots=[keys.root], issued=None, seconds=seconds, memory_mb=memory_mb)
        assert verdict.reasons == ("Reading it failed; the file is damaged or was not made here.",)
