"""A second look beside what else changes marks: cells of points, a grading file, new editions; and what it can hold."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from classroom.grading.admin.hiding import answer_url
from classroom.grading.models import Comment, Grade, ReleaseItem
from tests.grading.desk import below, cell, on_words, rows, sent, url
from tests.grading.looked_twice import FIRST, decide, world
from tests.grading.rubric import HALVES, address, edition, fields

pytestmark = pytest.mark.usefixtures("stopped_clock")
__all__ = ["world"]

FREE = {"level-evidence": "", "points-evidence": "2.25", "comment-evidence": "One source."}


@pytest.fixture
def teacher(world) -> Client:
    client = Client()
    client.force_login(world.cast.teacher)
    return client


def test_points_in_a_cell_tell_nothing_of_a_hidden_mark(world, teacher):
    page, before = below("points", world.work, 2), rows()

    def enter(points, base):
        response = teacher.post(page, cell(world.answer, points, base=base))
        return response.status_code, response.context["reason"].replace(f": {points}.", ": what was typed.")

    as_it_is, *others = [enter(points, base) for points in (FIRST, "3") for base in (2, 0)]

    assert as_it_is[0] == 409
    assert others == [as_it_is] * 3
    assert "question 2: what was typed. A second look was opened" in as_it_is[1]
    assert rows() == before


@pytest.mark.parametrize("what", ["judgement", "new comment", "comment"])
def test_what_was_typed_in_the_admin_as_a_second_look_was_asked_for_is_shown_again(world, teacher, what):
    before = rows()
    remark = Comment.objects.anchored().get()
    address, said = {
        "judgement": (answer_url(world.answer), sent(base=2, done="on", comment="Long thought.")),
        "new comment": (answer_url(world.answer, "comment"), on_words(body="Long thought.")),
        "comment": (
            reverse("admin:grading_comment_change", args=[remark.pk]),
            {"base": remark.revision, "kind": "question", "body": "Long thought."},
        ),
    }[what]

    refused = teacher.post(address, said)

    assert (refused.status_code, refused.context["kept"], rows()) == (409, "Long thought.", before)
    assert "A second look at this answer is open" in refused.content.decode() or what == "new comment"


def test_second_mark_keeps_free_points_and_words_and_they_go_out_once_it_counts(world, teacher):
    page = url("second-look", world.answer)
    teacher.post(page, sent(**FREE))
    kept = {row.criterion.key: (row.levels.value(), row.points.value(), row.words.value())
            for row in teacher.get(page).context["form"].rows}  # fmt: skip
    teacher.post(page, sent(base=1, done="yes", **FREE))
    pairs = [(pair.name, pair.first, pair.second) for pair in teacher.get(page).context["pairs"]]
    decided = decide(world, "agreed", points="9")

    assert kept == {
        "understanding": ("3", "", ""), "evidence": ("", "2.25", "One source."), "argument": ("4", "", "")
    }  # fmt: skip
    assert pairs[1] == ("Evidence", "3, Secure", "2.25\n“One source.”")
    assert decided.result.adjustment == Decimal("-0.25")
    newest = ReleaseItem.objects.order_by("-pk")[0].frozen["answers"][1]
    assert newest["points"] == "9.00"
    assert [(mark["points"], mark["level"], mark.get("comment")) for mark in newest["marks"]][1] == (
        "2.25", "", "One source."
    )  # fmt: skip


def test_a_new_edition_leaves_an_open_second_look_alone(world, teacher):
    before = Grade.objects.filter(answer=world.answer).values().get()
    preview = teacher.post(address(world.cast), fields(**HALVES)).content.decode()
    _rubric, moved = edition(world.answer, by=world.cast.teacher, correction="Fairer.", **HALVES)

    assert FIRST not in preview
    assert (moved, Grade.objects.filter(answer=world.answer).values().get()) == (0, before)
    assert {row.criterion.edition for row in teacher.get(url("second-look", world.answer)).context["form"].rows} == {1}
