"""How the making of a report is refused."""


class RenderProblem(ValueError):
    """The report cannot be made; the message is one sentence that says why and what to do."""
