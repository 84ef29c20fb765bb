"""A small cast for all tests: one class with its people and one lesson set, another class beside it, and work in it.

The clock stands at NOW for whoever passes `at=NOW`; requests made through `client` read the real clock unless a test
uses `stopped_clock`.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.contrib.auth.models import Group

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from tests.factories import NOW, AssignmentFactory, EnrollmentFactory, SchoolClassFactory, UserFactory
from tests.snapshot import Snapshot

TEXT = "The two sides wanted different things.\n\nNeither trusted the other 🕊️ to go first."


@dataclass(frozen=True)
class Cast:
    """One class, another class, and the personas of decision 5."""

    school_class: SchoolClass
    assignment: Assignment
    student: User
    classmate: User
    removed: User
    assistant: User
    teacher: User
    other_class: SchoolClass
    other_assignment: Assignment
    other_student: User
    other_teacher: User
    content_admin: User
    superuser: User


def place(person: User, school_class: SchoolClass, role: str, **kwargs: object) -> User:
    """Give a person a place in a class."""
    EnrollmentFactory(person=person, school_class=school_class, role=role, **kwargs)
    return person


def person(username: str, name: str, **kwargs: object) -> User:
    return UserFactory(username=username, name=name, **kwargs)


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """The server's clock stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody an access rule may meet."""
    return EVERYBODY.take()


def make_cast() -> Cast:
    """Bring everybody about; needs a database."""
    teachers, _made = Group.objects.get_or_create(name="Teachers")
    content, _made = Group.objects.get_or_create(name="Content administrators")
    teacher = person("marsh", "Helen Marsh", known_as="Ms Marsh", email="marsh@school.example", is_staff=True)
    other_teacher = person("adeyemi", "Tunde Adeyemi", known_as="Mr Adeyemi", is_staff=True)
    content_admin = person("content", "Carla Content", is_staff=True)
    for who, group in [(teacher, teachers), (other_teacher, teachers), (content_admin, content)]:
        who.groups.add(group)
    school_class = SchoolClassFactory(name="World History 10B", created_by=teacher)
    other_class = SchoolClassFactory(name="Geography 10", created_by=other_teacher)
    return Cast(
        school_class=school_class,
        assignment=AssignmentFactory(school_class=school_class, created_by=teacher),
        student=place(person("linh", "Linh Trần", email="linh@school.example"), school_class, "student"),
        classmate=place(person("tomasz", "Tomasz Zieliński"), school_class, "student"),
        removed=place(person("ravi", "Ravi Menon"), school_class, "student", ended_at=NOW),
        assistant=place(person("sam", "Sam Assistant"), school_class, Enrollment.Role.ASSISTANT),
        teacher=place(teacher, school_class, Enrollment.Role.TEACHER),
        other_class=other_class,
        other_assignment=AssignmentFactory(school_class=other_class, slug="rivers", created_by=other_teacher),
        other_student=place(person("noor", "Noor Haddad"), other_class, "student"),
        other_teacher=place(other_teacher, other_class, Enrollment.Role.TEACHER),
        content_admin=content_admin,
        superuser=person("root", "Rosa Root", is_staff=True, is_superuser=True),
    )


EVERYBODY = Snapshot(make_cast)


def write_answers(assignment: Assignment, student: User, *, text: str = TEXT) -> Submission:
    """Write an answer to each question, through the real actions; the work stays a draft."""
    submission = actions.start(assignment, student, at=NOW)
    dated = Assignment.objects.with_extension_of(student).select_related("school_class").get(pk=assignment.pk)
    for answer in Answer.objects.filter(submission=submission).order_by("question__position"):
        answer.assignment, answer.submission = dated, submission
        actions.save_answer(answer, text=text, base=answer.revision, at=NOW)
    submission.refresh_from_db()
    return submission


def turn_in_answers(assignment: Assignment, student: User, *, text: str = TEXT) -> Submission:
    """Write all answers and turn them in, through the real actions."""
    submission = write_answers(assignment, student, text=text)
    actions.turn_in(submission, token=uuid.uuid4(), by=student, at=NOW)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def write() -> Callable[..., Submission]:
    """`write(assignment, student, text=…)`: a draft with an answer to each question."""
    return write_answers


@pytest.fixture
def work() -> Callable[..., Submission]:
    """`work(assignment, student, text=…)`: answers to all questions, turned in."""
    return turn_in_answers
