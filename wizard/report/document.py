"""The content of a report as display values: frozen, complete, and ready for what places them on pages.

`build` takes what was reviewed and gives the document; it reads no clock and knows no catalogue. Every text in the
result is clean: each character can be shown by the report's fonts.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog.presenters.language import gettext as _
from catalog.presenters.words import counted, day, listed
from wizard.report import wording
from wizard.report.answers import PhaseView, phases
from wizard.report.completion import Completion, completion
from wizard.report.export import attachments, sha256
from wizard.report.glyphs import VERBATIM, cleaned
from wizard.report.inputs import Dispute, Labels, Reviewer, SignOff, Snapshot, Trail
from wizard.report.law import LawView, law
from wizard.report.models import AdviceView, DutyGroup, ModelView, advice, avoided, duties, models
from wizard.report.pdf import Attachment
from wizard.report.plans import plans
from wizard.report.plans import summary as planned_summary
from wizard.report.readings import DisputeView, disputes

SERVICE_FIELD = "ServiceSignature"
REVIEWER_FIELD = "Reviewer{}"


@dataclass(frozen=True)
class Pair:
    """A name and what it stands for. `code` marks hashes, which are set in a fixed width."""

    name: str
    value: str
    code: bool = False


@dataclass(frozen=True)
class Hash:
    """Something that can be checked by its SHA-256."""

    name: str
    says: str
    sha256: str = field(metadata=VERBATIM)


@dataclass(frozen=True)
class SignatureField:
    """An empty signature field: its name in the file, what it is for, and who signs in it."""

    name: str = field(metadata=VERBATIM)
    purpose: str
    signer: str


@dataclass(frozen=True)
class Approval:
    """The decision of the review, as a sentence with its conditions, and the fields to sign in."""

    sentence: str
    conditions: str
    comment: str
    dissents: tuple[Pair, ...]
    policy: tuple[str, ...]
    earlier: tuple[str, ...]
    fields: tuple[SignatureField, ...]


@dataclass(frozen=True)
class Document:
    """The whole report, from its first page to how to verify it."""

    title: str
    subject: str
    reference: str
    issued: str
    organisation: str
    author: str
    decision: str
    summary: str
    models: tuple[ModelView, ...]
    basis: tuple[Pair, ...]
    approval: Approval
    duties: tuple[DutyGroup, ...]
    planned: str
    law: LawView
    recommended: tuple[AdviceView, ...]
    avoided: tuple[AdviceView, ...]
    disputes: DisputeView
    traps: tuple[Pair, ...]
    questions: tuple[Pair, ...]
    phases: tuple[PhaseView, ...]
    provenance: tuple[Pair, ...]
    hashes: tuple[Hash, ...]
    attachments: tuple[Hash, ...]
    verification: tuple[str, ...]
    completion: Completion
    fingerprint: str
    redacted: bool


def build(
    *,
    snapshot: Snapshot,
    evaluation: Mapping[str, Any],
    sign_off: SignOff,
    trail: Trail,
    labels: Labels,
    coverage: AbstractSet[int],
    disputed: Sequence[Dispute] = (),
    bills: Sequence[Attachment] = (),
    copy_of: str = "",
    page: str = "",
) -> Document:
    """Build the document. `coverage` is `Fonts.coverage()`; `bills` are attached beside the evidence, and `page` is the
    address at which anybody verifies it, if there is one.

    `copy_of` is the SHA-256 of the signed report of which this is the redacted copy: then snapshot, evaluation and
    decision are those of `redaction.redacted`. Raises `RenderProblem` where the snapshot does not match its hash.
    """
    shown, planned = models(evaluation, labels), plans(snapshot)
    named = {"reference": snapshot["reference"], "product": snapshot["product"]}
    document = Document(
        title=_titles(named, redacted=bool(copy_of))[0],
        subject=_titles(named, redacted=bool(copy_of))[1],
        reference=_revision(snapshot),
        issued=day(sign_off.decided_on),
        organisation=snapshot["organisation"],
        author=snapshot["author"]["name"],
        decision=wording.decision(snapshot["product"], shown),
        summary=wording.summary(snapshot["organisation"], snapshot["product"], shown),
        models=shown,
        basis=_basis(snapshot, evaluation, labels, redacted=bool(copy_of)),
        approval=_approval(snapshot, sign_off),
        duties=duties(evaluation, labels, planned),
        planned=planned_summary(snapshot, evaluation),
        law=law(evaluation, labels, planned),
        recommended=tuple(advice(entry, labels) for entry in evaluation["recommended"]),
        avoided=tuple(avoided(entry, evaluation, labels) for entry in evaluation["avoid"]),
        disputes=disputes(snapshot["facts"], evaluation, labels, disputed),
        traps=tuple(_trap(trap, labels) for trap in evaluation["traps"]),
        questions=tuple(_question(question, labels) for question in evaluation["open_questions"]),
        phases=phases(snapshot["answers"]),
        provenance=_provenance(snapshot, evaluation),
        hashes=_copied(copy_of) if copy_of else _hashes(snapshot, evaluation, trail.head),
        attachments=tuple(
            Hash(item.name, item.description, sha256(item.content)) for item in attachments(snapshot, evaluation, bills)
        ),
        verification=(
            wording.verification_of_copy(snapshot["organisation"], page)
            if copy_of
            else wording.verification(snapshot["organisation"], page)
        ),
        completion=completion(sign_off.reviewers, trail, snapshot["sha256"]),
        redacted=bool(copy_of),
        fingerprint=wording.grouped(snapshot["sha256"][:16]),
    )
    return cleaned(document, coverage)


def _titles(named: Mapping[str, str], *, redacted: bool) -> tuple[str, str]:
    """The title of the file, and what stands at the head of its pages."""
    if redacted:
        return (
            _("Redacted copy of the clearance report %(reference)s: %(product)s") % named,
            _("Redacted copy of the clearance report: %(product)s") % named,
        )
    return (
        _("Clearance report %(reference)s: %(product)s") % named,
        _("Clearance report: %(product)s") % named,
    )


def _basis(snapshot: Snapshot, evaluation: Mapping[str, Any], labels: Labels, *, redacted: bool) -> tuple[Pair, ...]:
    """On what the decision rests, in the few lines of the first page."""
    act = evaluation["eu_ai_act"]
    situations = listed([labels.situations.get(name, name) for name in evaluation["situations"]])
    classes = [labels.outcomes.get(code, code) for code in act["outcomes"]]
    if set(act["assumed"]) - {"H10"}:  # H10 asks for a date and changes no class
        classes.append(_("Assumed in part, in the stricter sense, until the open legal questions are answered."))
    pairs = (
        Pair(
            _("Answers"),
            "" if redacted else wording.answered(snapshot["answers"], assumed=len(act["assumed"])),
        ),
        Pair(_("Licence knowledge"), wording.knowledge(snapshot["edition"]["version"], evaluation)),
        Pair(_("Readings"), wording.reading(snapshot["facts"], evaluation)),
        Pair(_("Situation"), situations),
        Pair(_("Law"), _("The EU AI Act as it stands on %(day)s") % {"day": wording.iso_day(evaluation["as_of"])}),
        Pair(_("Class under the Act"), " ".join(classes)),
    )
    return tuple(pair for pair in pairs if pair.value)


def _approval(snapshot: Snapshot, sign_off: SignOff) -> Approval:
    return Approval(
        sentence=wording.approval(sign_off),
        conditions=sign_off.conditions.strip(),
        comment=sign_off.comment.strip(),
        dissents=tuple(Pair(wording.dissent(one), one.why.strip()) for one in sign_off.dissents),
        policy=sign_off.policy,
        earlier=sign_off.earlier,
        fields=(
            SignatureField(SERVICE_FIELD, _("Certified as issued by"), snapshot["organisation"]),
            *(_field(number, reviewer) for number, reviewer in enumerate(sign_off.reviewers, start=1)),
        ),
    )


def _field(number: int, reviewer: Reviewer) -> SignatureField:
    return SignatureField(REVIEWER_FIELD.format(number), reviewer.role, reviewer.name)


def _trap(trap: Mapping[str, Any], labels: Labels) -> Pair:
    return Pair(labels.traps.get(trap["trap"], trap["trap"]), labels.say(trap["says"]))


def _question(question: Mapping[str, Any], labels: Labels) -> Pair:
    names = listed([labels.models.get(model, model) for model in question["decides"]])
    return Pair(labels.say(question["asks"]), names)


def _revision(snapshot: Snapshot) -> str:
    told = {"reference": snapshot["reference"], "revision": snapshot["revision"]}
    return _("%(reference)s, revision %(revision)d") % told


def _provenance(snapshot: Snapshot, evaluation: Mapping[str, Any]) -> tuple[Pair, ...]:
    taken = datetime.fromisoformat(snapshot["taken_at"])
    evaluated = {"day": wording.iso_day(evaluation["as_of"]), "engine": snapshot["engine"]}
    return (
        Pair(_("Report"), _revision(snapshot)),
        Pair(_("Prepared by"), ", ".join(dict.fromkeys((snapshot["author"]["name"], snapshot["organisation"])))),
        Pair(_("Handed over for review"), wording.moment(taken)),
        Pair(_("Evaluated"), _("as of %(day)s, by engine %(engine)s") % evaluated),
        Pair(_("Catalogue"), _("edition %(edition)s") % {"edition": snapshot["edition"]["version"]}),
        Pair(_("Candidates"), counted(len(evaluation["models"]), "model", "models")),
    )


def _copied(copy_of: str) -> tuple[Hash, ...]:
    return (Hash(_("The full report"), _("The signed file of which this is a redacted copy"), copy_of),)


def _hashes(snapshot: Snapshot, evaluation: Mapping[str, Any], audit_head: str) -> tuple[Hash, ...]:
    account = _("The account that was reviewed; the same bytes as snapshot.json below")
    facts = _("The facts in the order of the evaluation")
    edition = _("All facts about licences, models and law in this edition")
    newest = _("The newest event when this report was made; it binds all earlier ones")
    return (
        Hash(_("Snapshot"), account, snapshot["sha256"]),
        Hash(_("Facts"), facts, evaluation["facts_sha256"]),
        Hash(_("Catalogue"), edition, snapshot["edition"]["sha256"]),
        Hash(_("Audit log"), newest, audit_head),
    )
