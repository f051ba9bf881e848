"""The triggers by which the database itself keeps decisions from being changed (migrations 0003 to 0014)."""

from __future__ import annotations

from django.db import connection

FROZEN = (
    "wizard_auditevent",
    "wizard_snapshot",
    "wizard_review",
    "wizard_report",
    "wizard_ownentry",
    "wizard_kepttext",
    "wizard_reportsignature",
    "wizard_ending",
    "wizard_licenceruling",
    "wizard_waiver",
    "wizard_revocation",
    "wizard_entryreview",
    "wizard_headstamp",
    "wizard_usernumber",
    "wizard_limitalert",
    "wizard_watchedversion",
    "wizard_textdecision",
)
_CHANGES = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # A trigger that was switched off guards nothing.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_guards() -> list[str]:
    """The names of the triggers that should stand in this database and do not."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    expected = {f"{table}_no_{change}" for table in FROZEN for change in _CHANGES[connection.vendor]}
    expected |= {
        "wizard_review_decides_once",
        "wizard_review_not_by_author",
        "wizard_review_not_by_participant",
        "wizard_assessment_keeps_author",
    }
    return sorted(expected - standing)
