"""Queries and median time of every page, in this process, with the demo class behind it."""

import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.actions import names
from classroom.submissions.models import Answer

TIMES = 21


def addresses() -> list[tuple[str, str, str]]:
    """(page, who asks, address) of each page a person opens by hand."""
    assignment = Assignment.objects.get(school_class__name="World History 10B", slug="the-2019-hanoi-summit")
    place = [assignment.school_class.public_id, assignment.slug]
    desk = (
        Answer.objects.filter(assignment=assignment, question_key=first_key(assignment))
        .exclude(submission__state="draft")
        .order_by("desk_number")[0]
    )
    enrollment = Enrollment.objects.get(school_class=assignment.school_class, person=desk.submission.student)
    student, teacher, draft, sent = (
        "student5@example.org",
        "teacher@example.org",
        "student2@example.org",
        "student3@example.org",
    )
    return [
        ("student home", student, reverse("home:home")),
        ("lessons", student, reverse("home:lessons")),
        ("feedback list", student, reverse("home:feedback")),
        ("lesson", draft, reverse("submissions:lesson", args=place)),
        ("lesson, print", draft, reverse("submissions:print", args=place)),
        ("write", draft, reverse("submissions:answer", args=[*place, 2])),
        ("check and turn in", draft, reverse("submissions:turn-in", args=place)),
        ("receipt", sent, reverse("submissions:receipt", args=place)),
        ("feedback", student, reverse("grading:feedback", args=[*place, 1])),
        ("teacher home", teacher, reverse("home:home")),
        ("classes", teacher, reverse("classes:list")),
        ("class", teacher, reverse("classes:detail", args=place[:1])),
        ("overview", teacher, reverse("grading:overview", args=place)),
        ("gradebook", teacher, reverse("grading:gradebook", args=place[:1])),
        ("points", teacher, reverse("grading:points", args=[*place, 1])),
        ("desk", teacher, reverse("grading:desk", args=[*place, 1, desk.desk_number])),
        ("wrap-up", teacher, reverse("grading:wrap-up", args=place)),
        ("gradebook, names", teacher, reverse("grading:gradebook", args=place[:1])),
        ("letter", teacher, reverse("grading:letter", args=[*place, enrollment.pk])),
        ("release", teacher, reverse("grading:release", args=place)),
    ]


def show_names() -> None:
    """Letters are written by student: the teacher has asked for the names."""
    teacher = User.objects.get(email="teacher@example.org")
    for assignment in Assignment.objects.filter(school_class__name="World History 10B"):
        names.show_names(assignment, by=teacher, at=timezone.now())


def first_key(assignment: Assignment) -> str:
    return str(assignment.lesson_version.questions.get(position=1).key)


def measure(client: Client, address: str) -> tuple[int, int, float, int]:
    """Status, queries, median milliseconds and bytes of one page."""
    client.get(address)
    took = []
    for _time in range(TIMES):
        began = time.perf_counter()
        response = client.get(address)
        took.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return response.status_code, asked(queries), statistics.median(took), len(response.content)


def asked(queries: CaptureQueriesContext) -> int:
    """How many of the statements are queries, and not the beginning or the end of a transaction."""
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in queries)


def table() -> None:
    """Print one line for each page."""
    print(f"{'page':<20}{'status':>7}{'queries':>9}{'median ms':>11}{'bytes':>9}")
    for page, who, address in addresses():
        if page == "wrap-up":
            show_names()
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(email=who))
        status, queries, milliseconds, size = measure(client, address)
        print(f"{page:<20}{status:>7}{queries:>9}{milliseconds:>11.1f}{size:>9}")
