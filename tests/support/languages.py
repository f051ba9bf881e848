"""A language for tests: every text that translators would be given stands in ⟦brackets⟧, and nothing else does.

It is spoken under the code of Esperanto, which Django knows and Clearweights does not offer. What a translated text is
filled with stands outside of the brackets again, so that a part that was forgotten shows even within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real

from catalog.ambient import current_catalog, published_cases
from catalog.management.messages import messages
from catalog.presenters.language import told

CODE = "eo"
ROOT = Path(__file__).resolve().parents[2]
# What stays as it is within a message: what is filled in, and the tags around its words.
_FIXED = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|&\w+;)")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@cache
def known_messages() -> frozenset[str]:
    """What translators get from us, and what Django and its libraries were given in German."""
    ours = messages(ROOT)
    theirs = trans_real.DjangoTranslation("de")._catalog.keys()  # type: ignore[attr-defined]
    return frozenset(ours) | {message.many for message in ours.values()} | {_plain(key) for key in theirs}


def _plain(key: Any) -> str:
    return str(key[0] if isinstance(key, tuple) else key)


class Bracketed(NullTranslations):
    """Puts every known message into brackets."""

    def to_language(self) -> str:
        return CODE

    def gettext(self, message: str) -> str:
        return _in_brackets(message) if message in known_messages() else message.rpartition("\x04")[2]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        message = (msgid1 if n == 1 else msgid2).rpartition("\x04")[2]
        return _in_brackets(message) if msgid1 in known_messages() else message


@cache
def _in_brackets(message: str) -> str:
    parts = _FIXED.split(message.rpartition("\x04")[2])
    return "".join(f"⟦{part}⟧" if part.strip() and not at % 2 else part for at, part in enumerate(parts))


@contextmanager
def offered() -> Iterator[None]:
    """Offer the language to browsers that ask for it (`ASKING`)."""
    languages = [*settings.LANGUAGES, (CODE, "⟦⟧")]
    with pytest.MonkeyPatch.context() as patch, override_settings(LANGUAGES=languages):
        patch.setitem(trans_real._translations, CODE, Bracketed())  # type: ignore[attr-defined]
        yield


@contextmanager
def spoken() -> Iterator[None]:
    """Speak the language in this thread."""
    with offered(), translation.override(CODE):
        yield


ASKING = {"accept-language": CODE}


class Refused(Protocol):
    """What says in two sentences what is wrong."""

    @property
    def problem(self) -> str:
        """What is wrong."""

    @property
    def remedy(self) -> str:
        """What to do."""


def assert_translatable(problems: Iterable[Refused]) -> None:
    """Refuse a problem whose words, or the remedy's, no translator would see."""
    with spoken():
        untold = [text for it in problems for text in (it.problem, it.remedy) if "⟦" not in told(text)]
    assert not untold, f"Say these by sentence() or filled(): {untold}"


class _Reader(HTMLParser):
    """Collects what a person is shown or told: text, and the attributes that are read out."""

    SAID = ("title", "aria-label", "alt", "placeholder", "aria-roledescription", "summary", "label")
    # Code is the same in every language; so is what stands in a field, and what an author marks with translate="no".
    SILENT = ("script", "style", "code", "template", "textarea")
    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._drawing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in self.VOID:
            silent = tag in self.SILENT or given.get("translate") == "no" or (bool(self._open) and self._open[-1][1])
            self._open.append((tag, silent))
        self._say(*(given[name] for name in self.SAID if name in given))
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self._say(given.get("value", ""))
        if tag == "meta" and given.get("name") == "description":
            self._say(given.get("content", ""))
        self._say(*(value for name, value in given.items() if name.startswith("data-says")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._say(self._drawing)
            self._drawing = ""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1]:
            return
        # A drawing breaks its texts into lines, so its brackets close further down.
        if any(tag == "svg" for tag, _ in self._open):
            self._drawing += f" {data}"
        else:
            self._say(data)

    def _say(self, *texts: str) -> None:
        self.said += [" ".join(text.split()) for text in texts if text.strip()]


def visible(html: str) -> list[str]:
    """Return the texts of a page in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.said


def untold(html: str, known: re.Pattern[str], typed: Iterable[str] = ()) -> list[str]:
    """Return what a page says outside of brackets, each once, without what is known as a name or was `typed`."""
    found = []
    typed = [word for word in typed if word]
    for text in visible(html):
        said = text
        for word in typed:
            said = re.sub(rf"“⟧?{re.escape(word)}⟦?”", "", said)
        # Of a translated text a page may show the first words alone, or the rest.
        whole = re.sub(r"⟦[^⟦⟧]*⟧", "¦", said)
        outside = re.sub(r"⟦[^⟦⟧]*$|^[^⟦⟧¦]*⟧", "¦", whole).replace("¦", "⟧")
        if said.endswith("⟧") and "⟦" not in said:
            continue
        left = [piece.strip(" .,;:()“”‘’-–·") for piece in known.sub("⟧", outside).split("⟧")]
        found += [piece for piece in left if _LETTERS.search(_without_codes(piece))]
    return list(dict.fromkeys(found))


def _without_codes(text: str) -> str:
    """A text without addresses, and without words that hold a digit or an underscore: E1, 10²⁵, 5(1)(b), sha256."""
    text = re.sub(r"\S+@\S+|https?://\S+|\S*[/\\]\S*|\([ivxa-z]{1,4}\)", "", text)
    return re.sub(r"\S*[\d_]\S*|US\$|FLOP", "", text)


def names_of(texts: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds names, the longest first, as whole words."""
    words = sorted({text.strip() for text in texts if _LETTERS.search(text)}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(' '.join(word.split()))}(?!\w)" for word in words) or r"(?!)")


def catalogue_names() -> Iterator[str]:
    """Names and codes of the catalogue: nobody translates “Apache License 2.0” or “LicenseRef-…”."""
    catalogue = current_catalog()
    for licence in catalogue.licences.values():
        yield from (licence.id, licence.name, licence.short, licence.steward, licence.version, licence.spdx)
        yield from licence.hub_tags
        yield from (licence.guide_row.name,) if licence.guide_row else ()
        yield from _values(licence.terms.model_dump(), ("name", "label", "item"))
    for model in catalogue.models.values():
        yield from (model.id, model.name, model.vendor, model.hf_repo or "", *model.aliases)
    for source in catalogue.sources.values():
        yield from (source.id, source.title, source.publisher)
    for question in catalogue.law_documents["questions"].values():
        yield from question.get("keys", ())
    for name, document in catalogue.law_documents.items():
        yield from (key for key in document if key == key.upper() or name in {"guide", "review"})
    yield from ("Clearweights", settings.ORGANISATION, "CSV", "JSON", "XLSX", "PDF", "YAML", "ZIP")


def quoted_by_cases() -> Iterator[str]:
    """Words that the published cases quote from findings, and names that they invent: the same in every language."""
    for file in published_cases():
        for case in file.cases:
            yield from _leaves({"facts": case.facts, "expect": case.expect}, ("says", "advises", "name", "review"))
            yield from (name for name in case.own_models or {})


def _leaves(document: Any, keys: tuple[str, ...], key: str = "") -> Iterator[str]:
    if isinstance(document, Mapping):
        for name, value in document.items():
            yield from _leaves(value, keys, key if key in keys else str(name))
    elif isinstance(document, list | tuple):
        for value in document:
            yield from _leaves(value, keys, key)
    elif isinstance(document, str) and key in keys:
        yield document


def _values(document: Any, keys: tuple[str, ...]) -> Iterator[str]:
    if isinstance(document, Mapping):
        for key, value in document.items():
            if key in keys and isinstance(value, str):
                yield value
            else:
                yield from _values(value, keys)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from _values(value, keys)


@cache
def probable_places(text: str) -> str:
    """Where in the templates and the code a text may stand, for the message of a failing test."""
    places = [
        path.relative_to(ROOT).as_posix()
        for room in ("templates", "catalog", "wizard", "config")
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in {".html", ".txt", ".py", ".yaml"} and "editions" not in path.parts and text in _content(path)
    ]
    return ", ".join(places[:3]) or "put together from parts"


@cache
def _content(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").split())
