"""The names of the signature fields in the report's template; reviewers count from 1."""

SERVICE_FIELD = "ServiceSignature"
REVIEWER_FIELD = "Reviewer{}"
