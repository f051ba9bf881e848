"""How a file fails to be verified."""

from wizard.signing.indication import Reason


class Doubt(Exception):
    """Something about the file is not as it has to be: the reason in the standard's terms, and one sentence for the
    person who asks.
    """

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
