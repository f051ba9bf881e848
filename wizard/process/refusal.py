"""How the procedure says no."""

from __future__ import annotations


class Refused(Exception):
    """Something may not be done. `sentence` says what is wrong and what to do; `told` shows it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
