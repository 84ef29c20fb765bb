"""What a person reads when a page can't be shown or a thing can't be done."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

pytestmark = pytest.mark.urls("tests.frame.addresses")


def read(page: str) -> list[str]:
    """The words of the sheet, line by line, tags and blank lines left out."""
    sheet = re.search(r'<div class="off-page">(.*)</main>', page, re.DOTALL)
    assert sheet
    return [" ".join(line.split()) for line in unescape(re.sub(r"<[^>]+>", "\n", sheet[1])).split("\n") if line.strip()]


SIGNED_IN = {"user": SimpleNamespace(is_authenticated=True, get_full_name="Linh Trần", initials="LT")}
BROKEN = (
    "It has been written down for the people who run Margin. What was saved before is safe; "
    "what you typed is still there when you go back."
)
LARGE = (
    "Nothing was changed. What was saved before is safe, "
    "and what you typed is still there when you go back: shorten it and send it again."
)
AWAY = (
    "Nothing was saved; try again in a moment. What was saved before is safe, "
    "and what you typed is still there when you go back."
)
PLAIN = {
    "400.html": [
        "This could not be taken",
        "Something in the address or the form was not as Margin knows it. Nothing you wrote is affected.",
        "Go to the start page",
    ],
    "413.html": [
        "This is too large",
        LARGE,
        "Go to the start page",
        "Error 413",
    ],
    "500.html": [
        "Something broke on our side",
        BROKEN,
        "Go to the start page",
        "Error 500",
    ],
    "503.html": [
        "Margin can’t answer just now",
        AWAY,
        "Go to the start page",
        "Error 503",
    ],
}


@pytest.mark.parametrize("name", PLAIN)
def test_page_renders_without_context_session_or_database(name: str):
    assert read(render_to_string(name)) == PLAIN[name]


def test_forbidden_names_the_person_and_who_may_see_the_page():
    assert read(render_to_string("403.html", SIGNED_IN | {"reason": "It is for teachers."})) == [
        "You can’t open this page",
        "It is for teachers. Nothing you wrote is affected.",
        "Go to your to-do list",
        "Error 403.",
        "You are signed in as Linh Trần.",
    ]


def test_missing_page_promises_that_nothing_is_affected():
    assert read(render_to_string("404.html", SIGNED_IN)) == [
        "This page is not here",
        "The link may be old, or a letter got lost on the way. Nothing you wrote is affected.",
        "Go to your to-do list",
        "Error 404",
    ]


def test_missing_page_sends_teachers_home_and_strangers_to_sign_in():
    teacher = SIGNED_IN | {"nav": SimpleNamespace(items=[], teaches=True)}

    assert read(render_to_string("404.html", teacher))[2] == "Go to your home page"
    assert read(render_to_string("404.html"))[2] == "Sign in"


def test_refusal_says_why_and_keeps_the_text_to_the_letter():
    kept = '\n  "first" <b>\n\nlast</textarea>'

    refusal = {"reason": "The assignment has closed.", "kept": kept, "back": "/back/"}

    page = render_to_string("409.html", SIGNED_IN | refusal)

    shown = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
    assert shown
    assert unescape(shown[1]) == kept
    assert read(page)[:2] == ["That did not go through", "The assignment has closed."]
    assert re.findall(r'href="([^"]*)"', page.split("<main")[1]) == ["/back/", "/"]


def test_refusal_without_a_text_shows_no_empty_box():
    page = render_to_string("409.html", SIGNED_IN | {"reason": "It is with your teacher."})

    assert read(page) == [
        "That did not go through",
        "It is with your teacher. Nothing you wrote is affected.",
        "Go to the start page",
    ]


def test_stale_form_keeps_the_text():
    page = render_to_string("403_csrf.html", SIGNED_IN | {"kept": "My answer"})

    assert read(page) == [
        "This page was open too long",
        "For safety it was not accepted, and nothing was changed. Go back, reload the page and send it again.",
        "Your text, as you sent it. It is not saved yet: copy it before you go on.",
        "My answer",
        "Go to your to-do list",
        "Error 403",
    ]
