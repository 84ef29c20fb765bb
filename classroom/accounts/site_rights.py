"""The site's two groups and what each may do in the admin, as data: names of permissions, no model of another app.

Applied after every migration, so the groups always hold exactly this. Which rows somebody meets there is for the
admin's querysets; what a class allows is for its enrollments.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions

TEACHERS = "Teachers"
CONTENT_ADMINISTRATORS = "Content administrators"

READ = ["view"]
WRITE = ["view", "add", "change"]
ALL = ["view", "add", "change", "delete"]

LESSON_PARTS = ["section", "keyfact", "keyterm", "resource", "question", "rubric", "criterion", "level"]
LESSONS: dict[str, list[str]] = {
    "lesson": WRITE,
    "lessonversion": ALL,
    "paragraph": READ,
    **dict.fromkeys(LESSON_PARTS, ALL),
}

RIGHTS: dict[str, dict[str, dict[str, list[str]]]] = {
    TEACHERS: {
        "lessons": LESSONS,
        "accounts": {},
        "classes": {
            "schoolclass": ["view", "change"],
            "enrollment": READ,
            "group": ALL,
            "assignment": ["view", "change"],
            "extension": WRITE,
            "invitation": READ,
        },
        "submissions": {
            "submission": READ,
            "answer": READ,
            "answerrevision": READ,
            "turnin": READ,
            "excuse": READ,
            "revisionrequest": READ,
        },
        "grading": {
            "allocation": READ,
            "grade": WRITE,
            "criterionmark": WRITE,
            "letter": WRITE,
            "comment": ALL,
            "gradeevent": READ,
            "release": READ,
            "releaseitem": READ,
            "regraderequest": READ,
            "staffnote": READ,
        },
    },
    CONTENT_ADMINISTRATORS: {"lessons": LESSONS},
}


def codenames(models: dict[str, list[str]]) -> set[str]:
    """The permissions' names, such as "view_answer"."""
    return {f"{verb}_{model}" for model, verbs in models.items() for verb in verbs}


def apply(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After `sender` was migrated: give each group exactly the table's permissions of that app."""
    if not any(sender.label in table for table in RIGHTS.values()):
        return
    create_permissions(sender, verbosity=0, using=using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, table in RIGHTS.items():
        group, _made = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        of_app = permissions.filter(content_type__app_label=sender.label)
        wanted = of_app.filter(codename__in=codenames(table.get(sender.label, {})))
        group.permissions.remove(*group.permissions.filter(content_type__app_label=sender.label).exclude(pk__in=wanted))
        group.permissions.add(*wanted)
