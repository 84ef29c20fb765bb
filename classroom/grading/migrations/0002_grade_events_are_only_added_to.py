"""The database itself refuses to change or delete what the history of grades says, whoever asks.

People are pseudonymised in their own row, so erasing somebody needs no change here (decision 28). SQLite drops a
table's triggers when a later migration rebuilds the table: such a migration takes them away first and puts them back
last, with `remove` and `install` from here.
"""

from typing import Any

from django.db import migrations

TABLE = "grading_gradeevent"
EVENTS = ("UPDATE", "DELETE")

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'grading: the history of grades is only added to'); END
"""
POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'grading: the history of grades is only added to' USING ERRCODE = 'integrity_constraint_violation';
END $guard$;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def name_of(event: str) -> str:
    return f"{TABLE}_keeps_on_{event.lower()}"


def install(apps: Any, schema_editor: Any) -> None:
    """Put both guards in place, in the words of the engine at hand."""
    statement = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for event in EVENTS:
        schema_editor.execute(statement.format(name=name_of(event), event=event, table=TABLE), params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take both guards away."""
    for event in EVENTS:
        name = name_of(event)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("grading", "0001_judgement")]

    operations = [migrations.RunPython(install, remove)]
