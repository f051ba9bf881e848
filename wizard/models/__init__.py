"""The records of a decision. Only `wizard.actions` writes them."""

from wizard.models.assessments import TEXT_LIMIT, Answer, Assessment, Evidence, EvidenceKind
from wizard.models.audit import AuditEvent, HeadStamp
from wizard.models.deliveries import Channel, Delivery, DeliveryState, Trouble, Webhook
from wizard.models.knowledge import EntryKind, KeptText, OwnEntry, TextKind
from wizard.models.notices import Mailing, Notice, NoticeKind, NoticeWish
from wizard.models.numbers import LimitAlert, Metric, NumberSource, UserNumber
from wizard.models.people import Role, User
from wizard.models.policy import LicenceRuling, ReviewRule, RiskClass, RulingKind, Waiver
from wizard.models.register import CalendarFeed, Deployment, EntryReview, RegisterEntry
from wizard.models.reports import (
    Ending,
    EndingKind,
    Making,
    MakingState,
    Report,
    ReportSignature,
    SigningKey,
    SigningWay,
)
from wizard.models.reviewing import Absence, Mark, Reminder, Says
from wizard.models.reviews import Decision, Review, Seat, Snapshot
from wizard.models.revocations import Revocation
from wizard.models.todos import Todo
from wizard.models.together import Assignment, Comment, Participant
from wizard.models.tokens import ApiToken, Scope
from wizard.models.watch import Meaning, SeenHow, TextDecision, WatchedAddress, WatchedVersion

__all__ = [
    "TEXT_LIMIT",
    "Absence",
    "Answer",
    "ApiToken",
    "Assessment",
    "Assignment",
    "AuditEvent",
    "CalendarFeed",
    "Channel",
    "Comment",
    "Decision",
    "Delivery",
    "DeliveryState",
    "Deployment",
    "Ending",
    "EndingKind",
    "EntryKind",
    "EntryReview",
    "Evidence",
    "EvidenceKind",
    "HeadStamp",
    "KeptText",
    "LicenceRuling",
    "LimitAlert",
    "Mailing",
    "Making",
    "MakingState",
    "Mark",
    "Meaning",
    "Metric",
    "Notice",
    "NoticeKind",
    "NoticeWish",
    "NumberSource",
    "OwnEntry",
    "Participant",
    "RegisterEntry",
    "Reminder",
    "Report",
    "ReportSignature",
    "Review",
    "ReviewRule",
    "Revocation",
    "RiskClass",
    "Role",
    "RulingKind",
    "Says",
    "Scope",
    "Seat",
    "SeenHow",
    "SigningKey",
    "SigningWay",
    "Snapshot",
    "TextDecision",
    "TextKind",
    "Todo",
    "Trouble",
    "User",
    "UserNumber",
    "Waiver",
    "WatchedAddress",
    "WatchedVersion",
    "Webhook",
]
