"""The closed vocabulary of the contract: its lists, and the label and sentence that a person sees for each word."""

from pydantic import model_validator

from catalog.knowledge.facts import Fact
from catalog.knowledge.sentences import filled, for_translation, verbatim

CLOSED = {
    "domains": """general retail finance credit insurance employment education healthcare legal justice
        law-enforcement military immigration critical-infrastructure transport manufacturing public-services media
        research""",
    "activities": """customer-service content-generation code-generation summarisation search translation
        training-data-generation medical-advice medical-device legal-advice scoring-people ranking-applicants profiling
        surveillance biometric-identification emotion-recognition impersonation disinformation harassment
        discrimination exploitation weapons malware fraud evading-law undisclosed-machine-text personal-data-harm
        vulnerable-groups""",
    "delivery": "hosted-service internal on-device ship-weights vendor-api",
    "modalities": """text image-input image-generation audio-input audio-generation video-generation code
        embedding""",
}


class Word(Fact):
    """A word of the closed vocabulary, with the label and the sentence that a person sees."""

    label: str
    says: str


_NOT_KNOWN, _NOT_THERE = for_translation(
    (
        "{list}: “{word}” is not in the contract's closed list",
        "{list}: “{word}” of the contract's closed list is missing",
    )
)


class Vocabulary(Fact):
    """The closed lists of the contract."""

    domains: dict[str, Word]
    activities: dict[str, Word]
    delivery: dict[str, Word]
    modalities: dict[str, Word]

    @model_validator(mode="after")
    def agrees_with_the_contract(self) -> "Vocabulary":
        """Refuse a word too many or too few: facts documents and licences are written in exactly these."""
        for name, closed in CLOSED.items():
            given, wanted = set(getattr(self, name)), set(closed.split())
            if given - wanted:
                raise ValueError(filled(_NOT_KNOWN, {"list": verbatim(name), "word": verbatim(min(given - wanted))}))
            if wanted - given:
                raise ValueError(filled(_NOT_THERE, {"list": verbatim(name), "word": verbatim(min(wanted - given))}))
        return self
