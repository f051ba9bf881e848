"""From HTML to a PDF that is at once PDF/A-3a and PDF/UA-1, with empty signature fields where the layout put them.

The same request gives the same bytes. Nothing is fetched: the HTML may refer to nothing outside itself, the style
sheet only to the fonts that the request names. Rendering runs in a process of its own (`render_isolated`).
"""

import base64
import io
import json
import mimetypes
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from catalog.presenters.language import Spoken
from wizard import isolated
from wizard.report.finish import finish
from wizard.report.fonts import Fonts
from wizard.report.problems import RenderProblem

Relationship = Literal["Source", "Data", "Supplement"]

_FONT_SCHEME = "report-font:"
_FACES = {
    "sans": ("Report Sans", 400, "normal"),
    "sans_bold": ("Report Sans", 700, "normal"),
    "sans_italic": ("Report Sans", 400, "italic"),
    "serif": ("Report Serif", 400, "normal"),
    "serif_bold": ("Report Serif", 700, "normal"),
    "mono": ("Report Mono", 400, "normal"),
    "wide": ("Report Wide", 400, "normal"),
    "field": ("Report Field", 400, "normal"),
}
"""Family, weight and style under which report.css knows each font. `field` is made here: see `_field_font`."""

_NO_SYSTEM_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the report. The media type follows from the ending of `name`."""

    name: str
    content: bytes
    description: str
    relationship: Relationship


@dataclass(frozen=True)
class RenderRequest:
    """Everything that the bytes of the report depend on. `identifier` names the file; `created` is an aware time."""

    html: str
    css: str
    fonts: Fonts
    attachments: tuple[Attachment, ...]
    identifier: bytes
    created: datetime


def render_isolated(request: RenderRequest, *, seconds: int = 60, memory_mb: int = 1024) -> bytes:
    """Render in a separate process with limits and without our environment. Raises `RenderProblem`."""
    try:
        return isolated.run("wizard.report.pdf", _packed(request), seconds=seconds, memory_mb=memory_mb)
    except isolated.Refused as refusal:
        raise RenderProblem(str(refusal)) from None
    except isolated.Stopped as stop:
        raise RenderProblem(_STOPPED[stop.cause]) from None


_STOPPED = Spoken(
    {
        "time": "The report took too long to lay out; shorten the longest texts and try again.",
        "memory": "The report needs more memory than is allowed; shorten the longest texts and try again.",
        "failure": "The report could not be laid out; shorten the longest texts, and if that does not help, tell us.",
    }
)


def render(request: RenderRequest) -> bytes:
    """Return the report as PDF/A-3a and PDF/UA-1, ready to be signed. Raises `RenderProblem`."""
    weasyprint = _weasyprint()
    fonts = _font_files(request.fonts)
    font_config = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(
        string=_font_faces() + request.css, font_config=font_config, url_fetcher=_fetcher(weasyprint, fonts)
    )
    page = weasyprint.HTML(string=request.html, url_fetcher=_fetcher(weasyprint, {}))
    document = page.render(font_config=font_config, stylesheets=[sheet], pdf_forms=True)
    document.metadata.created = document.metadata.modified = request.created.astimezone(UTC).strftime("%FT%TZ")
    raw = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=request.identifier,
        pdf_forms=True,
        attachments=[_attachment(weasyprint, item, request.created) for item in request.attachments],
        finisher=finish,
    )
    return _resaved(raw)


def _weasyprint() -> Any:
    """Import the renderer only when it is needed: it loads Pango, which may be missing."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError:
        raise RenderProblem(
            "Pango, which lays out the report, is missing; install libpango-1.0-0 and libpangoft2-1.0-0 "
            "(macOS: brew install pango), or run ./dev setup."
        ) from None
    return weasyprint


def _fetcher(weasyprint: Any, files: Mapping[str, bytes]) -> Any:
    """Return a fetcher that knows `files` and refuses every other address."""

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in files:
                raise ValueError(f"The report refers to nothing outside itself: {url[:80]}")
            return weasyprint.urls.URLFetcherResponse(url, body=files[url], headers={"Content-Type": "font/ttf"})

    return Fetcher()


def _font_files(fonts: Fonts) -> dict[str, bytes]:
    files = {_FONT_SCHEME + field.name: getattr(fonts, field.name).read_bytes() for field in fields(Fonts)}
    return {**files, _FONT_SCHEME + "field": _field_font(fonts.sans)}


def _field_font(path: Path) -> bytes:
    """Return a font of a few letters. The font of a form field is embedded whole, and a signature field needs none."""
    with TTFont(path, recalcTimestamp=False) as font:
        few = subset.Subsetter(subset.Options(drop_tables=["GDEF", "GPOS", "GSUB", "MATH"], notdef_outline=True))
        few.populate(unicodes=range(ord("A"), ord("D")))
        few.subset(font)
        small = io.BytesIO()
        font.save(small)
    return small.getvalue()


def _font_faces() -> str:
    face = "@font-face {{ font-family: '{}'; font-weight: {}; font-style: {}; src: url('{}'); }}\n"
    return "".join(face.format(*words, _FONT_SCHEME + name) for name, words in _FACES.items())


# The table of the machine may lack it, and the bytes of a report do not depend on the machine.
mimetypes.add_type("application/yaml", ".yaml")


def _attachment(weasyprint: Any, item: Attachment, created: datetime) -> Any:
    return weasyprint.Attachment(
        file_obj=io.BytesIO(item.content),
        name=item.name,
        description=item.description,
        relationship=item.relationship,
        created=created,
        modified=created,
    )


def _resaved(raw: bytes) -> bytes:
    """Write the file again with small object streams: signatures on it are then checked in a sixth of the time."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return saved.getvalue()


def _packed(request: RenderRequest) -> bytes:
    parts = {
        "html": request.html,
        "css": request.css,
        "fonts": {name: str(path) for name, path in asdict(request.fonts).items()},
        "attachments": [
            {**asdict(item), "content": base64.b64encode(item.content).decode()} for item in request.attachments
        ],
        "identifier": request.identifier.hex(),
        "created": request.created.isoformat(),
    }
    return json.dumps(parts).encode()


def _unpacked(payload: bytes) -> RenderRequest:
    parts = json.loads(payload)
    return RenderRequest(
        html=parts["html"],
        css=parts["css"],
        fonts=Fonts(**{name: Path(path) for name, path in parts["fonts"].items()}),
        attachments=tuple(
            Attachment(**{**item, "content": base64.b64decode(item["content"])}) for item in parts["attachments"]
        ),
        identifier=bytes.fromhex(parts["identifier"]),
        created=datetime.fromisoformat(parts["created"]),
    )


def _answer(payload: bytes) -> bytes:
    """Render without the fonts of this machine, so that every machine gives the same pages."""
    own = Path("fonts.conf").resolve()
    own.write_text(_NO_SYSTEM_FONTS, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(own)
    return render(_unpacked(payload))


if __name__ == "__main__":
    isolated.serve(_answer)
