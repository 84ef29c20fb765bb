"""The database itself refuses to change what is published, whoever asks.

A published version, its parts, and a sealed rubric with its criteria and levels can't be updated, deleted or added to;
a lesson keeps its slug once something of it is published. Setting `published_at` is the last write a version takes.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration takes them away first and
puts them back last, with `remove` and `install` from here. A test counts them.
"""

from typing import Any

from django.db import migrations

VERSION_IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM lessons_lessonversion v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"
)
SECTION_IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM lessons_section s JOIN lessons_lessonversion v ON v.id = s.version_id"
    " WHERE s.id = {row}.section_id AND v.published_at IS NOT NULL)"
)
RUBRIC_IS_SEALED = "EXISTS (SELECT 1 FROM lessons_rubric r WHERE r.id = {row}.rubric_id AND r.sealed_at IS NOT NULL)"
CRITERION_IS_SEALED = (
    "EXISTS (SELECT 1 FROM lessons_criterion c JOIN lessons_rubric r ON r.id = c.rubric_id"
    " WHERE c.id = {row}.criterion_id AND r.sealed_at IS NOT NULL)"
)
SLUG_IS_FIXED = (
    "OLD.slug <> NEW.slug"
    " AND EXISTS (SELECT 1 FROM lessons_lessonversion v WHERE v.lesson_id = OLD.id AND v.published_at IS NOT NULL)"
)

# (table, event, what must not hold): one trigger each.
GUARDS = [
    ("lesson", "UPDATE", SLUG_IS_FIXED),
    ("lessonversion", "UPDATE", "OLD.published_at IS NOT NULL"),
    ("lessonversion", "DELETE", "OLD.published_at IS NOT NULL"),
    ("rubric", "UPDATE", "OLD.sealed_at IS NOT NULL"),
    ("rubric", "DELETE", "OLD.sealed_at IS NOT NULL"),
]
for table, fixed in [
    ("section", VERSION_IS_PUBLISHED),
    ("keyfact", VERSION_IS_PUBLISHED),
    ("keyterm", VERSION_IS_PUBLISHED),
    ("resource", VERSION_IS_PUBLISHED),
    ("question", VERSION_IS_PUBLISHED),
    ("paragraph", SECTION_IS_PUBLISHED),
    ("criterion", RUBRIC_IS_SEALED),
    ("level", CRITERION_IS_SEALED),
]:
    old, new = fixed.format(row="OLD"), fixed.format(row="NEW")
    GUARDS += [(table, "INSERT", new), (table, "UPDATE", f"{old} OR {new}"), (table, "DELETE", old)]

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON lessons_{table} WHEN {broken}
BEGIN SELECT RAISE(ABORT, 'lessons: published content does not change'); END
"""
POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF {broken} THEN
    RAISE EXCEPTION 'lessons: published content does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {row};
END $guard$;
CREATE TRIGGER {name} BEFORE {event} ON lessons_{table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def name_of(table: str, event: str) -> str:
    return f"lessons_{table}_fixed_{event.lower()}"


def install(apps: Any, schema_editor: Any) -> None:
    """Put every guard in place, in the words of the engine at hand."""
    statement = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for table, event, broken in GUARDS:
        row = "OLD" if event == "DELETE" else "NEW"
        schema_editor.execute(
            statement.format(name=name_of(table, event), event=event, table=table, broken=broken, row=row), params=None
        )


def remove(apps: Any, schema_editor: Any) -> None:
    """Take every guard away."""
    for table, event, _broken in GUARDS:
        name = name_of(table, event)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON lessons_{table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("lessons", "0001_lessons")]

    operations = [migrations.RunPython(install, remove)]
