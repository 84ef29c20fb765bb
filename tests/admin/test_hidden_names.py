"""While names are hidden, no list of the admin tells whose an answer is: by key, by order, or by number of words."""

import re

import pytest
from django.urls import reverse

from classroom.grading.admin.hiding import answer_url
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.cast import TEXT, place
from tests.factories import NOW, UserFactory

ANSWERS, SUBMISSIONS = "admin:submissions_answer_changelist", "admin:submissions_submission_changelist"


@pytest.fixture
def desk(cast, work):
    """Three students' equal answers, numbered on the desk as they were begun: Django lists the newest first."""
    students = [cast.student, cast.classmate, place(UserFactory(), cast.school_class, "student")]
    answers = Answer.objects.filter(submission__in=[work(cast.assignment, student) for student in students])
    for number, answer in enumerate(answers.order_by("pk"), start=1001):
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)
    return answers


def test_answers_that_look_alike_stand_in_the_order_of_the_desk(client, cast, desk):
    client.force_login(cast.teacher)

    orders = {
        (column, key): [row.desk_number for row in rows if row.question_key == key]
        for column in [*range(8), *range(-7, -1)]
        for rows in [client.get(reverse(ANSWERS), {"o": column}).context["cl"].result_list]
        for key in ("q1", "q2", "q3")
    }

    assert {place: numbers for place, numbers in orders.items() if numbers != sorted(numbers)} == {}


QUERIES = ["", "?_popup=1", "?_popup=1&_to_field=id", "?_to_field=id", "?e=1", "?all="]


def test_list_of_answers_holds_no_primary_key(client, cast, desk):
    client.force_login(cast.teacher)

    found = {
        query: re.findall(r'data-popup-opener="\d+"', client.get(reverse(ANSWERS) + query).content.decode())
        for query in QUERIES
    }

    assert found == {query: [] for query in QUERIES}


def test_words_of_drafts_dont_join_a_name_to_a_number(client, cast, write):
    draft = write(cast.assignment, cast.student)
    answer = draft.answers.in_order()[0]
    actions.save_answer(answer, text=f"{TEXT} And more.", base=1, at=NOW)
    client.force_login(cast.teacher)

    by_name = client.get(reverse(SUBMISSIONS)).content.decode()
    by_number = client.get(reverse(ANSWERS)).content.decode()
    page = client.get(answer_url(answer)).content.decode()
    longest_first = client.get(reverse(ANSWERS), {"o": "-6"}).context["cl"].result_list

    total = sum(Answer.objects.filter(submission=draft).values_list("words", flat=True))
    assert f'field-words">{total}<' in by_name
    assert re.findall(r'field-word_count">([^<]*)<', by_number) == ["hidden"] * 3
    assert re.findall(r"<dt>Words</dt><dd>([^<]*)<", page) == ["hidden"]
    numbers = [row.desk_number for row in longest_first]
    assert [row.question_key for row in longest_first] == ["q1", "q2", "q3"], numbers


LOOKUPS = [
    "submission__student__name__startswith=L",
    "submission__student=1",
    "submission__student__username=linh",
    "submission=1",
    "submission__id__exact=1",
    "text__contains=the",
    "answer__submission__student__name__startswith=L",
    "answer__submission=1",
    "student__password__startswith=pbkdf2",
    "person__password__startswith=a",
    "person__email=x",
    "created_by__password__startswith=a",
    "owner__password__startswith=a",
    "lesson__owner__password__startswith=a",
    "lesson__owner__email__startswith=a",
    "grader__password__startswith=a",
    "by__email__startswith=a",
]


TABLES = [
    "submissions_answer", "submissions_submission", "grading_grade", "grading_gradeevent", "grading_comment",
    "grading_letter", "grading_release", "classes_enrollment", "classes_extension", "classes_assignment",
    "classes_schoolclass", "classes_invitation", "lessons_lesson", "lessons_lessonversion", "lessons_question",
]  # fmt: skip


def test_an_address_asks_for_nothing_but_the_filters_of_a_list(client, cast):
    client.force_login(cast.teacher)

    met = {
        f"{table}?{lookup}": client.get(reverse(f"admin:{table}_changelist") + "?" + lookup).status_code
        for table in TABLES
        for lookup in LOOKUPS
    }

    assert {address: status for address, status in met.items() if status not in {302, 400}} == {}


def test_a_list_of_lessons_names_nobody_but_owners_the_reader_may_know(client, cast):
    client.force_login(cast.teacher)

    page = client.get(reverse("admin:lessons_lessonversion_changelist")).content.decode()

    assert [person.name for person in [cast.student, cast.other_student, cast.superuser] if person.name in page] == []


@pytest.mark.parametrize("field", ["person", "school_class"])
def test_autocomplete_finds_no_people_for_a_teacher(client, cast, field):
    client.force_login(cast.teacher)

    response = client.get(reverse("admin:autocomplete"), {
        "app_label": "classes", "model_name": "enrollment", "field_name": field, "term": "",
    })  # fmt: skip

    found = [one["text"] for one in response.json()["results"]] if response.status_code == 200 else []
    assert found in ([], [str(cast.school_class)])
