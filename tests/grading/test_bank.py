"""The comment bank: one's own words, ranked by the levels they went with and by use."""

from hashlib import md5

import pytest

from classroom.classes.models import Assignment
from classroom.grading.models import Comment
from tests.cast import place
from tests.factories import UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, on_words, sent, url

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def said(client, cast, work):
    """Says words on the whole of a new answer, with a grade of that many points for each criterion."""

    def saying(body, *, by=cast.teacher, points=2, n=2, assignment=cast.assignment):
        student = place(UserFactory(), assignment.school_class, "student")
        answer = answer_to(work(assignment, student), n)
        judge(answer, by=by, points=points, comment=body)
        return answer

    return saying


@pytest.fixture
def bank(client, cast, work):
    """What the bank offers the teacher on an answer that has nothing said of it yet."""
    answer = answer_to(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)

    def offered(**levels):
        response = client.get(url("bank", answer), levels, headers=SCRIPT)
        return [(each.letter, each.body, each.uses) for each in response.context["suggestions"]]

    offered.answer = answer
    return offered


def test_own_words_on_this_question_come_back_by_use_and_by_level(client, cast, said, bank):
    assert bank() == []
    said("Name the fact.", points=1)
    said("Say who.", points=3)
    said("Say who.", points=3)
    said("Not mine.", by=cast.assistant)
    said("Another question.", n=1)
    client.post(url("comment", said("", points=4)), on_words(body="Name the fact."))
    client.post(url("comment", bank.answer), on_words(body="On this answer."))
    client.post(url("comment", said("", points=4)), on_words(body="Taken away."))
    Comment.objects.filter(body="Taken away.").update(deleted_at=cast.assignment.opens_at)

    by_use = {("Name the fact.", 2), ("Say who.", 2)}
    assert {(body, uses) for _letter, body, uses in bank()} == by_use
    low = bank(**{"level-understanding": "1", "level-evidence": "1"})
    assert low == [("a", "Name the fact.", 2), ("s", "Say who.", 2)]
    assert bank(**{"level-evidence": "3"}) == [("a", "Say who.", 2), ("s", "Name the fact.", 2)]
    assert len(bank(**{"level-evidence": "x", "level-argument": "9" * 400})) == 2


def test_words_said_in_another_class_come_along_while_one_grades_there(cast, said, bank):
    place(cast.teacher, cast.other_class, "teacher")
    version = cast.assignment.lesson_version
    Assignment.objects.filter(pk=cast.other_assignment.pk).update(lesson_version=version)
    cast.other_assignment.refresh_from_db()
    said("From there.", assignment=cast.other_assignment)

    assert bank() == [("a", "From there.", 1)]
    cast.teacher.enrollments.filter(school_class=cast.other_class).delete()
    assert bank() == []


def test_words_are_found_in_what_one_said_about_any_question_in_any_class(client, cast, said, bank):
    place(cast.teacher, cast.other_class, "teacher")
    said("Name the 100% FACT.", n=1)
    said("A fact from there.", assignment=cast.other_assignment)
    said("A fact. Not mine.", by=cast.assistant)
    said("Say who.")

    assert [body for _letter, body, _uses in bank(q="fact")] == ["A fact from there.", "Name the 100% FACT."]
    assert [bank(q="name fact"), bank(q="0% f"), bank(q="0_"), bank(q="x" * 81)] == [
        [("a", "Name the 100% FACT.", 1)], [("a", "Name the 100% FACT.", 1)], [], [("a", "Say who.", 1)],
    ]  # fmt: skip
    page = client.get(url("bank", bank.answer), {"q": "<nothing>"}).content.decode()
    assert ('value="&lt;nothing&gt;"' in page, "No such comment" in page) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_bank_costs_the_same_for_any_number(client, said, bank, count, django_assert_num_queries):
    for number in range(count):
        said(f"Words {number}.")
    client.get(url("bank", bank.answer))

    with django_assert_num_queries(9):
        client.get(url("bank", bank.answer), {"level-evidence": "2", "q": "words"})


def test_without_script_a_link_puts_the_words_into_the_form_unsaved(client, cast, said, bank):
    said("Name the <fact>.")
    client.post(url("desk", bank.answer), sent(comment="First."))
    page = client.get(url("bank", bank.answer)).content.decode()

    entry = md5(b"Name the <fact>.", usedforsecurity=False).hexdigest()
    filled = client.get(f"{url('desk', bank.answer)}?say={entry}").context["form"]["comment"].value()
    other = client.get(f"{url('desk', bank.answer)}?say=z").context["form"]["comment"].value()

    assert f'href="{url("desk", bank.answer)}?say={entry}">Name the &lt;fact&gt;.</a>' in page
    assert (filled, other) == ("First.\nName the <fact>.", "First.")
    assert Comment.objects.filter(answer=bank.answer).get().body == "First."


@pytest.mark.parametrize("entry", ["a\0b", "x" * 9000, "\ud7ff", "0" * 32])
def test_what_names_no_words_says_nothing(client, said, bank, entry):
    """S3: PostgreSQL stores no NUL, and asking for one was a fault."""
    said("Name the fact.")

    page = client.get(url("desk", bank.answer), {"say": entry})

    assert (page.status_code, page.context["form"]["comment"].value()) == (200, "")
