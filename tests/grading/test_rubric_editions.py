"""A new edition of a rubric while it is graded: what it would change, and what it changes."""

from decimal import Decimal

import pytest

from classroom.accounts.models import AccessLog
from classroom.grading import rubrics
from classroom.grading.actions import releases
from classroom.grading.actions.points import enter_points
from classroom.grading.entries import Entry
from classroom.grading.models import CriterionMark, Grade, GradeEvent, RubricInForce
from classroom.submissions.models import Answer
from lessons.document import document_of
from lessons.models import LessonVersion, Rubric
from tests.cast import place
from tests.factories import NOW, AssignmentFactory, UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, rows, sent, url
from tests.grading.rubric import HALVES, address, edition, fields

CONFIRM = {"confirm": "yes"}
WITHOUT_FIRST = {"c1_out": "on", "c2_l4_points": "8"}
FREE = {"level-evidence": "", "points-evidence": "2.25", "comment-evidence": "One source."}
BAD = [
    ({"c1_l4_points": "5"}, "__all__"),
    ({"c1_l4_points": "x"}, "c1-l4-points"),
    ({"c1_l2_name": "Secure"}, "c1-l3-name"),
    ({"c1_l2_points": "1"}, "c1-name"),
    ({"c1_l5_points": "3.5", "c1_l5_description": "Nearly."}, "c1-l5-name"),
    ({"c4_name": "Style"}, "c4-name"),
    ({"c1_out": "on"}, "__all__"),
    ({}, "__all__"),
]


@pytest.fixture
def answers(cast, graded, work):
    """To question 2: done at level 3, a draft with free points and words, and one that is released."""
    people = [cast.student, cast.classmate, place(UserFactory(), cast.school_class, "student")]
    done, draft, out = graded(people[0]), work(cast.assignment, people[1]), graded(people[2])
    releases.release(cast.assignment, [out], by=cast.teacher, at=NOW, visible_from=NOW)
    return [answer_to(each) for each in (done, draft, out)]


@pytest.fixture
def teacher(client, cast, answers):
    """The teacher's browser, after the draft was saved through it."""
    client.force_login(cast.teacher)
    client.post(url("desk", answers[1]), sent(**FREE))
    return client


def grade(answer):
    found = Grade.objects.counting().get(answer=answer)
    return (str(found.points), found.state, found.revision, found.rubric.edition)


def marks(answer):
    chosen = CriterionMark.objects.filter(grade__answer=answer, grade__counts=True)
    return [tuple(row) for row in chosen.values_list("criterion__key", "level__name", "points", "comment")]


def test_the_page_says_what_would_change_and_changes_nothing(teacher, cast, answers):
    before, looks = rows(), AccessLog.objects.count()

    page = teacher.post(address(cast), fields(**HALVES))

    counted = page.context["counted"]
    said = {line.number: (line.grade.points, line.after.points, line.released) for line in page.context["lines"]}
    assert said == {
        answers[0].desk_number: (Decimal(9), Decimal("7.5"), False),
        answers[1].desk_number: (Decimal("9.25"), Decimal("8.75"), False),
        answers[2].desk_number: (Decimal(9), Decimal("7.5"), True),
    }
    assert (counted.differing, counted.reopening, len(counted.released)) == (2, 0, 1)
    assert (rows(), Rubric.objects.filter(edition=2).count(), RubricInForce.objects.count()) == (before, 0, 0)
    assert AccessLog.objects.count() - looks == 3
    again = teacher.post(address(cast), fields(**HALVES) | {"again": "yes"})
    assert (again.status_code, again.context["form"]["c1-l3-points"].value()) == (200, "2.5")


def test_confirmed_it_is_in_force_and_counts_again_what_is_not_released(teacher, cast, answers):
    kept = grade(answers[2])

    response = teacher.post(address(cast), fields(**HALVES) | CONFIRM)

    assert response.status_code == 302
    assert [grade(each) for each in answers] == [("7.50", "done", 2, 2), ("8.75", "draft", 2, 2), kept]
    assert marks(answers[1]) == [
        ("understanding", "Secure", Decimal("2.5"), ""),
        ("evidence", None, Decimal("2.25"), "One source."),
        ("argument", "Excellent", Decimal(4), ""),
    ]
    event = GradeEvent.objects.filter(answer=answers[0]).latest("pk")
    assert (event.reason, event.by, event.old["points"], event.new["points"]) == (
        "Rubric edition 2", cast.teacher, "9.00", "7.50",
    )  # fmt: skip
    assert event.old == GradeEvent.objects.filter(answer=answers[0]).earliest("pk").new
    assert Grade.objects.get(answer=answers[0]).grader == cast.teacher
    history = teacher.get(url("history", answers[0])).context["events"][0].changes
    assert history[:2] == [("Rubric", "Edition 1", "Edition 2"), ("Points", "9", "7.5")]


def test_the_same_pressed_twice_changes_nothing_more(teacher, cast, answers):
    teacher.post(address(cast), fields(**HALVES) | CONFIRM)
    before = rows()

    again = teacher.post(address(cast), fields(**HALVES) | CONFIRM)

    assert (again.status_code, rows(), Rubric.objects.filter(edition__gt=2).count()) == (302, before, 0)


def test_what_cannot_go_over_is_open_again_and_says_so(teacher, cast, answers):
    out = {"c1_l3_name": "", "c1_l4_points": "3", "c4_name": "Style", "c3_l3_name": "Sound"}
    style = {f"c4_l{n}_{name}": said for n in (1, 2) for name, said in [("points", f"{n / 2}"), ("name", f"S{n}")]}
    style |= {"c4_l1_description": "Plain.", "c4_l2_description": "Clear."}

    page = teacher.post(address(cast), fields(**out, **style))
    teacher.post(address(cast), fields(**out, **style) | CONFIRM)

    opened = {line.number: line.after.opened for line in page.context["lines"]}
    assert opened == {each.desk_number: ("Understanding", "Style") for each in answers}
    assert (page.context["counted"].reopening, grade(answers[0])) == (1, ("6.00", "draft", 2, 2))
    assert [(key, level) for key, level, _points, _said in marks(answers[0])] == [
        ("evidence", "Secure"), ("argument", "Sound"),
    ]  # fmt: skip
    assert list(Rubric.objects.get(edition=2).criteria.values_list("key", "position")) == [
        ("understanding", 1), ("evidence", 2), ("argument", 3), ("style", 4),
    ]  # fmt: skip


def test_an_adjustment_that_no_longer_fits_leaves_the_grade_open_with_all_its_words(teacher, cast, answers):
    taken = {"base": 1, "levels": ("1", "1", "1"), "adjustment": "-3", "adjustment_reason": "Copied.", "done": "yes"}
    teacher.post(url("desk", answers[0]), sent(**taken))

    edition(answers[0], by=cast.teacher, **HALVES)

    assert grade(answers[0]) == ("None", "draft", 3, 2)
    assert Grade.objects.values_list("adjustment", "adjustment_reason").get(answer=answers[0]) == (-3, "Copied.")


def test_released_grades_are_corrected_only_with_a_reason(teacher, cast, answers):
    frozen = answers[2].submission.release_items.get().frozen

    teacher.post(address(cast), fields(**HALVES, correction="Fair to all.") | CONFIRM)

    assert grade(answers[2]) == ("7.50", "done", 2, 2)
    reasons = [GradeEvent.objects.filter(answer=each).latest("pk").reason for each in answers]
    assert reasons == ["Rubric edition 2", "Rubric edition 2", "Rubric edition 2. Fair to all."]
    assert answers[2].submission.release_items.get().frozen == frozen


def test_released_grades_are_corrected_later_too_by_the_edition_in_force(teacher, cast, answers):
    """Saying nothing but why: what stands on the edition already is not touched, and nothing but a reason does it."""
    teacher.post(address(cast), fields(**HALVES) | CONFIRM)
    unchanged = fields(**HALVES, base="2", made_from="2")
    before, frozen = rows(), answers[2].submission.release_items.get().frozen

    page = teacher.get(address(cast)).content.decode()
    preview = teacher.post(address(cast), unchanged)
    unsaid = teacher.post(address(cast), unchanged | CONFIRM)
    assert [each.status_code for each in (preview, unsaid)] == [200, 400]
    lines = [(str(line.grade.points), str(line.after.points)) for line in preview.context["counted"].lines]
    assert (page.count("1 grade stands on an earlier edition"), lines) == (1, [("9.00", "7.50")])
    assert [text in preview.content.decode() for text in (">7.5<", "stays as it is")] == [True, False]
    assert (unsaid.context["form"].errors, rows()) == ({"correction": ["Say why you change it."]}, before)

    said = unchanged | CONFIRM | {"correction": "Fair to all."}
    kept = [(grade(each), marks(each)) for each in answers[:2]]
    teacher.post(address(cast), said)
    corrected, after = grade(answers[2]), rows()
    again = teacher.post(address(cast), said)

    assert corrected == ("7.50", "done", 2, 2)
    assert marks(answers[2]) == [
        (key, "Secure", Decimal("2.50"), "") for key in ("understanding", "evidence", "argument")
    ]
    assert GradeEvent.objects.filter(answer=answers[2]).latest("pk").reason == "Rubric edition 2. Fair to all."
    assert answers[2].submission.release_items.get().frozen == frozen
    assert [(grade(each), marks(each)) for each in answers[:2]] == kept
    assert (again.status_code, rows()) == (400, after)
    assert "on an earlier edition" not in teacher.get(address(cast)).content.decode()


def test_grades_left_behind_whose_release_was_undone_need_no_reason(teacher, cast, answers):
    teacher.post(address(cast), fields(**HALVES) | CONFIRM)
    releases.undo(answers[2].submission.release_items.get().release, by=cast.teacher, at=NOW)
    unchanged = dict(teacher.get(address(cast)).context["form"].in_force)

    preview = teacher.post(address(cast), unchanged).content.decode()
    teacher.post(address(cast), unchanged | CONFIRM)

    assert [text in preview for text in ("Count grades of question 2 again?", "Say why")] == [True, False]
    assert grade(answers[2]) == ("7.50", "done", 2, 2)
    assert GradeEvent.objects.filter(answer=answers[2]).latest("pk").reason == "Rubric edition 2"


def test_a_reason_that_is_too_long_can_be_shortened(teacher, cast):
    sent = fields(**HALVES, correction="x" * 251)

    page = teacher.post(address(cast), sent | CONFIRM).content.decode()

    assert page.count('<input value="' + "x" * 251 + '" autocomplete="off" class="form-control" name="correction"') == 1
    assert page.count('name="correction"') == 1


def test_what_is_wrong_is_listed_by_criterion_and_level(teacher, cast):
    page = teacher.post(address(cast), fields(c2_l4_points="x")).content.decode()

    assert page.count('<a href="#c2-l4-points">Evidence, points of level 4: ') == 1


def test_the_reason_stays_when_the_rubric_is_changed_once_more(teacher, cast):
    page = teacher.post(address(cast), fields(**HALVES, correction="Fair to all.") | {"again": "yes"}).content.decode()

    assert page.count('name="correction" value="Fair to all."') == 1


def test_a_released_answer_stands_on_the_desk_by_its_own_edition(teacher, cast, answers):
    edition(answers[0], by=cast.teacher, **HALVES)

    form = teacher.get(url("desk", answers[2])).context["form"]

    assert [(one.edition, one.chosen, str(one.levels[2].points)) for one in form.criteria] == 3 * [(1, "3", "3.00")]
    judge(answers[2], by=cast.teacher, points=4, reason="Misread.")
    assert grade(answers[2]) == ("12.00", "done", 2, 1)


@pytest.mark.parametrize("which", ["graded", "ungraded"])
def test_an_old_desk_saves_nothing_and_keeps_what_was_typed(teacher, cast, answers, work, which):
    other = place(UserFactory(), cast.school_class, "student")
    answer = answers[0] if which == "graded" else answer_to(work(cast.assignment, other))
    base = 1 if which == "graded" else 0
    old = sent(base=base, levels=("3", "2", "4"), comment="Mine.", edition=1, done="yes", **{"points-argument": "1.5"})
    edition(answer, by=cast.teacher, c2_l2_name="On the way", c1_l1_name="", **HALVES)
    before = rows()

    response = teacher.post(url("desk", answer), old)

    form = response.context["form"]
    assert (response.status_code, rows()) == (409, before)
    assert [form[name].value() for name in ("comment", "base", "edition", "points-argument")] == [
        "Mine.", str(2 * base), "2", "1.5",
    ]  # fmt: skip
    assert [form[one.field].value() for one in form.criteria] == ["2", "", "4"]  # Secure is the second level now
    assert "edition 2 now" in str(form.non_field_errors())
    assert (response.context["theirs"] or {}).get("points") == ("7.50" if base else None)
    again = teacher.post(url("desk", answer), old | {"base": 2 * base, "edition": 2, "level-understanding": "2"})
    assert (again.status_code, grade(answer)) == (302, ("5.50", "done", 2 * base + 1, 2))


def test_an_edition_of_another_teacher_is_a_409_with_both(teacher, cast, answers):
    rival = place(UserFactory(known_as="Mr Rival"), cast.school_class, "teacher")
    edition(answers[0], by=rival, **HALVES)
    before = rows()

    response = teacher.post(address(cast), fields(c3_l1_points="0.25") | CONFIRM)

    assert (response.status_code, rows()) == (409, before)
    page = response.content.decode()
    assert "Mr Rival put edition 2 in force" in page
    assert response.context["behind"] == 1  # the released one; the others stand on edition 2 now
    assert "Beginning 0.5, Developing 1.5, Secure 2.5, Excellent 4" in page
    form = response.context["form"]
    assert [form[name].value() for name in ("c3-l1-points", "base", "made_from")] == ["0.25", "2", "1"]
    teacher.post(address(cast), fields(c3_l1_points="0.25", base="2") | CONFIRM)
    assert grade(answers[0]) == ("9.00", "done", 3, 3)


def test_a_rubric_that_cannot_stand_is_a_400_with_the_form_kept(teacher, cast):
    before = rows()

    for wrong, field in BAD:
        response = teacher.post(address(cast), fields(**wrong) | CONFIRM)

        errors = response.context["form"].errors
        assert (response.status_code, field in errors, rows()) == (400, True, before), (wrong, errors)
    assert Rubric.objects.filter(edition=2).count() == 0


def test_grades_entered_as_points_stay_done_and_none_of_them_becomes_blank(cast, work):
    """What was left undecided knowingly is not asked anew; where a decision is lost, it is."""
    people = [cast.student, cast.classmate, place(UserFactory(), cast.school_class, "student")]
    nine, none, levels = (answer_to(work(cast.assignment, each)) for each in people)
    judge(levels, by=cast.teacher, points=3, done=False)
    CriterionMark.objects.filter(grade__answer=levels).exclude(criterion__key="understanding").delete()
    entered = [(nine, Entry(Decimal(9), "", 0, 1)), (none, Entry(Decimal(0), "", 0, 1))]
    enter_points([*entered, (levels, Entry(Decimal(3), "", 1, 1))], by=cast.teacher, at=NOW, path="import")

    edition(nine, by=cast.teacher, **HALVES)
    halves = [grade(each)[:2] for each in (nine, none, levels)]
    edition(nine, by=cast.teacher, base=2, **WITHOUT_FIRST)

    assert halves == [("9.00", "done"), ("0.00", "done"), ("2.50", "done")]
    assert [grade(each)[:2] for each in (nine, none, levels)] == [("9.00", "done"), ("0.00", "done"), ("None", "draft")]


def test_words_typed_under_a_criterion_that_is_gone_stand_in_the_comment(teacher, cast, answers):
    edition(answers[0], by=cast.teacher, **WITHOUT_FIRST)

    old = sent(base=1, comment="Mine.", edition=1, **{"comment-understanding": "Says why.", "comment-evidence": "One."})
    response = teacher.post(url("desk", answers[0]), old)

    form = response.context["form"]
    said = [form[name].value() for name in ("comment", "comment-evidence")]
    assert (response.status_code, said) == (409, ["Mine.\n\nUnderstanding: Says why.", "One."])


def test_an_edition_that_nobody_put_in_force_is_a_409(teacher, cast, answers):
    before = rows()

    response = teacher.post(address(cast), fields(**HALVES, base="7") | CONFIRM)

    assert (response.status_code, rows()) == (409, before)
    assert response.context["form"]["base"].value() == "1"


@pytest.mark.usefixtures("stopped_clock")
def test_other_classes_and_the_lesson_itself_keep_theirs(cast, answers, client):
    version = LessonVersion.objects.whole().get(pk=cast.assignment.lesson_version_id)
    before, other = document_of(version), AssignmentFactory(school_class=cast.other_class, lesson_version=version)

    edition(answers[0], by=cast.teacher, **HALVES)

    assert document_of(LessonVersion.objects.whole().get(pk=version.pk)) == before
    question = answers[0].question_id
    editions = [rubrics.set_for(each.pk, question).edition for each in (cast.assignment, other)]
    assert editions == [2, 1]
    client.force_login(place(UserFactory(), cast.school_class, "student"))
    written = client.get(cast.assignment.get_absolute_url() + "answer/2/").context["levels"]
    assert [str(level.points) for level in written][:4] == ["0.50", "1.50", "2.50", "4.00"]


def test_who_put_which_edition_in_force_stays_and_the_newest_judges(teacher, cast, answers, work):
    colleague = place(UserFactory(name="Ada Colleague"), cast.school_class, "teacher")
    edition(answers[0], by=cast.teacher, **HALVES)
    edition(answers[0], by=colleague, base=2, c1_l1_points="0.25")

    page = " ".join(teacher.get(address(cast)).content.decode().split())

    put = RubricInForce.objects.values_list("rubric__edition", "set_by__name")
    assert list(put) == [(3, "Ada Colleague"), (2, "Helen Marsh")]
    assert [page.count(f"Edition {each}: ") for each in (1, 2, 3)] == [0, 1, 1]
    fresh = answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student")))
    desk = teacher.get(url("desk", fresh))
    assert (rubrics.in_force(fresh).edition, desk.context["form"]["edition"].value()) == (3, 3)


@pytest.mark.parametrize("more", [0, 2])
def test_what_would_change_costs_the_same_for_any_number(teacher, cast, graded, django_assert_num_queries, more):
    for _number in range(more):
        graded(place(UserFactory(), cast.school_class, "student"))

    with django_assert_num_queries(12):
        teacher.post(address(cast), fields(**HALVES))

    assert Answer.objects.filter(question_key="q2").count() == 3 + more
