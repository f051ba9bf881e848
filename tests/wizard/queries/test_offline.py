"""The stand-alone verifier gives the answers that we give, for every known attack and for a genuine report."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.support.all_attacks import ATTACKS
from tests.support.time_authority import TimeAuthority, time_authority
from tests.wizard.report import sample
from tests.wizard.signing.conftest import clock, list_of, material_of, organisation_keys
from wizard.queries.offline import offline_verifier
from wizard.report.pdf import render_isolated
from wizard.signing.revocation import Cause, Revoked

__all__ = ["clock"]

ALL = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
from wizard.signing.verdict import verify
folder = pathlib.Path(sys.argv[1]).parent
trusted, clocks, people = ([(folder / name).read_bytes()] for name in ("keys/ca.pem", "time.pem", "people.pem"))
for path in sorted(folder.glob("[0-9]*.pdf")):
    told = verify(path.read_bytes(), trust_roots=trusted, time_roots=clocks, people=people, issued=None)
    print(told.terms)
assert "django" not in sys.modules
"""
"""Asks the packed modules about all files in one process: a process for each would take a minute."""


@pytest.fixture
def program(tmp_path: Path, settings, clock: TimeAuthority) -> Path:
    settings.DATA_DIR = tmp_path
    keys = tmp_path / "keys"
    keys.mkdir()
    made = organisation_keys()
    mark = made.reviewer.certificate.serial_number
    settings.TIMESTAMP_ROOTS = (clock.root,)
    (keys / "lists").mkdir()
    (keys / "lists/one.crl").write_bytes(list_of(made))
    (keys / "ca.pem").write_bytes(made.root)
    with time_authority(at=sample.ISSUED) as strange:
        material = material_of(render_isolated(sample.request()), made, organisation_keys(), clock, strange)
        for number, attack in enumerate(ATTACKS):
            (tmp_path / f"{number:02}.pdf").write_bytes(attack.build(material))
    people = material.elsewhere.known.root.pem
    settings.REVIEWER_ROOTS = (people,)
    path = tmp_path / "verify_report.pyz"
    path.write_bytes(offline_verifier())
    (tmp_path / "time.pem").write_bytes(clock.root)
    (tmp_path / "people.pem").write_bytes(people)
    (tmp_path / "genuine.pdf").write_bytes(material.signed)
    (tmp_path / "elsewhere.pdf").write_bytes(material.elsewhere.kept)
    (tmp_path / "kept.pdf").write_bytes(material.later.finished)
    (tmp_path / "revoked.crl").write_bytes(list_of(made, Revoked(mark, sample.ISSUED, Cause.COMPROMISE)))
    return path


def run(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=program.parent)


def test_it_agrees_with_us_on_every_attack_and_on_a_genuine_report(program: Path) -> None:
    folder = program.parent
    done = run(program, folder / "genuine.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("genuine.pdf: TOTAL-PASSED\n  This report is genuine: certified by Acme GmbH")
    assert "Part 3, to byte" in done.stdout
    root = x509.load_pem_x509_certificate((folder / "keys/ca.pem").read_bytes())
    assert f"has the fingerprint {root.fingerprint(hashes.SHA256()).hex()} (SHA-256)" in done.stdout
    done = run(program, folder / "genuine.pdf", folder / "00.pdf")
    assert done.returncode == 1
    assert "00.pdf: INDETERMINATE (SIG_CONSTRAINTS_FAILURE)\n  This file could not be verified" in done.stdout
    done = run(program, folder / "elsewhere.pdf")
    assert (done.returncode, "Legal review: Adaeze Okafor (says Issuer of people)" in done.stdout) == (0, True)
    assert run(program, folder / "elsewhere.pdf", "--people", folder / "time.pem").returncode == 1
    done = run(program, folder / "kept.pdf")
    assert done.stdout.count("PAdES B-LTA") == 2
    assert "an archive time-stamp by Clock of the tests" in done.stdout
    done = run(program, folder / "genuine.pdf", "--revoked", folder / "revoked.crl")
    assert "genuine.pdf: INDETERMINATE (REVOKED_NO_POE)" in done.stdout
    told = subprocess.run([sys.executable, "-I", "-c", ALL, str(program)], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == [f"{attack.reason.indication} ({attack.reason})" for attack in ATTACKS]


def test_it_tells_how_it_is_used_and_what_is_wrong_with_a_call(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    program = tmp_path / "verify_report.pyz"
    program.write_bytes(offline_verifier())
    assert program.read_bytes() == offline_verifier()
    assert "pip install pyhanko==" in run(program, "--help").stdout
    missing = run(program, "nothing.pdf")
    assert (missing.returncode, "nothing.pdf cannot be read" in missing.stderr) == (2, True)
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "own.pem").write_bytes(organisation_keys().root)
    confused = run(program, "x.pdf", "--trust", "own.pem", "--revoked", "own.pem")
    assert (confused.returncode, "is no revocation list" in confused.stderr) == (2, True)
    untrusting = run(program, "x.pdf")
    assert (untrusting.returncode, "--trust" in untrusting.stderr) == (2, True)
