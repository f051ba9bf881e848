"""Why a text was not fetched, and what somebody can do."""

from __future__ import annotations

from enum import Enum


class Why(Enum):
    """The reasons, each as one sentence with its remedy."""

    ADDRESS = "This is not a web address that can be asked: enter one such as https://example.org/licence."
    INSECURE = "The address is not https on its usual port: enter the https address, or upload the text."
    PRIVATE = "The address leads to a private network: enter a public address, or upload the text."
    UNKNOWN_HOST = "No machine has this name: check the address."
    UNREACHABLE = "The site could not be reached over a safe connection: check the address, or upload the text."
    SLOW = "The site took too long: it is asked again on another day, or upload the text."
    TOO_LARGE = "The document is larger than a licence can be: check the address, or upload the text."
    NO_TEXT = "The document is not a text: enter the address of a text or web page, or upload the text."
    REDIRECTS = "The address is redirected too often: enter the last one."
    BUSY = "The site asks for patience: it is asked again later."
    STATUS = "The site does not give the document: check the address, or upload the text."


class NotFetched(Exception):
    """Nothing was fetched. `status` is the site's answer, if any; `wait` the seconds it wants to be left alone."""

    def __init__(self, why: Why, *, status: int | None = None, wait: int | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.status = status
        self.wait = wait
