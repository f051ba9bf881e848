"""The words of the audit log."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import wizard.actions
from wizard.models import AuditEvent
from wizard.queries.history import ACTIONS, deed

WRITTEN_AS = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
FILES = (".json", ".module", ".pem", ".py")
"""How the names of files end, which otherwise look like kinds of event."""


def kinds_written():
    """Every kind of event that an action names."""
    (folder,) = wizard.actions.__path__
    nodes = (node for path in Path(folder).glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in words if WRITTEN_AS.fullmatch(word) and not word.endswith(FILES)}


def test_every_kind_of_event_that_is_written_has_its_sentence_and_no_sentence_is_left_over():
    assert kinds_written() == set(ACTIONS)


def test_a_waiver_names_its_licence():
    event = AuditEvent(action="policy.waived", details={"licence": "llama-4-community", "until": "2027-01-01"})
    assert deed(event, {}) == "waived the ban on the licence “llama-4-community”"


def test_every_sentence_can_be_told_of_an_event_without_details():
    for kind in ACTIONS:
        told = deed(AuditEvent(action=kind, details={}), {})
        assert told
        assert "%" not in told
