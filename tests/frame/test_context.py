"""The theme and the looks of text that a browser asks for."""

import pytest
from django.test import RequestFactory

from classroom.context import text_looks, theme


@pytest.mark.parametrize("chosen", ["auto", "light", "dark"])
def test_theme_is_the_one_kept_in_the_cookie(rf: RequestFactory, chosen: str):
    rf.cookies["theme"] = chosen

    assert theme(rf.get("/")) == {"theme": chosen}


@pytest.mark.parametrize("cookie", ["", "DARK", '"><script>', "blue"])
def test_theme_follows_the_device_when_the_cookie_says_anything_else(rf: RequestFactory, cookie: str):
    rf.cookies["theme"] = cookie

    assert theme(rf.get("/")) == {"theme": "auto"}


def test_theme_follows_the_device_without_a_cookie(rf: RequestFactory):
    assert theme(rf.get("/")) == {"theme": "auto"}


@pytest.mark.parametrize(
    "cookie, looks",
    [
        ("sans.large.wide.tint", ["sans", "large", "wide", "tint"]),
        ("tint.sans.sans", ["sans", "tint"]),
        ("", []),
        ('large.blue."><script>', ["large"]),
        ("sans large", []),
    ],
)
def test_text_looks_as_the_cookie_says_and_no_other_way(rf: RequestFactory, cookie: str, looks: list[str]):
    rf.cookies["text"] = cookie

    assert text_looks(rf.get("/")) == {"text_looks": looks}
