"""The program with which a counterpart verifies reports without us: the same checks, in one file that Python runs.

`queries.offline` packs it together with the modules that it needs. It reads the files it is given and asks nobody.
"""

import argparse
import pkgutil
import sys
from importlib.util import find_spec
from pathlib import Path

_ABOUT = """Verify reports that were signed by Clearweights, without network and without an account.

It needs Python 3.11 or newer and one package: {needs}
  python -m pip install {needs}

The authority's certificate that came with this file is trusted. Compare its fingerprint with the issuer by another
way (by telephone, say), or name the certificate that you were given with --trust. Whether an approval was withdrawn
or replaced stands in no file: ask for that where the report was issued."""


def main(needs: str) -> None:
    """Verify the files of the command line; `needs` is the package to install. Exit 0 only if all are genuine."""
    words = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=_ABOUT.format(needs=needs), formatter_class=words)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT", help="a signed report (PDF)")
    parser.add_argument("--trust", type=Path, metavar="CERT", help="the authority's certificate (PEM or DER)")
    chosen = parser.parse_args()
    if find_spec("pyhanko") is None:
        parser.exit(2, f"A package is missing. Install it and start again: python -m pip install {needs}\n")
    try:
        root = chosen.trust.read_bytes() if chosen.trust else _authority()
        files = [(path, path.read_bytes()) for path in chosen.reports]
    except OSError as problem:
        parser.exit(2, f"{problem.filename} cannot be read ({problem.strerror}): check the path.\n")
    sys.exit(_verified(root, files))


def _authority() -> bytes:
    """The certificate that came with this file; nothing where the issuer had no key yet."""
    try:
        return pkgutil.get_data("wizard.signing", "authority.pem") or b""
    except OSError:
        return b""


def _verified(root: bytes, files: list[tuple[Path, bytes]]) -> int:
    from wizard.signing.structure import fingerprint, is_certificate
    from wizard.signing.verdict import verify_isolated

    if not is_certificate(root):
        sys.stderr.write("There is no certificate to trust: name the authority's with --trust (PEM or DER).\n")
        return 2
    verdicts = [(path, verify_isolated(file, trust_roots=[root], issued=None)) for path, file in files]
    for path, verdict in verdicts:
        signatures = (f"{one.role}: {one.name}, {one.at:%Y-%m-%d %H:%M %Z}, {one.level}" for one in verdict.signatures)
        lines = (verdict.sentence, *verdict.reasons, verdict.indication.meaning, *signatures, *verdict.increments)
        sys.stdout.write(f"{path.name}: {verdict.terms}\n" + "".join(f"  {line}\n" for line in lines))
    sys.stdout.write(f"The trusted certificate has the fingerprint {fingerprint(root)} (SHA-256).\n")
    return 0 if all(verdict.ok for _, verdict in verdicts) else 1
