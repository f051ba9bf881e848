"""The EU AI Act: dated data in catalog/data/law, and a small interpreter that applies it to answers."""

from catalog.engine.law.assess import assess
from catalog.engine.law.finding import LawContext
from catalog.engine.law.provisions import Law
from catalog.engine.law.result import Duty, LawResult

__all__ = ["Duty", "Law", "LawContext", "LawResult", "assess"]
