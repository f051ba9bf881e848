"""Sign a report: the service certifies what it issues, then each reviewer signs, by adding to the file only.

Signatures are PAdES B-B; with a time-stamp authority (RFC 3161) that answers they are B-T, and `longterm` takes the
finished report further. The certification allows nothing but filling in the signature fields that the report has.
"""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from catalog.knowledge.sentences import for_translation, sentence, verbatim
from catalog.presenters.language import day, gettext, told
from wizard.signing.identity import Unlocked, fingerprint
from wizard.signing.names import SERVICE_FIELD
from wizard.signing.own_key import OwnKey
from wizard.signing.problems import SigningProblem

_STAMP_LAYOUT = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MAX,
    margins=Margins(left=0, right=0, top=0, bottom=0),
    inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
)


class _Addition(IncrementalPdfFileWriter):
    """Adds a signature and nothing else. (The library would also rewrite the metadata, with the clock's time.)"""

    def _update_meta(self) -> None:
        return


class _Signer(Signer):
    """Signs by the key itself. (The library's own one asks for the private numbers; a key in a token tells nobody.)"""

    def __init__(self, identity: Unlocked | OwnKey) -> None:
        authorities = SimpleCertificateStore()
        for each in identity.between if isinstance(identity, OwnKey) else (identity.authority,):
            authorities.register(_asn1(each))
        super().__init__(signing_cert=_asn1(identity.certificate), cert_registry=authorities)
        self._key = identity.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        if dry_run:  # only the length is asked for: two numbers as long as the curve, and what DER puts around them
            return bytes(2 * (self._key.key_size // 8 + 4) + 3)
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class _FontInMemory(FontEngineFactory):
    """Gives the font to one stamp. (The library's own factory leaves the file open.)"""

    def __init__(self, font: bytes) -> None:
        self._font = font

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: Any = None) -> GlyphAccumulator:
        stream = obj_stream or (writer.prepare_object_stream() if writer.stream_xrefs else None)
        return GlyphAccumulator(writer, io.BytesIO(self._font), font_size=8, obj_stream=stream)


_CERTIFIED, _SIGNED = for_translation(("Certified by {name}", "Signed by {name}"))


@dataclass(frozen=True)
class Statement:
    """What a signature says: who signs, why, and when (an aware time; the signer's own word unless time-stamped)."""

    name: str
    reason: str
    at: datetime


def certify(
    pdf: bytes, *, identity: Unlocked, statement: Statement, font: Path, timestamper: TimeStamper | None = None
) -> bytes:
    """Add the service's certification signature to a report that nobody signed yet. Raises `SigningProblem`."""
    if b"/ByteRange" in pdf:
        raise SigningProblem(sentence("This report is signed already; certify the file as it was rendered."))
    metadata = _metadata(SERVICE_FIELD, statement, certify=True)
    stamp = _stamp(_CERTIFIED, identity, statement, font)
    signer = partial(PdfSigner, metadata, _Signer(identity), stamp_style=stamp)
    return _signed(pdf, signer, statement.at, timestamper)


def sign(
    pdf: bytes,
    *,
    identity: Unlocked | OwnKey,
    field: str,
    statement: Statement,
    font: Path,
    timestamper: TimeStamper | None = None,
) -> bytes:
    """Add a reviewer's signature in the named empty field of a certified report. Raises `SigningProblem`."""
    if b"/DocMDP" not in pdf:
        raise SigningProblem(sentence("This report is not certified yet; certify it before a reviewer signs."))
    metadata = _metadata(field, statement, certify=False)
    stamp = _stamp(_SIGNED, identity, statement, font)
    signer = partial(PdfSigner, metadata, _Signer(identity), stamp_style=stamp)
    return _signed(pdf, signer, statement.at, timestamper)


def _metadata(field: str, statement: Statement, *, certify: bool) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=statement.name,
        reason=statement.reason,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
    )


def _signed(pdf: bytes, make: Callable[..., PdfSigner], at: datetime, timestamper: TimeStamper | None) -> bytes:
    """Sign. A time-stamp authority that does not answer costs the time-stamp and not the signature."""
    signer = make(timestamper=timestamper)
    try:
        return asyncio.run(_session(signer, pdf, at))
    except TimestampRequestError:
        return _signed(pdf, make, at, None)
    except (SigningError, PdfError):
        raise SigningProblem(
            sentence(
                "The field {field} of this report cannot be signed; issue the report again.",
                field=verbatim(signer.signature_meta.field_name or ""),
            )
        ) from None


async def _session(signer: PdfSigner, pdf: bytes, at: datetime) -> bytes:
    """Sign step by step: only so can the time of the signature be given instead of read from a clock."""
    session = signer.init_signing_session(_Addition(io.BytesIO(pdf)), existing_fields_only=True)
    session.system_time = at
    reserved = await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(None, reserved)
    signed = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=signed)
    attributes = PdfCMSSignedAttributes()
    await document.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    return signed.getvalue()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _stamp(opening: str, identity: Unlocked | OwnKey, statement: Statement, font: Path) -> TextStampStyle:
    """Lay out the visible text of a signature, in an embedded font: the report must stay PDF/A.

    Its words are in the language that is spoken while it is signed, which is the report's.
    """
    at = statement.at.astimezone(UTC)
    mark = fingerprint(identity.certificate)
    lines = (
        told(opening).format(name=statement.name),
        gettext("{day}, {time} UTC").format(day=day(at.date()), time=f"{at:%H:%M}"),
        gettext("Certificate {mark}").format(mark=f"{mark[:4]} {mark[4:8]} {mark[8:12]} {mark[12:16]}"),
    )
    return TextStampStyle(
        stamp_text=_covered("\n".join(lines), font).replace("%", "%%"),
        text_box_style=TextBoxStyle(
            font=_FontInMemory(font.read_bytes()), font_size=8, leading=12, box_layout_rule=_STAMP_LAYOUT
        ),
        inner_content_layout=_STAMP_LAYOUT,
        border_width=0,
    )


def _covered(text: str, font: Path) -> str:
    """Show characters that the font lacks as their code points; an empty box would break the file's conformance."""
    with TTFont(font, lazy=True) as opened:
        known = opened.getBestCmap()
    return "".join(c if c == "\n" or ord(c) in known else f"[U+{ord(c):04X}]" for c in text)
