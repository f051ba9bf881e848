"""The names of the signature fields in the report's template; reviewers count from 1. The archive time-stamp brings
its own.
"""

SERVICE_FIELD = "ServiceSignature"
REVIEWER_FIELD = "Reviewer{}"
ARCHIVE_FIELD = "ArchiveTimeStamp"
