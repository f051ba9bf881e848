"""One authority, one service, one reviewer, one report: made once, used by every test of signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.attacks import Material
from tests.support.attacks_from_outside import elsewhere
from tests.support.attacks_on_additions import Later
from tests.support.time_authority import TimeAuthority, time_authority
from tests.wizard.report import sample
from wizard.report.pdf import render_isolated
from wizard.signing import identity
from wizard.signing.additions import apart
from wizard.signing.clocks import Clock
from wizard.signing.identity import Identity, Unlocked
from wizard.signing.levels import Level
from wizard.signing.longterm import finish_levels
from wizard.signing.revocation import Revoked, make_list
from wizard.signing.signer import Statement, certify, sign

PASSPHRASE = "a passphrase of the tests"


@dataclass(frozen=True)
class Keys:
    """The organisation's identities, opened, and the authority's certificate as the trust root."""

    authority: Unlocked
    service: Unlocked
    reviewer: Unlocked
    reviewer_file: bytes
    root: bytes


def opened(made: Identity) -> Unlocked:
    """Open an identity of the tests."""
    return identity.unlock(made.pkcs12, PASSPHRASE)


def organisation_keys(organisation: str = "Acme GmbH") -> Keys:
    """Make an authority with a service and a reviewer."""
    common: dict[str, Any] = {"organisation": organisation, "passphrase": PASSPHRASE, "now": sample.ISSUED}
    root = identity.create_authority(**common)
    authority = opened(root)
    reviewer = identity.create_reviewer(
        authority=authority, name="Adaeze Okafor", email="adaeze@acme.example", **common
    )
    service = identity.create_service(authority=authority, **common)
    return Keys(authority, opened(service), opened(reviewer), reviewer.pkcs12, root.certificate)


SERVICE = Statement("Acme GmbH", "Issued as reviewed", sample.ISSUED)
REVIEW = Statement("Adaeze Okafor", "Approved", sample.ISSUED)


@pytest.fixture(scope="session")
def keys() -> Keys:
    return organisation_keys()


@pytest.fixture(scope="session")
def stranger() -> Keys:
    """Another authority that gives itself the same names."""
    return organisation_keys()


@pytest.fixture(scope="session")
def rendered() -> bytes:
    return render_isolated(sample.request())


@pytest.fixture(scope="session")
def certified(rendered: bytes, keys: Keys) -> bytes:
    return certify(rendered, identity=keys.service, statement=SERVICE, font=sample.fonts().sans)


@pytest.fixture(scope="session")
def signed(certified: bytes, keys: Keys) -> bytes:
    return sign(certified, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=sample.fonts().sans)


@pytest.fixture(scope="session")
def clock() -> Iterator[TimeAuthority]:
    """An authority of time that is trusted; its clock stands at the time of the sample."""
    with time_authority(at=sample.ISSUED) as authority:
        yield authority


def list_of(keys: Keys, *revoked: Revoked, at: datetime = sample.ISSUED) -> bytes:
    """The authority's revocation list as of that time."""
    return make_list(keys.authority, revoked, now=at, until=at + timedelta(days=30))


def stamped_by(asked: Clock | None, rendered: bytes, keys: Keys) -> bytes:
    """The report, certified and signed with time-stamps."""
    common: dict[str, Any] = {"font": sample.fonts().sans, "timestamper": asked}
    file = certify(rendered, identity=keys.service, statement=SERVICE, **common)
    return sign(file, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, **common)


def finished_by(asked: Clock | None, file: bytes, keys: Keys, authority: TimeAuthority) -> tuple[bytes, Level]:
    """The signed report with all that the authority gives for it."""
    return finish_levels(file, lists=[list_of(keys)], clock=asked, time_roots=[authority.root], fetch=authority.fetch)


def material_of(
    rendered: bytes, keys: Keys, stranger: Keys, authority: TimeAuthority, strange: TimeAuthority
) -> Material:
    """Everything that attacks are built from."""
    font, asked = sample.fonts().sans, Clock(authority.ask, [authority.root])
    certified_by = partial(certify, identity=keys.service, statement=SERVICE, font=font)
    signed_by = partial(sign, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=font)
    stamped = stamped_by(asked, rendered, keys)
    finished, level = finished_by(asked, stamped, keys, authority)
    tail = apart(finished)[1]
    assert level is Level.B_LTA
    assert tail
    later = Later(
        stamped,
        finished,
        tail.data,
        asked,
        Clock(strange.ask, [strange.root]),
        strange.certificate.public_bytes(Encoding.DER),
        list_of(stranger),
        list_of(keys, at=sample.ISSUED - timedelta(days=1)),
    )
    certified = certified_by(rendered)
    outside = elsewhere(certified, at=datetime.now(UTC))
    return Material(rendered, certified, signed_by(certified), certified_by, signed_by, later, outside)
