"""Who meets what at every address of the admin, written out; an address missing from the table fails.

A row reads: content administrator, teacher of the class, teacher of another class, superuser. Whoever is signed in and
none of these has no admin at all (403), and whoever isn't signed in is sent to do so.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from classroom.accounts.actions import log_look, tell
from classroom.classes.models import Extension, Invitation
from classroom.grading.actions import comments, letters
from classroom.grading.actions.allocations import by_share as share_out
from classroom.grading.admin.hiding import address_of
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, GradeEvent, RegradeRequest, Release, StaffNote
from classroom.submissions.actions import excuse
from classroom.submissions.models import RevisionRequest
from tests.factories import NOW

WHO = ["content_admin", "teacher", "other_teacher", "superuser"]
NO_ADMIN = ["student", "classmate", "removed", "assistant", "other_student"]
VERBS = ["changelist", "add", "change", "delete", "history"]

ALL, NONE, ROOT = (200, 200, 200, 200), (403, 403, 403, 403), (403, 403, 403, 200)
LIST = (403, 200, 200, 200)  # of the classes that somebody teaches: by queryset, not by status
THEIRS = (404, 200, 404, 200)  # what lies in the class
KEPT = (404, 403, 404, 403)  # nobody deletes it
ON = (404, 302, 404, 302)  # on to the page where it can be read
HIDDEN_ON, HIDDEN, HIDDEN_KEPT = (404, 404, 404, 302), (404, 404, 404, 200), (404, 404, 404, 403)  # names are hidden
BAD, MOMENT = (404, 400, 404, 400), (404, 409, 404, 400)  # an empty form; a letter while names are hidden
LESSONS = (200, 302, 302, 200)  # a lesson of nobody, for those who keep all lessons
PUBLISHED = (403, 302, 302, 403)  # which does not change

# table: GET of list, add, change, delete, history; then what differs for an empty POST
TABLES: dict[str, tuple[tuple[tuple[int, ...], ...], dict[str, tuple[int, ...]]]] = {
    "accounts_user": ((ROOT, ROOT, ROOT, NONE, ROOT), {}),
    "accounts_accesslog": ((ROOT, NONE, ROOT, NONE, ROOT), {"change": NONE}),
    "accounts_message": ((ROOT, NONE, ROOT, NONE, ROOT), {"change": NONE}),
    "classes_schoolclass": ((LIST, NONE, THEIRS, KEPT, THEIRS), {}),
    "classes_enrollment": ((LIST, ROOT, THEIRS, KEPT, THEIRS), {"change": (404, 403, 404, 200)}),
    "classes_invitation": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "classes_assignment": ((LIST, NONE, THEIRS, KEPT, THEIRS), {}),
    "classes_extension": ((LIST, NONE, THEIRS, KEPT, THEIRS), {}),
    "submissions_submission": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": MOMENT}),
    "submissions_answer": ((LIST, NONE, THEIRS, KEPT, ON), {"change": BAD}),
    "submissions_excuse": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "grading_allocation": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "submissions_revisionrequest": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "grading_grade": ((LIST, NONE, ON, KEPT, THEIRS), {}),
    "grading_comment": ((LIST, NONE, THEIRS, THEIRS, THEIRS), {"change": BAD, "delete": BAD}),
    "grading_letter": ((LIST, NONE, HIDDEN_ON, HIDDEN_KEPT, HIDDEN), {}),
    "grading_gradeevent": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "grading_release": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "grading_regraderequest": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "grading_staffnote": ((LIST, NONE, THEIRS, KEPT, THEIRS), {"change": KEPT}),
    "lessons_lesson": ((ALL, ALL, LESSONS, NONE, LESSONS), {"change": (302,) * 4}),
    "lessons_lessonversion": ((ALL, ALL, LESSONS, PUBLISHED, LESSONS), {"change": PUBLISHED}),
    "lessons_question": ((ALL, NONE, LESSONS, PUBLISHED, LESSONS), {"change": PUBLISHED}),
    "lessons_rubric": ((ALL, NONE, LESSONS, NONE, LESSONS), {"change": PUBLISHED}),
}
# address: GET, then an empty POST
OTHERS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "index": (ALL, ALL),
    "login": ((302,) * 4, (302,) * 4),
    "logout": ((405,) * 4, (302,) * 4),
    "jsi18n": (ALL, (405,) * 4),
    "autocomplete": (NONE, (405,) * 4),
    "app_list": ((404, 200, 200, 200), (404, 200, 200, 200)),
    "auth_user_password_change": (ROOT, ROOT),
    "submissions_answer_comment": ((405,) * 4, BAD),
    "lessons_preview": ((200, 404, 404, 200), (200, 404, 404, 200)),
    "lessons_file": ((200, 404, 404, 200), (200, 404, 404, 200)),
    "lessons_publish": ((405,) * 4, (302, 404, 404, 302)),
    "lessons_start_draft": ((405,) * 4, (302, 404, 404, 302)),
}
MAY_CHANGE = {"logout", "lessons_publish", "lessons_start_draft", "lessons_lesson_change"}  # an empty form is enough
LEFT_OUT = {"sessions.session", "accounts.accesslog"}


@pytest.fixture
def things(cast, work, answer_of, judge) -> dict[str, Any]:
    """One row of every table, in the class of the cast, and what stands in the other addresses."""
    submission = work(cast.assignment, cast.student)
    answer = answer_of(submission)
    grade = judge(answer, cast.assistant)
    comments.add_comment(
        answer, kind=Comment.Kind.STRENGTH, body="Yes.", place=Words(1, "two sides"), by=cast.assistant, at=NOW
    )
    letter = letters.save_letter(submission, body="Dear Linh", base=0, by=cast.teacher, at=NOW)
    tell(cast.student, "extension", about="a test", context={}, at=NOW)
    log_look(cast.teacher, [cast.student], what="a test", at=NOW, request_id="")
    given = {"assignment": cast.assignment, "given_by": cast.teacher, "due_at": cast.assignment.closes_at}
    version = cast.assignment.lesson_version
    question = version.questions.first()
    return {
        "accounts_user": cast.student.pk,
        "accounts_accesslog": cast.student.looked_at.get().pk,
        "accounts_message": cast.student.messages.get(kind="extension").pk,
        "classes_schoolclass": cast.school_class.pk,
        "classes_enrollment": cast.student.enrollments.get().pk,
        "classes_invitation": Invitation.objects.create(
            school_class=cast.school_class, email="new@school.example", invited_by=cast.teacher
        ).pk,
        "classes_assignment": cast.assignment.pk,
        "classes_extension": Extension.objects.create(student=cast.student, **given).pk,
        "submissions_submission": submission.pk,
        "submissions_answer": address_of(answer),
        "submissions_excuse": excuse(cast.assignment, cast.classmate, by=cast.teacher, at=NOW, reason="In hospital").pk,
        "grading_allocation": share_out(cast.assignment, [cast.teacher, cast.assistant], by=cast.teacher, at=NOW).pk,
        "submissions_revisionrequest": RevisionRequest.objects.create(
            submission=submission, due_at=NOW, words="Say why.", by=cast.teacher, at=NOW
        ).pk,
        "grading_grade": grade.pk,
        "grading_comment": Comment.objects.anchored().get().pk,
        "grading_letter": letter.pk,
        "grading_gradeevent": GradeEvent.objects.get().pk,
        "grading_regraderequest": RegradeRequest.objects.create(
            answer=answer, by=cast.student, at=NOW, reason="Why?", first=grade, state="withdrawn", ended_at=NOW
        ).pk,
        "grading_staffnote": StaffNote.objects.create(answer=answer, author=cast.assistant, body="Odd.", at=NOW).pk,
        "grading_release": Release.objects.create(
            assignment=cast.assignment, by=cast.teacher, at=NOW, visible_from=NOW
        ).pk,
        "lessons_lesson": version.lesson_id,
        "lessons_lessonversion": version.pk,
        "lessons_question": question.pk,
        "lessons_rubric": question.rubrics.get().pk,
        "app_list": "classes",
        "auth_user_password_change": cast.student.pk,
        "submissions_answer_comment": address_of(answer),
        **dict.fromkeys(["lessons_preview", "lessons_file", "lessons_publish", "lessons_start_draft"], version.pk),
    }


def addresses(things: dict[str, Any]) -> dict[str, tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Every address by its name, with what a GET and an empty POST of the four answer."""
    found = {}
    for table, (gets, posts) in TABLES.items():
        for verb, statuses in zip(VERBS, gets, strict=True):
            args = [] if verb in {"changelist", "add"} else [things[table]]
            post = posts.get(verb, statuses)
            found[f"{table}_{verb}"] = (reverse(f"admin:{table}_{verb}", args=args), statuses, post)
    for name, (get, post) in OTHERS.items():
        found[name] = (reverse(f"admin:{name}", args=[things[name]] if name in things else []), get, post)
    return found


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but sessions and the log of looks."""
    tables = [model for model in apps.get_models() if model._meta.label_lower not in LEFT_OUT]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in tables}


def names_in_use() -> set[str]:
    """The names of all addresses of the admin."""

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name

    return set(walk(admin.site.get_urls()))


def test_table_names_every_address_of_the_admin(things):
    assert names_in_use() == set(addresses(things))


def answered_otherwise(look, things, place: int) -> dict[str, tuple[int, int]]:
    """Where a look meets another status than a GET by the table, with both; and that it changes nothing."""
    before = everything()
    met = {name: (look(url).status_code, get[place]) for name, (url, get, _post) in addresses(things).items()}
    assert everything() == before
    return {name: statuses for name, statuses in met.items() if statuses[0] != statuses[1]}


@pytest.mark.parametrize("place", range(4), ids=WHO)
def test_get_answers_as_the_table_says_and_changes_nothing(client, cast, things, place):
    client.force_login(getattr(cast, WHO[place]))

    assert answered_otherwise(client.get, things, place) == {}


@pytest.mark.once
@pytest.mark.parametrize("place", range(4), ids=WHO)
def test_head_answers_like_get_and_changes_nothing(client, cast, things, place):
    client.force_login(getattr(cast, WHO[place]))

    assert answered_otherwise(client.head, things, place) == {}


@pytest.mark.parametrize("place", range(4), ids=WHO)
def test_empty_post_answers_as_the_table_says_and_changes_nothing(client, cast, things, place):
    met = {}

    def post(*, changing: bool) -> None:
        for name, (url, _get, statuses) in addresses(things).items():
            if (name in MAY_CHANGE) == changing:
                client.force_login(getattr(cast, WHO[place]))
                met[name] = (client.post(url).status_code, statuses[place])

    before = everything()
    post(changing=False)
    assert everything() == before

    post(changing=True)
    assert {name: statuses for name, statuses in met.items() if statuses[0] != statuses[1]} == {}


@pytest.mark.parametrize("who", NO_ADMIN)
def test_people_without_site_rights_have_no_admin(client, cast, things, who):
    client.force_login(getattr(cast, who))
    door, before = reverse("admin:login"), everything()

    met = {
        (name, response.status_code, response.get("Location", "").partition("?")[0])
        for name, (url, _get, _post) in addresses(things).items()
        if name not in {"login", "logout"}
        for response in (client.get(url), client.post(url))
    }

    assert {place for place in met if place[1:] != (302, door)} == set()
    assert everything() == before
    assert client.get(door).status_code == 403


def test_signed_out_is_sent_to_the_products_sign_in_and_changes_nothing(client, things):
    before = everything()
    for name, (url, _get, _post) in addresses(things).items():
        if name not in {"login", "logout", "jsi18n"}:
            for response in (client.get(url), client.post(url, {"_selected_action": "1", "action": "delete_selected"})):
                assert response["Location"].startswith(reverse("admin:login")), name
    assert everything() == before
    assert client.get(reverse("admin:login"))["Location"].startswith(reverse("account_login"))


def test_content_administrator_is_offered_lessons_alone(client, cast):
    client.force_login(cast.content_admin)

    page = client.get(reverse("admin:index")).content.decode()

    assert set(re.findall(r'class="app-(\w+) module', page)) == {"lessons"}
