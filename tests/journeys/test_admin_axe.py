"""axe-core finds nothing on any page of the admin that somebody gets, in both themes, on a desk and on a phone.

As on the product's pages, a dark theme is asked for colour alone; at both sizes nothing is wider than the screen.
"""

import pytest
from playwright.sync_api import expect

from classroom.grading.actions import names
from lessons.actions import start_draft
from lessons.models import Lesson
from tests.admin.conftest import answer_of, judge  # noqa: F401  fixtures
from tests.admin.test_admin_access import WHO, addresses, things  # noqa: F401  a fixture
from tests.factories import NOW
from tests.journeys.conftest import in_all_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stopped_clock")]

NO_PAGES = {"jsi18n", "lessons_file"}  # a script, a download
ABOUT_WORK = ("grading_", "submissions_")
ADDING = ["accounts_user_add", "classes_enrollment_add", "lessons_lesson_add", "lessons_lessonversion_add"]
JUDGING = ["submissions_answer_change", "submissions_submission_change", "grading_comment_change"]


@pytest.fixture
def look(axe):
    """`look(page)`: what axe finds in it, and whether something stands beyond the screen."""

    def found(page) -> list[str]:
        problems = []
        for name, recoloured in in_all_looks(page):
            problems += axe(page, colours=recoloured)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append(f"wider than the screen: {name}")
        return problems

    return found


@pytest.mark.parametrize("about_work", [True, False], ids=["work", "the rest"])
def test_axe_finds_nothing_on_any_page(open_page, look, cast, things, about_work):  # noqa: F811  the fixture
    """Who is a superuser gets every page that anybody gets."""
    met = addresses(things)
    pages = {name: url for name, (url, get, _post) in met.items() if get[WHO.index("superuser")] == 200}
    assert {name for name, (_url, get, _post) in met.items() if 200 in get} == set(pages)
    page = open_page(cast.superuser)
    found = {}

    for name, url in pages.items():
        if name.startswith(ABOUT_WORK) == about_work and name not in NO_PAGES:
            assert page.goto(url).status == 200
            found[name] = look(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_axe_finds_nothing_on_a_form_that_was_refused(open_page, look, cast, things):  # noqa: F811
    met = addresses(things)
    page = open_page(cast.superuser)
    found = {}

    for name in ADDING:
        page.goto(met[name][0])
        page.locator("#content-main form").evaluate("form => { form.noValidate = true }")
        page.locator("[name=_save]").click()
        expect(page.locator(".errornote")).to_be_visible()
        found[name] = look(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_axe_finds_nothing_where_a_teacher_judges_and_writes(open_page, look, cast, things):  # noqa: F811
    lesson = cast.assignment.lesson_version.lesson
    Lesson.objects.filter(pk=lesson.pk).update(owner=cast.teacher)
    things["lessons_lessonversion"] = start_draft(lesson, by=cast.teacher).pk
    met = addresses(things)
    page = open_page(cast.teacher)

    page.goto(met["submissions_submission_change"][0])
    found = {"work of a hidden name": look(page)}
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    for name in [*JUDGING, "lessons_lessonversion_change"]:
        assert page.goto(met[name][0]).status == 200
        found[name] = look(page)

    assert {name: problems for name, problems in found.items() if problems} == {}
