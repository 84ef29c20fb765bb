import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from classroom.submissions.views.autosave import own_answers_at
from tests.cast import TEXT
from tests.factories import NOW, published
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")


def send(client, address, body, **headers):
    body = body if isinstance(body, str) else json.dumps(body)
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def address(at_address):
    return at_address("autosave", 1)


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.student)


def test_a_save_echoes_revision_and_hash_of_what_is_stored(client, address):
    response = send(client, address, {"text": "one\r\ntwo 🕊️", "base": 0})

    assert (response.status_code, response.json()) == (
        200,
        {
            "revision": 1,
            "sha256": hashlib.sha256("one\ntwo 🕊️".encode()).hexdigest(),
            "words": 2,
            "saved_at": "2026-11-25T12:00:00+00:00",
            "time": "12:00:00",
        },
    )
    assert Answer.objects.get(question__position=1).text == "one\ntwo 🕊️"


def test_a_save_names_the_time_of_the_class(client, address, cast):
    cast.school_class.time_zone = "Asia/Tokyo"
    cast.school_class.save()

    assert send(client, address, {"text": "one", "base": 0}).json()["time"] == "21:00:00"


def test_a_stale_base_is_409_with_the_server_s_text(client, address):
    send(client, address, {"text": "first", "base": 0})

    response = send(client, address, {"text": "second", "base": 0})

    body = response.json()
    assert response.status_code == 409
    assert (body["revision"], body["text"], body["saved_at"]) == (1, "first", "2026-11-25T12:00:00+00:00")
    assert Answer.objects.get(question__position=1).text == "first"


def test_a_reply_that_was_lost_is_sent_again_and_stored_once(client, address):
    first = send(client, address, {"text": "mine", "base": 0})
    before = rows()

    again = send(client, address, {"text": "mine", "base": 0})

    assert (again.status_code, again.json(), rows()) == (200, first.json(), before)


def test_turned_in_work_takes_no_autosave(client, address, cast, work):
    work(cast.assignment, cast.student)
    before = rows()

    response = send(client, address, {"text": "later", "base": 1})

    assert (response.status_code, response.json()) == (409, {"reason": "These answers are already turned in."})
    assert rows() == before


@pytest.mark.parametrize("field, days", [("opens_at", 1), ("closes_at", -1)])
def test_out_of_time_nothing_is_begun(client, address, cast, field, days):
    if field == "closes_at":
        cast.assignment.due_at = NOW + timedelta(days=days)
    setattr(cast.assignment, field, NOW + timedelta(days=days))
    cast.assignment.save()

    assert send(client, address, {"text": "mine", "base": 0}).status_code == 409
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "body, status, field",
    [
        ("{", 400, "body"),
        ("[]", 400, "body"),
        ("null", 400, "body"),
        ('{"text": "a", "text": "b", "base": 0}', 400, "body"),
        ('{"text": NaN, "base": 0}', 400, "body"),
        ("[" * 100_000, 400, "body"),
        ({"base": 0}, 400, "text"),
        ({"text": 5, "base": 0}, 400, "text"),
        ({"text": ["a"], "base": 0}, 400, "text"),
        ({"text": "a"}, 400, "base"),
        ({"text": "a", "base": "0"}, 400, "base"),
        ({"text": "a", "base": True}, 400, "base"),
        ({"text": "a", "base": -1}, 400, "base"),
        ({"text": "a", "base": 2**63}, 400, "base"),
        ({"text": "a", "base": 10**30}, 400, "base"),
        ({"text": "a", "base": 1.0}, 400, "base"),
        ({"text": "a", "base": 0, "version": "1"}, 400, "version"),
        ({"text": "a", "base": 0, "attempt": True}, 400, "attempt"),
        ({"text": "a", "base": 0, "attempt": 2**63}, 400, "attempt"),
        ('{"text": "half \\ud83d", "base": 0}', 400, "text"),
        ({"text": "nul\x00", "base": 0}, 400, "text"),
        ({"text": "🕊" * 200_001, "base": 0}, 413, "text"),
        ({"text": "x" * 9_000_000, "base": 0}, 413, "text"),
    ],
)
def test_bad_values_are_named_and_change_nothing(client, address, body, status, field):
    response = send(client, address, body)

    assert (response.status_code, response.json()["field"]) == (status, field)
    assert Submission.objects.count() == 0


def test_too_much_names_limit_and_length(client, address):
    reason = send(client, address, {"text": "x" * 200_001, "base": 0}).json()["reason"]

    assert reason == "The text has 200,001 characters; 200,000 can be stored. Nothing was saved; shorten it."


def test_signed_out_is_401_json_for_whatever_is_sent(address, cast):
    strict = Client(enforce_csrf_checks=True)

    answers = [
        send(Client(), address, "{"),
        send(strict, address, "{}", accept="application/json"),
        Client().post(address),
    ]

    assert [(each.status_code, each.json()) for each in answers] == [(401, {"reason": "signed_out"})] * 3


def test_a_stale_token_is_403_csrf_for_whoever_is_signed_in(address, cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.student)

    response = send(strict, address, {"text": "mine", "base": 0}, accept="application/json")

    assert (response.status_code, response.json(), Submission.objects.count()) == (403, {"reason": "csrf"}, 0)


@pytest.mark.parametrize("who, status", [
    ("student", 200), ("classmate", 200), ("removed", 403), ("assistant", 403), ("teacher", 403),
    ("other_student", 404), ("other_teacher", 404), ("content_admin", 404), ("superuser", 404),
])  # fmt: skip
def test_only_students_of_the_class_save(cast, address, signed_in, who, status):
    assert send(signed_in(getattr(cast, who)), address, {"text": "mine", "base": 0}).status_code == status
    assert Submission.objects.count() == (status == 200)


def test_a_removed_student_saves_nothing_more(cast, address, signed_in, write):
    write(cast.assignment, cast.removed)
    before = rows()

    assert send(signed_in(cast.removed), address, {"text": "more", "base": 1}).status_code == 403
    assert rows() == before


def test_a_flood_is_429_and_its_last_text_is_stored_once_slowed(client, address, cast):
    replies = [send(client, address, {"text": f"text {base}", "base": base}) for base in range(21)]
    assert [reply.status_code for reply in replies] == [200] * 20 + [429]
    assert replies[-1]["Retry-After"] == "10"

    Answer.objects.update(window_at=NOW - timedelta(seconds=10))
    assert send(client, address, {"text": "the last", "base": 20}).json()["revision"] == 21


def test_a_database_that_is_away_is_503_and_never_saved(client, address, monkeypatch):
    send(client, address, {"text": "stored", "base": 0})

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("classroom.submissions.actions.writing.AnswerRevision.objects.create", locked)
    response = send(client, address, {"text": "lost?", "base": 1}, accept="application/json")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "not" in response.json()["reason"].lower()
    assert Answer.objects.get(question__position=1).text == "stored"


def test_a_second_attempt_is_saved_and_the_first_stays(client, address, cast, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    old = work(cast.assignment, cast.student)
    actions.mark_returned(old, visible_from=NOW)
    actions.start_next_attempt(old, at=NOW)

    assert send(client, address, {"text": "second try", "base": 1}).status_code == 200
    texts = Answer.objects.filter(question__position=1).order_by("submission__attempt").values_list("text", flat=True)
    assert list(texts) == [TEXT, "second try"]


OUT_OF_DATE = (
    "The questions or your attempt have changed since you opened this page. Copy your text, then reload the page."
)


def test_a_page_of_an_older_wording_begins_nothing_under_the_newer(client, address, cast):
    old = cast.assignment.lesson_version
    cast.assignment.lesson_version = published(lesson=old.lesson, title="A newer edition")
    cast.assignment.save()
    before = rows()

    stale = send(client, address, {"text": "mine", "base": 0, "version": old.pk, "attempt": 1})
    assert (stale.status_code, stale.json(), rows()) == (409, {"reason": OUT_OF_DATE}, before)

    said = {"version": cast.assignment.lesson_version_id, "attempt": 1}
    assert send(client, address, {"text": "mine", "base": 0, **said}).status_code == 200
    assert send(client, address, {"text": "more", "base": 1, **said}).status_code == 200


def test_a_page_of_the_attempt_before_writes_over_nothing(client, address, cast, work):
    cast.assignment.attempts = 2
    cast.assignment.save()
    old = work(cast.assignment, cast.student)
    actions.mark_returned(old, visible_from=NOW)
    actions.start_next_attempt(old, at=NOW)
    said = {"text": "typed long ago", "base": 1, "version": old.lesson_version_id}
    before = rows()

    stale = send(client, address, said | {"attempt": 1})
    assert (stale.status_code, stale.json(), rows()) == (409, {"reason": OUT_OF_DATE}, before)

    assert send(client, address, said | {"attempt": 2}).status_code == 200


def test_a_page_that_somebody_else_opened_saves_nothing(client, address, cast):
    send(client, address, {"text": "mine", "base": 0}, **{"X-Person": str(cast.student.pk)})
    before = rows()

    response = send(client, address, {"text": "theirs", "base": 1}, **{"X-Person": str(cast.classmate.pk)})

    assert (response.status_code, response.json(), rows()) == (403, {"reason": "other_person"}, before)


def test_a_get_is_405(client, address):
    assert client.get(address).status_code == 405


def test_an_autosave_takes_few_queries_and_leaves_the_session_alone(
    client, address, cast, write, django_assert_num_queries
):
    write(cast.assignment, cast.student, text=TEXT)

    with django_assert_num_queries(7) as queries:  # session, user, answer; savepoint, two writes, release
        assert send(client, address, {"text": "more", "base": 1}).status_code == 200

    writes = [query["sql"].split()[1:3] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert len(writes) == 2
    assert "django_session" not in str(writes)


def test_a_save_finds_its_answer_by_indexes_and_by_its_student(cast):
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan; PostgreSQL plans by what its tables hold")
    place = [cast.assignment.school_class.public_id, cast.assignment.slug]

    plan = own_answers_at.__wrapped__(cast.student, *place, 1).explain()

    assert re.findall(r"\bSCAN \w+", plan) == []
    assert re.findall(r"SEARCH submissions_submission .*\((.*)\)", plan) == ["assignment_id=? AND student_id=?"]
