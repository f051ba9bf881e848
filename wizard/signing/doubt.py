"""How a file fails to be verified."""


class Doubt(Exception):
    """Something about the file is not as it has to be; the message is one sentence for the person who asks."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
