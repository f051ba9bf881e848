"""The sentences of the report that are put together from several values. Short and calm, for a tired reader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from catalog.presenters.words import counted, day, listed
from wizard.report.inputs import Answer, SignOff
from wizard.report.models import VERDICTS, ModelView

_MOST_NAMES = 3
READINGS = {
    "strictest": "the strictest reading of each term",
    "text": "the licence texts alone",
    "guide": "the founding guide alone",
}


def decision(product: str, models: Sequence[ModelView]) -> str:
    """The decision in one sentence: what may be used, what may not, and what is not decided."""
    parts = [
        _part(models, "clear", "may use {}"),
        _part(models, "conditions", "may use {} under conditions"),
        _part(models, "blocked", "may not use {}", last="or"),
    ]
    told = [part for part in parts if part]
    open_ = _part(models, "undecided", "{}")
    if told:
        sentence = f"{product} {_chained(told)}"
        return f"{sentence}; {open_} {_is(models)} not decided." if open_ else f"{sentence}."
    return f"It is not decided whether {product} may use {open_}."


def summary(organisation: str, product: str, models: Sequence[ModelView]) -> str:
    """The first page's paragraph: what was asked, and the reason for each verdict."""
    examined = f"{organisation} examined {_few(len(models), 'open-weight model', 'open-weight models')} for {product}."
    told = [_reason(kind, _of(models, kind)) for kind in VERDICTS]
    return " ".join([examined, *filter(None, told)])


def _reason(kind: str, models: Sequence[ModelView]) -> str:
    """Why these models have their verdict: one model's own reason, or what holds for several."""
    if not models:
        return ""
    if len(models) > 1:
        return _SEVERAL[kind].format(_names(models, "and"))
    model = models[0]
    match kind:
        case "conditions":
            return f"{model.name} may be used once {_few(model.open_duties, 'duty is', 'duties are')} met."
        case "undecided":
            return f"{model.name} stays undecided until open questions are answered."
        case _:
            return f"{model.name} is {kind}. {model.reason}"


_SEVERAL = {
    "clear": "{} are clear: nothing stands against them, and every licence duty is in place.",
    "conditions": "{} may be used once their duties are met.",
    "undecided": "{} stay undecided until open questions are answered.",
    "blocked": "{} are blocked, for the reasons below.",
}


def answered(answers: Sequence[Answer], *, assumed: int) -> str:
    """How complete the facts are, and how much was assumed."""
    given = sum(1 for answer in answers if answer["answered_by"] and not answer["unknown"])
    open_ = sum(1 for answer in answers if answer["unknown"])
    evidence = sum(len(answer["evidence"]) for answer in answers)
    parts = [f"{given} of {counted(len(answers), 'item', 'items')} answered"]
    if open_:
        parts.append(f"{open_} left open by a named person")
    parts.append(f"{counted(evidence, 'piece', 'pieces')} of evidence" if evidence else "no evidence added")
    if assumed:
        parts.append(f"{counted(assumed, 'legal question', 'legal questions')} answered by the stricter assumption")
    return "; ".join(parts)


def knowledge(edition: str, evaluation: Mapping[str, Any]) -> str:
    """Which edition was used, and how old the oldest source cited is."""
    read = [source["read_on"] for source in _sources(evaluation) if source.get("read_on")]
    if not read:
        return f"Edition {edition}"
    oldest = min(date.fromisoformat(text) for text in read)
    age = (date.fromisoformat(evaluation["as_of"]) - oldest).days
    since = "on the day of the evaluation" if age == 0 else f"{counted(age, 'day', 'days')} before the evaluation"
    return f"Edition {edition}; the oldest source cited was read on {day(oldest)}, {since}"


def reading(facts: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    """Which reading of disputed terms applies, and for how many models the readings disagree."""
    disputed = sum(1 for model in evaluation["models"] if model["contested"])
    applied = READINGS.get(facts.get("reading") or "strictest", "")
    adopted = len(facts.get("positions") or ())
    parts = [f"By {applied}"]
    if adopted:
        parts.append(f"{counted(adopted, 'legal position', 'legal positions')} adopted")
    if disputed:
        parts.append(f"for {counted(disputed, 'model', 'models')} the readings lead to different verdicts")
    return "; ".join(parts)


def approval(sign_off: SignOff) -> str:
    """The reviewer's decision with its end."""
    condition = " with conditions" if sign_off.conditions.strip() else ""
    end = f", valid until {day(sign_off.valid_until)}" if sign_off.valid_until else ", without an end date"
    who = listed([reviewer.name for reviewer in sign_off.reviewers])
    return f"Approved{condition} by {who} on {day(sign_off.decided_on)}{end}."


def verification(organisation: str, *, time_stamped: bool) -> tuple[str, ...]:
    """How anybody can check the report, with and without the service that made it."""
    times = (
        "The times of the signatures are confirmed by a time-stamp authority."
        if time_stamped
        else "The times of the signatures are the signers’ own statements; no time-stamp authority confirmed them."
    )
    return (
        (
            "A PDF reader that checks signatures shows who signed and whether anything was changed. It will not know "
            f"the authority behind the certificates: that is {organisation}’s own, which gives out its certificate."
        ),
        (
            f"The verification page of {organisation}’s service needs no account. It compares every byte, refuses "
            "additions that a PDF reader may let pass, and says whether the approval still stands."
        ),
        "Without the service: “python manage.py verify_report FILE --trust CERTIFICATE” does the same offline.",
        "The attached files can be saved from the PDF reader’s list of attachments; their SHA-256 must be those above.",
        times,
    )


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
    return pattern.format(_names(found, last)) if found else ""


def _names(models: Sequence[ModelView], last: str) -> str:
    """Name up to three models; of more, name two and count the others."""
    names = [model.name for model in models]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], f"{len(names) - _MOST_NAMES + 1} more"]
    return listed(names, last)


def _chained(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _few(number: int, one: str, many: str) -> str:
    """Write a small number with its noun in words, as a sentence wants it: “one duty”, “three models”, “14 models”."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return f"{words[number] if number < len(words) else f'{number:,}'} {one if number == 1 else many}"


def _is(models: Iterable[ModelView]) -> str:
    return "is" if len(_of(models, "undecided")) == 1 else "are"


def _sources(evaluation: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    for model in evaluation["models"]:
        for entry in (*model["findings"], *model["obligations"]):
            if entry.get("source"):
                yield entry["source"]
