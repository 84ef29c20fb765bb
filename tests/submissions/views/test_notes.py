"""One's own notes: the page, both its saves, and that nobody else ever sees a word of them."""

import hashlib
import html
import io
import re
import zipfile

import pytest
from django.contrib import admin
from django.urls import reverse

from classroom.submissions import actions
from classroom.submissions.models import Notes
from tests.access_table import ROWS
from tests.access_world import place_names
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("stopped_clock")

EXACT = "\n\n  lead 🕊️ שלום cafe\u0301 café\n\n</textarea><b>\n"
PLANTED = "Between-me-and-myself"


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.student)


def shown(response, name="notes-text"):
    """What a browser would show in the textarea: the first newline after the tag is markup."""
    found = re.search(rf'<textarea[^>]* id="{name}".*?>\n(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return html.unescape(found[1])


def send(client, address, body):
    return client.post(address, body, content_type="application/json", headers={"accept": "application/json"})


def test_both_saves_keep_them_as_typed_and_both_pages_show_them(client, at_address):
    plain = client.post(at_address("notes"), {"text": EXACT.replace("\n", "\r\n"), "base": 0})
    scripted = send(client, at_address("notes-autosave"), {"text": EXACT * 2, "base": 1})

    assert (plain.status_code, plain["Location"]) == (303, at_address("notes"))
    assert scripted.json() == {
        "revision": 2,
        "sha256": hashlib.sha256((EXACT * 2).encode()).hexdigest(),
        "saved_at": NOW.isoformat(),
        "time": "12:00:00",
    }
    for page in (at_address("notes"), at_address("answer", 2)):
        assert shown(client.get(page)) == EXACT * 2


def test_two_tabs_get_both_texts_whole(client, at_address):
    client.post(at_address("notes"), {"text": "first", "base": 0})

    plain = client.post(at_address("notes"), {"text": EXACT, "base": 0})
    scripted = send(client, at_address("notes-autosave"), {"text": EXACT, "base": 0})

    assert (plain.status_code, shown(plain, "mine")) == (409, EXACT)
    assert 'dir="auto">first</div>' in plain.content.decode()
    assert (scripted.status_code, scripted.json()["text"], scripted.json()["revision"]) == (409, "first", 1)
    assert Notes.objects.get().text == "first"


@pytest.mark.parametrize(
    "text, base, status, said",
    [
        ("x" * 50_001, 0, 413, "The text has 50,001 characters; 50,000 can be stored."),
        ("null\x00", 0, 400, "The text holds a null character"),
        ("words", "x", 400, "Enter a whole number."),
        ("words", -1, 400, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_what_cannot_be_stored_stays_in_the_form(client, at_address, text, base, status, said):
    plain = client.post(at_address("notes"), {"text": text, "base": base})
    scripted = send(client, at_address("notes-autosave"), {"text": text, "base": base})

    assert (plain.status_code, shown(plain), scripted.status_code) == (status, text, status)
    assert said in plain.content.decode()
    assert not Notes.objects.exists()


def test_a_flood_is_429_with_the_notes_kept(client, at_address, cast):
    for base in range(20):
        actions.save_notes(cast.assignment, cast.student, text=f"text {base}", base=base, at=NOW)

    plain = client.post(at_address("notes"), {"text": "one too many", "base": 20})
    scripted = send(client, at_address("notes-autosave"), {"text": "one too many", "base": 20})

    assert (plain.status_code, plain["Retry-After"], shown(plain)) == (429, "10", "one too many")
    assert (scripted.status_code, scripted["Retry-After"]) == (429, "10")


def test_they_stay_writable_after_turning_in_and_readable_after_leaving(client, cast, at_address, work):
    work(cast.assignment, cast.student)
    client.post(at_address("notes"), {"text": "after turning in", "base": 0})
    cast.school_class.enrollments.filter(person=cast.student).update(ended_at=NOW)

    page = client.get(at_address("notes")).content.decode()

    assert '<div class="answer-read" dir="auto">after turning in</div>' in page
    assert "Save notes" not in page
    assert client.post(at_address("notes"), {"text": "more", "base": 1}).status_code == 403
    assert Notes.objects.get().text == "after turning in"


def test_a_page_that_somebody_else_opened_saves_nothing(client, cast, at_address):
    headers = {"accept": "application/json", "x-person": str(cast.classmate.pk)}
    body = {"text": "theirs", "base": 0}

    response = client.post(at_address("notes-autosave"), body, content_type="application/json", headers=headers)

    assert (response.status_code, response.json()) == (403, {"reason": "other_person"})
    assert not Notes.objects.exists()


def test_the_page_costs_the_same_with_notes_and_without(client, at_address, django_assert_num_queries):
    client.get(at_address("notes"))  # the version is read once a process

    for text in ("", "Some.", "More."):
        if text:
            client.post(at_address("notes"), {"text": text, "base": 0 if text == "Some." else 1})
        with django_assert_num_queries(6):
            client.get(at_address("notes"))
        with django_assert_num_queries(8):
            client.get(at_address("answer", 1))


def readable(response):
    """What a page or a file says; a workbook is a folder of texts."""
    if not zipfile.is_zipfile(io.BytesIO(response.content)):
        return response.content.decode()
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.sweep
@pytest.mark.once
def test_no_page_of_anybody_else_holds_a_word_of_them(cast, signed_in):
    world = place_names(cast)
    for person in (cast.student, cast.classmate):
        actions.save_notes(cast.assignment, person, text=PLANTED, base=0, at=NOW)
    addresses = {
        row.name: reverse(row.name, kwargs=row.kwargs(world)) for row in ROWS if "class_id" in row.needs.split()
    }

    found = []
    for who in ("teacher", "assistant", "removed", "superuser", "content_admin", "classmate"):
        browser = signed_in(getattr(cast, who))
        pages = {name: readable(browser.get(address)) for name, address in addresses.items()}
        found += [(who, name) for name, page in pages.items() if PLANTED in page]

    assert found == [
        ("classmate", "submissions:answer"),
        ("classmate", "submissions:notes"),
    ]  # who is writing meets hers
    assert Notes not in admin.site._registry
    assert [Notes.objects.visible_to(each).count() for each in (cast.student, cast.teacher, cast.superuser)] == [
        1,
        0,
        0,
    ]
    assert str(Notes.objects.first()) == "Notes"
