"""How far a signature by a certificate from outside is proven, with a real authority of time and answers of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from asn1crypto import cms

from tests.support.attacks_from_outside import rewritten
from tests.support.people_authority import PeopleAuthority, people_authority
from tests.support.time_authority import TimeAuthority
from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, SERVICE, Keys, list_of
from wizard.signing.additions import apart
from wizard.signing.clocks import Clock, in_der
from wizard.signing.container import in_one_form
from wizard.signing.indication import Reason
from wizard.signing.levels import Level
from wizard.signing.longterm import finish_levels
from wizard.signing.own_key import OwnKey
from wizard.signing.revocation import Cause, Revoked
from wizard.signing.signer import certify, sign
from wizard.signing.verdict import IssuedRecord, Verdict, verify

BEFORE, LATER = (sample.ISSUED + days * timedelta(days=1) for days in (-1, 1))


@dataclass(frozen=True)
class Signed:
    """A report signed by somebody with a certificate from outside: with a time-stamp, and without."""

    stamped: bytes
    bare: bytes


@dataclass(frozen=True)
class Office:
    """Who signs, certifies and stamps, and the verdict of somebody who trusts them all."""

    keys: Keys
    clock: TimeAuthority
    authority: PeopleAuthority

    def finish(self, file: bytes, *silent: str) -> tuple[bytes, Level]:
        """Finish a report while some of the authorities are silent."""
        self.clock.silent = set(silent)
        try:
            return finish_levels(
                file,
                lists=[list_of(self.keys)],
                clock=Clock(self.clock.ask, [self.clock.root]),
                time_roots=[self.clock.root],
                fetch=self.clock.fetch,
                people=[self.authority.people.root.pem],
            )
        finally:
            self.clock.silent = set()

    def verdict(self, file: bytes, *lists: bytes, issued: IssuedRecord | None = None) -> Verdict:
        """Judge a report by these revocation lists and this record."""
        return verify(
            file,
            trust_roots=[self.keys.root],
            time_roots=[self.clock.root],
            people=[self.authority.people.root.pem],
            revocations=lists,
            issued=issued,
        )


@pytest.fixture(scope="module")
def office(keys: Keys, clock: TimeAuthority) -> Iterator[Office]:
    with people_authority(clock) as authority:
        yield Office(keys, clock, authority)


@pytest.fixture(scope="module")
def signed(rendered: bytes, keys: Keys, clock: TimeAuthority, office: Office) -> Signed:
    asked, font, people = Clock(clock.ask, [clock.root]), sample.fonts().sans, office.authority.people
    who = people.indirect
    certified = certify(rendered, identity=keys.service, statement=SERVICE, font=font, timestamper=asked)
    key = OwnKey(who.key, who.certificate, who.between)
    stamped, bare = (
        sign(certified, identity=key, field="Reviewer1", statement=REVIEW, font=font, timestamper=each)
        for each in (asked, None)
    )
    accepted = frozenset([people.root.der]), [in_der(clock.root)]
    return Signed(in_one_form(stamped, *accepted), in_one_form(bare, *accepted))


@pytest.mark.parametrize(
    ("stamped", "silent", "level"),
    [
        (True, "", Level.B_LTA),
        (True, "tsa", Level.B_LT),
        (True, "people", Level.B_T),
        (False, "", Level.B_LTA),
        (False, "tsa", Level.B_B),
    ],
    ids=["all", "no archive", "silent about people", "her tool stamps nothing", "nobody does"],
)
def test_a_report_says_how_far_the_signature_from_outside_is_proven(
    signed: Signed, office: Office, stamped: bool, silent: str, level: Level
) -> None:
    file, reached = office.finish(signed.stamped if stamped else signed.bare, silent)
    verdict = office.verdict(file)
    assert (verdict.reasons, reached, verdict.signatures[-1].baseline) == ((), level, level)
    assert verdict.signatures[-1].named == "Adaeze Okafor (says Issuer of people)"


@pytest.mark.parametrize("who", ["indirect", "between"], ids=["of the person", "of the authority between"])
def test_a_certificate_from_outside_that_was_revoked_before_is_told(signed: Signed, office: Office, who: str) -> None:
    authority = office.authority
    serial = getattr(authority.people, who).certificate.serial_number
    authority.revoked[serial] = BEFORE
    try:
        verdict = office.verdict(office.finish(signed.stamped)[0])
    finally:
        authority.revoked.clear()
    assert verdict.terms == "TOTAL-FAILED (REVOKED)"
    assert verdict.reasons == ("A signature was made with a certificate that had been revoked before.",)


def test_the_list_of_an_authority_outside_counts_for_who_has_it(signed: Signed, office: Office) -> None:
    authority, people = office.authority, office.authority.people
    serial = people.indirect.certificate.serial_number
    before, later = (Revoked(serial, at, Cause.COMPROMISE) for at in (BEFORE, LATER))
    assert office.verdict(signed.stamped, authority.list_of(people.between, before)).reason is Reason.REVOKED
    not_hers = authority.list_of(people.root, before)
    assert office.verdict(signed.stamped, authority.list_of(people.between, later), not_hers).ok


def _without_stamp(parts: cms.SignedData) -> None:
    parts["signer_infos"][0]["unsigned_attrs"] = None


def test_a_time_stamp_that_was_taken_away_is_missed(signed: Signed, office: Office) -> None:
    bare = rewritten(signed.stamped, _without_stamp)
    record = IssuedRecord(hashlib.sha256(signed.stamped).hexdigest(), len(signed.stamped))
    assert office.verdict(bare, issued=record).reason is Reason.HASH_FAILURE
    assert office.verdict(bare).signatures[-1].baseline is Level.B_B, "without the record it is the signer's word again"
    complete = office.finish(signed.stamped)[0]
    core = apart(complete)[0]
    assert not office.verdict(rewritten(core, _without_stamp) + complete[len(core) :]).ok
