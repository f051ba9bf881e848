"""One authority, one service, one reviewer, one report: made once, used by every test of signatures."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.wizard.report import sample
from wizard.report.pdf import render_isolated
from wizard.signing import identity
from wizard.signing.identity import Identity, Unlocked
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
