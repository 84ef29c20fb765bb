import re
import uuid
from datetime import timedelta

import pytest

from classroom.accounts.models import Message
from classroom.classes.models import Assignment
from classroom.submissions import actions
from classroom.submissions.models import Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.student)


def form_on(response):
    """The hidden fields of the page, as a browser would post them, with the box ticked."""
    page = response.content.decode()
    return dict(re.findall(r'name="(token|person|base-\d+)" value="([^"]*)"', page)) | {"own_words": "on"}


def turn_in(client, at_address, **changes):
    return client.post(at_address("turn-in"), form_on(client.get(at_address("turn-in"))) | changes, follow=True)


def test_the_check_page_shows_all_answers_whole_and_an_empty_box(client, cast, at_address, write):
    write(cast.assignment, cast.student)

    response = client.get(at_address("turn-in"))

    page = response.content.decode()
    assert page.count(TEXT) == 3
    assert "This is what Ms Marsh will see." in page
    assert "Turn in three answers" in page
    assert re.search(r"<input[^>]*own_words[^>]*>", page)[0].count("checked") == 0
    assert [task.advice for task in response.context["work"].advice] == []


def test_what_is_short_long_or_empty_is_said_and_does_not_block(client, cast, at_address):
    submission = actions.start(cast.assignment, cast.student, at=NOW)
    short, _empty, long = submission.answers.in_order()
    actions.save_answer(short, text="one two three four", base=0, at=NOW)
    actions.save_answer(long, text="word " * 22, base=0, at=NOW)

    response = client.get(at_address("turn-in"))

    assert [task.advice for task in response.context["work"].advice] == [
        "Question 1 is 1 word short of its guide range.",
        "Question 2 has no answer yet.",
        "Question 3 is 2 words over its guide range.",
    ]
    assert "Turn in two answers" in response.content.decode()
    assert turn_in(client, at_address).status_code == 200
    assert TurnIn.objects.count() == 1


def test_nobody_turns_in_by_the_page_of_somebody_else(client, cast, at_address, signed_in, write):
    form = form_on(client.get(at_address("turn-in")))
    for person in (cast.student, cast.classmate):
        write(cast.assignment, person)
    form |= {f"base-{number}": 1 for number in (1, 2, 3)}

    response = signed_in(cast.classmate).post(at_address("turn-in"), form)

    assert (response.status_code, TurnIn.objects.count()) == (403, 0)
    assert turn_in(client, at_address).status_code == 200
    assert TurnIn.objects.get().submission.student == cast.student


def test_turning_in_leads_to_a_receipt_with_time_number_and_words(client, cast, at_address, write):
    write(cast.assignment, cast.student)

    response = turn_in(client, at_address)

    act = TurnIn.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(at_address("receipt") + f"?number={act.receipt}", 303)]
    assert re.search(r"data-receipt>([^<]*)<", page)[1] == act.receipt
    assert "Wednesday 25 November 2026, 12:00:00" in page
    texts = [(question.position, words, paper) for question, words, paper in response.context["texts"]]
    assert texts == [(1, 13, False), (2, 13, False), (3, 13, False)]


def test_without_the_statement_nothing_is_turned_in_and_the_token_stays(client, cast, at_address, write):
    write(cast.assignment, cast.student)
    form = form_on(client.get(at_address("turn-in")))
    before = rows()

    response = client.post(at_address("turn-in"), {**form, "own_words": ""})

    assert (response.status_code, rows()) == (400, before)
    assert "Tick this first: it says that the answers are your own." in response.content.decode()
    assert form_on(response) == form


@pytest.mark.parametrize(
    "field, value",
    [("token", "x"), ("token", ""), ("base-1", "x"), ("base-2", "-1"), ("base-3", ""), ("base-1", "9" * 30)],
)
def test_bad_values_are_400(client, cast, at_address, write, field, value):
    write(cast.assignment, cast.student)
    before = rows()

    assert (turn_in(client, at_address, **{field: value}).status_code, rows()) == (400, before)


def test_the_button_pressed_twice_is_one_act(client, cast, at_address, write):
    write(cast.assignment, cast.student)
    form = form_on(client.get(at_address("turn-in")))

    first = client.post(at_address("turn-in"), form, follow=True)
    before = rows()
    second = client.post(at_address("turn-in"), form, follow=True)

    assert (first.status_code, second.status_code, rows()) == (200, 200, before)
    assert first.context["act"] == second.context["act"]
    assert (TurnIn.objects.count(), Message.objects.count()) == (1, 1)


def test_two_tabs_with_tokens_of_their_own_get_the_same_receipt(client, cast, at_address, write):
    write(cast.assignment, cast.student)
    one, two = (form_on(client.get(at_address("turn-in"))) for _tab in range(2))
    assert one["token"] != two["token"]

    replies = [client.post(at_address("turn-in"), form, follow=True) for form in (one, two)]

    assert [reply.status_code for reply in replies] == [200, 200]
    assert len({reply.context["act"].receipt for reply in replies}) == 1
    assert (TurnIn.objects.count(), Message.objects.count()) == (1, 1)


def test_a_text_that_changed_since_the_page_was_shown_stops_everything(client, cast, at_address, write):
    submission = write(cast.assignment, cast.student)
    form = form_on(client.get(at_address("turn-in")))
    actions.save_answer(submission.answers.in_order()[2], text="in flight", base=1, at=NOW)
    before = rows()

    response = client.post(at_address("turn-in"), form)

    assert (response.status_code, rows()) == (409, before)
    assert "An answer has changed since this page was opened. Nothing was turned in." in response.content.decode()


@pytest.mark.parametrize("late, closed, status", [(1, 2, 200), (1, 1, 409)])
def test_after_the_deadline_it_says_late_or_refuses(client, cast, at_address, write, late, closed, status):
    write(cast.assignment, cast.student)
    form = form_on(client.get(at_address("turn-in")))
    cast.assignment.due_at = NOW - timedelta(milliseconds=late)
    cast.assignment.closes_at = NOW + timedelta(hours=1) if status == 200 else cast.assignment.due_at
    cast.assignment.save()

    page = client.get(at_address("turn-in")).content.decode()
    response = client.post(at_address("turn-in"), form, follow=True)

    assert response.status_code == status
    assert ("You can still turn in; it will say late" in page) is (status == 200)
    assert [act.late for act in TurnIn.objects.all()] == [True] * (status == 200)
    assert Submission.objects.get().answers.filter(text=TEXT).count() == 3


def test_nothing_written_is_nothing_to_turn_in(client, cast, at_address):
    response = client.post(
        at_address("turn-in"), {"token": uuid.uuid4(), "own_words": "on", "base-1": 0, "base-2": 0, "base-3": 0}
    )

    assert (response.status_code, Submission.objects.count()) == (409, 0)


def test_work_that_is_in_leads_to_its_receipt(client, cast, at_address, work):
    work(cast.assignment, cast.student)

    response = client.get(at_address("turn-in"))

    assert (response.status_code, response["Location"]) == (303, at_address("receipt"))


def test_a_receipt_is_the_student_s_own(cast, at_address, signed_in, work):
    act = work(cast.assignment, cast.student).turn_in
    address = at_address("receipt")

    statuses = {
        who: signed_in(getattr(cast, who)).get(address, {"number": act.receipt}).status_code
        for who in ("student", "classmate", "teacher", "other_student", "superuser")
    }

    assert statuses == {"student": 200, "classmate": 404, "teacher": 403, "other_student": 404, "superuser": 404}


def test_taking_back_asks_first_and_then_makes_drafts(client, cast, at_address, work):
    submission = work(cast.assignment, cast.student)
    question = client.get(at_address("take-back")).content.decode()

    response = client.post(at_address("take-back"))

    assert "If you don’t turn them in by Friday 27 November at 12:00, they count as missing." in question
    assert (response.status_code, response["Location"]) == (303, at_address("answer", 1))
    assert Submission.objects.get().state == "draft"
    shown = client.get(at_address("answer", 1)).context["messages"]
    assert [str(each) for each in shown] == [
        "Your answers are drafts again. Turn them in by Friday 27 November at 12:00."
    ]
    receipt = client.get(at_address("receipt"), {"number": submission.turn_in.receipt}).content.decode()
    assert "Taken back on Wednesday 25 November at 12:00." in receipt
    assert client.get(at_address("receipt")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_once_grading_began_the_student_reads_why_it_stays(client, cast, at_address, work, method):
    actions.begin_grading(work(cast.assignment, cast.student), at=NOW)
    before = rows()

    response = getattr(client, method)(at_address("take-back"))

    assert (response.status_code, rows()) == (409, before)
    assert "Ms Marsh has begun reading. Your answers stay turned in." in response.content.decode()


def test_whoever_turned_in_reads_on_every_page_that_reading_has_begun_until_the_work_comes_back(
    client, cast, at_address, work
):
    pages = [at_address("lesson"), at_address("receipt"), at_address("answer", 1)]
    began = "Ms Marsh has begun reading, so your answers stay as they are."

    def says() -> list[tuple[bool, bool]]:
        texts = [client.get(page).content.decode() for page in pages]
        return [(began in text, "as long as nobody has begun reading" in text) for text in texts]

    submission = work(cast.assignment, cast.student)
    assert says() == [(False, True)] * 3
    actions.begin_grading(submission, at=NOW)
    assert says() == [(True, False)] * 3
    actions.mark_returned(submission, visible_from=NOW + timedelta(minutes=10))
    assert says() == [(True, False)] * 3
    actions.mark_returned(submission, visible_from=NOW)
    assert says() == [(False, False)] * 3


@pytest.mark.parametrize("late, promised", [(False, True), (True, False)])
def test_the_lesson_promises_taking_back_only_while_it_is_possible(client, cast, at_address, write, late, promised):
    write(cast.assignment, cast.student)
    Assignment.objects.update(due_at=NOW - timedelta(hours=1) if late else NOW + timedelta(hours=1))

    page = client.get(at_address("lesson")).content.decode()

    sentence = "Until the deadline you can take your work back and change it, as long as nobody has begun reading it."
    assert ("Answer them all, then turn them in together." in page, sentence in page) == (True, promised)


def test_a_second_attempt_begins_where_the_assignment_allows_it(client, cast, at_address, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    submission = work(cast.assignment, cast.student)
    assert client.post(at_address("new-attempt")).status_code == 409
    actions.mark_returned(submission, visible_from=NOW)
    assert "Start attempt 2" in client.get(at_address("lesson")).content.decode()

    response = client.post(at_address("new-attempt"), follow=True)

    work_now = response.context["work"]
    assert (work_now.attempt, [task.text for task in work_now.tasks]) == (2, [TEXT] * 3)
    assert client.post(at_address("new-attempt")).status_code == 303  # pressed twice
    assert turn_in(client, at_address).context["act"].submission.attempt == 2


@pytest.mark.parametrize("name", ["turn-in", "take-back", "new-attempt"])
@pytest.mark.parametrize("who, status", [
    ("removed", 403), ("assistant", 403), ("teacher", 403), ("other_student", 404), ("other_teacher", 404),
    ("content_admin", 404), ("superuser", 404),
])  # fmt: skip
def test_only_students_of_the_class_hand_in_and_take_back(cast, at_address, signed_in, write, work, name, who, status):
    (write if name == "turn-in" else work)(cast.assignment, cast.student)
    before = rows()

    response = signed_in(getattr(cast, who)).post(at_address(name), {"token": uuid.uuid4(), "own_words": "on"})

    assert (response.status_code, rows()) == (status, before)


@pytest.mark.parametrize("number", ["\0", "7KQX\0M4WP", "X" * 13, "7KQX-M4WP"])
def test_a_receipt_that_nobody_has_is_not_there(client, cast, at_address, work, number):
    work(cast.assignment, cast.student)

    assert client.get(at_address("receipt"), {"number": number}).status_code == 404
