"""axe-core finds nothing on the pages that say why something can't be shown or done, in both themes and sizes.

Those that a visit can bring about are looked at in test_axe.py; here are the answers to what no page offers.
"""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.journeys.conftest import in_all_looks

PLAIN = ["400.html", "413.html", "500.html", "503.html"]


@pytest.fixture
def answered(live_cast):
    """What the product says, by status or by the template that nothing but a fault would show."""
    place = [live_cast.school_class.public_id, live_cast.assignment.slug, 1]
    write, typed = reverse("submissions:answer", args=place), {"text": "Typed before.", "base": "0", "go": "save"}
    signed = Client(enforce_csrf_checks=True)
    signed.force_login(live_cast.student)
    another = Client()
    another.force_login(live_cast.classmate)
    stranger = Client()
    wrong = {"login": "linh", "password": "wrong"}
    tries = [stranger.post(reverse("account_login"), wrong) for _try in range(11)]
    replies = {
        "401": Client().post(write, typed),
        "403 csrf": signed.post(write, typed),
        "403 person": another.post(write, typed | {"person": live_cast.student.pk}),
        "429": tries[-1],
    }
    assert [reply.status_code for reply in replies.values()] == [401, 403, 403, 429]
    return {name: reply.content.decode() for name, reply in replies.items()} | {
        name: render_to_string(name) for name in PLAIN
    }


def test_axe_finds_nothing_on_any_refusal(open_page, axe, answered):
    page, shown = open_page(), {}
    page.route("**/refused/*/", lambda route: route.fulfill(body=shown["page"], content_type="text/html"))

    found = {}
    for number, (name, body) in enumerate(answered.items()):
        shown["page"] = body
        page.goto(f"/refused/{number}/")
        for look, recoloured in in_all_looks(page):
            if violations := axe(page, colours=recoloured):
                found[f"{name}, {look}"] = violations

    assert found == {}
