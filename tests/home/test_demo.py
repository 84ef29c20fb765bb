"""The demo: work in every state through the real actions, made once, refused where it doesn't belong."""

import stat
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Extension, SchoolClass
from classroom.grading.models import Comment, Grade, GradeEvent, Letter, ReleaseItem
from classroom.home.demo import accounts, school
from classroom.home.demo.people import demo_accounts
from classroom.submissions.models import Answer, Excuse, Submission, TurnIn
from lessons.actions import publish, write_draft
from lessons.management.commands.load_lessons import SHIPPED
from lessons.parser import parse
from tests.factories import NOW
from tests.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path, monkeypatch):
    """A data folder of the test's own, and no DEMO_PASSWORD from outside."""
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return tmp_path


@pytest.fixture
def lesson(db):
    return LESSON.take()


def publish_lesson():
    file = SHIPPED / f"{school.LESSON}.md"
    return publish(write_draft(parse(file.read_bytes(), str(file))), by=None, at=NOW)


@pytest.fixture
def demo(db, data_dir):
    """The demo as the command leaves it, the file with its password too."""
    (data_dir / "demo-accounts.txt").write_bytes(DEMO.take())


def make_demo():
    publish_lesson()
    call_command("demo", verbosity=0)
    return (settings.DATA_DIR / "demo-accounts.txt").read_bytes()


LESSON, DEMO = Snapshot(publish_lesson), Snapshot(make_demo)


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def state_of(username):
    return list(Submission.objects.filter(student__username=username).values_list("state", flat=True))


def test_each_student_is_where_the_promise_says(demo):
    assert [state_of(f"student{number}") for number in range(1, 6)] == [
        [],
        ["draft"],
        ["turned_in"],
        ["turned_in"],
        ["returned"],
    ]
    graded = Grade.objects.filter(answer__submission__student__username="student4", state="done")
    assert (graded.count(), Grade.objects.filter(answer__submission__student__username="student3").count()) == (3, 0)
    assert not ReleaseItem.objects.filter(submission__student__username="student4").exists()
    excused = Excuse.objects.standing().values_list("student__username", "by__username")
    assert (list(excused), state_of("student14")) == ([("student14", "teacher2")], [])
    seen = User.objects.get(username="student5")
    assert ReleaseItem.objects.visible_to(seen, NOW).count() == 1


def test_there_is_work_of_every_kind(demo):
    assert Answer.objects.filter(submission__turn_in__isnull=False, words__gte=90, words__lte=320).count() >= 27
    assert Comment.objects.anchored().count() >= 12
    assert Comment.objects.on_the_whole().count() >= 3
    assert Letter.objects.count() == 2
    assert TurnIn.objects.filter(late=True).count() == 1
    assert TurnIn.objects.exclude(taken_back_at=None).count() == 1
    assert Extension.objects.count() == 1
    assert set(GradeEvent.objects.values_list("path", flat=True)) == {"command"}


def test_the_assignment_is_open_and_due_in_three_days(demo):
    assignment = Assignment.objects.get(school_class__name=school.NAME)

    assert assignment.opens_at < NOW
    assert str(assignment.due_at.astimezone(assignment.school_class.zone)) == "2026-11-28 17:00:00+00:00"


def test_nothing_in_it_happened_in_the_future(demo):
    assert max(TurnIn.objects.values_list("at", flat=True)) < NOW
    assert max(GradeEvent.objects.values_list("at", flat=True)) < NOW


def test_names_are_real_and_addresses_confirmed(demo):
    people = dict(demo_accounts().values_list("username", "name"))

    assert (people["student2"], people["student3"], people["student4"]) == (
        "Linh Trần",
        "Tomasz Zieliński",
        "Amara Okafor",
    )
    counts = demo_accounts().annotate(confirmed=Count("emailaddress")).values_list("confirmed", flat=True)
    assert Counter(counts) == {1: len(people)}
    assert User.objects.get(username="admin").is_superuser
    assert list(User.objects.get(username="teacher").groups.values_list("name", flat=True)) == ["Teachers"]


def test_ms_marsh_grades_both_classes(demo):
    """So that their answers can lie in one queue."""
    staffed = SchoolClass.objects.staffed_by(User.objects.get(username="teacher"))
    assert sorted(staffed.values_list("name", flat=True)) == [school.NAME, school.OTHER_NAME]


def test_a_second_run_changes_nothing(demo):
    before = rows()
    stamps = dict(User.objects.values_list("username", "password"))

    call_command("demo", verbosity=0)

    assert rows() == before
    assert dict(User.objects.values_list("username", "password")) == stamps


def test_a_second_run_makes_what_is_missing_and_leaves_the_rest(demo):
    teacher = User.objects.get(username="teacher")
    SchoolClass.objects.filter(name=school.NAME).update(time_zone="UTC")
    lost = Enrollment.objects.get(person__username="assistant")
    User.objects.filter(pk=teacher.pk).update(known_as="Helen")
    Extension.objects.all().delete()
    lost.delete()

    call_command("demo", verbosity=0)

    assert Extension.objects.count() == 1
    assert SchoolClass.objects.get(name=school.NAME).time_zone == "UTC"
    assert User.objects.get(pk=teacher.pk).known_as == "Helen"
    assert not Enrollment.objects.filter(person__username="assistant").exists()


def test_fresh_makes_the_demo_class_anew_and_keeps_history(demo):
    old = SchoolClass.objects.get(name=school.NAME)
    events = GradeEvent.objects.count()

    call_command("demo", fresh=True, verbosity=0)

    new = SchoolClass.objects.get(name=school.NAME)
    old.refresh_from_db()
    assert (old.archived_at, old.name) == (NOW, "World History 10B, put away 2026-11-25")
    assert (old.enrollments.count(), new.enrollments.count()) == (0, 14)
    assert (GradeEvent.objects.count(), new.assignments.count()) == (2 * events, 1)
    student = User.objects.get(username="student5")
    assert list(SchoolClass.objects.visible_to(student)) == [new]
    assert SchoolClass.objects.filter(name=school.OTHER_NAME).count() == 1


def test_fresh_ends_the_place_of_somebody_who_is_not_of_the_demo(demo, cast):
    old = SchoolClass.objects.get(name=school.NAME, archived_at=None, created_by__username="teacher")
    place = Enrollment.objects.create(school_class=old, person=cast.student)

    call_command("demo", fresh=True, verbosity=0)

    place.refresh_from_db()
    assert place.ended_at == NOW


def test_a_password_is_made_up_and_kept_for_its_owner_alone(lesson, data_dir):
    call_command("demo", verbosity=0)
    file = data_dir / "demo-accounts.txt"
    password = accounts.kept_password()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(password) >= 10
    assert all(user.check_password(password) for user in demo_accounts())
    assert password in accounts.who_can_sign_in()


def test_demo_password_is_the_password(lesson, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "one for all of them")

    call_command("demo", verbosity=0)

    assert all(user.check_password("one for all of them") for user in demo_accounts())
    assert "one for all of them" not in accounts.who_can_sign_in()


def test_demo_password_given_later_changes_all(demo, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "another for all")

    call_command("demo", verbosity=0)

    assert all(user.check_password("another for all") for user in demo_accounts())
    assert accounts.kept_password() == "another for all"


def test_a_password_that_was_lost_is_replaced_by_one_that_opens(demo, data_dir):
    (data_dir / "demo-accounts.txt").unlink()

    call_command("demo", verbosity=0)

    assert all(user.check_password(accounts.kept_password()) for user in demo_accounts())


def test_it_is_refused_where_the_settings_forbid_it(lesson, settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="no demo"):
        call_command("demo")

    assert not demo_accounts().exists()


def test_it_asks_for_the_lesson_first(db):
    with pytest.raises(CommandError, match="load_lessons --publish"):
        call_command("demo")
