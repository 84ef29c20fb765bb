import re

import pytest
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.classes.models import Assignment
from classroom.grading import all_answers, roster
from classroom.grading.models import Comment, Grade, GradeEvent, NamesShown, ReleaseItem
from classroom.submissions.models import Answer
from tests.cast import place
from tests.factories import NOW, UserFactory, published
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, on_words, rows, sent, url

HOSTILE = "<script>alert(1)</script>\n</textarea><svg onload=alert(2)>\n<a href='javascript:alert(3)'>here</a>"


@pytest.fixture
def answer(cast, work):
    """A turned-in answer to question 2."""
    return answer_to(work(cast.assignment, cast.student))


@pytest.fixture
def teacher(client, cast):
    """The teacher's browser."""
    client.force_login(cast.teacher)
    return client


def said(response):
    return [str(message) for message in response.context["messages"]]


def bar_of(response):
    """What the bar says of the grade, without the time."""
    return re.search(r"<span data-save-text>([^<]*) \d\d:\d\d:\d\d</span>", response.content.decode())[1]


def test_the_desk_shows_one_answer_with_its_rubric(teacher, answer):
    response = teacher.get(url("desk", answer))

    page = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r'aria-label="(\d, \w[\w ]*)"', page) == 3 * [
        "1, Beginning",
        "2, Developing",
        "3, Secure",
        "4, Excellent",
        "0, Not shown",
    ]
    described = re.findall(r'-says">([^<]+)</p>', page)
    names = ["Beginning", "Developing", "Secure", "Excellent"]
    assert described == [f"{name} {what}." for what in ("understanding", "evidence", "argument") for name in names]
    assert [paragraph.segments[0].text for paragraph in response.context["paragraphs"]] == [
        "The two sides wanted different things.",
        "Neither trusted the other 🕊️ to go first.",
    ]


def test_the_history_tells_the_day_alone_while_names_are_hidden(teacher, cast, answer):
    judge(answer, by=cast.teacher, points=3)
    moment = Grade.objects.get(answer=answer).events.get().at.strftime("%H:%M")

    hidden = teacher.get(url("history", answer)).content.decode()
    teacher.post(below("reveal", answer.submission))
    shown = teacher.get(url("history", answer)).content.decode()

    assert [page.count(moment) for page in (hidden, shown)] == [0, 2]  # in words and for machines
    assert ("25 November 2026" in hidden, "25 November 2026" in shown) == (True, True)


def test_what_the_lesson_says_is_marked_as_its_language(teacher, cast, work):
    Assignment.objects.filter(pk=cast.assignment.pk).update(lesson_version=published(language="vi"))
    cast.assignment.refresh_from_db()

    page = teacher.get(url("desk", answer_to(work(cast.assignment, cast.student)))).content.decode()

    assert '<p class="muted mb-3" lang="vi">Why no agreement?</p>' in page
    assert (page.count('<div class="level" lang="vi">'), page.count('<span lang="vi">')) == (12, 3)
    assert page.count('<div class="level">') == 3  # "Not shown" is Margin’s own


def test_hidden_names_stand_nowhere_in_the_page(teacher, cast, answer):
    """Decision 22: no name, no e-mail, no time, no primary key."""
    student = cast.student
    page = teacher.get(url("desk", answer)).content.decode()
    turned_in_at = answer.submission.turn_in.at.strftime("%H:%M")

    for secret in [student.name, student.get_short_name(), student.username, student.email, turned_in_at]:
        assert secret not in page
    assert set(re.findall(r'value="(\d+)"', page)) == {
        "0",
        "1",
        "2",
        "3",
        "4",
        str(cast.teacher.pk),
    }  # levels, paragraphs, revisions
    keys = {int(number) for number in re.findall(r'(?:value|href|action|id|data-[a-z-]+)="[^"]*?/(\d+)/', page)}
    assert keys <= {1, 2, 3, answer.desk_number, *Answer.objects.values_list("desk_number", flat=True)}


@pytest.mark.parametrize("levels, points", [(("3", "2", "4"), "9.00"), (("0", "0", "0"), "0.00")])
def test_saving_as_done_goes_on_to_the_next_answer_that_waits(teacher, cast, work, answer, levels, points):
    other = answer_to(work(cast.assignment, cast.classmate))

    response = teacher.post(url("desk", answer), sent(levels=levels, done="yes"), follow=True)

    assert response.redirect_chain[-1][0] == url("desk", other)
    assert said(response) == [f"Answer {answer.desk_number}: grade saved."]
    grade = Grade.objects.get()
    assert (str(grade.points), grade.state, grade.answer_id) == (points, "done", answer.pk)


def test_the_last_grade_says_that_every_answer_is_graded(teacher, answer):
    response = teacher.post(url("desk", answer), sent(done="yes"), follow=True)

    assert response.redirect_chain[-1][0] == url("desk", answer)
    assert said(response) == ["Every answer to question 2 is graded."]


def test_a_script_gets_the_next_answer_in_the_reply_and_looking_at_it_is_logged(teacher, cast, work, answer):
    other = answer_to(work(cast.assignment, cast.classmate))
    script = {"HX-Request": "true"}

    draft = teacher.post(url("desk", answer), sent(), headers=script)
    done = teacher.post(url("desk", answer), sent(base=1, done="yes"), headers=script)
    wrong = teacher.post(url("desk", answer), sent(base=2, adjustment="x"), headers=script)
    last = teacher.post(url("desk", other), sent(done="yes"), headers=script)

    replies = [(each.status_code, each.context["place"].answer, each.get("HX-Push-Url")) for each in (draft, done)]
    assert replies == [(200, answer, None), (200, other, url("desk", other))]
    assert [bar_of(each) for each in (draft, done)] == [
        "Draft grade saved",
        f"Answer {answer.desk_number} saved",
    ]
    assert (wrong.status_code, b"data-typed>" in wrong.content, b"data-typed>" in done.content) == (400, True, False)
    assert b"Every answer to question 2 is graded." in last.content
    looked_at = AccessLog.objects.order_by("pk").values_list("subject", flat=True)
    assert list(looked_at) == [cast.student.pk, cast.classmate.pk, cast.classmate.pk]


def test_the_queue_goes_on_where_this_grader_left_off(client, cast, work):
    answers = [answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student"))) for _n in range(4)]
    for number, answer in enumerate(answers, 1):
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)
    judge(answers[1], by=cast.teacher, points=2, done=False)
    judge(answers[2], by=cast.assistant, points=2)

    def queue(person):
        client.force_login(person)
        return client.get(below("queue", answers[0].submission, 2)).url.split("/")[-2]

    assert (queue(cast.teacher), queue(cast.assistant)) == ("2", "4")  # a draft of one's own is not left behind
    judge(answers[1], by=cast.teacher, points=2)
    judge(answers[3], by=cast.teacher, points=2)
    assert (queue(cast.teacher), queue(cast.assistant)) == ("1", "1")  # round to those before
    shown = client.get(reverse("grading:desk", args=[cast.school_class.public_id, "hanoi", 2, 3])).context["roster"]
    assert (shown.previous.desk, shown.next.desk, shown.ungraded.desk) == (2, 4, 1)


def test_single_keys_are_turned_off_by_a_form_in_this_browser(teacher, answer):
    address, switched_on = reverse("grading:keys"), b" checked data-single-keys"
    assert switched_on in teacher.get(address).content

    off = teacher.post(address, {"next": url("desk", answer)})
    pages = [teacher.get(url("desk", answer)).content, teacher.get(address).content]
    on = teacher.post(address, {"on": "on", "next": "https://evil.example/"})
    by_script = teacher.post(address, {"on": "on"}, headers={"Accept": "application/json"})

    assert (by_script.status_code, by_script.cookies["keys"].value) == (204, "")
    assert (off.url, off.cookies["keys"].value, on.url) == (url("desk", answer), "off", "/")
    assert [switched_on in page for page in [*pages, teacher.get(url("desk", answer)).content]] == [False, False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_all_answers_to_a_question_stand_on_one_page(teacher, cast, work, count, django_assert_num_queries):
    texts = ["", *["The two sides."] * count]
    students = [place(UserFactory(), cast.school_class, "student") for _text in texts]
    works = [work(cast.assignment, student, text=text) for student, text in zip(students, texts, strict=True)]
    answers = [answer_to(submission) for submission in works[1:]]
    for answer in answers:
        judge(answer, by=cast.teacher, points=2, comment="Good whole.")
        teacher.post(url("comment", answer), on_words())
    address = below("answers", answers[0].submission, 2)
    teacher.get(address)
    looks = AccessLog.objects.count()

    with django_assert_num_queries(10):
        response = teacher.get(address)

    page = response.content.decode()
    shown = [each.answer.desk_number for each in response.context["page_obj"]]
    assert shown == sorted(answer.desk_number for answer in answers)
    counted = [page.count(words) for words in ("Good whole.", "Well seen.", "6 of 12", "two <span")]
    assert counted == [count] * 4
    assert "1 more has no word in it." in page
    assert [answer for answer in answers if answer.submission.student.name in page] == []
    assert AccessLog.objects.count() - looks == count


def test_all_answers_are_paged_and_none_is_said(teacher, cast, work, write, monkeypatch):
    monkeypatch.setattr(all_answers, "ROWS", 2)  # a limit, not our code
    draft = write(cast.assignment, cast.classmate, text="Still mine.")
    none = teacher.get(below("answers", draft, 2))
    for _number in range(3):
        work(cast.assignment, place(UserFactory(), cast.school_class, "student"))

    pages = [teacher.get(below("answers", draft, 2) + f"?page={page}").context["page_obj"] for page in ("2", "99", "x")]

    assert (b"No answers to read yet" in none.content, b"Still mine." in none.content) == (True, False)
    assert [(page.number, len(page.object_list)) for page in pages] == [(2, 1), (2, 1), (1, 2)]


def test_a_draft_grade_stays_on_the_answer_and_in_the_form(teacher, answer):
    response = teacher.post(url("desk", answer), sent(adjustment="+0.5", adjustment_reason="Style."), follow=True)

    form = response.context["form"]
    kept = [form[name].value() for name in ("base", "level-evidence", "comment", "adjustment", "adjustment_reason")]
    assert kept == [1, "2", "Clear.", "+0.5", "Style."]
    assert (Grade.objects.get().state, response.context["grade"].revision) == ("draft", 1)


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"adjustment": "10,5"}, "adjustment"),
        ({"adjustment": "NaN"}, "adjustment"),
        ({"adjustment": "1e309"}, "adjustment"),
        ({"adjustment": "9" * 400}, "adjustment"),
        ({"adjustment": "-10"}, "adjustment"),
        ({"adjustment": "4"}, "adjustment"),
        ({"adjustment": "0.001"}, "adjustment"),
        ({"adjustment": "١"}, "adjustment"),
        ({"adjustment": "1", "adjustment_reason": ""}, "adjustment_reason"),
        ({"level-evidence": "-1"}, "level-evidence"),
        ({"level-evidence": "5"}, "level-evidence"),
        ({"level-evidence": "NaN"}, "level-evidence"),
        ({"level-evidence": "", "done": "yes"}, "level-evidence"),
        ({"comment": "x" * 4001}, "comment"),
        ({"comment": "\x00"}, "comment"),
        ({"base": "-1"}, "base"),
        ({"base": "9" * 400}, "base"),
        ({"base": "one"}, "base"),
        ({"read": ""}, "read"),
    ],
)
def test_a_value_that_cannot_stand_is_a_400_with_the_form_kept(teacher, answer, wrong, field):
    """W9."""
    judge(answer, by=answer.assignment.created_by, points=2, comment="Old.")
    before = rows()
    form = sent(base=1, comment="Mine.", adjustment_reason="Because.") | wrong

    response = teacher.post(url("desk", answer), form)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    kept = response.context["form"]["level-understanding"].value()
    assert (kept, response.context["form"]["comment"].value()) == ("3", form["comment"])
    assert rows() == before


def test_the_second_of_two_graders_sees_the_firsts_grade_beside_what_they_typed(teacher, cast, answer):
    """W2 on the screen: 409 with the other's values, one's own text kept, and a knowing save that puts it through."""
    judge(answer, by=cast.assistant, points=1, comment="The first comment.")
    before = rows()
    mine = sent(base=0, comment="My own comment.", done="yes")

    response = teacher.post(url("desk", answer), mine)

    page = response.content.decode()
    assert (response.status_code, rows()) == (409, before)
    assert response.context["theirs"]["points"] == "3.00"
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in ["Sam saved a grade while you had this answer open.", "Points 3", "Evidence 1, Beginning"]:
        assert words in shown
    assert "The first comment." in page
    form = response.context["form"]
    assert (form["comment"].value(), form["base"].value(), form["level-argument"].value()) == (
        "My own comment.",
        "1",
        "4",
    )
    teacher.post(url("desk", answer), mine | {"base": form["base"].value()})
    assert Grade.objects.get().points == 9


def test_a_draft_is_neither_read_nor_graded(teacher, cast, write):
    """W4."""
    draft = answer_to(write(cast.assignment, cast.student, text="Still mine."))
    before = rows()

    answers = [
        teacher.get(url("desk", draft)),
        teacher.post(url("desk", draft), sent()),
        teacher.post(url("comment", draft), on_words()),
        teacher.get(url("history", draft)),
    ]

    assert [response.status_code for response in answers] == [409, 409, 409, 409]
    assert [b"Still mine." in response.content for response in answers] == [False] * 4
    assert [b"Clear." in answers[1].content, b"Well seen." in answers[2].content] == [True, True]  # what was typed
    assert rows() == before


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_words_turned_in_anew_are_read_first_and_nothing_typed_is_lost(teacher, answer, headers):
    before = rows()

    graded = teacher.post(url("desk", answer), sent(read=7, done="yes"))
    commented = teacher.post(url("comment", answer), on_words(read=7, start=3, end=5), headers=headers)

    assert (graded.status_code, commented.status_code, rows()) == (409, 409, before)
    form, other = graded.context["form"], commented.context["comment_form"]
    assert [form[name].value() for name in ("read", "base", "comment", "level-evidence")] == ["1", "0", "Clear.", "2"]
    assert [other[name].value() for name in ("read", "start", "end", "body")] == ["1", "", "", "Well seen."]
    for response in (graded, commented):
        assert b"Other words have been turned in since you opened this answer." in response.content


def test_an_answer_without_words_has_no_grading_box(teacher, cast, work):
    empty = answer_to(work(cast.assignment, cast.student, text=""))

    response = teacher.get(url("desk", empty))

    assert b'id="grade"' not in response.content
    assert [(group.label, group.count) for group in response.context["roster"].groups] == [("No answer", 1)]
    assert teacher.post(url("desk", empty), sent()).status_code == 409
    assert teacher.post(url("comment", empty), on_words()).status_code == 409


def test_released_work_is_changed_only_with_a_reason(teacher, cast, answer):
    judge(answer, by=cast.teacher, points=2)
    release = answer.assignment.releases.create(by=cast.teacher, at=NOW, visible_from=NOW)
    ReleaseItem.objects.create(release=release, submission=answer.submission, frozen={"points": "6.00"})

    refused = teacher.post(url("desk", answer), sent(base=1))
    teacher.post(url("desk", answer), sent(base=1, reason="Misread."))

    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["reason"])
    assert list(GradeEvent.objects.order_by("pk").values_list("reason", flat=True)) == ["", "Misread."]
    assert ReleaseItem.objects.get().frozen == {"points": "6.00"}


def test_extra_fields_change_nothing_but_the_grade(teacher, cast, answer):
    """A8."""
    extra = {"grader": cast.assistant.pk, "points": "12", "state": "done", "answer": "1", "counts": "", "student": "1"}

    teacher.post(url("desk", answer), sent() | extra)

    grade = Grade.objects.get()
    assert (grade.grader, str(grade.points), grade.state, grade.answer_id) == (cast.teacher, "9.00", "draft", answer.pk)


# Access.

PAGES = [("desk", []), ("history", []), ("comment", []), ("comment-edit", [1]), ("comment-delete", [1])]


@pytest.mark.parametrize(
    "persona, status",
    [
        (None, 302), ("student", 403), ("classmate", 403), ("removed", 403), ("other_student", 404),
        ("other_teacher", 404), ("content_admin", 404), ("superuser", 404),
    ],
)  # fmt: skip
def test_only_the_class_staff_opens_or_posts_at_the_desk(client, cast, answer, persona, status):
    """A3, A4: also with every field of the form."""
    if persona:
        client.force_login(getattr(cast, persona))
    before = rows()
    addresses = [url(name, answer, *more) for name, more in PAGES]
    addresses += [below(name, answer.submission) for name in ("wrap-up", "reveal", "hide")]
    addresses += [below("queue", answer.submission, 2), below("letter", answer.submission, 1)]

    got = {
        client.get(address).status_code
        for address in addresses
        if "/hide/" not in address and address[-10:] != "/comments/"
    }
    posted = {
        client.post(address, sent() | on_words()).status_code for address in addresses if "/history/" not in address
    }

    sent_back = status if persona else 401  # the comment is on the page that says so
    assert (got, posted - {405}) == ({status}, {sent_back})
    assert rows() == before


def test_an_assistant_grades_and_comments_but_shows_no_names(client, cast, answer):
    """Decision 3."""
    client.force_login(cast.assistant)

    assert client.post(url("desk", answer), sent()).status_code == 302
    assert client.post(url("comment", answer), on_words()).status_code == 302
    refused = [client.get(below("reveal", answer.submission)), client.post(below("reveal", answer.submission))]
    refused += [client.post(below("hide", answer.submission))]
    assert [response.status_code for response in refused] == [403, 403, 403]
    assert NamesShown.objects.count() == 0
    assert b"Show names" not in client.get(url("desk", answer)).content


def test_ids_of_different_parents_in_one_address_find_nothing(teacher, cast, work, answer):
    """A6: by somebody who teaches both classes."""
    place(cast.teacher, cast.other_class, "teacher")
    other = answer_to(work(cast.other_assignment, cast.other_student))
    here, there = cast.school_class.public_id, cast.other_class.public_id
    before = rows()

    for name, more in [("desk", []), ("history", []), ("comment", []), ("comment-edit", [1]), ("comment-delete", [1])]:
        for args in [
            [here, "rivers", 2, other.desk_number], [there, "hanoi", 2, answer.desk_number],
            [here, "hanoi", 1, answer.desk_number], [here, "hanoi", 2, other.desk_number],
            [here, "hanoi", 9, answer.desk_number],
        ]:  # fmt: skip
            address = reverse(f"grading:{name}", args=[*args, *more])
            assert teacher.post(address, sent() | on_words()).status_code in {404, 405}
            assert name == "comment" or teacher.get(address).status_code == 404
    assert rows() == before


def test_reading_changes_nothing_and_is_logged(teacher, cast, answer):
    """A10, P1."""
    judge(answer, by=cast.teacher, points=2)
    teacher.post(url("comment", answer), on_words())
    before = rows()
    looks = AccessLog.objects.count()

    for name, more in [("desk", []), ("history", []), ("comment-edit", [1]), ("comment-delete", [1])]:
        assert teacher.get(url(name, answer, *more)).status_code == 200
        assert teacher.head(url(name, answer, *more)).status_code == 200
    assert teacher.get(below("queue", answer.submission, 2)).status_code == 302
    assert teacher.get(below("reveal", answer.submission)).status_code == 200

    assert rows() == before
    logged = list(AccessLog.objects.order_by("pk").values_list("viewer", "subject", "what"))[looks:]
    assert logged == 8 * [(cast.teacher.pk, cast.student.pk, f"answer {answer.pk} on the grading desk")]


# The list.


def test_the_list_groups_by_state_in_the_order_of_desk_numbers(teacher, cast, work):
    states = {}
    for number, name in enumerate(["waits", "graded", "returned", "empty", "waits too"]):
        student = place(UserFactory(), cast.school_class, "student")
        submission = work(cast.assignment, student, text="" if name == "empty" else "Some words.")
        states[name] = answer_to(submission)
        Answer.objects.filter(pk=states[name].pk).update(desk_number=900 - number)
        states[name].refresh_from_db()
    for name in ["graded", "returned"]:
        judge(states[name], by=cast.teacher, points=2)
    release = cast.assignment.releases.create(by=cast.teacher, at=NOW, visible_from=NOW)
    ReleaseItem.objects.create(release=release, submission=states["returned"].submission, frozen={})

    shown = teacher.get(url("desk", states["waits"])).context["roster"]

    assert [(group.label, [row.spot.desk for row in group.entries]) for group in shown.groups] == [
        ("To grade", [896, 900]),
        ("Graded, not released", [899]),
        ("Returned", [898]),
        ("No answer", [897]),
    ]
    assert (shown.graded, shown.total, shown.previous.desk, shown.next) == (2, 4, 899, None)


def test_a_long_list_is_shown_by_pages_around_the_answer(teacher, cast, work, monkeypatch):
    monkeypatch.setattr(roster, "ROWS", 2)  # a limit, not our code
    answers = [answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student"))) for _n in range(5)]
    numbers = sorted(answer.desk_number for answer in answers)
    last = Answer.objects.get(desk_number=numbers[-1], question__position=2)

    shown = teacher.get(url("desk", last)).context["roster"]
    first = teacher.get(url("desk", last) + "?page=1").context["roster"]
    beyond = teacher.get(url("desk", last) + "?page=99").context["roster"]

    assert [row.spot.desk for row in shown.groups[0].entries] == numbers[4:]
    assert (shown.page, shown.pages, shown.groups[0].count) == (3, 3, 5)
    assert [row.spot.desk for row in first.groups[0].entries] == numbers[:2]
    assert beyond.page == 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("names", [False, True])
def test_the_desk_costs_the_same_for_any_number(teacher, cast, work, count, names, django_assert_num_queries):
    cast.assignment.names_hidden = not names
    cast.assignment.save()
    for _number in range(count):
        answer = answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student")))
        judge(answer, by=cast.teacher, points=2, comment="Good.")
        for words in ["two sides", "wanted different"][:count]:
            teacher.post(url("comment", answer), on_words(words=words))
    teacher.get(url("desk", answer))

    with django_assert_num_queries(11):
        teacher.get(url("desk", answer))
    with django_assert_num_queries(8):
        teacher.get(url("history", answer))


def test_the_queue_without_answers_says_so(teacher, cast, write):
    draft = write(cast.assignment, cast.student)

    response = teacher.get(below("queue", draft, 1))

    assert (response.status_code, response.templates[0].name) == (200, "grading/no_answers.html")
    assert teacher.get(below("queue", draft, 7)).status_code == 404


# Names.


def test_names_are_shown_after_a_confirmed_and_kept_post(teacher, cast, answer):
    assert cast.student.name.encode() not in teacher.get(below("reveal", answer.submission)).content

    response = teacher.post(below("reveal", answer.submission), {"next": url("desk", answer)}, follow=True)

    assert response.redirect_chain == [(url("desk", answer), 302)]
    page = response.content.decode()
    assert page.count("Linh Trần") == 2
    assert "turned in Wednesday 25 November, 12:00" in re.sub(r"\s+", " ", page)
    shown = NamesShown.objects.get()
    assert (shown.by, shown.assignment, shown.hidden_again_at) == (cast.teacher, cast.assignment, None)

    teacher.post(below("reveal", answer.submission))
    assert NamesShown.objects.count() == 1
    teacher.post(below("hide", answer.submission))
    assert NamesShown.objects.get().hidden_again_at is not None
    assert b"Linh" not in teacher.get(url("desk", answer)).content


def test_names_shown_to_one_teacher_stay_hidden_for_others_and_for_who_teaches_no_more(client, cast, answer):
    colleague = place(UserFactory(), cast.school_class, "teacher")
    client.force_login(cast.teacher)
    client.post(below("reveal", answer.submission))
    client.force_login(colleague)
    assert b"Linh" not in client.get(url("desk", answer)).content

    cast.teacher.enrollments.update(role="assistant")
    client.force_login(cast.teacher)
    assert b"Linh" not in client.get(url("desk", answer)).content


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_this_site(teacher, answer, wanted):
    response = teacher.post(below("reveal", answer.submission), {"next": wanted})

    assert response.url == below("queue", answer.submission, 1)


# Comments.


def test_a_comment_on_typed_words_stands_beside_its_paragraph(teacher, answer):
    response = teacher.post(url("comment", answer), on_words(), follow=True)

    assert response.redirect_chain == [(url("desk", answer) + "#c1", 302)]
    page = response.content.decode()
    assert '<mark class="hl hl-good">two <span class="nb">sides<a class="ref" href="#c1" id="r1"' in page
    article = re.search(r'<article class="comment" id="c1" aria-labelledby="c1-on">(.*?)</article>', page, re.DOTALL)
    assert re.sub(r"<[^>]+>", "", article[1]).strip().startswith("On ‘two sides’: Strength.")


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"words": "nobody"}, "words"), ({"words": "t"}, "words"), ({"words": ""}, "words"),
        ({"paragraph": "7"}, "paragraph"), ({"kind": "praise"}, "kind"), ({"body": ""}, "body"),
        ({"start": "5", "end": "2"}, "words"), ({"start": "0", "end": "9" * 300}, "end"), ({"start": "-1"}, "start"),
        ({"read": "x"}, "read"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_comment_that_cannot_stand_is_a_400_with_the_form_kept(teacher, answer, wrong, field, headers):
    before = rows()

    response = teacher.post(url("comment", answer), on_words() | wrong, headers=headers)

    form = response.context["comment_form"]
    assert (response.status_code, list(form.errors), rows()) == (400, [field], before)
    assert form["body"].value() == (on_words() | wrong)["body"]
    assert (b"<html" in response.content) == (not headers)


def test_a_selection_by_script_comes_back_as_a_fragment_with_the_new_comment_in_focus(teacher, answer):
    selection = {"start": "4", "end": "60", "words": "", "kind": "question"}

    response = teacher.post(url("comment", answer), on_words(**selection), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (200, "grading/_sheet.html")
    assert 'id="c1" aria-labelledby="c1-on" tabindex="-1" autofocus' in page
    assert "the rest of the selection was left out" in page
    assert Comment.objects.get().quote == "two sides wanted different things."


def test_comments_are_numbered_by_where_they_stand_and_named_by_when_they_came(teacher, answer):
    for words, body in [("wanted", "Second."), ("two sides", "First.")]:
        teacher.post(url("comment", answer), on_words(words=words, body=body))
    rows_of = teacher.get(url("desk", answer)).context["paragraphs"][0].comments
    assert [(note.number, note.body, note.source.ordinal) for note in rows_of] == [(1, "First.", 2), (2, "Second.", 1)]

    teacher.post(url("comment-delete", answer, 1), {"base": "1"})
    response = teacher.post(
        url("comment-edit", answer, 2), {"base": "1", "kind": "next_step", "body": "Else."}, follow=True
    )

    assert response.redirect_chain == [(url("desk", answer) + "#c1", 302)]
    assert list(Comment.objects.standing().values_list("kind", "body")) == [("next_step", "Else.")]
    assert teacher.get(url("comment-edit", answer, 1)).status_code == 404
    assert teacher.get(url("comment-edit", answer, 3)).status_code == 404


def test_a_comment_changed_meanwhile_shows_the_others_words_beside_ones_own(teacher, cast, answer):
    teacher.post(url("comment", answer), on_words())
    teacher.post(url("comment-edit", answer, 1), {"base": "1", "kind": "strength", "body": "Theirs."})
    before = rows()
    mine = {"base": "1", "kind": "question", "body": "Mine."}

    response = teacher.post(url("comment-edit", answer, 1), mine)

    assert (response.status_code, rows()) == (409, before)
    assert b"Theirs." in response.content
    assert (response.context["form"]["body"].value(), response.context["form"]["base"].value()) == ("Mine.", "2")
    assert teacher.post(url("comment-delete", answer, 1), {"base": "1"}).status_code == 409
    assert rows() == before


def test_words_for_a_comment_that_was_deleted_meanwhile_are_given_back(teacher, answer):
    teacher.post(url("comment", answer), on_words())
    teacher.post(url("comment-delete", answer, 1), {"base": "1"})
    before = rows()

    response = teacher.post(
        url("comment-edit", answer, 1), {"base": "1", "kind": "strength", "body": "Mine, at length."}
    )

    assert (response.status_code, response.templates[0].name, rows()) == (409, "409.html", before)
    assert b"Mine, at length." in response.content


def test_a_comment_that_says_something_else_by_now_is_asked_about_again(teacher, answer):
    teacher.post(url("comment", answer), on_words())
    teacher.post(url("comment-edit", answer, 1), {"base": "1", "kind": "question", "body": "Theirs."})

    asked = teacher.post(url("comment-delete", answer, 1), {"base": "1"})
    teacher.post(url("comment-delete", answer, 1), {"base": asked.context["form"]["base"].value()})

    assert (asked.status_code, b"Theirs." in asked.content) == (409, True)
    assert Comment.objects.standing().count() == 0


def test_the_comment_on_the_whole_is_not_reached_as_one_on_words(teacher, cast, answer):
    judge(answer, by=cast.teacher, points=2, comment="On the whole.")

    assert teacher.get(url("comment-edit", answer, 1)).status_code == 404


def test_hostile_texts_are_shown_as_typed(teacher, cast, work):
    """C1 and C2, on each page of the desk."""
    answer = answer_to(work(cast.assignment, cast.student, text=HOSTILE))
    teacher.post(url("comment", answer), on_words(words="alert(1)", body=HOSTILE))
    teacher.post(url("desk", answer), sent(comment=HOSTILE, adjustment="-1", adjustment_reason=HOSTILE))
    teacher.post(below("reveal", answer.submission))
    enrollment = cast.student.enrollments.get().pk
    teacher.post(below("letter", answer.submission, enrollment), {"base": "0", "body": HOSTILE})

    pages = [teacher.get(url(name, answer, *more)) for name, more in PAGES if name != "comment"]
    pages += [teacher.get(below("letter", answer.submission, enrollment))]
    pages += [teacher.post(url("desk", answer), sent(base=0, comment=HOSTILE + "!"))]
    pages += [teacher.post(url("comment", answer), on_words(words="nobody", body=HOSTILE))]

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 200, 409, 400]
    for page in pages:
        text = page.content.decode()
        assert [bad for bad in ["<script>alert", "<svg onload", "<a href='javascript"] if bad in text] == []
        assert "alert(" in text
