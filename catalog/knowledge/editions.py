"""Editions that were published: kept as the exact bytes that their hash is over, and opened in today's shapes.

An archive is the gzip of an edition's canonical JSON. Its hash never changes; what changes is how we read it: `SHAPE`
counts the shapes, and one upgrade leads from each to the next.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from catalog.knowledge.index import SHAPE, Catalogue, sealed
from catalog.knowledge.integrity import problems
from catalog.knowledge.loading import CatalogueProblem
from catalog.knowledge.sentences import counted, for_translation, sentence

# Where an edition would be cited that was silent on a topic in its day.
NOT_HELD = for_translation("not held")
LARGEST = 64 * 1024 * 1024
"""Bytes of an edition as JSON, far more than one has."""
_GZIP = 16


class Damaged(Exception):
    """An archive that cannot be opened, or whose content is not what its hash names; `says` is the sentence for it."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


def archive(catalogue: Catalogue) -> bytes:
    """Return the archive of an edition: the same bytes for the same edition on every machine."""
    return gzip.compress(catalogue.canonical(), compresslevel=9, mtime=0)


def open_archive(data: bytes, sha256: str) -> Catalogue:
    """Open a published edition. Raises Damaged when the content is not the one that `sha256` names."""
    try:
        canonical = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise Damaged(sentence("The archive is not a whole gzip file. Restore it from the release.")) from error
    if hashlib.sha256(canonical).hexdigest() != sha256:
        says = sentence("The archive does not hold the edition that its hash names. Restore it from the release.")
        raise Damaged(says)
    return _shaped(json.loads(canonical), sha256)


def open_offered(data: bytes) -> Catalogue:
    """Open the archive of an edition that is not in force, under the hash of its own content.

    It may come from anywhere, so it is held against everything that an edition has to be. Raises Damaged, and
    CatalogueProblem with every problem of its content.
    """
    canonical = _inflated(data)
    nothing = sentence("The file holds no edition. Choose the archive of one, such as 2026.11.2.json.gz.")
    try:
        catalogue = _shaped(json.loads(canonical), hashlib.sha256(canonical).hexdigest())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Damaged(nothing) from None
    if any(getattr(catalogue, name) is None for name in ("edition", "vocabulary")):
        raise Damaged(nothing)
    if found := problems(catalogue.loaded()):
        raise CatalogueProblem(found)
    return catalogue


def _inflated(data: bytes) -> bytes:
    """The content of an archive, up to a size that no edition reaches: a small file can hold a very large one."""
    try:
        inflating = zlib.decompressobj(wbits=zlib.MAX_WBITS | _GZIP)
        content = inflating.decompress(data, LARGEST + 1)
    except zlib.error:
        content = b""
    if not content or len(content) > LARGEST or not inflating.eof:
        raise Damaged(sentence("The file is no archive of an edition: it is not a whole gzip file, or too large."))
    return content


def _shaped(document: Mapping[str, Any], sha256: str) -> Catalogue:
    """Read a document in today's shapes. Raises Damaged."""
    for shape in range(document.get("shape", 1), SHAPE):
        document = UPGRADES[shape](document)
    try:
        parts = {name: _part(name, document) for name in _shapes()}
    except ValidationError as error:
        found = counted("{n} problem", "{n} problems", error.error_count())
        says = sentence("The edition no longer fits today's shapes: {problems}. Add an upgrade.", problems=found)
        raise Damaged(says) from error
    return Catalogue(**parts, sha256=sha256)


def _part(name: str, document: Mapping[str, Any]) -> Any:
    """Read one part. What an edition of its day did not hold is empty."""
    adapter, is_mapping = _shapes()[name]
    if name not in document:
        return sealed({}) if is_mapping else None
    value = adapter.validate_python(document[name])
    return sealed(value) if is_mapping else value


@cache
def _shapes() -> Mapping[str, tuple[TypeAdapter[Any], bool]]:
    """For each part of a catalogue how it is read, and whether it is a mapping by id."""
    hints = get_type_hints(Catalogue)
    names = [it.name for it in fields(Catalogue) if it.name != "sha256"]
    return {name: (TypeAdapter(hints[name]), get_origin(hints[name]) is Mapping) for name in names}


# --- upgrades ------------------------------------------------------------------------------------------------------


def _from_shape_1(document: Mapping[str, Any]) -> dict[str, Any]:
    """Shape 1 knew one limit of scale a text, no field of use, termination or filter, and no provenance of advice.

    What that edition did not hold cannot have counted for a decision, so the new topics are told as silent.
    """
    licences = {key: _licence_of_shape_1(value) for key, value in document["licences"].items()}
    state = document["edition"]["state_of"]
    held = {"source": "guide", "clause": NOT_HELD, "read_on": state, "confidence": "secondary"}
    situations = {
        key: {**value, "guide": {**held, **value["guide"]}, "ruling": {**held, **value["ruling"]}}
        for key, value in document["situations"].items()
    }
    traps = {
        key: {
            **value,
            "guide": {**held, "says": value["fix"]},
            "ruling": {**held, "says": value["ruling"]},
            "agreement": "differs",
        }
        for key, value in document["traps"].items()
    }
    return {**document, "licences": licences, "situations": situations, "traps": traps}


def _licence_of_shape_1(licence: Mapping[str, Any]) -> dict[str, Any]:
    terms = dict(licence["terms"])
    terms["threshold"] = {name: _reading_of_shape_1(value) for name, value in terms["threshold"].items()}
    known = terms["commercial-use"]["text"]
    silent = {
        "value": {},
        "says": for_translation("The edition of that day held nothing on this topic."),
        "clause": NOT_HELD,
        **{key: known[key] for key in ("source", "read_on", "confidence")},
    }
    terms |= {topic: {"text": silent} for topic in ("field", "termination", "content-filter")}
    kept = {key: value for key, value in licence.items() if key != "text_sha256"}
    return {**kept, "terms": terms}


def _reading_of_shape_1(reading: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    value = reading["value"]
    return {**reading, "value": {"limits": [value] if value.get("limit") else []}}


UPGRADES: Mapping[int, Callable[[Mapping[str, Any]], dict[str, Any]]] = {1: _from_shape_1}
