"""The comments on words once more as one list that quotes them: on the desk and on the feedback page alike."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from classroom.grading.actions import comments, releases
from classroom.grading.anchors import Words
from classroom.grading.models import Comment
from tests.factories import NOW
from tests.grading.desk import answer_to, url

pytestmark = pytest.mark.usefixtures("stopped_clock")
LIST = re.compile(r'<details class="by-ear.*?</details>', re.DOTALL)


def heard(client, address) -> list[str]:
    """The lists of the page as they are read aloud, with where their links lead; closed until they are asked for."""
    found = LIST.findall(client.get(address).content.decode())
    assert all(" open" not in each.split(">", 1)[0] for each in found)
    return [f"{' '.join(strip_tags(each).split())} {re.findall('href=.(#[^ ]*?).>', each)}" for each in found]


def test_comments_are_one_list_in_reading_order_with_the_words_they_are_on(client, cast, graded):
    work = graded(cast.student)
    answer = answer_to(work, 2)
    client.force_login(cast.teacher)
    none = heard(client, url("desk", answer))
    for kind, paragraph, words, said in [
        ("next_step", 2, "trusted", "Say why."), ("strength", 1, "two sides", "Well <seen>."),
        ("question", 1, "things", "Which?"),
    ]:  # fmt: skip
        comments.add_comment(
            answer, kind=Comment.Kind(kind), body=said, place=Words(paragraph, words), by=cast.teacher, at=NOW
        )
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    desk = heard(client, url("desk", answer))
    client.force_login(cast.student)
    feedback = heard(client, reverse("grading:feedback", args=[cast.school_class.public_id, "hanoi", 2]))

    said = (
        "Comments as a list On ‘two sides’: Strength. Well &lt;seen&gt;. To the words of comment 1"
        " On ‘things’: Question. Which? To the words of comment 2"
        " On ‘trusted’: Next step. Say why. To the words of comment 3"
    )
    assert none == []
    assert desk == [f"{said} ['#r1', '#r2', '#r3']"]
    assert feedback == [f"{said} ['#q2-r1', '#q2-r2', '#q2-r3']"]
