"""Attacks as PDF editors make them: content prepared before the signatures, laid over them, or encrypted."""

import io
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.support.attacks import Attack, Change, Material, after, appended, between, signed_with
from tests.support.attacks_on_bytes import ADDED, Row, encrypted_trailer, update
from wizard.signing import signer
from wizard.signing.indication import Reason

_NOTHING = b"%-200s"


def first_page(writer: Writer) -> generic.DictionaryObject:
    """The first page as the writer sees it."""
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0]
    return page


def field(writer: Writer, number: int) -> generic.DictionaryObject:
    """A signature field: 0 is the service's, 1 the first reviewer's."""
    found: generic.DictionaryObject = writer.root["/AcroForm"]["/Fields"][number]
    return found


def rectangle(*corners: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, corners))


def drawing(writer: Writer) -> generic.IndirectObject:
    """A white area that hides what is under it."""
    shown = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): rectangle(0, 0, 500, 500),
    }
    return writer.add_object(generic.StreamObject(shown, stream_data=b"1 g 0 0 500 500 re f"))


# --- Shadow: prepared before the signatures, brought forth afterwards ---


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    return out.getvalue()


def with_cover(rendered: bytes) -> bytes:
    """The report with an area over its first page."""
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        cover = pdf.make_stream(b"1 g 0 0 595 842 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        cover.BBox = [0, 0, 595, 842]
        pdf.pages[0].Resources.XObject.Cover = cover
        pdf.pages[0].contents_add(b"/Cover Do")
        return saved(pdf)


def uncover(writer: Writer) -> None:
    """Empty the area, so that what it hid is seen."""
    cover = first_page(writer)["/Resources"]["/XObject"]["/Cover"]
    cover._data, cover._encoded_data = b"n", None
    writer.update_container(cover)


def swap_fonts(writer: Writer) -> None:
    """Let the text of the first page be drawn with the letters of another font."""
    fonts = first_page(writer)["/Resources"]["/Font"]
    one, two = list(fonts)[:2]
    fonts[one], fonts[two] = fonts.raw_get(two), fonts.raw_get(one)
    writer.update_container(fonts)


def with_hidden_page(rendered: bytes) -> bytes:
    """The report with a second first page inside a stream, where nothing refers to it."""
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        pdf.Root.Kept = pdf.make_stream(_NOTHING % b"HERE")
        file = saved(pdf)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        names = (pdf.pages[0].objgen[0], pdf.Root.Pages.objgen[0])
    page = b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 300 300]>>\nendobj" % names
    return file.replace(_NOTHING % b"HERE", _NOTHING % page)


def show_hidden_page(file: bytes) -> bytes:
    """Append a cross-reference and no object: the first page is now the one that lay in the stream."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        number = int(pdf.pages[0].objgen[0])
    return update(file, number, file.index(b"%d 0 obj\n<</Type/Page/Parent" % number))


def prepared(prepare: Change, change: Change, *, insider: bool) -> Callable[[Material], bytes]:
    """Prepare, certify, and change before or after the reviewer signs."""

    def build(made: Material) -> bytes:
        certified = made.certify(prepare(made.rendered))
        return made.sign(change(certified)) if insider else change(made.sign(certified))

    return build


# --- Overlays on the certified report ---


def annotation(subtype: str) -> Callable[[Writer], None]:
    """Lay an annotation over the first page."""

    def lay(writer: Writer) -> None:
        note = {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name(subtype),
            pdf_name("/Rect"): rectangle(50, 50, 500, 700),
            pdf_name("/Contents"): generic.TextStringObject("Approved without conditions"),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): drawing(writer)}),
        }
        annotations = first_page(writer)["/Annots"]
        annotations.append(writer.add_object(generic.DictionaryObject(note)))
        writer.update_container(annotations)

    return lay


def other_appearance(writer: Writer) -> None:
    """Show something else where the certification is seen."""
    widget = field(writer, 0)
    widget[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): drawing(writer)})
    writer.update_container(widget)


def larger_field(writer: Writer) -> None:
    """Spread the reviewer's own field over the page."""
    widget = field(writer, 1)
    widget[pdf_name("/Rect")] = rectangle(0, 0, 595, 842)
    writer.update_container(widget)


def further_field(writer: Writer) -> None:
    """Add a signature field whose appearance hides the page."""
    append_signature_field(writer, SigFieldSpec("Reviewer2", box=(0, 0, 595, 842)))


def while_signing(change: Callable[[Writer], None]) -> Callable[[Material], bytes]:
    """Let the reviewer's own tool change the report in the step in which it signs."""

    class Cheating(signer._Addition):
        def _update_meta(self) -> None:
            change(self)

    return lambda made: signed_with(Cheating, made.sign, made.certified)


# --- Encryption ---


def encrypted(file: bytes) -> bytes:
    """The file saved anew and encrypted, with no password to open it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


class _Opening(signer._Addition):
    """Signs encrypted files too."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream)
        self.encrypt("")


def encrypted_and_signed(made: Material) -> bytes:
    """Encrypted before it was certified, so that every signature is right."""
    certified = signed_with(_Opening, made.certify, encrypted(made.rendered))
    return signed_with(_Opening, made.sign, certified)


SHADOW, OVERLAY, ENCRYPTED = "shadow attacks", "overlays on the certified report", "encryption"


def _both(kind: str, tried: str, change: Change) -> list[Row]:
    return [(kind, tried, ADDED, after(change)), (kind, tried, ADDED, between(change))]


def _shadow(tried: str, prepare: Change, change: Change) -> list[Row]:
    return [(SHADOW, tried, ADDED, prepared(prepare, change, insider=insider)) for insider in (False, True)]


def _rows() -> list[Row]:
    return [
        *_shadow("hide", with_cover, appended(uncover)),
        *_both(SHADOW, "replace", appended(swap_fonts)),
        *_shadow("hide and replace", with_hidden_page, show_hidden_page),
        *_both(OVERLAY, "free text", appended(annotation("/FreeText"))),
        *_both(OVERLAY, "stamp", appended(annotation("/Stamp"))),
        *_both(OVERLAY, "the look of the certification", appended(other_appearance)),
        *_both(OVERLAY, "a further field", appended(further_field)),
        (OVERLAY, "a stamp in the step of signing", ADDED, while_signing(annotation("/Stamp"))),
        (OVERLAY, "the signer’s own field spread over the page", ADDED, while_signing(larger_field)),
        (ENCRYPTED, "saved anew", Reason.FORMAT_FAILURE, after(encrypted)),
        (ENCRYPTED, "a trailer that calls it encrypted", ADDED, after(encrypted_trailer)),
        (ENCRYPTED, "encrypted before all signatures", ADDED, encrypted_and_signed),
    ]


BY_EDITING = [Attack(*row) for row in _rows()]
