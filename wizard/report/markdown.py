"""A report as Markdown: the document that the PDF is laid out from, in the same order and the same words."""

import re
from collections.abc import Iterable, Iterator, Sequence

from catalog.presenters.language import gettext as _
from wizard.report.answers import ItemView
from wizard.report.completion import Completion
from wizard.report.document import Document, Hash, Pair
from wizard.report.law import LawView
from wizard.report.models import DutyGroup, FindingView, ModelView, SourceView
from wizard.report.plans import PlanView, ProofView
from wizard.report.readings import DisputeView, ReadingView

_MARKS = re.compile(r"([\\`*_\[\]<>|#~&])")
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
_OPENS = re.compile(r"^(\d*)([-+=.)])", re.MULTILINE)


def markdown(document: Document) -> str:
    """Return the document as Markdown (CommonMark with tables), every text of a person escaped."""
    parts = [
        *_decision(document),
        *_candidates(document.models),
        *_owed(document.planned, document.duties),
        *_law(document.law, document.organisation),
        *_advice(document),
        *_readings(document.disputes),
        *_questions(document.questions),
        *_answers(document),
        *_origin(document),
        *_completion(document.completion),
    ]
    return "\n\n".join(part for part in parts if part).replace("\u200b", "") + "\n"


def _decision(document: Document) -> Iterator[str]:
    yield f"# {_text(document.decision)}"
    yield _text(f"{document.reference}. {document.organisation}, {document.issued}")
    yield _text(document.summary)
    yield _table(
        (_("Model and licence"), _("Verdict"), _("Deciding reason"), _("Clause")),
        [(f"{one.name}, {one.licences}", one.verdict.word, one.reason, one.clause) for one in document.models],
    )
    yield f"## {_('Sign-off')}"
    yield _text(document.approval.sentence)
    if document.approval.conditions:
        yield _labelled(_("Conditions of the approval"), document.approval.conditions)
    if document.approval.comment:
        yield _labelled(_("Comment of the reviewer"), document.approval.comment)
    for one in document.approval.dissents:
        yield _labelled(one.name, one.value)
    if document.approval.policy:
        yield _labelled(_("Policy of the organisation"), " ".join(document.approval.policy))
    if document.approval.earlier:
        yield _labelled(_("Since the earlier approval"), " ".join(document.approval.earlier))
    yield f"## {_('On what this rests')}"
    yield _pairs(document.basis)


def _candidates(models: Sequence[ModelView]) -> Iterator[str]:
    yield f"## {_('The candidates')}"
    for model in models:
        contested = f", {_('contested')}" if model.contested else ""
        yield f"### {_text(model.name)}: {_text(model.verdict.word)}{contested}"
        yield _text(f"{model.licences}. {_('Risk of the licence: %(risk)s.') % {'risk': model.risk}}")
        yield _list(_finding(finding) for finding in model.findings)
        yield _table(
            (_("Limit"), _("Counted"), _("Used"), _("How it is tested")),
            [(f"{room.limit} ({room.licence})", room.counted, room.used, room.note) for room in model.headroom],
        )
        if model.repairs:
            yield _text(_("The smallest changes that would lift the block:"))
            yield _list(map(_text, model.repairs))


def _finding(finding: FindingView) -> str:
    because = _("Because of %(answers)s.") % {"answers": finding.because} if finding.because else ""
    said = " ".join(filter(None, (finding.says, finding.remedy, because)))
    return f"**{_text(finding.severity)}:** {_text(said)} {_source(finding.source)}"


def _source(source: SourceView) -> str:
    title = _link(source.title, source.url)
    read = _("read %(day)s") % {"day": source.read_on} if source.read_on else ""
    return "(" + "; ".join(filter(None, (title, _text(source.clause), _text(read), _text(source.reading)))) + ")"


def _owed(planned: str, groups: Sequence[DutyGroup]) -> Iterator[str]:
    yield f"## {_('What is owed')}"
    yield _text(planned)
    if not groups:
        yield _text(_("The licences of the models that may be used ask for nothing in this use."))
    for group in groups:
        yield f"### {_text(group.phase)}"
        yield _table(
            (_("Duty"), _("From"), _("Owed for"), _("State")),
            [
                (
                    _planned(duty.says, duty.plan),
                    ", ".join(filter(None, (duty.licence, duty.clause))),
                    duty.models,
                    duty.status,
                )
                for duty in group.duties
            ],
        )


def _planned(says: str, plan: PlanView) -> str:
    shown = (_("Evidence: %(words)s.") % {"words": _proof(proof)} for proof in plan.evidence)
    return " ".join(filter(None, (says, plan.says, plan.note, *shown)))


def _proof(proof: ProofView) -> str:
    """In words, since a cell of a table holds no link: what it is, who added it, and the hash of a file."""
    hashed = f"SHA-256 {proof.sha256}" if proof.sha256 else ""
    return ", ".join(filter(None, (f"{proof.kind} “{proof.title}”", proof.added, hashed)))


def _law(law: LawView, organisation: str) -> Iterator[str]:
    yield f"## {_('Under the EU AI Act')}"
    yield from _said(_("What the product is"), law.classes, _("The answers put it in no class of the Act."))
    who = _("Who %(organisation)s is under the Act") % {"organisation": organisation}
    yield from _said(who, law.roles, _("The answers give no role under the Act."))
    yield f"### {_('What follows, and from when')}"
    yield _table(
        (_("Provision"), _("Obligation"), _("Binding")),
        [(duty.article, _planned(f"{duty.says} ({duty.basis})", duty.plan), duty.status) for duty in law.duties],
    ) or _text(_("No obligation of the Act was found."))
    yield _list(map(_text, law.penalties))
    yield from _said(_("What was assumed because it was not known"), law.assumed, _("Nothing."))
    yield from _said(_("What a lawyer has to settle"), law.review, _("Nothing was found that needs it."))


def _advice(document: Document) -> Iterator[str]:
    yield f"## {_('Recommended and avoided')}"
    for title, entries, none in (
        (_("Recommended"), document.recommended, _("No model could be recommended for this use.")),
        (_("Not recommended"), document.avoided, _("No model had to be advised against.")),
    ):
        yield from _said(title, [f"{entry.name}. {' '.join(entry.reasons)}" for entry in entries], none)
    if document.traps:
        yield f"### {_('Traps in this use')}"
        yield _pairs(document.traps)


def _readings(disputes: DisputeView) -> Iterator[str]:
    yield f"## {_('Where the readings differ')}"
    yield _table(
        (_("Model"), _("By the licence text"), _("By the guide"), _("Applied in this report")),
        [(one.name, one.text.word, one.guide.word, one.applied.word) for one in disputes.models],
    )
    yield _list(map(_text, disputes.positions))
    for term in disputes.terms:
        yield f"### {_text(term.licence)}: {_text(term.topic)}"
        yield _list((_reading(_("The licence text"), term.text), _reading(_("The guide"), term.guide), _text(term.why)))
    if not (disputes.models or disputes.positions or disputes.terms):
        yield _text(_("For these candidates the licence texts and the founding guide lead to the same verdicts."))


def _reading(name: str, reading: ReadingView) -> str:
    applied = f" ({_('applied')})" if reading.applies else ""
    where = ", ".join(filter(None, (_link(reading.source, reading.url), _text(reading.clause))))
    return f"**{_text(name)}{applied}:** {_text(reading.says)} ({where}; {_text(reading.read_on)})"


def _questions(questions: Sequence[Pair]) -> Iterator[str]:
    yield f"## {_('Open questions')}"
    yield _table((_("Question"), _("Decides about")), [(one.name, one.value) for one in questions]) or _text(
        _("None: no missing answer could have changed a verdict.")
    )


def _answers(document: Document) -> Iterator[str]:
    yield f"## {_('The answers')}"
    for phase in document.phases:
        yield f"### {_text(phase.title)}"
        for item in phase.items:
            yield from _item(item)


def _item(item: ItemView) -> Iterator[str]:
    yield f"#### {_text(item.title)}"
    yield _text(item.state)
    yield _pairs(Pair(line.name, line.value) for line in item.lines)
    if item.note:
        yield "\n".join(f"> {line}" for line in _text(item.note).split("\n"))
    yield _list(
        f"{_text(one.kind)}: {_link(one.title, one.url)}" + (f" `{one.sha256}`" if one.sha256 else "")
        for one in item.evidence
    )
    yield _text(item.answered)


def _origin(document: Document) -> Iterator[str]:
    yield f"## {_('Origin and verification')}"
    yield _pairs(document.provenance)
    yield f"### {_('Hashes (SHA-256)')}"
    yield _hashes(document.hashes)
    yield f"### {_('Attached to the signed file')}"
    yield _hashes(document.attachments)
    yield f"### {_('How to verify this report')}"
    yield _list(map(_text, document.verification))


def _completion(completion: Completion) -> Iterator[str]:
    yield f"## {_('Certificate of completion')}"
    yield _table(
        (_("Signer"), _("Approved on"), _("Certificate enrolled (SHA-256)")),
        [(f"{one.role} {one.name}", one.decided, one.certificate) for one in completion.signers],
    )
    yield f"{_text(_('The account that was approved'))}: `{completion.snapshot}`"
    if completion.authority:
        yield f"{_text(_('Authority of the certificates (SHA-256 of its certificate)'))}: `{completion.authority}`"
    yield f"{_text(_('Head of the audit log'))}: `{completion.head}`"
    yield _text(completion.left_out)
    yield _table((_("When"), _("Who"), _("What")), [(event.when, event.who, event.what) for event in completion.events])


def _said(title: str, says: Sequence[str], none: str) -> Iterator[str]:
    yield f"### {_text(title)}"
    yield _list(map(_text, says)) or _text(none)


def _labelled(name: str, value: str) -> str:
    return f"**{_text(name)}:** {_text(value)}"


def _pairs(pairs: Iterable[Pair]) -> str:
    return _list(f"{_text(pair.name)}: {_text(pair.value)}" for pair in pairs)


def _hashes(hashes: Iterable[Hash]) -> str:
    return _list(f"{_text(one.name)}: {_text(one.says)} `{one.sha256}`" for one in hashes)


def _list(entries: Iterable[str]) -> str:
    return "\n".join("- " + entry.replace("\n", "\n  ") for entry in entries if entry)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with these heads; nothing where there is no row."""
    if not rows:
        return ""
    lines = [[_text(head) for head in heads], ["---"] * len(heads)]
    lines += [[_text(cell).replace("\n", "<br>") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _link(title: str, url: str) -> str:
    return f"[{_text(title)}](<{url}>)" if url and not re.search(r"[<>\s]", url) else _text(title)


def _text(text: str) -> str:
    """A text that shows as it is: nothing in it begins a heading, a list, a link or a tag."""
    return _OPENS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", _INDENTED.sub("", text.strip())))
