"""Reads PDF files as the library does, but looks into the list of a packed stream once, not for each object in it."""

import io
import re
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

# What stands before packed objects: the number of each, and how far behind the list it begins. Then the first of them.
_LIST = re.compile(rb"[ \t\r\n\f]*(?:\d{1,10}[ \t\r\n\f]+)+")
_ASIDE = b"\0 \t\r\n\f%"

_Packed = tuple[bytes, dict[int, tuple[int, int]]]
"""The content of a stream, and for each number in its list which it is in the list and where its object begins."""


class Reader(PdfFileReader):
    """The library's reader, which spends two thirds of a verification on those lists.

    Only what is plainly in order is found here. Everything else is left to the library, and so is every refusal.
    """

    def __init__(self, file: bytes) -> None:
        self._packed: dict[int, _Packed] = {}
        super().__init__(io.BytesIO(file))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._packed:
            self._packed[stmnum] = _packed(generic.Reference(stmnum, 0, self).get_object())
        content, places = self._packed[stmnum]
        place, begin = places.get(idnum, (-1, 0))
        if place == idx >= 0:
            stream = io.BytesIO(content)
            stream.seek(begin)
            try:
                found = generic.read_object(stream, generic.Reference(idnum, 0, self))
                misc.read_non_whitespace(stream, seek_back=True, allow_eof=True)
            except misc.PdfError:
                return super()._get_object_from_stream(idnum, stmnum, idx)
            if not isinstance(found, generic.StreamObject | generic.IndirectObject):
                return found
        return super()._get_object_from_stream(idnum, stmnum, idx)


def _packed(stream: generic.PdfObject) -> _Packed:
    """What a stream of packed objects holds; nothing, if there is anything unusual about its list."""
    if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
        return b"", {}
    count, first = stream.get("/N"), stream.get("/First")
    if not isinstance(count, int) or not isinstance(first, int) or first < 0:
        return b"", {}
    content = stream.read_data(DecodePurpose.OBJECT_STREAM)
    listed, begun = content[:first], content[first : first + 1]
    numbers = [int(each) for each in listed.split()] if _LIST.fullmatch(listed) else []
    if len(numbers) != 2 * count or not begun or begun in _ASIDE:
        return b"", {}
    places: dict[int, tuple[int, int]] = {}
    for place, number in enumerate(numbers[::2]):
        places.setdefault(number, (place, first + numbers[2 * place + 1]))
    return content, places
