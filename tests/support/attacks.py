"""Known attacks on signed PDF files, each built from a real signed report, and the table of what became of them.

An attack is one small builder. `after` appends its change behind the last signature, as a stranger would; `between`
changes the certified report and lets a reviewer with a real key sign over it, as an insider would.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from wizard.signing import signer
from wizard.signing.indication import Reason

if TYPE_CHECKING:
    from tests.support.attacks_from_outside import Elsewhere
    from tests.support.attacks_on_additions import Later


@dataclass(frozen=True)
class Material:
    """A report as laid out, certified and signed, and the two people who sign (each file comes back with one more
    signature); `later` is the same with time-stamps and what follows the signatures, `elsewhere` the same signed by
    somebody with a certificate from outside.
    """

    rendered: bytes
    certified: bytes
    signed: bytes
    certify: Callable[[bytes], bytes]
    sign: Callable[[bytes], bytes]
    later: "Later"
    elsewhere: "Elsewhere"


@dataclass(frozen=True)
class Attack:
    """One forged file: the class of attack, what was tried, and the reason for which it has to be refused."""

    kind: str
    tried: str
    reason: Reason
    build: Callable[[Material], bytes]


Change = Callable[[bytes], bytes]


def after(change: Change) -> Callable[[Material], bytes]:
    """Change the finished report."""
    return lambda made: change(made.signed)


def between(change: Change) -> Callable[[Material], bytes]:
    """Change the certified report, then sign it."""
    return lambda made: made.sign(change(made.certified))


def appended(change: Callable[[IncrementalPdfFileWriter], None]) -> Change:
    """Return the change as any PDF editor would save it: appended to the file."""

    def change_file(file: bytes) -> bytes:
        writer, extended = Careless(io.BytesIO(file)), io.BytesIO()
        change(writer)
        writer.write(extended)
        return extended.getvalue()

    return change_file


def signed_with(tool: type[IncrementalPdfFileWriter], sign: Change, file: bytes) -> bytes:
    """Sign by a tool of the attacker's own in the place of ours."""
    with pytest.MonkeyPatch.context() as ours:
        ours.setattr(signer, "_Addition", tool)
        return sign(file)


class Careless(signer._Addition):
    """Signs what our own tool would refuse to sign."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, strict=False)


def table(attacks: Sequence[Attack]) -> str:
    """Return the table for the README: one row for each class of attack."""
    rows = ["| attacked | tried | answered |", "|---|---|---|"]
    for kind in dict.fromkeys(attack.kind for attack in attacks):
        same = [attack for attack in attacks if attack.kind == kind]
        tried = "; ".join(dict.fromkeys(attack.tried for attack in same))
        terms = ", ".join(f"`{reason}`" for reason in dict.fromkeys(attack.reason for attack in same))
        rows.append(f"| {kind} ({len(same)}) | {tried} | {terms} |")
    return "\n".join(rows)
