"""The surroundings of the catalogue: the organisation's overlay, the one clock, and the one reader of published files.

Those are `data/`, and the cases of the tests, which a page shows.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from catalog.engine.law import Law, law_from
from catalog.knowledge.cases import CaseFile, read_cases
from catalog.knowledge.editions import archive, open_archive
from catalog.knowledge.index import Catalogue, open_catalogue
from catalog.knowledge.loading import CatalogueProblem, Problem, document
from catalog.knowledge.overlay import NO_OVERLAY, Overlay, with_overlay

DATA = Path(__file__).resolve().parent / "data"
ARCHIVES = DATA / "editions"
CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"

_provide: Callable[[], Overlay] = lambda: NO_OVERLAY  # noqa: E731 (a place to be filled, not a function)
_merged: dict[str, Catalogue] = {}


@cache
def edition() -> Catalogue:
    """Return the edition in force as it was published, read once a process. Raises CatalogueProblem."""
    return open_catalogue(DATA)


def published() -> dict[str, str]:
    """Return the editions that were released: version to the hash of their content, in the order of their versions."""
    found: list[Problem] = []
    hashes = document(ARCHIVES / "hashes.yaml", found)
    if hashes is None:
        raise CatalogueProblem(found)
    return dict(sorted(hashes.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


@cache
def edition_of(version: str) -> Catalogue | None:
    """Return the edition of a version, as it was published; None for a version that nobody released.

    Raises Damaged when its archive is not what its hash names.
    """
    if version == edition().edition.version:
        return edition()
    sha256 = published().get(version)
    return None if sha256 is None else open_archive((ARCHIVES / f"{version}.json.gz").read_bytes(), sha256)


def release() -> str:
    """Archive the edition in `data/` under its version, and return its hash. Done by maintainers, before shipping."""
    current = edition()
    version = current.edition.version
    (ARCHIVES / f"{version}.json.gz").write_bytes(archive(current))
    with (ARCHIVES / "hashes.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"{version}: {current.sha256}\n")
    return current.sha256


@cache
def published_cases() -> tuple[CaseFile, ...]:
    """Return the cases that the tests prove, read once a process; none where the tests were not installed."""
    return read_cases(CASES)


def register_overlay(provide: Callable[[], Overlay]) -> None:
    """Name who knows what the organisation has added. `provide` is called often and must be cheap."""
    global _provide  # noqa: PLW0603 (one organisation a process)
    _provide = provide


def overlay() -> Overlay:
    """Return what the organisation has added to the edition, as of now."""
    return _provide()


def current_catalog() -> Catalogue:
    """Return the edition in force with the organisation's own entries in it.

    Only the last overlay is kept: an older one is never asked for again by the same process.
    """
    own = overlay()
    merged = _merged.get(own.key)
    if merged is None:
        merged = with_overlay(edition(), own)
        _merged.clear()
        _merged[own.key] = merged
    return merged


@cache
def current_law() -> Law:
    """Return the law of the edition in force, read once a process."""
    return law_from(edition().law_documents)


def today() -> date:
    """Return the day, in UTC, against which the age of a fact is judged."""
    return datetime.now(UTC).date()
