"""A second marker for a share: unseen by them the first mark, both settled once, and nothing of it for students."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from classroom.accounts.models import AccessLog
from classroom.grading import second_marking
from classroom.grading.actions import releases
from classroom.grading.actions import second_marking as actions
from classroom.grading.models import Grade, GradeEvent, ReleaseItem, SecondMarking, Settlement
from classroom.submissions.models import Answer
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, on_words, rows, sent, url
from tests.grading.rubric import HALVES, edition

pytestmark = pytest.mark.usefixtures("stopped_clock")
FIRST, SECOND = ("3", "3", "3"), ("4", "4", "3")  # 9 and 11 points


def appointed(cast, marker=None, **more):
    set_now = {"every": 1, "tolerance": Decimal(1), "base": None, "by": cast.teacher, "at": NOW} | more
    return actions.appoint(cast.assignment, marker or cast.assistant, **set_now)


@pytest.fixture
def answer(cast, graded):
    """The student's answer to question 2, of 9 points by the teacher, marked again by the assistant."""
    appointed(cast)
    return answer_to(graded(cast.student, points=3, comment="Thin on sources."))


def signed(who):
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def teacher(cast):
    return signed(cast.teacher)


@pytest.fixture
def marker(cast):
    return signed(cast.assistant)


def settled(**more):
    return {"base": 1, "outcome": "second", "points": "", "text": "The sources are there."} | more


def page(response):
    return response.content.decode()


def test_the_marker_is_shown_no_first_mark_before_their_own_is_entered(cast, marker, answer):
    there = url("second-mark", answer)
    leading = [marker.get(url(name, answer)) for name in ("desk", "history", "bank", "again")]
    refused = marker.post(url("comment", answer), on_words())
    blind = page(marker.get(there))
    listed = page(marker.get(below("second-marks", answer.submission)))

    assert [(each.status_code, each["Location"]) for each in leading] == [(302, there)] * 4
    assert (refused.status_code, "Thin on sources." in blind, " checked" in blind) == (409, False, False)
    assert ("To mark" in listed, "9 and" in listed) == (True, False)

    entered = marker.post(there, sent(levels=SECOND))
    both = page(marker.get(there))

    assert (entered.status_code, entered["Location"]) == (302, there)
    assert ("First, Ms Marsh" in both, "<strong>11</strong>" in both, "/settle/" in both) == (True, True, False)
    first, second = Grade.objects.filter(answer=answer).order_by("pk")
    assert (first.counts, second.counts, second.purpose, second.grader) == (True, False, "second", cast.assistant)
    assert marker.get(url("desk", answer)).status_code == 200
    look = f"answer {answer.pk} to mark a second time"
    assert AccessLog.objects.filter(viewer=cast.assistant, subject=cast.student, what=look).count() == 2


@pytest.mark.parametrize(
    "more, points, by_adjustment",
    [
        ({"outcome": "first"}, "9.00", "0.00"),
        ({"outcome": "second"}, "11.00", "0.00"),
        ({"outcome": "agreed", "points": "10"}, "10.00", "-1.00"),
    ],
    ids=["first", "second", "agreed"],
)
def test_two_marks_are_settled_once(teacher, marker, cast, answer, more, points, by_adjustment):
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    listed = page(teacher.get(below("second-marks", answer.submission)))

    done = teacher.post(url("second-mark-settle", answer), settled(**more))
    before = rows(), list(Settlement.objects.values())
    again = teacher.post(
        url("second-mark-settle", answer), settled(**more, base=1 if more["outcome"] == "first" else 2)
    )

    counts = Grade.objects.counting().get(answer=answer)
    assert ("9 and 11" in listed, "To settle" in listed) == (True, True)
    assert (done.status_code, str(counts.points), str(counts.adjustment)) == (302, points, by_adjustment)
    assert (again.status_code, (rows(), list(Settlement.objects.values()))) == (409, before)
    assert answer.comments.get().body == "Thin on sources."
    if more["outcome"] != "first":
        assert GradeEvent.objects.last().reason == "The sources are there."
    assert "Settled" in page(teacher.get(below("second-marks", answer.submission)))


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "x"}, {"text": " "}, {"outcome": "agreed"}, {"points": "3"}, {"outcome": "agreed", "points": "13"}],
    ids=str,
)
def test_what_cannot_be_settled_is_said_and_changes_nothing(teacher, marker, answer, wrong):
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    before = rows()

    response = teacher.post(url("second-mark-settle", answer), settled(**wrong))

    assert (response.status_code, rows(), Settlement.objects.count()) == (400, before, 0)


@pytest.mark.parametrize("outcome", ["first", "second"])
def test_a_first_mark_that_changed_meanwhile_is_read_again(teacher, marker, cast, answer, outcome):
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    judge(answer, by=cast.teacher, points=2)
    before = rows()

    response = teacher.post(url("second-mark-settle", answer), settled(outcome=outcome))

    assert (response.status_code, rows(), Settlement.objects.count()) == (409, before, 0)


def test_a_second_mark_goes_over_to_a_new_edition_with_the_first(teacher, marker, cast, answer):
    marker.post(url("second-mark", answer), sent(levels=SECOND))

    _rubric, number = edition(answer, by=cast.teacher, **HALVES)  # 3 × 2.5, and 4 + 4 + 2.5

    second = Grade.objects.select_related("rubric").get(purpose="second")
    assert (number, str(second.points), second.rubric.edition, second.state) == (1, "10.50", 2, "done")
    assert GradeEvent.objects.filter(grade=second).last().reason == "Second mark: Rubric edition 2"
    assert [each.apart for each in second_marking.share(SecondMarking.objects.get()).filter(pk=answer.pk)] == [3]
    done = teacher.post(url("second-mark-settle", answer), settled(base=2))
    counts = Grade.objects.counting().get(answer=answer)
    assert (done.status_code, str(counts.points), str(counts.adjustment)) == (302, "10.50", "0.00")


@pytest.mark.parametrize(
    "more, points, by_adjustment",
    [({"outcome": "second"}, "11.00", "4.00"), ({"outcome": "agreed", "points": "10"}, "10.00", "3.00")],
    ids=["second", "agreed"],
)
def test_a_second_mark_that_a_new_edition_leaves_behind_counts_by_its_points(
    teacher, marker, cast, answer, more, points, by_adjustment
):
    marker.post(url("second-mark", answer), sent(levels=SECOND, **{"comment-evidence": "Two would do."}))
    edition(answer, by=cast.teacher, c1_l4_name="", c1_l4_description="", c1_l4_points="", c1_l3_points="4")
    first = Grade.objects.counting().get(answer=answer)

    done = teacher.post(url("second-mark-settle", answer), settled(base=first.revision, **more))

    counts = Grade.objects.counting().select_related("rubric").get(answer=answer)
    assert (done.status_code, str(counts.points), str(counts.adjustment)) == (302, points, by_adjustment)
    assert (counts.rubric.edition, counts.state) == (2, "done")


def test_within_the_tolerance_they_agree_and_the_release_page_counts_the_others(teacher, marker, cast, answer, graded):
    other = answer_to(graded(cast.classmate, points=3))
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    marker.post(url("second-mark", other), sent(levels=("4", "3", "3")))

    states = second_marking.share(SecondMarking.objects.get()).filter(question_key="q2").order_by("pk")

    assert list(states.values_list("state", flat=True)) == ["to-reconcile", "agree"]
    said = page(teacher.get(below("release", answer.submission)))
    assert "1 answer was marked twice, too far apart, and is not settled." in said
    teacher.post(url("second-mark-settle", answer), settled(outcome="first"))
    assert "marked twice" not in page(teacher.get(below("release", answer.submission)))


def test_it_is_entered_once_by_its_marker_alone(teacher, marker, cast, answer):
    early = teacher.get(url("second-mark", answer)), teacher.post(url("second-mark", answer), sent(levels=SECOND))
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    before = rows()

    again = marker.post(url("second-mark", answer), sent(levels=FIRST))

    assert ([each.status_code for each in early], again.status_code, rows()) == ([409, 409], 409, before)


def test_a_share_is_drawn_by_desk_number_of_what_others_have_marked(cast, answer):
    marking = appointed(cast, every=2, tolerance=Decimal(0), base=NOW)
    judge(answer_to(answer.submission, 3), by=cast.assistant, points=2)

    own = Answer.objects.filter(submission=answer.submission, question_key__in=["q1", "q2"])

    drawn = {each.pk for each in own if each.desk_number % 2 == 0}
    assert set(second_marking.share(marking).values_list("pk", flat=True)) == drawn


def test_a_teacher_names_changes_and_dismisses_the_marker(teacher, cast, answer):
    here = below("second-marks", answer.submission)

    wrong = teacher.post(here, {"marker": cast.student.pk, "every": 0, "tolerance": "x"})
    base = {"base": teacher.get(here).context["form"]["base"].value()}
    changed = teacher.post(here, {"marker": cast.teacher.pk, "every": 3, "tolerance": "0.5"} | base)
    now = list(SecondMarking.objects.values_list("marker", "every", "tolerance"))
    gone = teacher.post(here, {"marker": "", "every": 3, "tolerance": "0.5"} | base)

    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (400, ["every", "marker", "tolerance"])
    assert (changed.status_code, now) == (302, [(cast.teacher.pk, 3, Decimal("0.5"))])
    assert (gone.status_code, SecondMarking.objects.count()) == (302, 0)
    assert "Nobody" in page(teacher.get(here))


@pytest.mark.parametrize("named", [True, False], ids=["named", "dismissed"])
@pytest.mark.parametrize("opened_before", [True, False], ids=["changed", "first set"])
def test_what_a_colleague_has_set_meanwhile_is_replaced_knowingly(teacher, cast, answer, named, opened_before):
    here = below("second-marks", answer.submission)
    shown = teacher.get(here).context["form"]["base"].value() if opened_before else ""
    appointed(cast, every=4, base=NOW, at=NOW + timedelta(minutes=1))
    typed = {"marker": cast.teacher.pk if named else "", "every": 3, "tolerance": "0.5", "base": shown}

    refused = teacher.post(here, typed)
    stands = list(SecondMarking.objects.values_list("marker", "every"))
    again = teacher.post(here, typed | {"base": refused.context["form"]["base"].value()})

    assert (refused.status_code, stands) == (409, [(cast.assistant.pk, 4)])
    assert "A colleague has changed this since you opened it." in page(refused)
    assert "Now Sam Assistant marks one in 4, and 1 points apart still agree." in page(refused)
    assert (again.status_code, SecondMarking.objects.filter(every=3).count()) == (302, int(named))


def test_saving_the_same_twice_is_no_conflict_and_no_moment_is_a_fault(teacher, cast, answer):
    here, same = below("second-marks", answer.submission), {"marker": cast.assistant.pk, "every": 1, "tolerance": "1"}

    twice = [teacher.post(here, same | {"base": base}) for base in ("", "2026-01-01T00:00:00+00:00")]
    wrong = [
        teacher.post(here, {"marker": marker, "every": 2, "tolerance": "1", "base": "0001-01-01T00:00:00+14:00"})
        for marker in (cast.assistant.pk, "")
    ]

    assert [each.status_code for each in twice + wrong] == [302, 302, 400, 400]


def test_two_marks_that_differ_stay_until_they_are_settled(teacher, marker, cast, answer):
    marker.post(url("second-mark", answer), sent(levels=SECOND))
    share = {}
    judge(answer, by=cast.assistant, points=2)  # the marker gives the mark that counts
    share["by the marker"] = [each.pk for each in second_marking.to_reconcile(SecondMarking.objects.get())]
    marking = appointed(cast, cast.teacher, every=20, base=NOW)  # somebody else marks fewer
    share["by another"] = [each.pk for each in second_marking.to_reconcile(marking)]

    done = teacher.post(url("second-mark-settle", answer), settled(base=2))

    assert share == {"by the marker": [answer.pk], "by another": [answer.pk]}
    assert (done.status_code, second_marking.unsettled(cast.assignment)) == (302, 0)


def test_what_a_new_edition_offers_too_stays_chosen_and_words_of_the_rest_become_the_comment(teacher, marker, answer):
    given = {"points-evidence": "2.5", "level-evidence": "", "comment-argument": "Say who.", "comment-evidence": "Two."}
    marker.post(
        url("second-mark", answer), sent(levels=("4", "", "4"), adjustment="+1", adjustment_reason="Style.") | given
    )
    lost = {"c3_out": "on", "c1_l4_name": "", "c1_l4_points": "", "c1_l4_description": "", "c1_l3_points": "6"}
    edition(answer, by=answer.submission.assignment.created_by, **lost, c2_l4_points="6")
    first = Grade.objects.counting().get(answer=answer)

    done = teacher.post(url("second-mark-settle", answer), settled(base=first.revision))

    counts = Grade.objects.counting().get(answer=answer)
    assert (done.status_code, str(counts.points), str(counts.adjustment)) == (302, "11.50", "9.00")
    assert counts.adjustment_reason == "Marked by rubric edition 1: Style."
    chosen = counts.marks.values_list("criterion__key", "points", "comment").order_by("criterion__position")
    assert list(chosen) == [("evidence", Decimal("2.50"), "Two.")]
    assert answer.comments.get().body == "Thin on sources.\n\nArgument: Say who."


@pytest.mark.parametrize("name", ["second-mark", "again"])
def test_words_typed_for_a_mark_that_cannot_be_entered_any_more_are_shown(teacher, marker, cast, answer, name):
    whose = {"second-mark": marker, "again": teacher}[name]
    judge(answer, by=cast.other_teacher, points=3, done=False)  # the first mark is a colleague's now, and open again
    before = rows()

    refused = whose.post(url(name, answer), sent(levels=SECOND, **{"comment-evidence": "Two would do."}))

    assert (refused.status_code, "Two would do." in page(refused), rows()) == (409, True, before)


@pytest.mark.parametrize("name", ["second-mark", "again"])
def test_a_mark_by_an_edition_that_is_no_longer_in_force_is_not_read_by_another(teacher, marker, cast, answer, name):
    whose = {"second-mark": marker, "again": teacher}[name]
    shown = whose.get(url(name, answer)).context["form"]["edition"].value()
    edition(answer, by=cast.teacher, c1_l4_name="", c1_l4_description="", c1_l4_points="", c1_l3_points="4")
    before = rows()

    refused = whose.post(url(name, answer), sent(levels=SECOND, edition=shown))

    assert (shown, refused.status_code, rows()) == (1, 409, before)
    assert "edition 2 now" in page(refused)
    assert whose.get(url(name, answer)).context["form"]["edition"].value() == 2


def test_nobody_but_the_marker_enters_it_and_only_what_was_shown_is_a_look(teacher, marker, answer):
    bad = {"base": "x"}

    answers = [who.post(url("second-mark", answer), bad) for who in (teacher, marker)]

    assert [each.status_code for each in answers] == [409, 400]
    looks = AccessLog.objects.filter(what=f"answer {answer.pk} to mark a second time")
    assert [look.viewer.get_short_name() for look in looks] == ["Sam"]


def test_students_learn_of_the_mark_that_counts_and_of_nothing_else(cast, teacher, marker, answer):
    marker.post(url("second-mark", answer), sent(levels=SECOND, **{"comment-evidence": "Unseen words."}))
    releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW)

    frozen = str([item.frozen for item in ReleaseItem.objects.all()])
    read = page(signed(cast.student).get(f"/c/{cast.school_class.public_id}/{cast.assignment.slug}/feedback/2/"))

    part = next(part for part in ReleaseItem.objects.get().frozen["answers"] if part["key"] == "q2")
    assert ("Unseen words." in frozen + read, Decimal(part["points"])) == (False, Decimal(9))
    before = [item.frozen for item in ReleaseItem.objects.all()]
    assert teacher.post(url("second-mark-settle", answer), settled()).status_code == 302
    assert [item.frozen for item in ReleaseItem.objects.all()] == before


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number(cast, teacher, marker, answer, graded, count, django_assert_num_queries):
    here, there = below("second-marks", answer.submission), url("second-mark", answer)
    if count == 3:
        graded(cast.classmate, points=3)
    marker.get(there)
    teacher.get(here)

    with django_assert_num_queries(8):
        teacher.get(here)
    with django_assert_num_queries(11):
        marker.get(there)
    marker.post(there, sent(levels=SECOND))
    for who in (marker, teacher):
        who.get(there)
        with django_assert_num_queries(12):
            who.get(there)
    teacher.post(url("second-mark-settle", answer), settled())
    with django_assert_num_queries(12):
        teacher.get(there)
