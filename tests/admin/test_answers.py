"""An answer in the admin: whom it names, what it shows, and grading it with the checks of the desk."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.grading.actions import names
from classroom.grading.admin.hiding import address_of, answer_url
from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent
from tests.factories import NOW
from tests.grading.rubric import edition

TOKEN = r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]+"'
CHANGELIST = "admin:submissions_answer_changelist"


BAD = [
    {"adjustment": "-10", "adjustment_reason": "Too much"}, {"adjustment": "4", "adjustment_reason": "Too much"},
    {"adjustment": "NaN"}, {"adjustment": "1e309"}, {"adjustment": "10,5"}, {"adjustment": "9" * 400},
    {"adjustment": "1"}, {"base": ""}, {"base": "-1"}, {"base": "9" * 30}, {"level-evidence": "9"},
    {"level-evidence": ""}, {"comment": "x" * 4001}, {"read": "x"}, {"comment": "\0"},
]  # fmt: skip


def listed(response) -> list[object]:
    return list(response.context["cl"].result_list)


def row_of(grade: Grade) -> dict[str, object]:
    """A grade with its marks, comment and history as values that two paths can be compared by."""
    events = GradeEvent.objects.filter(grade=grade).values("by", "old", "new", "reason", "at")
    marks = CriterionMark.objects.filter(grade=grade).values("criterion__key", "level__position", "points")
    comments = Comment.objects.filter(answer=grade.answer).values("body", "start", "author", "revision")
    fields = ("state", "points", "adjustment", "adjustment_reason", "revision", "grader", "purpose", "counts")
    return {
        "grade": {name: str(getattr(grade, name)) for name in fields},
        "marks": list(marks),
        "comments": list(comments),
        "events": list(events),
    }


def test_list_shows_a_teacher_the_answers_of_classes_taught_alone(client, cast, work):
    own = work(cast.assignment, cast.student)
    work(cast.other_assignment, cast.other_student)
    client.force_login(cast.teacher)

    response = client.get(reverse(CHANGELIST))

    assert [answer.submission_id for answer in listed(response)] == [own.pk] * 3


def test_list_of_a_superuser_has_every_class(client, cast, work):
    work(cast.assignment, cast.student)
    work(cast.other_assignment, cast.other_student)
    client.force_login(cast.superuser)

    assert len(listed(client.get(reverse(CHANGELIST)))) == 6


def test_hidden_names_stand_nowhere_in_list_or_page(client, cast, work, answer_of):
    submission = work(cast.assignment, cast.student)
    answer = answer_of(submission)
    client.force_login(cast.teacher)

    pages = [client.get(reverse(CHANGELIST)), client.get(answer_url(answer))]

    for page in pages:
        assert page.status_code == 200
        source = page.content.decode()
        assert f"Answer {answer.desk_number}" in source
        for secret in ("Linh", "linh", f"submission/{submission.pk}/", f"answer/{answer.pk}/", "_selected"):
            assert secret not in source


def test_names_stand_once_the_teacher_chose_to_see_them(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)

    for url in (reverse(CHANGELIST), answer_url(answer)):
        assert "Linh Trần" in client.get(url).content.decode()


def test_names_are_hidden_from_a_superuser_who_teaches_the_class_and_from_no_other(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.superuser)
    assert "Linh Trần" in client.get(answer_url(answer)).content.decode()

    cast.teacher.is_superuser = True
    cast.teacher.save()
    client.force_login(cast.teacher)

    assert "Linh" not in client.get(answer_url(answer)).content.decode()


@pytest.mark.parametrize("search", ["Linh", "linh"])
def test_searching_for_a_hidden_name_finds_nothing(client, cast, work, search):
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    assert listed(client.get(reverse(CHANGELIST), {"q": search})) == []


def test_searching_by_number_finds_that_answer(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)

    found = listed(client.get(reverse(CHANGELIST), {"q": str(answer.desk_number), "question": "1"}))

    assert found == [answer]


def test_list_answers_no_question_that_its_filters_do_not_ask(client, cast, work):
    submission = work(cast.assignment, cast.student)
    client.force_login(cast.teacher)
    asked = ["submission", "submission_id", "submission__student", "submission__student__name__startswith", "id",
             "text__startswith", "saved_at__gt", "words"]  # fmt: skip

    statuses = {name: client.get(reverse(CHANGELIST), {name: submission.pk}).status_code for name in asked}

    assert statuses == dict.fromkeys(asked, 400)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"stage": "to-grade"}, 2), ({"stage": "graded"}, 1), ({"stage": "draft"}, 3), ({"question": "2"}, 2),
        ({"class": "nowhere"}, 0), ({"late": "no"}, 3), ({"assignment": "a.b"}, 0),
    ],
)  # fmt: skip
def test_list_is_narrowed_by_its_filters(client, cast, work, write, answer_of, judge, filters, count):
    judge(answer_of(work(cast.assignment, cast.student)), cast.teacher)
    write(cast.assignment, cast.classmate)
    client.force_login(cast.teacher)

    assert len(listed(client.get(reverse(CHANGELIST), filters))) == count


@pytest.mark.parametrize("name", ["stage", "question", "late", "class", "assignment", "q", "p", "o"])
def test_list_withstands_whatever_its_address_says(client, cast, work, name):
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    statuses = {
        value: client.get(reverse(CHANGELIST), {name: value}, follow=True).status_code
        for value in ["0", "x", "1 OR 1=1", "9" * 40, "-1", "\0", "NaN"]
    }

    assert set(statuses.values()) == {200}, statuses


def test_draft_shows_words_and_state_but_no_text(client, cast, write, answer_of):
    answer = answer_of(write(cast.assignment, cast.student, text="A secret beginning."))
    client.force_login(cast.teacher)

    pages = client.get(reverse(CHANGELIST)).content.decode() + client.get(answer_url(answer)).content.decode()

    assert "secret beginning" not in pages
    assert "Not turned in yet" in pages


def test_draft_cannot_be_graded(client, cast, write, answer_of, typed):
    answer = answer_of(write(cast.assignment, cast.student))
    client.force_login(cast.teacher)

    response = client.post(answer_url(answer), typed(answer))

    assert response.status_code == 409
    assert Grade.objects.count() == 0


def test_text_is_shown_as_it_was_typed(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student, text="<script>alert(1)</script> & two  spaces"))
    client.force_login(cast.teacher)

    source = client.get(answer_url(answer)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; two  spaces" in source
    assert "<script>alert" not in source


def test_page_shows_question_and_model_answer(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)

    response = client.get(answer_url(answer))

    assert "Model answer to Objectives." in response.content.decode()
    assert "Secure understanding." in response.content.decode()


def test_looking_at_an_answer_is_logged_for_superusers_too(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    for viewer in (cast.teacher, cast.superuser):
        client.force_login(viewer)

        response = client.get(answer_url(answer))

        row = AccessLog.objects.get(viewer=viewer)
        assert (row.subject, row.what) == (cast.student, f"answer {answer.pk} in the admin")
        assert row.request_id == response["X-Request-ID"]


def test_grading_writes_the_same_rows_as_the_screen(client, cast, work, answer_of, typed):
    by_screen = answer_of(work(cast.assignment, cast.student))
    by_admin = answer_of(work(cast.assignment, cast.classmate))
    said = {"adjustment": "-0.5", "adjustment_reason": "Dates", "comment": "Well argued."}
    said |= {"level-evidence": "", "points-evidence": "2.75", "comment-evidence": "Name the source."}
    client.force_login(cast.teacher)
    school_class, slug = cast.school_class.public_id, cast.assignment.slug
    desk = reverse("grading:desk", args=[school_class, slug, 1, by_screen.desk_number])

    client.post(desk, typed(by_screen, **said))
    response = client.post(answer_url(by_admin), typed(by_admin, **said))

    assert (response.status_code, response["Location"]) == (302, answer_url(by_admin))
    screen, admin = (Grade.objects.get(answer=answer) for answer in (by_screen, by_admin))
    assert row_of(admin) == row_of(screen)
    assert admin.points == Decimal("8.25")
    assert [event.path for event in GradeEvent.objects.order_by("pk")] == ["screen", "admin"]


@pytest.mark.parametrize(
    "done, said",
    [
        ({"done": "yes"}, "Saved. The student sees it once it is released."),
        ({}, "Saved as a draft. Tick “Done” when it is ready to be released."),
    ],
)
def test_saving_says_whether_the_grade_is_ready(client, cast, work, answer_of, typed, done, said):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)
    form = {name: value for name, value in typed(answer).items() if name != "done"}

    response = client.post(answer_url(answer), form | done, follow=True)

    assert [str(each) for each in response.context["messages"]] == [said]


def test_words_turned_in_anew_are_read_first_and_the_next_save_goes_through(client, cast, work, answer_of, typed):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)
    said = {"paragraph": 1, "words": "two sides", "kind": "question", "body": "Kept words"}

    graded = client.post(answer_url(answer), typed(answer, read=7, comment="My own words"))
    commented = client.post(answer_url(answer, "comment"), said | {"read": 7})

    assert (graded.status_code, commented.status_code, Grade.objects.count()) == (409, 409, 0)
    forms = graded.context["form"], commented.context["comment_form"]
    assert [(form["read"].value(), reason in str(form.errors)) for form in forms for reason in ["Read them first"]] == [
        ("1", True), ("1", True)
    ]  # fmt: skip
    assert (forms[0]["comment"].value(), forms[1]["body"].value()) == ("My own words", "Kept words")


def test_stale_save_shows_both_and_changes_nothing(client, cast, work, answer_of, judge, typed):
    answer = answer_of(work(cast.assignment, cast.student))
    mine = typed(answer, comment="My own words")
    judge(answer, cast.assistant, comment="Theirs stand")
    before = row_of(Grade.objects.get(answer=answer))
    client.force_login(cast.teacher)

    response = client.post(answer_url(answer), mine)

    assert response.status_code == 409
    source = response.content.decode()
    assert "Theirs stand" in source
    assert "My own words" in source
    assert "Saved by Sam" in source
    assert row_of(Grade.objects.get(answer=answer)) == before

    again = client.post(answer_url(answer), mine | {"base": response.context["form"]["base"].value()})

    assert again.status_code == 302
    assert Comment.objects.standing().get(answer=answer).body == "My own words"


def test_a_page_of_an_older_rubric_saves_nothing_and_keeps_what_was_typed(client, cast, work, answer_of, typed):
    answer = answer_of(work(cast.assignment, cast.student))
    mine = typed(answer, comment="My own words", edition=1)
    edition(answer, by=cast.teacher, c1_l1_name="", c1_l3_points="3.5")
    client.force_login(cast.teacher)

    response = client.post(answer_url(answer), mine)

    form = response.context["form"]
    assert (response.status_code, Grade.objects.count()) == (409, 0)
    assert [form[name].value() for name in ("comment", "edition", "level-understanding")] == ["My own words", "2", "2"]
    again = client.post(answer_url(answer), mine | {"edition": 2, "level-understanding": "2"})
    assert (again.status_code, Grade.objects.get().points) == (302, Decimal("9.50"))


def test_bad_value_is_a_400_and_changes_nothing(client, cast, work, answer_of, judge, typed):
    answer = answer_of(work(cast.assignment, cast.student))
    judge(answer, cast.teacher)
    before = row_of(Grade.objects.get(answer=answer))
    client.force_login(cast.teacher)

    for bad in BAD:
        response = client.post(answer_url(answer), typed(answer) | bad)

        assert response.status_code == 400, bad
        assert row_of(Grade.objects.get(answer=answer)) == before


def test_extra_fields_change_nothing_else(client, cast, work, answer_of, typed):
    submission = work(cast.assignment, cast.student)
    answer = answer_of(submission)
    client.force_login(cast.teacher)

    client.post(answer_url(answer), typed(answer, points="12", text="Mine now", state="returned", submission="1"))

    answer.refresh_from_db()
    submission.refresh_from_db()
    assert (answer.text.splitlines()[0], submission.state) == ("The two sides wanted different things.", "turned_in")
    assert Grade.objects.get(answer=answer).points == Decimal("9.00")


def test_addresses_that_name_no_answer_are_a_404(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)
    known = address_of(answer)
    wrong = ["1", "a.b.c.d", "a.b.c", f"{known}0", f"{known}.1", "\0.a.b.1", "9.9.9.-1", f"{known}/x"]

    urls = [reverse("admin:submissions_answer_change", args=[address]) for address in wrong]

    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


def test_teacher_of_another_class_and_a_missing_answer_get_the_same_404(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.other_teacher)
    missing = reverse("admin:submissions_answer_change", args=["nowhere.hanoi.q1.1"])

    found, not_found = client.get(answer_url(answer)), client.get(missing)

    assert (found.status_code, not_found.status_code) == (404, 404)
    own = "|".join([TOKEN, re.escape(answer_url(answer)), re.escape(missing)])
    assert re.sub(own, "", found.content.decode()) == re.sub(own, "", not_found.content.decode())
    assert AccessLog.objects.count() == 0


def test_an_answer_with_nothing_written_is_not_graded(client, cast, work, answer_of, typed):
    answer = answer_of(work(cast.assignment, cast.student, text=""))
    client.force_login(cast.teacher)

    assert "Nothing was written here" in client.get(answer_url(answer)).content.decode()
    assert client.post(answer_url(answer), typed(answer)).status_code == 409


def test_history_leads_to_the_events_of_that_answer(client, cast, work, answer_of, judge):
    answer = answer_of(work(cast.assignment, cast.student))
    judge(answer, cast.teacher)
    judge(answer_of(work(cast.assignment, cast.classmate), 2), cast.teacher)
    client.force_login(cast.teacher)

    response = client.get(answer_url(answer, "history"), follow=True)

    assert [event.answer for event in listed(response)] == [answer]
