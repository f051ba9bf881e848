"""Published editions stay as they were, and can be opened and used for ever."""

import gzip
import hashlib
import json
from datetime import date
from typing import Any

import pytest

from catalog import ambient
from catalog.engine.evaluate import evaluate
from catalog.engine.law import law_from
from catalog.knowledge.editions import Damaged, archive, open_archive
from catalog.knowledge.index import Catalogue

FIRST = "2026.11.1"


@pytest.fixture
def catalogue() -> Catalogue:
    """The edition in force, without anybody's own entries."""
    return ambient.edition()


def first_edition() -> Catalogue:
    found = ambient.edition_of(FIRST)
    assert found is not None
    return found


def test_an_edition_survives_its_archive(catalogue: Catalogue) -> None:
    opened = open_archive(archive(catalogue), catalogue.sha256)
    assert opened.canonical() == catalogue.canonical()
    assert opened.licences == catalogue.licences
    assert opened.models == catalogue.models


def test_the_same_edition_gives_the_same_archive(catalogue: Catalogue) -> None:
    assert archive(catalogue) == archive(catalogue)


@pytest.mark.parametrize("version", sorted(ambient.published()))
def test_every_released_edition_opens_under_its_hash(version: str) -> None:
    opened = ambient.edition_of(version)
    assert opened is not None
    assert opened.edition.version == version
    assert opened.sha256 == ambient.published()[version]


def test_a_released_version_is_never_used_for_other_facts(catalogue: Catalogue) -> None:
    released = ambient.published().get(catalogue.edition.version)
    assert released in (None, catalogue.sha256), "The facts changed: give edition.yaml a new version."


def test_the_first_edition_is_read_in_todays_shapes() -> None:
    terms = first_edition().licences["llama-4-community"].terms
    (limit,) = terms.threshold.text.value.limits
    assert (limit.limit, limit.on, limit.above) == (700_000_000, date(2025, 4, 5), "request")
    assert terms.field.text.value.purposes == "any"
    assert terms.field.text.says == "The edition of that day held nothing on this topic."


def test_a_decision_of_the_first_edition_can_be_replayed() -> None:
    edition = first_edition()
    facts: dict[str, Any] = {
        "schema": "facts/1",
        "as_of": "2026-11-23",
        "candidates": ["llama-4-maverick"],
        "outputs": {"train": "other-llm"},
    }
    answer = evaluate(facts, edition, law_from(edition.law_documents), date(2030, 1, 1)).as_json()
    assert answer["edition"] == {"version": FIRST, "sha256": ambient.published()[FIRST]}
    assert answer["models"][0]["verdict_by_reading"]["guide"] == "blocked"


def test_an_unknown_version_is_no_edition() -> None:
    assert ambient.edition_of("1999.1.1") is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no archive", "not a whole gzip file"),
        (gzip.compress(b"{}", mtime=0), "does not hold the edition that its hash names"),
    ],
    ids=["no archive", "another content"],
)
def test_a_damaged_archive_is_refused(catalogue: Catalogue, data: bytes, told: str) -> None:
    with pytest.raises(Damaged, match=told):
        open_archive(data, catalogue.sha256)


def test_half_an_archive_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(Damaged, match="not a whole gzip file"):
        open_archive(archive(catalogue)[:-100], catalogue.sha256)


def test_an_edition_without_an_upgrade_is_refused_and_not_half_read(catalogue: Catalogue) -> None:
    document = json.loads(catalogue.canonical())
    document["licences"]["MIT"]["family"] = "unheard-of"
    changed = json.dumps(document, sort_keys=True).encode()
    with pytest.raises(Damaged, match=r"no longer fits today's shapes: 1 problem\. Add"):
        open_archive(gzip.compress(changed), hashlib.sha256(changed).hexdigest())
