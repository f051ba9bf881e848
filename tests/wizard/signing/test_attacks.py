"""Each known attack on signed PDF files is refused, for the reason that the README gives."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.support.all_attacks import ATTACKS
from tests.support.attacks import Attack, Material, table
from tests.support.attacks_by_editing import show_hidden_page, with_hidden_page
from tests.support.attacks_on_bytes import replaced_page, wrapped
from tests.support.time_authority import TimeAuthority, time_authority
from tests.wizard.report import sample
from tests.wizard.signing.conftest import Keys, material_of
from wizard.signing.verdict import IssuedRecord, verify

README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.fixture(scope="module")
def material(rendered: bytes, keys: Keys, stranger: Keys, clock: TimeAuthority) -> Iterator[Material]:
    with time_authority(at=sample.ISSUED) as strange:
        yield material_of(rendered, keys, stranger, clock, strange)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.kind}: {attack.tried}")
def test_a_known_attack_is_refused(attack: Attack, material: Material, keys: Keys, clock: TimeAuthority) -> None:
    forged = attack.build(material)
    assert forged not in (material.signed, material.later.stamped, material.later.finished)
    people = [material.elsewhere.known.root.pem]
    trusted = {"trust_roots": [keys.root], "time_roots": [clock.root], "people": people}
    verdict = verify(forged, **trusted, issued=None)
    assert (verdict.reason, verdict.signatures) == (attack.reason, ())
    record = IssuedRecord(hashlib.sha256(material.signed).hexdigest(), len(material.signed))
    assert not verify(forged, **trusted, issued=record).ok


def test_the_report_that_was_attacked_is_genuine(signed: bytes, keys: Keys) -> None:
    assert verify(signed, trust_roots=[keys.root], issued=None).ok


def test_the_attacks_reach_the_reader_who_does_not_verify(material: Material) -> None:
    """A forged file has to show something else, or its refusal proves nothing."""
    shadow = show_hidden_page(with_hidden_page(material.rendered))
    for file, width in ((replaced_page(material.signed), 595), (wrapped(material), 595), (shadow, 300)):
        with pikepdf.open(io.BytesIO(file)) as pdf:
            assert pdf.pages[0].mediabox[2] == width
            assert "/Contents" not in pdf.pages[0]


def test_the_readme_tells_what_was_attacked_and_what_happened() -> None:
    assert table(ATTACKS) in README.read_text()
