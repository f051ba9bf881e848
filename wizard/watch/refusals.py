"""Why a text was not fetched, and what somebody can do."""

from __future__ import annotations

from enum import Enum

from catalog.knowledge.sentences import sentence


class Why(Enum):
    """The reasons, each as one sentence with its remedy."""

    ADDRESS = sentence("This is not a web address that can be asked: enter one such as https://example.org/licence.")
    INSECURE = sentence("The address is not https on its usual port: enter the https address, or upload the text.")
    PRIVATE = sentence("The address leads to a private network: enter a public address, or upload the text.")
    UNKNOWN_HOST = sentence("No machine has this name: check the address.")
    UNREACHABLE = sentence(
        "The site could not be reached over a safe connection: check the address, or upload the text."
    )
    SLOW = sentence("The site took too long: it is asked again on another day, or upload the text.")
    TOO_LARGE = sentence("The document is larger than a licence can be: check the address, or upload the text.")
    NO_TEXT = sentence("The document is not a text: enter the address of a text or web page, or upload the text.")
    REDIRECTS = sentence("The address is redirected too often: enter the last one.")
    BUSY = sentence("The site asks for patience: it is asked again later.")
    STATUS = sentence("The site does not give the document: check the address, or upload the text.")


class NotFetched(Exception):
    """Nothing was fetched. `status` is the site's answer, if any; `wait` the seconds it wants to be left alone."""

    def __init__(self, why: Why, *, status: int | None = None, wait: int | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.status = status
        self.wait = wait
