"""The sentences of the report that are put together from several values. Short and calm, for a tired reader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import Spoken, ngettext, number, told
from catalog.presenters.language import gettext as _
from catalog.presenters.words import VERDICTS, counted, day, listed
from wizard.report.inputs import Answer, Dissent, SignOff
from wizard.report.models import ModelView

_MOST_NAMES = 3
_READINGS = Spoken(
    {
        "strictest": "By the strictest reading of each term",
        "text": "By the licence texts alone",
        "guide": "By the founding guide alone",
    }
)
# Numbers that a sentence writes in words, from two on.
_IN_WORDS = for_translation(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)


def decision(product: str, models: Sequence[ModelView]) -> str:
    """The decision in one sentence: what may be used, what may not, and what is not decided."""
    parts = [
        _part(models, "clear", _("may use %(models)s")),
        _part(models, "conditions", _("may use %(models)s under conditions")),
        _part(models, "blocked", _("may not use %(models)s"), last="or"),
    ]
    chosen = [part for part in parts if part]
    open_ = _part(models, "undecided", "%(models)s")
    decided = {"product": product, "uses": _chained(chosen), "models": open_}
    if not chosen:
        return _("It is not decided whether %(product)s may use %(models)s.") % decided
    if not open_:
        return _("%(product)s %(uses)s.") % decided
    words = ngettext(
        "%(product)s %(uses)s; %(models)s is not decided.",
        "%(product)s %(uses)s; %(models)s are not decided.",
        len(_of(models, "undecided")),
    )
    return words % decided


def summary(organisation: str, product: str, models: Sequence[ModelView]) -> str:
    """The first page's paragraph: what was asked, and the reason for each verdict."""
    words = ngettext(
        "%(organisation)s examined one open-weight model for %(product)s.",
        "%(organisation)s examined %(count)s open-weight models for %(product)s.",
        len(models),
    )
    examined = words % {"organisation": organisation, "count": _in_words(len(models)), "product": product}
    reasons = [_reason(kind, _of(models, kind)) for kind in VERDICTS]
    return " ".join([examined, *filter(None, reasons)])


def _reason(kind: str, models: Sequence[ModelView]) -> str:
    """Why these models have their verdict: one model's own reason, or what holds for several."""
    if not models:
        return ""
    if len(models) > 1:
        return _SEVERAL[kind] % {"models": _names(models, "and")}
    model = models[0]
    if kind == "conditions":
        words = ngettext(
            "%(model)s may be used once one duty is met.",
            "%(model)s may be used once %(count)s duties are met.",
            model.open_duties,
        )
    else:
        words = _ONE[kind]
    return words % {"model": model.name, "reason": model.reason, "count": _in_words(model.open_duties)}


_ONE = Spoken(
    {
        "clear": "%(model)s is clear. %(reason)s",
        "undecided": "%(model)s stays undecided until open questions are answered.",
        "blocked": "%(model)s is blocked. %(reason)s",
    }
)
_SEVERAL = Spoken(
    {
        "clear": "%(models)s are clear: nothing stands against them, and every licence duty is in place.",
        "conditions": "%(models)s may be used once their duties are met.",
        "undecided": "%(models)s stay undecided until open questions are answered.",
        "blocked": "%(models)s are blocked, for the reasons below.",
    }
)


def answered(answers: Sequence[Answer], *, assumed: int) -> str:
    """How complete the facts are, and how much was assumed."""
    given = sum(1 for answer in answers if answer["answered_by"] and not answer["unknown"])
    open_ = sum(1 for answer in answers if answer["unknown"])
    evidence = sum(len(answer["evidence"]) for answer in answers)
    parts = [_("%(given)d of %(items)s answered") % {"given": given, "items": counted(len(answers), "item", "items")}]
    if open_:
        parts.append(_("%(count)d left open by a named person") % {"count": open_})
    pieces = ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", evidence)
    parts.append(pieces % {"count": number(evidence)} if evidence else _("no evidence added"))
    if assumed:
        questions = ngettext(
            "%(count)s legal question answered by the stricter assumption",
            "%(count)s legal questions answered by the stricter assumption",
            assumed,
        )
        parts.append(questions % {"count": number(assumed)})
    return "; ".join(parts)


def knowledge(edition: str, evaluation: Mapping[str, Any]) -> str:
    """Which edition was used, and how old the oldest source cited is."""
    read = [source["read_on"] for source in _sources(evaluation) if source.get("read_on")]
    if not read:
        return _("Edition %(edition)s") % {"edition": edition}
    oldest = min(date.fromisoformat(text) for text in read)
    age = (date.fromisoformat(evaluation["as_of"]) - oldest).days
    words = _("Edition %(edition)s; the oldest source cited was read on %(day)s, on the day of the evaluation")
    if age:
        words = ngettext(
            "Edition %(edition)s; the oldest source cited was read on %(day)s, %(age)s day before the evaluation",
            "Edition %(edition)s; the oldest source cited was read on %(day)s, %(age)s days before the evaluation",
            age,
        )
    return words % {"edition": edition, "day": day(oldest), "age": number(age)}


def reading(facts: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    """Which reading of disputed terms applies, and for how many models the readings disagree."""
    disputed = sum(1 for model in evaluation["models"] if model["contested"])
    adopted = len(facts.get("positions") or ())
    parts = [_READINGS[facts.get("reading") or "strictest"]]
    if adopted:
        words = ngettext("%(count)s legal position adopted", "%(count)s legal positions adopted", adopted)
        parts.append(words % {"count": number(adopted)})
    if disputed:
        words = ngettext(
            "for %(count)s model the readings lead to different verdicts",
            "for %(count)s models the readings lead to different verdicts",
            disputed,
        )
        parts.append(words % {"count": number(disputed)})
    return "; ".join(parts)


def approval(sign_off: SignOff) -> str:
    """The reviewer's decision with its end."""
    words = _("Approved by %(who)s on %(day)s, %(end)s.")
    if sign_off.conditions.strip():
        words = _("Approved with conditions by %(who)s on %(day)s, %(end)s.")
    end = _("without an end date")
    if sign_off.valid_until:
        end = _("valid until %(day)s") % {"day": day(sign_off.valid_until)}
    if not sign_off.reviewers:
        words = _("Approved on %(day)s, %(end)s.")
        if sign_off.conditions.strip():
            words = _("Approved with conditions on %(day)s, %(end)s.")
    days = {one.approved_at.date() if one.approved_at else sign_off.decided_on for one in sign_off.reviewers}
    if len(days) > 1:
        words = _("Approved by %(who)s, the last of them on %(day)s, %(end)s.")
        if sign_off.conditions.strip():
            words = _("Approved with conditions by %(who)s, the last of them on %(day)s, %(end)s.")
    who = listed([reviewer.name for reviewer in sign_off.reviewers])
    return words % {"who": who, "day": day(sign_off.decided_on), "end": end}


def dissent(found: Dissent) -> str:
    """Who did not approve, and when."""
    return _("%(name)s dissented on %(day)s") % {"name": found.name, "day": day(found.on)}


def verification(organisation: str, page: str) -> tuple[str, ...]:
    """How anybody can check the report, with and without the service that made it.

    `page` is the address of its verification page; empty where it has no public name.
    """
    reader = _(
        "A PDF reader that checks signatures shows who signed and whether anything was changed. It will not know the "
        "authority behind the certificates: that is %(organisation)s’s own, which gives out its certificate."
    )
    service = _(
        "It compares every byte, refuses additions that a PDF reader may let pass, and says whether the approval still "
        "stands."
    )
    attached = _(
        "The attached files can be saved from the PDF reader’s list of attachments; their SHA-256 must be those above."
    )
    times = _(
        "The time of a signature is the signer’s own statement unless a time-stamp authority confirms it. Each "
        "signature tells whether one does; the verification page tells it in words, with the PAdES level reached."
    )
    return (
        reader % {"organisation": organisation},
        f"{_page(organisation, page)} {service}",
        _("Without the service: the program verify_report.pyz, which that page offers, makes the same checks offline."),
        attached,
        times,
    )


def verification_of_copy(organisation: str, page: str) -> tuple[str, ...]:
    """How anybody can check a redacted copy, and hold it against the full report; `page` as for `verification`."""
    service = _("It knows this copy byte for byte, and says whether the approval still stands.")
    return (
        _(
            "%(organisation)s’s service certified this copy. A PDF reader that checks signatures shows whether "
            "anything was changed since; no change is allowed."
        )
        % {"organisation": organisation},
        f"{_page(organisation, page)} {service}",
        _(
            "Whoever holds the full report can compute its SHA-256; it is the one above. The reviewers signed that "
            "file, and this copy says nothing that does not stand there."
        ),
        _(
            "Left out are the names of people, the answers with their notes and evidence, comments, the conditions in "
            "their words, numbers of users and money, the events of the assessment, and models that are not used."
        ),
    )


def _page(organisation: str, page: str) -> str:
    words = _("The verification page of %(organisation)s’s service needs no account.")
    if page:
        words = _("The verification page of %(organisation)s’s service, %(page)s, needs no account.")
    return words % {"organisation": organisation, "page": page}


def iso_day(text: str) -> str:
    """A day of the contract (2026-11-23) as it is written in a letter; empty for none."""
    return day(date.fromisoformat(text)) if text else ""


def moment(at: datetime) -> str:
    """A moment as it is written in a letter: 23 November 2026, 10:42 UTC."""
    there = at.astimezone(UTC)
    return f"{day(there.date())}, {there:%H:%M} UTC"


def grouped(digits: str) -> str:
    """Set digits in groups of four, for the eye."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _of(models: Iterable[ModelView], kind: str) -> list[ModelView]:
    return [model for model in models if model.verdict.kind == kind]


def _part(models: Iterable[ModelView], kind: str, pattern: str, last: str = "and") -> str:
    found = _of(models, kind)
    return pattern % {"models": _names(found, last)} if found else ""


def _names(models: Sequence[ModelView], last: str) -> str:
    """Name up to three models; of more, name two and count the others."""
    names = [model.name for model in models]
    if len(names) > _MOST_NAMES:
        left = len(names) - _MOST_NAMES + 1
        names = [*names[: _MOST_NAMES - 1], _("%(count)d more") % {"count": left}]
    return listed(names, last)


def _chained(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(before)s, and %(last)s") % {"before": ", ".join(parts[:-1]), "last": parts[-1]}


def _in_words(count: int) -> str:
    """Write a small number in words, as a sentence wants it: “three” models, “14” models."""
    return told(_IN_WORDS[count - 2]) if 2 <= count < len(_IN_WORDS) + 2 else number(count)


def _sources(evaluation: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    for model in evaluation["models"]:
        for entry in (*model["findings"], *model["obligations"]):
            if entry.get("source"):
                yield entry["source"]
