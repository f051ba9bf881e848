"""The program with which a counterpart verifies reports without us: the same checks, in one file that Python runs.

`queries.offline` packs it together with the modules that it needs. It reads the files it is given and asks nobody.
"""

import argparse
import pkgutil
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count, takewhile
from pathlib import Path

_ABOUT = """Verify reports that were signed by Clearweights, without network and without an account.

It needs Python 3.11 or newer and one package: {needs}
  python -m pip install {needs}

The authority's certificate that came with this file is trusted. Compare its fingerprint with the issuer by another
way (by telephone, say), or name the certificate that you were given with --trust. Roots of time-stamp authorities,
authorities outside whose certificates reviewers sign with, and the list of revoked certificates came along too, as they
were on the day you downloaded this file; --time and --people name others, --revoked adds newer lists, or the list of an
authority outside. Whether an approval was withdrawn or replaced stands in no file: ask for that where the report was
issued."""

AUTHORITIES, CLOCKS, PEOPLE, LIST = "authority.pem", "time.pem", "people.pem", "revoked-{}.crl"
"""What is packed beside the modules."""

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")


@dataclass(frozen=True)
class Believed:
    """The certificates and revocation lists that count."""

    roots: list[bytes]
    clocks: list[bytes]
    people: list[bytes]
    lists: list[bytes]


def main(needs: str) -> None:
    """Verify the files of the command line; `needs` is the package to install. Exit 0 only if all are genuine."""
    words = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=_ABOUT.format(needs=needs), formatter_class=words)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT", help="a signed report (PDF)")
    parser.add_argument("--trust", type=Path, metavar="CERT", help="the authority's certificate (PEM or DER)")
    parser.add_argument("--time", type=Path, metavar="CERTS", help="roots of time-stamp authorities (PEM)")
    parser.add_argument("--people", type=Path, metavar="CERTS", help="authorities accepted for reviewers (PEM)")
    more = "one more revocation list (PEM or DER); may be repeated"
    parser.add_argument("--revoked", type=Path, metavar="LIST", action="append", default=[], help=more)
    chosen = parser.parse_args()
    if find_spec("pyhanko") is None:
        parser.exit(2, f"A package is missing. Install it and start again: python -m pip install {needs}\n")
    try:
        believed = Believed(
            _certificates(chosen.trust.read_bytes() if chosen.trust else _packed(AUTHORITIES)),
            _certificates(chosen.time.read_bytes() if chosen.time else _packed(CLOCKS)),
            _certificates(chosen.people.read_bytes() if chosen.people else _packed(PEOPLE)),
            [*(path.read_bytes() for path in chosen.revoked), *_packed_lists()],
        )
        files = [(path, path.read_bytes()) for path in chosen.reports]
    except OSError as problem:
        parser.exit(2, f"{problem.filename} cannot be read ({problem.strerror}): check the path.\n")
    sys.exit(_verified(believed, files))


def _packed(name: str) -> bytes:
    """What came with this file under a name; nothing where the issuer had none yet."""
    try:
        return pkgutil.get_data("wizard.signing", name) or b""
    except OSError:
        return b""


def _packed_lists() -> list[bytes]:
    return list(takewhile(bool, map(_packed, map(LIST.format, count()))))


def _certificates(content: bytes) -> list[bytes]:
    """The certificates of a file with several (PEM) or with one (PEM or DER)."""
    return _CERTIFICATE.findall(content) or [content][: bool(content)]


def _verified(believed: Believed, files: list[tuple[Path, bytes]]) -> int:
    from wizard.signing.revocation import is_list
    from wizard.signing.structure import fingerprint, is_certificate
    from wizard.signing.verdict import verify_isolated

    if not believed.roots or not all(map(is_certificate, believed.roots + believed.clocks + believed.people)):
        sys.stderr.write("There is no certificate to trust: name the authority's with --trust (PEM or DER).\n")
        return 2
    if not all(map(is_list, believed.lists)):
        sys.stderr.write("A file named with --revoked is no revocation list: name one in PEM or DER.\n")
        return 2
    verdicts = [
        (
            path,
            verify_isolated(
                file,
                trust_roots=believed.roots,
                time_roots=believed.clocks,
                people=believed.people,
                revocations=believed.lists,
                issued=None,
            ),
        )
        for path, file in files
    ]
    for path, verdict in verdicts:
        signatures = (f"{one.role}: {one.named}, {one.at:%Y-%m-%d %H:%M %Z}, {one.level}" for one in verdict.signatures)
        lines = (verdict.sentence, *verdict.reasons, verdict.indication.meaning, *signatures, *verdict.increments)
        sys.stdout.write(f"{path.name}: {verdict.terms}\n" + "".join(f"  {line}\n" for line in lines))
    for root in believed.roots:
        sys.stdout.write(f"The trusted certificate has the fingerprint {fingerprint(root)} (SHA-256).\n")
    return 0 if all(verdict.ok for _, verdict in verdicts) else 1
