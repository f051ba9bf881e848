"""When signatures were made, as far as it is proven, and what that means for their certificates."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from wizard.signing import longterm, revocation
from wizard.signing.additions import Additions
from wizard.signing.clocks import Stamp
from wizard.signing.doubt import Doubt
from wizard.signing.indication import Reason
from wizard.signing.levels import Level
from wizard.signing.outside import path_in


@dataclass(frozen=True)
class Addition:
    """One verified addition behind the signatures, to byte `through`: an archive time-stamp says when and by whom it
    was made, validation data says neither.
    """

    through: int
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Trust:
    """Whom a verification believes, everything in DER or PEM: authorities that issue signers, authorities of time
    (neither counts for the other), and present revocation lists of whoever issued a signer; `known_since` is when the
    file is on record, `people` are authorities outside that are accepted for reviewers.
    """

    roots: tuple[bytes, ...]
    time_roots: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    known_since: datetime | None = None
    people: tuple[bytes, ...] = ()


class Times:
    """What is proven about when each signature was made, and what the file proves about certificates.

    `trust` is all in DER. Raises `Doubt` where a time-stamp or an addition does not hold.
    """

    def __init__(self, signatures: list[EmbeddedPdfSignature], trust: Trust, added: Additions | None) -> None:
        self.trust = trust
        self.stamps = [longterm.stamp_of(signature, trust.time_roots) for signature in signatures]
        self.last = len(signatures) - 1
        self._added = added
        authorities = [x509.load_der_x509_certificate(root) for root in trust.roots]
        self.paths = [path_in(signature, (*trust.roots, *trust.people)) for signature in signatures]
        self._outside = [bool(path) and path[-1] not in authorities for path in self.paths]
        known = [each for each in self.stamps if each]
        issuers = list(dict.fromkeys((*authorities, *(each for path in self.paths for each in path[1:]))))
        self._lists = revocation.of_these(trust.revocations, issuers)
        self.kept = longterm.kept(added, issuers, trust.time_roots, known) if added else None

    def outside(self, number: int) -> tuple[x509.Certificate, ...]:
        """The path of a signature whose certificate an authority outside issued; empty for our own."""
        return self.paths[number] if self._outside[number] else ()

    def additions(self, end: int) -> tuple[Addition, ...]:
        """What follows the signatures in a file of `end` bytes."""
        if self._added is None or self.kept is None:
            return ()
        archive = self.kept.archive
        data = Addition(self._added.through)
        return (data, Addition(end, archive.at, archive.authority)) if archive else (data,)

    def stamp(self, number: int) -> Stamp | None:
        """What confirms the time of a signature: its own time-stamp, or else the archive's."""
        return self.stamps[number] or (self.kept.archive if self.kept else None)

    def level(self, number: int) -> Level:
        """The level that a signature has reached."""
        if self.stamp(number) is None:
            return Level.B_B
        if self.kept is None:
            return Level.B_T
        return Level.B_LTA if self.kept.archive else Level.B_LT

    def proven(self, number: int) -> datetime | None:
        """The earliest time at which a signature is known to have existed: whatever covers it proves that."""
        covering = [each.at for each in (*self.stamps[number:], self.stamp(number)) if each]
        return min((*covering, *([self.trust.known_since] if self.trust.known_since else [])), default=None)

    def claimed(self, number: int, word: datetime) -> datetime:
        """When a signature was made by its own time-stamp, or else by the signer's word."""
        own = self.stamps[number]
        return own.at if own else word

    def after(self, number: int) -> datetime | None:
        """A proven time after which a signature was made: it covers the time-stamps before it."""
        return max((each.at for each in self.stamps[:number] if each), default=None)

    def check_revocation(self, number: int, claimed: datetime) -> None:
        """Refuse a signature by a certificate that was revoked before. `claimed` is the signer's own word about when
        it was made. Raises `Doubt`.

        We make a list of our own for each report. An authority outside has its own pace.
        """
        proven, after, outside = self.proven(number), self.after(number), self._outside[number]
        for certificate, issuer in pairwise(self.paths[number]):
            evidences = [revocation.Evidence(self._lists)]
            if self.kept:
                evidences.append(self.kept.evidence)
                covered, _ = self.kept.evidence.about(certificate, issuer, proven or claimed, made_since=not outside)
                if not covered:
                    raise Doubt(Reason.TRY_LATER, longterm.NOT_COVERED)
            for evidence in evidences:
                _, revoked = evidence.about(certificate, issuer, claimed, made_since=True)
                revocation.check(revoked, claimed=self.claimed(number, claimed), proven=proven, after=after)
