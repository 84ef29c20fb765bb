"""axe-core finds nothing on any page that a person can open: in both themes, on a desk and on a phone.

A theme is other values for the same colours (static/css/tokens.css), so the second is asked for colour alone.
"""

from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from classroom.grading.actions import names
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.access_table import ROWS
from tests.access_world import place_names
from tests.cast import TEXT
from tests.factories import NOW, published
from tests.journeys.conftest import in_all_looks
from tests.journeys.looks import LOOKS, NO_PAGES

ROW = {row.name: row for row in ROWS}
STAFF = {"grader": "teacher", "revealer": "teacher"}


def test_every_named_address_is_looked_at_or_shows_no_page():
    looked_at = {look.name for looks in LOOKS.values() for look in looks}

    assert sorted(looked_at | NO_PAGES) == sorted(ROW)


@pytest.fixture
def world(ticking_clock, transactional_db, cast):
    """The world of the access table, with a draft cut short, a newer version of the lesson and the links of mails."""
    world = place_names(cast)
    cut_short(cast)
    published(lesson=cast.assignment.lesson_version.lesson)
    waiting = EmailAddress.objects.create(user=cast.classmate, email="tomasz@school.example")
    return world | {
        "other_class_id": cast.other_class.public_id,
        "uidb36": user_pk_to_url_str(cast.student),
        "key": default_token_generator.make_token(cast.student),
        "confirmation": EmailConfirmationHMAC(waiting).key,
    }


def cut_short(cast):
    """The classmate wrote much more to the first question, and then took nearly all of it away."""
    answers = Answer.objects.select_related("assignment__school_class", "submission__student")
    answer = answers.get(submission__student=cast.classmate, question_key="q1")
    for text in [TEXT * 4, "Neither trusted."]:
        actions.save_answer(answer, text=text, base=answer.revision, at=NOW)


def address(look, world):
    changed = {part: world[value[1:]] if str(value).startswith("$") else value for part, value in look.parts.items()}
    return reverse(look.name, kwargs=ROW[look.name].kwargs(world) | changed)


def opened(page, look, world):
    """Open the page, or send its form though nothing is filled in; answers the status."""
    response = page.goto(address(look, world))
    if look.sent:
        with page.expect_navigation() as sending:
            page.locator("main form").last.evaluate(
                "form => { form.reset(); form.noValidate = true; form.requestSubmit() }"
            )
        response = sending.value
    return response.status


@pytest.mark.parametrize("who", LOOKS)
def test_axe_finds_nothing(open_page, troubles, axe, cast, world, who):
    if who == "grader":
        names.hide_names(cast.assignment, by=cast.teacher, at=NOW + timedelta(minutes=1))
    if any(look.status >= 400 for look in LOOKS[who]):
        troubles.expect("^console error: Failed to load resource: the server responded with a status of 40[0349]")
    page = open_page(getattr(cast, STAFF.get(who, who), None))

    found = {}
    for look in LOOKS[who]:
        assert opened(page, look, world) == look.status, look
        for name, recoloured in in_all_looks(page):
            if violations := axe(page, colours=recoloured):
                found[f"{look}, {name}"] = violations

    assert found == {}
