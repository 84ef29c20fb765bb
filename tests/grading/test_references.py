"""A reference such as (¶2) is a link for everybody who reads the answer, and leads where each of them may go."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.classes.models import Assignment
from classroom.grading.actions import comments, names, releases
from classroom.grading.anchors import Words
from classroom.grading.models import Comment
from classroom.submissions.models import Answer
from lessons import reading
from tests.factories import NOW, published
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, on_words, url

pytestmark = pytest.mark.usefixtures("stopped_clock")

TEXT = "<b>Kim</b> 🕊️ refused (¶2).\n\n  Nobody says ¶9, and ¶1 is plain."
LINK = re.compile(
    r'<a class="to-paragraph" href="([^"]*)" aria-label="Paragraph (\S+) of the lesson"( target="_blank")?'
)


def links(person, address):
    """Where the references on the page lead, what they stand on, and whether a new tab opens; each must lead there."""
    client = Client()
    client.force_login(person)
    found = [(href, words, bool(tab)) for href, words, tab in LINK.findall(client.get(address).content.decode())]
    for href, _words, _tab in found:
        page, _sign, ident = href.partition("#")
        lesson = client.get(page)
        assert (lesson.status_code, f'<p id="{ident}">' in lesson.content.decode()) == (200, True)
    return found


def test_whoever_may_read_the_answer_can_follow_it(cast, work):
    submission = work(cast.assignment, cast.student, text=TEXT)
    answer = answer_to(submission)
    lesson = cast.assignment.get_absolute_url()
    leads = [(f"{lesson}#aftermath-1", "¶2"), (f"{lesson}#background-1", "¶1")]
    at_desk, to_student = [(*each, True) for each in leads], [(*each, False) for each in leads]

    assert links(cast.assistant, url("desk", answer)) == at_desk  # names hidden: nothing but the paragraph is named
    assert links(cast.student, reverse("submissions:answer", args=[cast.school_class.public_id, "hanoi", 2])) == (
        to_student
    )

    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    for each in submission.answers.in_order():
        judge(each, by=cast.teacher, points=3)
    place = cast.school_class.enrollments.get(person=cast.student).pk
    assert links(cast.teacher, below("letter", submission, place)) == at_desk * 3
    submission.refresh_from_db()
    releases.release(cast.assignment, [submission], by=cast.teacher, at=NOW, visible_from=NOW)
    assert links(cast.student, reverse("grading:feedback", args=[cast.school_class.public_id, "hanoi", 2])) == (
        to_student
    )

    Assignment.objects.update(lesson_version=published(lesson=cast.assignment.lesson_version.lesson))
    moved = [(f"{lesson}?version=1#aftermath-1", "¶2", True), (f"{lesson}?version=1#background-1", "¶1", True)]
    assert links(cast.assistant, url("desk", Answer.objects.get(pk=answer.pk))) == moved


def test_the_text_and_the_places_of_comments_stay_as_they_were_typed(cast, work, client):
    answer = answer_to(work(cast.assignment, cast.student, text=TEXT))
    client.force_login(cast.teacher)
    client.post(url("comment", answer), on_words(words="refused (¶2)."))
    comments.add_comment(
        answer, kind=Comment.Kind.QUESTION, body="Why?", place=Words(2, "¶1 is"), by=cast.teacher, at=NOW
    )

    response = client.get(url("desk", answer))

    shown = [re.sub(r"<[^>]+>", "", part) for part in re.findall(r'<p class="essay".*?</p>', response.content.decode())]
    assert shown == ["&lt;b&gt;Kim&lt;/b&gt; 🕊️ refused (¶2).1", "  Nobody says ¶9, and ¶1 is2 plain."]
    assert [(c.start, c.quote) for c in Comment.objects.anchored().order_by("start")] == [
        (TEXT.index("refused"), "refused (¶2)."),
        (TEXT.index("¶1"), "¶1 is"),
    ]
    assert Answer.objects.get(pk=answer.pk).text == TEXT


def test_references_cost_the_desk_one_query_at_most(cast, work, client, django_assert_num_queries):
    answer = answer_to(work(cast.assignment, cast.student, text=TEXT))
    client.force_login(cast.teacher)
    client.get(url("desk", answer))  # the look is logged
    reading.forget()

    for queries in (12, 11):
        with django_assert_num_queries(queries):
            client.get(url("desk", answer))
