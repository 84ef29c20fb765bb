"""A typed text that is sent once its session has ended, or is another person's, comes back to be copied (U4)."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.classes.models import Assignment
from classroom.submissions import actions
from classroom.submissions.models import Submission
from tests.factories import NOW
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")

TEXT = "\n lead 🕊️ <b>\n\nof </textarea>mine\n"


def kept_on(response):
    found = re.search(r'<textarea[^>]* id="kept"[^>]*>\n(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return html.unescape(found[1])


def test_a_text_sent_after_the_session_ended_is_on_the_page_that_says_so(cast, at_address):
    place = {"class_id": cast.school_class.public_id, "slug": cast.assignment.slug}
    letter = reverse("grading:letter", kwargs=place | {"enrollment": 1})
    comment = reverse("grading:comment", kwargs=place | {"n": 1, "desk": 1000})
    sent = [
        (at_address("answer", 1), {"text": TEXT, "base": 0}),
        (at_address("notes"), {"text": TEXT, "base": 0}),
        (letter, {"body": TEXT}),
        (comment, {"body": TEXT}),
        (comment, {"comment": TEXT}),
    ]
    before = rows()

    for address, data in sent:
        response = Client().post(address, data)
        assert (response.status_code, kept_on(response)) == (401, TEXT), address
        assert re.search(r'<a [^>]*href="/sign-in/" target="_blank" rel="noopener"', response.content.decode())

    assert rows() == before
    for bare in (Client().get(at_address("answer", 1)), Client().post(at_address("answer", 1), {"base": 0})):
        assert (bare.status_code, bare.url) == (302, f"/sign-in/?next={at_address('answer', 1)}")


def test_a_page_that_somebody_else_opened_stores_nothing_and_gives_the_text_back(cast, at_address, signed_in):
    owner, other = signed_in(cast.student), signed_in(cast.other_student)
    owner.post(at_address("notes"), {"text": "mine", "base": 0})
    owner.post(at_address("answer", 1), {"text": "mine", "base": 0})
    pages = [owner.get(at_address("answer", 1)), owner.get(at_address("notes"))]
    pages += [owner.post(at_address(*name), {"text": "two", "base": 0}) for name in (("answer", 1), ("notes",))]
    whose = f'<input type="hidden" name="person" value="{cast.student.pk}"'
    assert [page.content.decode().count(whose) for page in pages] == [2, 1, 2, 2]
    before = rows()

    for name in (("answer", 1), ("notes",)):
        for client in (other, signed_in(cast.classmate)):
            data = {"text": TEXT, "base": 1, "person": cast.student.pk}
            response = client.post(at_address(*name), data)
            assert (response.status_code, kept_on(response)) == (403, TEXT)
            scripted = client.post(at_address(*name), data, headers={"accept": "application/json"})
            assert (scripted.status_code, scripted.json()) == (403, {"reason": "other_person"})

    assert rows() == before
    data = {"text": "more", "base": 1, "person": cast.student.pk}
    assert owner.post(at_address("answer", 1), data).status_code == 303


@pytest.mark.parametrize("name, state", [("take-back", "turned_in"), ("new-attempt", "returned")])
def test_acts_of_a_page_that_somebody_else_opened_change_nothing(cast, at_address, signed_in, work, name, state):
    Assignment.objects.update(attempts=2)
    for student in (cast.student, cast.classmate):
        work(cast.assignment, student)
    if state == "returned":
        for each in Submission.objects.all():
            actions.mark_returned(each, visible_from=NOW)
    page = "lesson" if name == "new-attempt" else name
    owner, other = signed_in(cast.student), signed_in(cast.classmate)
    form = owner.get(at_address(page)).content.decode()
    before = rows()

    refused = other.post(at_address(name), {"person": cast.student.pk})

    whose = f'<input type="hidden" name="person" value="{cast.student.pk}" autocomplete="off">'
    assert (form.count(whose), refused.status_code, rows()) == (1, 403, before)
    assert owner.post(at_address(name), {"person": cast.student.pk}).status_code == 303
