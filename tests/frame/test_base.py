"""The frame itself: language, theme, navigation, menu, messages."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils import translation

pytestmark = pytest.mark.urls("tests.frame.addresses")

STUDENT = SimpleNamespace(is_authenticated=True, get_full_name="Linh Trần", initials="LT")
NAV = SimpleNamespace(items=[("To do", "/", "page"), ("Lessons", "/lessons/", "")], teaches=False)


def test_page_says_its_language_and_theme():
    with translation.override("vi"):
        page = render_to_string("base.html", {"theme": "dark"})

    assert re.findall(r'<html lang="(\w+)" data-bs-theme="(\w+)"', page) == [("vi", "dark")]
    assert re.findall(r'name="color-scheme" content="([^"]*)"', page) == ["dark"]


def test_navigation_stands_in_bar_and_menu_and_marks_the_current_page():
    page = render_to_string("base.html", {"user": STUDENT, "nav": NAV})

    links = re.findall(r'<li><a (?:class="btn[^"]*" )?href="([^"]*)"( aria-current="page")?>([^<]*)</a></li>', page)
    assert links == [("/", ' aria-current="page"', "To do"), ("/lessons/", "", "Lessons")] * 2


def test_menu_signs_out_and_changes_theme_by_posting_alone():
    page = render_to_string("base.html", {"user": STUDENT, "nav": NAV, "theme": "light"})

    assert re.findall(r'<form[^>]*method="(\w+)" action="([^"]*)"', page) == [
        ("post", "/theme/"),
        ("post", "/sign-out/"),
    ]
    assert re.findall(r'name="theme" value="(\w+)" aria-pressed="(\w+)"', page) == [
        ("auto", "false"),
        ("light", "true"),
        ("dark", "false"),
    ]


def test_stranger_is_offered_to_sign_in():
    page = render_to_string("base.html")

    assert re.findall(r'<a class="push" href="([^"]*)">([^<]*)</a>', page) == [("/sign-in/", "Sign in")]
    assert "<details" not in page


def test_messages_are_banners_by_kind_and_escaped():
    said = [
        Message(constants.SUCCESS, "Done"),
        Message(constants.WARNING, "Late"),
        Message(constants.ERROR, "<b>No</b>"),
        Message(constants.INFO, "By the way"),
    ]

    page = render_to_string("base.html", {"messages": said})

    assert re.findall(r'<div class="(banner[^"]*)">.*?<p>(.*?)</p>', page, re.DOTALL) == [
        ("banner banner-good", "Done"),
        ("banner banner-warn", "Late"),
        ("banner banner-bad", "&lt;b&gt;No&lt;/b&gt;"),
        ("banner", "By the way"),
    ]


def test_frame_asks_no_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        render_to_string("base.html", {"user": STUDENT, "nav": NAV})
