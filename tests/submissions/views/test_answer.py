import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest

from classroom.classes.models import Assignment
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from lessons.models import LessonVersion, Level
from tests.cast import TEXT
from tests.factories import NOW, DraftFactory, published
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")

ATTACK = "</textarea><script>alert(1)</script><svg onload=alert(2)>\n<a href='javascript:alert(3)'>"
EXACT = "\n\n  lead 🕊️ שלום cafe\u0301 café\n\n\n"


def text_on(response):
    """What a browser would show in the page's textarea: the first newline after the tag is markup."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)
    return html.unescape(found[1])


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.student)


def save(client, address, text, base=0, **more):
    return client.post(address, {"text": text, "base": base, "go": "save", **more})


def test_the_first_save_begins_the_attempt(client, cast, at_address):
    response = save(client, at_address("answer", 2), "mine")

    assert (response.status_code, response["Location"]) == (303, at_address("answer", 2))
    assert list(Answer.objects.in_order().values_list("text", "revision")) == [("", 0), ("mine", 1), ("", 0)]


@pytest.mark.parametrize("n, target", [(1, ("answer", 2)), (3, ("turn-in",))])
def test_next_saves_and_goes_on(client, at_address, n, target):
    response = save(client, at_address("answer", n), "mine", go="next")

    assert (response.status_code, response["Location"]) == (303, at_address(*target))
    assert Answer.objects.get(question__position=n).text == "mine"


@pytest.mark.parametrize("text", [EXACT, ATTACK, TEXT, "word " * 20_000])
def test_a_text_comes_back_as_it_was_typed(client, at_address, text):
    save(client, at_address("answer", 1), text.replace("\n", "\r\n"))

    response = client.get(at_address("answer", 1))

    assert text_on(response) == text
    assert "<script>alert" not in response.content.decode()


def test_markup_in_a_text_is_shown_as_typed_wherever_it_is_read(client, cast, at_address, work):
    work(cast.assignment, cast.student, text=ATTACK)

    page = client.get(at_address("answer", 1)).content.decode()

    assert html.escape(ATTACK) in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "text, base, status, problem",
    [
        ("🕊" * 200_001, 0, 413, "The text has 200,001 characters; 200,000 can be stored."),
        ("nul\x00", 0, 400, "The text holds a null character"),
        ("mine", "", 400, "This field is required."),
        ("mine", -1, 400, "Ensure this value is greater than or equal to 0."),
        ("mine", 2**63, 400, "Ensure this value is less than or equal to 2147483647."),
        ("mine", "1 OR 1=1", 400, "Enter a whole number."),
    ],
)
def test_what_cannot_be_stored_stays_on_the_page(client, cast, at_address, text, base, status, problem):
    save(client, at_address("answer", 1), "stored before")
    before = rows()

    response = save(client, at_address("answer", 1), text, base)

    assert (response.status_code, text_on(response), rows()) == (status, text, before)
    page = html.unescape(response.content.decode())
    assert (problem in page, "Saved 1" in page, page.count('data-state="unsaved"')) == (True, False, 1)
    assert re.findall(r"data-count>(\d+)<", page) == ["0" if "🕊" in text else "1"]  # of what stands in the form


def test_two_tabs_are_shown_both_texts_whole(client, at_address):
    save(client, at_address("answer", 2), "the first tab\nsaid this")

    response = save(client, at_address("answer", 2), "the second tab\nsaid that")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Two versions of question 2" in page
    assert "the first tab\nsaid this" in page
    assert text_on(response) == "the second tab\nsaid that"
    assert response.context["theirs"]["revision"] == 1


def test_the_text_that_was_chosen_is_kept_and_the_other_stays_in_history(client, at_address):
    save(client, at_address("answer", 1), "first")
    conflict = save(client, at_address("answer", 1), "second")

    save(client, at_address("answer", 1), text_on(conflict), conflict.context["theirs"]["revision"])

    answer = Answer.objects.get(question__position=1)
    assert answer.text == "second"
    assert sorted(answer.revisions.values_list("text", flat=True)) == ["first", "second", "second"]


def test_a_flood_is_429_with_the_text_kept(client, at_address):
    for base in range(20):
        save(client, at_address("answer", 1), f"text {base}", base)

    response = save(client, at_address("answer", 1), "one more", 20)

    assert (response.status_code, response["Retry-After"], text_on(response)) == (429, "10", "one more")


def test_a_save_after_turning_in_is_refused_with_the_text_kept(client, cast, at_address, work):
    work(cast.assignment, cast.student)
    before = rows()

    response = save(client, at_address("answer", 1), "too late", 1)

    assert (response.status_code, text_on(response), rows()) == (409, "too late", before)


def test_a_save_after_closing_is_refused_with_the_draft_and_the_text_kept(client, cast, at_address, write):
    write(cast.assignment, cast.student)
    cast.assignment.due_at = cast.assignment.closes_at = NOW - timedelta(milliseconds=1)
    cast.assignment.save()
    before = rows()

    response = save(client, at_address("answer", 1), "too late", 1)

    assert (response.status_code, text_on(response), rows()) == (409, "too late", before)
    assert "This assignment closed on Wednesday 25 November at 11:59. Your draft is kept." in response.content.decode()


@pytest.mark.parametrize("who, get, post", [
    ("student", 200, 303), ("classmate", 200, 303), ("removed", 404, 403), ("assistant", 403, 403),
    ("teacher", 403, 403), ("other_student", 404, 404), ("other_teacher", 404, 404),
    ("content_admin", 404, 404), ("superuser", 404, 404),
])  # fmt: skip
def test_only_students_of_the_class_write(cast, at_address, signed_in, who, get, post):
    client = signed_in(getattr(cast, who))

    assert client.get(at_address("answer", 1)).status_code == get
    assert save(client, at_address("answer", 1), "mine").status_code == post
    assert Submission.objects.count() == (post == 303)


def test_a_removed_student_reads_and_writes_nothing(cast, at_address, signed_in, write):
    write(cast.assignment, cast.removed)
    before = rows()
    client = signed_in(cast.removed)

    page = client.get(at_address("answer", 1))

    assert (page.status_code, page.templates[0].name) == (200, "submissions/answer_read.html")
    assert "Your place in this class has ended." in page.content.decode()
    refused = save(client, at_address("answer", 1), "more", 1)
    assert (refused.status_code, refused.context["kept"], rows()) == (403, "more", before)
    script = client.post(at_address("autosave", 1), {}, "application/json", headers={"Accept": "application/json"})
    assert (script.status_code, "has ended" in script.json()["reason"]) == (403, True)


@pytest.mark.parametrize("extra", ["student", "class", "status", "submitted_at", "state", "late"])
def test_extra_fields_are_ignored(client, cast, at_address, extra):
    save(client, at_address("answer", 1), "mine", **{extra: "99"})

    submission = Submission.objects.get()
    assert (submission.student, submission.state, submission.assignment) == (cast.student, "draft", cast.assignment)


@pytest.mark.parametrize("n", ["4", "0", "99", "-1", "100", "1e3", "9223372036854775808"])
def test_a_question_that_does_not_exist_is_not_found(client, at_address, n):
    address = at_address("answer", 1).replace("/answer/1/", f"/answer/{n}/")

    assert (client.get(address).status_code, save(client, address, "mine").status_code) == (404, 404)
    assert Submission.objects.count() == 0


def test_an_older_attempt_can_be_read(client, cast, at_address, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    old = work(cast.assignment, cast.student)
    actions.mark_returned(old, visible_from=NOW)
    new = actions.start_next_attempt(old, at=NOW)
    actions.save_answer(new.answers.in_order()[0], text="second try", base=1, at=NOW)

    newest = client.get(at_address("answer", 1))
    older = client.get(at_address("answer", 1), {"attempt": 1})

    assert text_on(newest) == "second try"
    assert older.templates[0].name == "submissions/answer_read.html"
    assert (older.context["task"].text, older.context["work"].is_newest) == (TEXT, False)


def test_the_wording_that_was_answered_stays_when_the_assignment_moves_on(client, cast, at_address, write):
    old = cast.assignment.lesson_version
    write(cast.assignment, cast.student)
    cast.assignment.lesson_version = published(lesson=old.lesson, title="A newer edition")
    cast.assignment.save()

    response = client.get(at_address("answer", 1))

    assert (response.context["work"].version, text_on(response)) == (old, TEXT)
    assert save(client, at_address("answer", 1), "more", 1).status_code == 303
    assert Answer.objects.get(question__position=1).question.version == old


def test_a_page_of_another_wording_or_attempt_saves_nothing_and_gives_the_text_back(client, cast, at_address, work):
    address, old = at_address("answer", 1), cast.assignment.lesson_version
    said = re.findall(r'name="(version|attempt)" value="(\d+)"', client.get(address).content.decode())
    assert said == [("version", str(old.pk)), ("attempt", "1")]
    cast.assignment.lesson_version = published(lesson=old.lesson, title="A newer edition")
    cast.assignment.save()
    before = rows()

    response = save(client, address, EXACT, **dict(said))

    assert (response.status_code, text_on(response), rows()) == (409, EXACT, before)
    assert "The questions or your attempt have changed" in response.content.decode()

    said = {"version": cast.assignment.lesson_version_id, "attempt": 1}
    assert save(client, address, "mine", **said).status_code == 303
    conflict = save(client, address, "other", **said)
    shown = [f'name="version" value="{said["version"]}"', 'name="attempt" value="1"']
    assert [conflict.content.decode().count(field) for field in shown] == [2, 2]
    before = rows()
    assert (save(client, address, "other", 1, version=said["version"], attempt=2).status_code, rows()) == (409, before)


def test_a_first_text_after_closing_is_refused_with_the_text_kept(client, cast, at_address):
    cast.assignment.due_at = cast.assignment.closes_at = NOW - timedelta(milliseconds=1)
    cast.assignment.save()

    response = save(client, at_address("answer", 1), EXACT)

    assert (response.status_code, text_on(response), Submission.objects.count()) == (409, EXACT, 0)


def test_points_of_the_rubric_are_said_exactly(client, cast, at_address):
    draft = DraftFactory()
    Level.objects.filter(criterion__rubric__question__version=draft, name="Secure").update(points=Decimal("2.25"))
    LessonVersion.objects.filter(pk=draft.pk).update(number=1, published_at=NOW)
    Assignment.objects.filter(pk=cast.assignment.pk).update(lesson_version=draft)

    page = client.get(at_address("answer", 1)).content.decode()

    assert re.findall(r"<dt>([^<]*)</dt>", page) == 3 * [
        "1, Beginning",
        "2, Developing",
        "2.25, Secure",
        "4, Excellent",
    ]
