"""Turns in what the world's people have begun, brings three graders in, and prints what they need as JSON.

`python -m tests.faults.graders_world STUDENTS`, in the database that DATABASE_URL names. An answer has an address for
each way on which a grade can be saved: whoever builds another way adds it to WAYS, and its form to graders_client.py.
"""

import json
import os
import sys
import uuid
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.dev")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402  settings come first
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from classroom.accounts.models import User  # noqa: E402
from classroom.accounts.site_rights import TEACHERS  # noqa: E402
from classroom.classes.models import Assignment, Enrollment  # noqa: E402
from classroom.grading.admin.hiding import answer_url  # noqa: E402
from classroom.grading.grading_file import named  # noqa: E402
from classroom.submissions import actions  # noqa: E402
from classroom.submissions.models import Answer, Submission  # noqa: E402
from lessons.models import Criterion  # noqa: E402
from tests.benchmarks.prepare import signed_in  # noqa: E402

GRADERS = 3


def on_screen(answer: Answer) -> str:
    """The grading desk."""
    work = answer.assignment
    place = [work.school_class.public_id, work.slug, answer.question.position, answer.desk_number]
    return reverse("grading:desk", args=place)


def below(name: str) -> Callable[[Answer], str]:
    """A page of the whole assignment."""

    def address(answer: Answer) -> str:
        work = answer.assignment
        return reverse(f"grading:{name}", args=[work.school_class.public_id, work.slug])

    return address


WAYS = {
    "screen": on_screen,
    "admin": answer_url,
    "gradebook": below("gradebook-points"),
    "import": below("file-apply"),
}


def turned_in(work: Assignment, students: int) -> list[Submission]:
    """The first so many of the class write a sentence for each question and turn in."""
    begun = list(Submission.objects.filter(assignment=work).order_by("pk")[:students])
    for submission in begun:
        dated = Assignment.objects.with_extension_of(submission.student).select_related("school_class").get(pk=work.pk)
        for answer in Answer.objects.filter(submission=submission):
            answer.assignment, answer.submission = dated, submission
            actions.save_answer(answer, text="Neither side trusted the other.", base=0, at=timezone.now())
        actions.turn_in(submission, token=uuid.uuid4(), by=submission.student, at=timezone.now())
    return begun


def grader(work: Assignment, number: int) -> dict[str, Any]:
    """A teacher of the class who may use the admin."""
    person = User.objects.create(username=f"faults-grader-{number}", name=f"Grader {number}", is_staff=True)
    person.groups.add(Group.objects.get(name=TEACHERS))
    Enrollment.objects.create(school_class=work.school_class, person=person, role=Enrollment.Role.TEACHER)
    headers = signed_in(person) | {"Content-Type": "application/x-www-form-urlencoded"}
    return {"name": person.username, "headers": headers}


def told(answer: Answer) -> dict[str, Any]:
    """What a grader has in hand."""
    criteria = Criterion.objects.filter(rubric__question=answer.question).order_by("position")
    return {
        "pk": answer.pk,
        "ways": {name: address(answer) for name, address in WAYS.items()},
        "criteria": list(criteria.values_list("key", flat=True)),
        "question": answer.question_key,
        "number": answer.desk_number,
        "work": named(answer.assignment),
        "upload": below("file")(answer),
    }


if __name__ == "__main__":
    Assignment.objects.filter(slug="hanoi").update(names_hidden=False)  # the gradebook enters points beside names
    work = Assignment.objects.get(slug="hanoi")
    begun = turned_in(work, int(sys.argv[1]))
    answers = Answer.objects.filter(submission__in=begun).select_related("assignment__school_class", "question")
    graders = [grader(work, number) for number in range(1, GRADERS + 1)]
    print(json.dumps({"graders": graders, "answers": [told(answer) for answer in answers.order_by("pk")]}))
