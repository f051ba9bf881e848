"""How a signature is refused."""


class SigningProblem(ValueError):
    """The report cannot be signed; the message is one sentence that says why and what to do."""
