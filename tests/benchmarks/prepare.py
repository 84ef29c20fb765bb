"""The world a benchmark runs in: the shipped lesson set for a class of eight, each of whom has begun to write."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.submissions import actions
from lessons.models import LessonVersion
from tests.benchmarks.bare import TABLES, BareText

CLIENTS = 8
TOKEN = "b" * 32


def database() -> None:
    """Tables, cache table, the lesson and the demo class."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_lessons", publish=True, verbosity=0)
    call_command("demo", verbosity=0)
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)


def assignment() -> Assignment:
    """The lesson set for a class of its own, open for a week."""
    teacher = User.objects.get(username="bench-teacher")
    school_class = SchoolClass.objects.create(name="Benchmark", created_by=teacher)
    Enrollment.objects.create(school_class=school_class, person=teacher, role=Enrollment.Role.TEACHER)
    version = LessonVersion.objects.published().filter(lesson__slug="the-2019-hanoi-summit").latest("number")
    now = timezone.now()
    dates = {
        "opens_at": now - timedelta(days=1),
        "due_at": now + timedelta(days=6),
        "closes_at": now + timedelta(days=7),
    }
    return Assignment.objects.create(
        school_class=school_class, lesson_version=version, slug="hanoi", created_by=teacher, **dates
    )


def signed_in(person: User) -> dict[str, str]:
    """Headers of a browser in which the person has signed in, with a CSRF token for its saves."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["seen"] = int(timezone.now().timestamp())
    session.create()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    return {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/json"}


def clients() -> list[dict[str, Any]]:
    """Eight signed-in students who have started, each with the addresses of lesson page and save."""
    User.objects.create(username="bench-teacher", name="Bench Teacher")
    work = assignment()
    place = [work.school_class.public_id, work.slug]
    found = []
    for number in range(CLIENTS):
        student = User.objects.create(username=f"bench-{number}", name=f"Bench Student {number}")
        Enrollment.objects.create(school_class=work.school_class, person=student)
        actions.start(work, student, at=timezone.now())
        BareText.objects.create(person=student, text="")
        found.append(
            {
                "headers": signed_in(student),
                "lesson": reverse("submissions:lesson", args=place),
                "answer": reverse("submissions:answer", args=[*place, 1]),
                "save": reverse("submissions:autosave", args=[*place, 1]),
            }
        )
    return found
