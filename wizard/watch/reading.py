"""The words of a document: HTML is reduced to what a reader would see, everything that is no text is refused."""

from __future__ import annotations

from html.parser import HTMLParser

from wizard.watch.refusals import NotFetched, Why

HTML = ("text/html", "application/xhtml+xml")
TEXT = ("text/plain", "text/markdown", "text/x-markdown", "text/x-rst")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_BREAKS = frozenset(
    "address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "table td th tr ul".split()
)


def text_of(body: bytes, *, kind: str, charset: str) -> str:
    """The text of a document of the media type `kind`; raises NotFetched when it is none, or not in its `charset`."""
    if kind not in HTML + TEXT:
        raise NotFetched(Why.NO_TEXT)
    try:
        text = body.decode(charset or "utf-8-sig")
    except (LookupError, ValueError) as unreadable:
        raise NotFetched(Why.NO_TEXT) from unreadable
    if "\x00" in text:
        raise NotFetched(Why.NO_TEXT)
    shown = _seen(text) if kind in HTML else text.replace("\r\n", "\n").strip()
    if not shown:
        raise NotFetched(Why.NO_TEXT)
    return shown


class _Reader(HTMLParser):
    """Collects what is seen; an element that is never closed hides nothing but what belongs to it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen == tag:
            self.depth += 1
        elif self.unseen == "head" and tag == "body":
            self.unseen = ""
        elif not self.unseen and tag in _UNSEEN:
            self.unseen, self.depth = tag, 1
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen == tag:
            self.depth -= 1
            self.unseen = self.unseen if self.depth else ""
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)


def _seen(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
