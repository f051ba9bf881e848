"""The EU AI Act: dated data in catalog/data/law, and a small interpreter that applies it to answers."""

from catalog.engine.law.assess import assess
from catalog.engine.law.context import LawContext, law_context
from catalog.engine.law.provisions import Law
from catalog.engine.law.result import Duty, LawResult
from catalog.engine.law.soundness import law_from

__all__ = ["Duty", "Law", "LawContext", "LawResult", "assess", "law_context", "law_from"]
