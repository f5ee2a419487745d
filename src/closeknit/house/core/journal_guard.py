"""Keeps the journal append-only in the database itself: triggers, made by the first migration."""

from typing import Any

_SQLITE = """
CREATE TRIGGER journal_no_{event} BEFORE {EVENT} ON core_journalline
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""
_POSTGRES = """
CREATE TRIGGER journal_no_{event} BEFORE {EVENT} ON core_journalline
FOR EACH ROW EXECUTE FUNCTION journal_refuse();
"""


def guard(schema: Any) -> None:
    """Make the triggers."""
    postgres = schema.connection.vendor == "postgresql"
    if postgres:
        schema.execute(_POSTGRES_FUNCTION)
    for event in ("update", "delete"):
        text = _POSTGRES if postgres else _SQLITE
        schema.execute(text.format(event=event, EVENT=event.upper()))


def unguard(schema: Any) -> None:
    """Remove them; only for going back behind the first migration and for emptying a test's database."""
    on = " ON core_journalline" if schema.connection.vendor == "postgresql" else ""
    for event in ("update", "delete"):
        schema.execute(f"DROP TRIGGER IF EXISTS journal_no_{event}{on}")
