import re

import pytest

from classroom.accounts.models import AccessLog
from classroom.grading.actions import letters, names
from classroom.grading.models import Letter, NamesShown
from classroom.http import BadValue, Refused
from classroom.submissions.actions import take_back
from classroom.submissions.models import Submission
from tests.cast import place
from tests.factories import NOW, UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, on_words, rows, url


@pytest.fixture
def submission(cast, work):
    """A student's turned-in work."""
    return work(cast.assignment, cast.student)


@pytest.fixture
def teacher(client, cast):
    """The browser of the teacher, who has chosen to see names."""
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)
    return client


def enrollment_of(person):
    return person.enrollments.get().pk


def test_a_letter_names_the_revision_it_started_from(cast, submission):
    first = letters.save_letter(submission, body="Dear Linh", base=0, by=cast.teacher, at=NOW)
    second = letters.save_letter(submission, body="Dear Linh,", base=1, by=cast.assistant, at=NOW)
    before = rows()

    same = letters.save_letter(submission, body="Dear Linh,", base=0, by=cast.teacher, at=NOW)
    with pytest.raises(Refused) as refused:
        letters.save_letter(submission, body="Mine", base=1, by=cast.teacher, at=NOW)

    assert [(letter.revision, letter.author) for letter in (first, second, same)] == [
        (1, cast.teacher), (2, cast.assistant), (2, cast.assistant)
    ]  # fmt: skip
    assert rows() == before
    assert (refused.value.kept, refused.value.state) == ("Mine", {"revision": 2, "body": "Dear Linh,", "by": "Sam"})
    assert Submission.objects.get().grading_began_at == NOW


def test_an_empty_letter_that_never_was_is_none(cast, submission):
    assert letters.save_letter(submission, body="", base=0, by=cast.teacher, at=NOW) is None
    assert Letter.objects.count() == 0


def test_a_letter_is_not_endless_and_not_for_drafts(cast, submission, write):
    with pytest.raises(BadValue):
        letters.save_letter(submission, body="x" * 8001, base=0, by=cast.teacher, at=NOW)
    with pytest.raises(Refused):
        letters.save_letter(write(cast.assignment, cast.classmate), body="Hm", base=0, by=cast.teacher, at=NOW)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("why", ["taken back", "names hidden", "another attempt"])
def test_a_letter_that_cannot_be_stored_any_more_is_shown_again(teacher, cast, submission, why):
    address = below("letter", submission, enrollment_of(cast.student))
    attempt = teacher.get(address).context["form"]["attempt"].value()
    if why == "taken back":
        take_back(submission, by=cast.student, at=NOW)
    if why == "names hidden":
        names.hide_names(cast.assignment, by=cast.teacher, at=NOW)
    if why == "another attempt":
        attempt += 1

    refused = teacher.post(address, {"base": "0", "attempt": attempt, "body": "Dear Linh, well done."})

    assert (refused.status_code, refused.context["kept"]) == (409, "Dear Linh, well done.")
    assert Letter.objects.count() == 0


def test_showing_names_twice_is_one_row_and_hiding_closes_it(cast):
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)

    assert NamesShown.objects.count() == 1
    assert names.hide_names(cast.assignment, by=cast.teacher, at=NOW)
    assert not names.hide_names(cast.assignment, by=cast.teacher, at=NOW)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    assert list(NamesShown.objects.order_by("pk").values_list("hidden_again_at", flat=True)) == [NOW, None]


def test_the_list_names_who_turned_in_and_how_much_is_graded(teacher, cast, work, write, submission):
    judge(answer_to(submission), by=cast.teacher, points=2)
    letters.save_letter(submission, body="Dear Linh", base=0, by=cast.teacher, at=NOW)
    write(cast.assignment, cast.classmate)

    page = teacher.get(below("wrap-up", submission))

    works = [(work.student.name, work.graded, work.written, work.has_letter) for work in page.context["page_obj"]]
    assert works == [("Linh Trần", 1, 3, True)]


def test_names_come_first(client, cast, submission):
    client.force_login(cast.teacher)

    listed = client.get(below("wrap-up", submission))
    opened = client.get(below("letter", submission, enrollment_of(cast.student)))
    posted = client.post(below("letter", submission, enrollment_of(cast.student)), {"base": "0", "body": "Dear"})

    assert [response.status_code for response in (listed, opened, posted)] == [200, 409, 409]
    assert [b"Linh" in response.content for response in (listed, opened, posted)] == [False] * 3
    assert [below("reveal", submission).encode() in response.content for response in (listed, opened)] == [True] * 2
    assert (posted.context["kept"], posted.context["back"]) == ("Dear", below("wrap-up", submission))
    assert Letter.objects.count() == 0


def test_an_assistant_wraps_up_only_where_names_are_not_hidden(client, cast, submission):
    client.force_login(cast.assistant)
    assert below("reveal", submission).encode() not in client.get(below("wrap-up", submission)).content

    cast.assignment.names_hidden = False
    cast.assignment.save()
    saved = client.post(below("letter", submission, enrollment_of(cast.student)), {"base": "0", "body": "Dear"})
    assert (saved.status_code, Letter.objects.get().author) == (302, cast.assistant)


def test_the_whole_work_is_read_with_grades_and_comments_and_is_logged(teacher, cast, submission):
    answer = answer_to(submission)
    teacher.post(url("comment", answer), on_words())
    judge(answer, by=cast.teacher, points=3, comment="Clear.")
    before = rows()

    response = teacher.get(below("letter", submission, enrollment_of(cast.student)))

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    assert [part.answer.question.position for part in response.context["parts"]] == [1, 2, 3]
    for words in ["9 of 12", "3, Secure", "Well seen.", "Clear.", "On ‘two sides’: Strength."]:
        assert words in page
    assert 'id="q2-c1"' in response.content.decode()
    assert rows() == before
    log = AccessLog.objects.order_by("pk").last()
    assert (log.viewer, log.subject, log.what) == (cast.teacher, cast.student, f"wrap-up of {submission.pk}")


def test_a_stale_letter_shows_the_others_words_beside_ones_own(teacher, cast, submission):
    address = below("letter", submission, enrollment_of(cast.student))
    letters.save_letter(submission, body="Theirs.", base=0, by=cast.assistant, at=NOW)
    before = rows()

    response = teacher.post(address, {"base": "0", "body": "Mine."})

    assert (response.status_code, rows()) == (409, before)
    assert b"Theirs." in response.content
    form = response.context["form"]
    assert (form["body"].value(), form["base"].value()) == ("Mine.", "1")
    assert teacher.post(address, {"base": "1", "body": "Mine."}).status_code == 302
    assert Letter.objects.get().body == "Mine."


@pytest.mark.parametrize("wrong", [{"base": "x"}, {"base": "-1"}, {"body": "x" * 8001}, {"body": "\x00"}])
def test_a_letter_that_cannot_stand_is_a_400(teacher, cast, submission, wrong):
    response = teacher.post(
        below("letter", submission, enrollment_of(cast.student)), {"base": "0", "body": "Dear"} | wrong
    )

    assert (response.status_code, list(response.context["form"].errors)) == (400, list(wrong))
    assert Letter.objects.count() == 0


def test_a_place_of_another_class_or_without_work_is_not_there(teacher, cast, work, write, submission):
    """A6."""
    work(cast.other_assignment, cast.other_student)
    write(cast.assignment, cast.classmate)

    for person in [cast.other_student, cast.classmate, cast.teacher]:
        assert teacher.get(below("letter", submission, enrollment_of(person))).status_code == 404


def test_the_next_student_follows_by_name(teacher, cast, work, submission):
    work(cast.assignment, cast.classmate)

    first = teacher.get(below("letter", submission, enrollment_of(cast.student)))
    last = teacher.get(below("letter", submission, enrollment_of(cast.classmate)))

    assert first.context["next"].student == cast.classmate
    assert last.context["next"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_wrapping_up_costs_the_same_for_any_number(teacher, cast, work, count, django_assert_num_queries):
    for _number in range(count):
        student = place(UserFactory(), cast.school_class, "student")
        submission = work(cast.assignment, student)
        judge(answer_to(submission), by=cast.teacher, points=2, comment="Good.")
        for words in ["two sides", "wanted different"][:count]:
            teacher.post(url("comment", answer_to(submission)), on_words(words=words))
    letter = below("letter", submission, enrollment_of(student))
    teacher.get(below("wrap-up", submission))

    with django_assert_num_queries(6):
        teacher.get(below("wrap-up", submission))
    with django_assert_num_queries(10):
        teacher.get(letter)
