"""Attacks on what may follow the signatures: the validation data and the archive time-stamp.

Anybody may ask a public time-stamp authority; so the trusted one stamps what the attacker sends it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.support.attacks import Attack, Change, Material
from tests.support.attacks_on_bytes import ADDED, replaced_page
from wizard.signing.additions import ValidationData, stamp_digest, with_data, with_stamp
from wizard.signing.clocks import Clock
from wizard.signing.indication import Reason


@dataclass(frozen=True)
class Later:
    """A report with time-stamps, the same finished, its validation data, and what a stranger could put in its place.

    `clock` is trusted, `strange` is not.
    """

    stamped: bytes
    finished: bytes
    data: ValidationData
    clock: Clock
    strange: Clock
    foreign_certificate: bytes
    foreign_list: bytes
    older_list: bytes


def archived(file: bytes, clock: Clock) -> bytes:
    """The file with an archive time-stamp by this authority."""
    token = clock.stamp(stamp_digest(file))
    assert token
    return with_stamp(file, token)


def kept(change: Callable[[Later], ValidationData]) -> Callable[[Material], bytes]:
    """Other validation data under a real archive time-stamp."""
    return lambda made: archived(with_data(made.later.stamped, change(made.later)), made.later.clock)


def replaced(change: Change) -> Callable[[Material], bytes]:
    """The finished report, changed."""
    return lambda made: change(made.later.finished)


def by_a_stranger(made: Material) -> bytes:
    """An archive time-stamp whose authority nobody trusts."""
    return archived(with_data(made.later.stamped, made.later.data), made.later.strange)


def exchanged(made: Material) -> bytes:
    """Other validation data under the archive time-stamp of the report."""
    token = made.later.clock.stamp(stamp_digest(with_data(made.later.stamped, made.later.data)))
    assert token
    fewer = replace(made.later.data, certificates=made.later.data.certificates[:1])
    return with_stamp(with_data(made.later.stamped, fewer), token)


def before_data(made: Material) -> bytes:
    return archived(with_data(replaced_page(made.later.stamped), made.later.data), made.later.clock)


def before_archive(made: Material) -> bytes:
    return archived(replaced_page(with_data(made.later.stamped, made.later.data)), made.later.clock)


def without_data(made: Material) -> bytes:
    return archived(made.later.stamped, made.later.clock)


def twice(made: Material) -> bytes:
    return archived(made.later.finished, made.later.clock)


def script(file: bytes) -> bytes:
    """An entry in the validation data that readers could act on, in as many bytes."""
    return file.replace(b"<</Type /DSS /Certs [", b"<</AA 9 0 R /Certs [")


def padded(file: bytes) -> bytes:
    """A digit in the padding of the archive's token."""
    end = file.rindex(b"0>")
    return file[:end] + b"1" + file[end + 1 :]


LATER = "what follows the signatures"
CHAIN, UNTOLD = Reason.NO_CERTIFICATE_CHAIN_FOUND, Reason.TRY_LATER
_ROWS: list[tuple[str, Reason, Callable[[Material], bytes]]] = [
    ("a page replaced after the archive time-stamp", ADDED, replaced(replaced_page)),
    ("a page replaced before it", ADDED, before_archive),
    ("a page replaced before the validation data", ADDED, before_data),
    ("an entry more in the validation data", ADDED, replaced(script)),
    ("a second archive time-stamp", ADDED, twice),
    ("one without validation data", ADDED, without_data),
    ("one by an unknown authority", Reason.NO_POE, by_a_stranger),
    ("one of other validation data", Reason.NO_POE, exchanged),
    ("a digit in its padding", ADDED, replaced(padded)),
    (
        "a foreign certificate",
        CHAIN,
        kept(lambda it: replace(it.data, certificates=(*it.data.certificates, it.foreign_certificate))),
    ),
    ("a foreign revocation list", CHAIN, kept(lambda it: replace(it.data, lists=(it.foreign_list,)))),
    ("a revocation list from before the signatures", UNTOLD, kept(lambda it: replace(it.data, lists=(it.older_list,)))),
    ("no revocation list", UNTOLD, kept(lambda it: replace(it.data, lists=()))),
]
ON_ADDITIONS = [Attack(LATER, *row) for row in _ROWS]
