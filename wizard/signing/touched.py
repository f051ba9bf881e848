"""What a signing tool may write beside the signature: when it changed the file, and its own name. Nothing else.

Most tools keep these notes in the metadata, where the title, the author and the language of a document stand too. So
the metadata is read before and after, and everything but the notes has to be the same.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.metadata.model import NS, PDF_PRODUCER, XMP_MODDATE, ExpandedName
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import DocInfoRule, MetadataUpdateRule, ReferenceUpdate, SuspiciousModification

_NOTES = frozenset({XMP_MODDATE, ExpandedName(NS["xmp"], "MetadataDate"), PDF_PRODUCER})
_ABOUT = ExpandedName(NS["rdf"], "about")
_NOTED = frozenset({"/ModDate", "/Producer"})


class NotesInMetadata(MetadataUpdateRule):
    """Allows metadata (XMP) that differs in the notes of a tool alone."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Name the object that changed so; refuse any other change of it."""
        updates = list(super().apply(old, new))
        if _said(old) != _said(new):
            raise SuspiciousModification("The metadata says something else.")
        return updates


class NotesInInformation(DocInfoRule):
    """Allows document information that differs in the notes of a tool alone."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Name the object that changed so; refuse any other change of it."""
        updates = list(super().apply(old, new))
        if _kept(old) != _kept(new):
            raise SuspiciousModification("The document information says something else.")
        return updates


def _said(resolver: HistoricalResolver) -> list[tuple[Any, Any]]:
    metadata = _object(resolver, resolver.root.get("/Metadata"))
    if not isinstance(metadata, generic.StreamObject):
        raise SuspiciousModification("The metadata is gone.")
    found = parse_xmp(BytesIO(metadata.read_data(DecodePurpose.XMP_METADATA)))
    said = [(name, value) for one in found for name, value in one if name not in _NOTES]
    # Tools gather what is said about the document in one place; each place says that it is about the document.
    said = [(name, value) for name, value in said if name != _ABOUT or value.value]
    return sorted(said, key=lambda pair: str(pair[0]))


def _kept(resolver: HistoricalResolver) -> dict[str, str]:
    information = _object(resolver, resolver.trailer_view.get("/Info"))
    if not isinstance(information, generic.DictionaryObject):
        raise SuspiciousModification("The document information is gone.")
    return {str(key): repr(value) for key, value in information.items() if key not in _NOTED}


def _object(resolver: HistoricalResolver, found: Any) -> Any:
    return resolver.get_object(found.reference) if isinstance(found, generic.IndirectObject) else found
