"""All that one has said, and saying it otherwise in every use that was not released."""

from hashlib import md5

import pytest
from django.urls import reverse

from classroom.grading import own_comments
from classroom.grading.actions import grades
from classroom.grading.actions.rewording import reword
from classroom.grading.models import Comment, Grade, GradeEvent, ReleaseItem
from classroom.http import Refused
from tests.at_once import THREADS, reasons, together
from tests.cast import place
from tests.factories import NOW, UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, on_words, rows, url

OLD, NEW = "Name the fact.", "Name the fact, and its paragraph."


def address(body=OLD):
    return reverse("grading:own-comment", args=[md5(body.encode(), usedforsecurity=False).hexdigest()])


@pytest.fixture
def teacher(client, cast):
    """The teacher's browser."""
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def said(cast, work):
    """Says words on the whole of a new student's answer."""

    def saying(body=OLD, *, by=cast.teacher, n=2, assignment=cast.assignment, **more):
        answer = answer_to(work(assignment, place(UserFactory(), assignment.school_class, "student")), n)
        judge(answer, by=by, points=2, comment=body, **more)
        return answer

    return saying


def release(answer):
    made = answer.assignment.releases.create(by=answer.assignment.created_by, at=NOW, visible_from=NOW)
    return ReleaseItem.objects.create(release=made, submission=answer.submission, frozen={})


def seen_by(person, body=OLD):
    return own_comments.uses_of(person, body).seen


def bodies(*answers):
    return [Comment.objects.standing().on_the_whole().get(answer=answer).body for answer in answers]


def test_each_comment_is_listed_once_with_its_uses_and_found_by_its_words(teacher, cast, said):
    place(cast.teacher, cast.other_class, "teacher")
    for more in ({}, {"n": 1}, {"assignment": cast.other_assignment}):
        said(**more)
    said("Say who & why.")
    said("<svg onload=alert(1)>")
    said("Not mine.", by=cast.assistant)

    def listed(q=""):
        page = teacher.get(reverse("grading:own-comments"), {"q": q})
        return [(each.body, each.uses, each.places) for each in page.context["page_obj"]]

    fact = (OLD, 3, ["Why no agreement", "Objectives"])
    others = [(body, 1, ["Why no agreement"]) for body in ("<svg onload=alert(1)>", "Say who & why.")]
    assert (listed()[0], sorted(listed()[1:])) == (fact, others)
    assert [listed("FACT name"), listed("fact who"), listed("%")] == [[fact], [], []]
    pages = [reverse("grading:own-comments"), address("<svg onload=alert(1)>")]
    assert [b"&lt;svg onload" in teacher.get(page).content for page in pages] == [True, True]
    assert [b"<svg onload" in teacher.get(page).content for page in pages] == [False, False]
    cast.teacher.enrollments.filter(school_class=cast.other_class).update(ended_at=NOW)
    assert listed("fact") == [(OLD, 2, ["Objectives", "Why no agreement"])]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_and_is_paged(
    teacher, said, count, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(own_comments, "ROWS", 2)  # a limit, not our code
    for number in range(count):
        said(f"Words {number}.")
    teacher.get(reverse("grading:own-comments"))

    with django_assert_num_queries(5):
        first = teacher.get(reverse("grading:own-comments"), {"q": "words"})
    last = teacher.get(reverse("grading:own-comments"), {"q": "words", "page": "9"})
    assert [len(page.context["page_obj"].object_list) for page in (first, last)] == [min(count, 2), 1]
    assert (b'href="?q=words&amp;page=2"' in first.content) == (count > 2)


def test_words_are_changed_in_every_use_that_was_not_released(teacher, cast, said):
    """With a revision for each, and an entry in the history of each grade that the comment belongs to."""
    place(cast.teacher, cast.other_class, "teacher")
    open_one, elsewhere, done, other = said(), said(n=1), said(), said("Say who.")
    theirs = said(by=cast.assistant)
    teacher.post(url("comment", other), on_words(body=OLD))
    release(done)
    before = {row["id"]: row for row in rows()["Comment"]}

    page = teacher.get(address()).content.decode()
    response = teacher.post(address(), {"seen": seen_by(cast.teacher), "body": NEW + "\r\n"}, follow=True)

    assert ("changes it in 3 places." in page, "1 was released and stays" in page) == (True, True)
    assert [str(message) for message in response.context["messages"]] == ["Changed in 3 places."]
    assert bodies(open_one, elsewhere, done, theirs, other) == [NEW, NEW, OLD, OLD, "Say who."]
    changed = [row for row in rows()["Comment"] if row != before[row["id"]]]
    assert [row | {"body": OLD, "revision": 1} for row in changed] == [before[row["id"]] for row in changed]
    assert [(row["start"] is None, row["body"], row["revision"]) for row in changed] == [
        (True, NEW, 2), (True, NEW, 2), (False, NEW, 2),
    ]  # fmt: skip
    events = list(GradeEvent.objects.exclude(reason="").order_by("grade_id"))
    assert [(event.answer, event.by, event.path) for event in events] == [
        (answer, cast.teacher, "screen") for answer in (open_one, elsewhere)
    ]
    for event in events:
        grade = Grade.objects.select_related("rubric").get(pk=event.grade_id)
        assert (grade.revision, event.old | {"comment": NEW}, event.new) == (2, event.new, grades.snapshot(grade))
    late = teacher.post(url("desk", open_one), {"base": 1, "read": 1, "comment": "Typed meanwhile.", "done": ""})
    assert (late.status_code, late.context["form"]["comment"].value()) == (409, "Typed meanwhile.")


@pytest.mark.parametrize("meanwhile", ["used", "changed", "deleted", "released", "regraded"])
def test_what_moved_meanwhile_is_looked_at_again_and_what_was_typed_stays(teacher, cast, said, meanwhile):
    one, two = said(), said()
    teacher.post(url("comment", said("Say who.")), on_words(body=OLD))
    on_word = Comment.objects.anchored().get()
    seen = seen_by(cast.teacher)
    {
        "used": said,
        "changed": lambda: judge(one, by=cast.teacher, points=2, comment="Else."),
        "deleted": lambda: Comment.objects.filter(pk=on_word.pk).update(deleted_at=NOW, revision=2),
        "released": lambda: release(two),
        "regraded": lambda: Comment.objects.filter(pk=on_word.pk).update(kind="question", revision=2),
    }[meanwhile]()
    before = rows()

    response = teacher.post(address(), {"seen": seen, "body": NEW})

    assert (response.status_code, rows()) == (409, before)
    form = response.context["form"]
    assert (form["body"].value(), form["seen"].value()) == (NEW, seen_by(cast.teacher))
    assert response.context["changes"] == {"used": 4, "regraded": 3}.get(meanwhile, 2)
    assert teacher.post(address(), {"seen": form["seen"].value(), "body": NEW}).status_code == 302
    assert Comment.objects.filter(body=NEW).count() == response.context["changes"]


def test_words_that_cannot_be_said_or_stand_nowhere_change_nothing(client, cast, said):
    said()
    seen = seen_by(cast.teacher)
    client.force_login(cast.teacher)
    before = rows()

    wrong = [client.post(address(), {"seen": seen, "body": body}) for body in ("", " ", "x" * 4001, "\x00")]
    nowhere = client.post(address("Nowhere."), {"seen": seen, "body": "Typed at length."})
    same = client.post(address(), {"seen": seen, "body": OLD}, follow=True)
    client.force_login(cast.assistant)
    others = [client.get(address()), client.post(address(), {"seen": seen})]

    assert [response.status_code for response in [*wrong, nowhere, same, *others]] == [400] * 4 + [409, 200, 404, 404]
    assert b"Typed at length." in nowhere.content
    assert rows() == before


def test_released_words_have_no_form_and_are_refused(teacher, cast, said):
    answer = said()
    release(answer)
    page = teacher.get(address())
    before = rows()

    response = teacher.post(address(), {"seen": seen_by(cast.teacher), "body": NEW})

    assert (b"There is nothing here to change." in page.content, b"<textarea" in page.content) == (True, False)
    assert (response.status_code, rows()) == (409, before)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_change_words_at_once_one_does_and_nobody_overwrites_a_grade(cast, said):
    one, two = said(), said()
    seen = seen_by(cast.teacher)

    def deed(number):
        if number == 0:
            return judge(one, by=cast.assistant, points=4, comment="Sam’s.")
        return reword(OLD, into=f"Words {number}.", seen=seen, by=cast.teacher, at=NOW)

    answers = together(deed)

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    events = GradeEvent.objects.filter(answer=one).count()
    grade = Grade.objects.get(answer=one)
    assert (grade.revision, events, len(reasons(answers))) in {(2, 2, THREADS - 1), (3, 3, THREADS - 2)}
    assert {each.kept for each in refused} <= {"Sam’s.", *(f"Words {number}." for number in range(1, THREADS))}
    assert Comment.objects.standing().get(answer=two).body in {OLD, *(f"Words {number}." for number in range(1, 4))}
