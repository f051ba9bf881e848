"""Every sentence that stands in the code reaches translators, also those that no test provokes on a page.

The pages are read in a language of brackets elsewhere; here the code itself is read. Rooms that speak English whoever
asks are named below, each with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

SENTENCE = re.compile(r"^[A-Z“][^\n]*[a-z’”)] [a-z“%{(]")
TELLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "sentence",
    "counted",
    "for_translation",
    "Spoken",
}
FOR_PROGRAMMERS = {
    "AssertionError", "DoesNotFit", "Doubt", "KeyError", "LookupError", "RuntimeError", "SuspiciousModification",
    "TimestampRequestError", "TypeError", "ValueError",
}  # fmt: skip
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
NAMED_LOGS = {"log", "logger", "LOG"}
ENGLISH = {
    "catalog/engine/choices.py": "an answer that is tried, and that nobody sees",
    "catalog/knowledge/contradictions.py": "the reading of a proposed entry is a fact, and facts are English",
    "catalog/knowledge/words.py": "read by who sketches a text on the command line",
    "catalog/management/": "the command line is English",
    "catalog/presenters/patterns.py": "what somebody typed, as a specimen",
    "wizard/actions/asking.py": "the name by which the service asks other services",
    "wizard/actions/layout.py": "a fault of the installation",
    "wizard/actions/levels.py": "a fault of the installation",
    "wizard/actions/proposals.py": "a note that is kept with the answer, as its author’s own words are",
    "wizard/api/": "the interface for programs is English",
    "wizard/interchange/cyclonedx.py": "the interface for programs is English",
    "wizard/interchange/gate": "the interface for programs is English",
    "wizard/interchange/lbom_schema.py": "the interface for programs is English",
    "wizard/interchange/sarif.py": "the interface for programs is English",
    "wizard/management/": "the command line is English",
    "wizard/offline.py": "the command line is English",
    "wizard/phases/story.py": "what the people of the worked example typed",
    "wizard/queries/signing.py": "the command line is English",
    "wizard/report/": "a fault of the installation; the report itself is read in a language of brackets",
    "wizard/signing/identity.py": "names in certificates",
    "wizard/views/model_form.py": "the title of a source is a fact, and facts are English",
}


def sentences(code: ast.AST) -> Iterator[tuple[int, str]]:
    """The sentences that a translator does not reach, with their lines."""
    for part in ast.iter_child_nodes(code):
        if isinstance(part, ast.JoinedStr):
            text = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "X" for piece in part.values)
            yield from _told(part, text)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from _told(part, part.value)
        elif not _is_aside(part):
            yield from sentences(part)


def _told(part: ast.expr, text: str) -> Iterator[tuple[int, str]]:
    if SENTENCE.match(text):
        yield part.lineno, text


def _is_aside(part: ast.AST) -> bool:
    """What is told already, or is no text of the product: docstrings, logs, faults in the code, names of records."""
    match part:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)) if name in TELLS:
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=log), attr=level)) if log in NAMED_LOGS and level in LOGS:
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in FOR_PROGRAMMERS:
            return True
        case ast.Expr(value=ast.Constant()) | ast.FunctionDef(name="__str__"):
            return True
    return False


def _files() -> list[Path]:
    root = Path(settings.BASE_DIR)
    files = (file for room in ("catalog", "wizard") for file in sorted((root / room).rglob("*.py")))
    return [file.relative_to(root) for file in files if "migrations" not in file.parts]


@pytest.fixture(scope="module")
def untold() -> list[str]:
    """Every sentence without a translator, as file, line and text."""
    return [
        f"{file}:{line}: {text[:90]}"
        for file in _files()
        for line, text in sentences(ast.parse((settings.BASE_DIR / file).read_text(encoding="utf-8")))
    ]


def test_no_sentence_stands_in_the_code_out_of_a_translators_reach(untold: list[str]) -> None:
    found = [one for one in untold if not one.startswith(tuple(ENGLISH))]
    assert not found, "Say these through gettext or sentence(), see “Words” in CONTRIBUTING.md:\n" + "\n".join(found)


def test_every_room_that_is_excused_has_a_sentence_to_be_excused_for(untold: list[str]) -> None:
    assert [room for room in ENGLISH if not any(one.startswith(room) for one in untold)] == []


@pytest.mark.parametrize(
    ("code", "missed"),
    [
        ('messages.success(request, "Nothing of it is kept.")', ["Nothing of it is kept."]),
        ('raise Refused(f"The day {day} is over.")', ["The day X is over."]),
        ('raise Refused(_("The day is over."))', []),
        ('raise RuntimeError("This cannot be.")', []),
        ('def told():\n    """What is told."""\n    return {"label": "Who reads it?"}', ["Who reads it?"]),
    ],
)
def test_a_sentence_is_found_wherever_it_stands(code: str, missed: list[str]) -> None:
    assert [text for _line, text in sentences(ast.parse(code))] == missed
