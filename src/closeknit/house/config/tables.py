"""The database's tables: made at once where there are none, migrated step by step where there are.

A migration draws every model anew that leans on the one it changes, which makes the first start of a house slow. An
empty database has nothing to be carried over, so it gets what all migrations together come to.
"""

from typing import Any


def bring_up_to_date() -> None:
    """Make or change what is missing; all of it or, where it breaks off, what was whole before."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections["default"]
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if set(connection.introspection.table_names()) <= {"django_migrations"}:
        _make(executor, [migration for migration, _backwards in plan])
    elif plan:
        call_command("migrate", verbosity=0, interactive=False)


def _make(executor: Any, migrations: list[Any]) -> None:
    from django.core.management.sql import emit_post_migrate_signal
    from django.db.migrations import RunPython, RunSQL

    state = executor.loader.project_state()
    executor.recorder.ensure_schema()
    with executor.connection.schema_editor() as schema:
        for model in state.apps.get_models():
            if model._meta.can_migrate(executor.connection):
                schema.create_model(model)
        for migration in migrations:
            for operation in migration.operations:
                if isinstance(operation, RunPython | RunSQL):
                    operation.database_forwards(migration.app_label, schema, state, state)
            executor.recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=executor.connection.alias, apps=state.apps)
