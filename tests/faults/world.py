"""Makes the world of an experiment in the database that DATABASE_URL names, and prints it as JSON.

`python -m tests.faults.world STUDENTS`: the shipped lesson, set for a class of that many students who have all begun,
each with a session. The assignment is due in a week and takes late work for a week more.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.dev")
django.setup()

from django.core.management import call_command  # noqa: E402  settings come first
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from classroom.accounts.models import User  # noqa: E402
from classroom.classes.models import Assignment, Enrollment, SchoolClass  # noqa: E402
from classroom.submissions import actions  # noqa: E402
from lessons.models import LessonVersion  # noqa: E402
from tests.benchmarks.prepare import signed_in  # noqa: E402

QUESTIONS = (1, 2, 3)


def tables() -> None:
    """As `manage.py start` makes them."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_lessons", publish=True, verbosity=0)


def assignment() -> Assignment:
    """The lesson, set for a class of its own."""
    teacher = User.objects.create(username="faults-teacher", name="Faults Teacher")
    school_class = SchoolClass.objects.create(name="Faults", created_by=teacher)
    Enrollment.objects.create(school_class=school_class, person=teacher, role=Enrollment.Role.TEACHER)
    now = timezone.now()
    return Assignment.objects.create(
        school_class=school_class,
        lesson_version=LessonVersion.objects.published().filter(lesson__slug="the-2019-hanoi-summit").latest("number"),
        slug="hanoi",
        created_by=teacher,
        late_policy=Assignment.LatePolicy.ACCEPT,
        opens_at=now - timedelta(days=1),
        due_at=now + timedelta(days=7),
        closes_at=now + timedelta(days=14),
    )


def student(work: Assignment, number: int) -> dict[str, Any]:
    """Somebody of that class who has begun: a browser's headers, what its pages show, and where they save."""
    person = User.objects.create(username=f"faults-{number}", name=f"Faults Student {number}")
    Enrollment.objects.create(school_class=work.school_class, person=person)
    begun = actions.start(work, person, at=timezone.now())
    headers = signed_in(person)
    headers.pop("Content-Type")
    place = [work.school_class.public_id, work.slug]
    return {
        "name": person.username,
        "headers": headers | {"X-Person": str(person.pk)},
        "opened": {"version": begun.lesson_version_id, "attempt": begun.attempt},
        "paths": [reverse("submissions:autosave", args=[*place, question]) for question in QUESTIONS],
        "csrf": reverse("accounts:csrf"),
        "turn_in": reverse("submissions:turn-in", args=place),
    }


if __name__ == "__main__":
    tables()
    work = assignment()
    print(json.dumps([student(work, number) for number in range(int(sys.argv[1]))]))
