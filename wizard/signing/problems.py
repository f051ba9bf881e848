"""How a signature is refused."""


class SigningProblem(ValueError):
    """The report cannot be signed; the message is one sentence that says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
