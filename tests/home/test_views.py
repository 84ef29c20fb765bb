"""The pages of the desk: who sees which part, how much a page costs, and what an empty one says."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from classroom.home.views import PAGE
from tests.cast import place
from tests.factories import NOW, AssignmentFactory, DraftFactory, UserFactory, published

pytestmark = pytest.mark.usefixtures("stopped_clock")

PAGES = ["home:home", "home:lessons", "home:feedback"]


def page(person, name, **query):
    client = Client()
    client.force_login(person)
    return client.get(reverse(name), query)


def links(response):
    """Where the page's own links lead, in their order."""
    return re.findall(r'href="(/[^"]*)"', response.content.decode().split("<main")[1])


def words(response):
    return " ".join(strip_tags(response.content.decode().split("<main")[1]).split())


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_people_are_sent_to_sign_in(client, db, name):
    response = client.get(reverse(name))

    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={reverse(name)}")


@pytest.mark.parametrize(
    ("who", "name", "marked"),
    [
        ("student", "home:lessons", [("page", "Lessons")]),
        ("student", "submissions:lesson", [("true", "Lessons")]),
        ("student", "grading:feedback", [("true", "Feedback")]),
        ("teacher", "grading:overview", [("true", "Classes")]),
        ("teacher", "submissions:lesson", [("true", "Lessons")]),
    ],
)
def test_navigation_marks_the_page_or_what_it_hangs_below(cast, who, name, marked):
    client = Client()
    client.force_login(getattr(cast, who))
    numbers = {"n": 1} if name == "grading:feedback" else {}
    below = {"class_id": cast.school_class.public_id, "slug": cast.assignment.slug} if "home" not in name else {}

    html = client.get(reverse(name, kwargs=below | numbers)).content.decode()
    bar = html.split('class="topnav"')[1].split("</ul>")[0]

    assert re.findall(r'aria-current="(\w+)">([^<]+)<', bar) == marked


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_and_not_posted_to(cast, name):
    client = Client()
    client.force_login(cast.student)

    assert client.post(reverse(name)).status_code == 405
    assert client.head(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_for_one_and_for_three_of_everything(cast, fill, name, django_assert_max_num_queries):
    both = cast.teacher
    place(both, cast.other_class, "student")
    costs = []
    for number, times in enumerate([1, 2]):
        for kind in ["in", "out"]:
            student, school_class = (both, cast.other_class) if kind == "in" else (cast.student, cast.school_class)
            fill(school_class, student, cast.other_teacher, times=times, named=f"{kind}-{number}")
        client = Client()
        client.force_login(both)
        client.get(reverse(name))
        with django_assert_max_num_queries(12) as queries:
            response = client.get(reverse(name))
        costs.append((response.status_code, len(queries)))

    assert costs == [costs[0]] * 2
    assert costs[0][0] == 200


def test_a_student_sees_the_student_side_alone(cast):
    context = page(cast.student, "home:home").context

    assert (context["shows_learning"], context["shows_teaching"], context["heading"]) == (
        True,
        False,
        "Good afternoon, Linh",
    )


def test_a_teacher_sees_the_teacher_side_under_the_date(cast):
    response = page(cast.teacher, "home:home")

    context = response.context
    assert (context["shows_learning"], context["shows_teaching"], context["heading"]) == (
        False,
        True,
        "Wednesday 25 November",
    )
    assert cast.school_class.spoken_code not in response.content.decode()


def test_who_teaches_and_learns_sees_both_sides(cast):
    place(cast.teacher, cast.other_class, "student")

    response = page(cast.teacher, "home:home")

    assert (response.context["shows_learning"], response.context["shows_teaching"]) == (True, True)
    assert "Join another" in words(response)
    assert "New class" in words(response)


def test_the_desk_speaks_the_persons_own_time_zone(cast):
    cast.student.time_zone = "Asia/Tokyo"
    cast.student.save()

    assert page(cast.student, "home:home").context["heading"] == "Good evening, Linh"


def test_who_is_in_no_class_is_told_how_to_join(cast):
    response = page(UserFactory(), "home:home")

    assert "You are not in a class yet" in words(response)
    assert links(response) == [reverse("classes:join")]


@pytest.mark.parametrize("who", ["superuser", "content_admin"])
def test_who_looks_after_the_school_is_led_to_the_administration(cast, who):
    response = page(getattr(cast, who), "home:home")

    assert "You are in no class" in words(response)
    assert links(response) == [reverse("admin:index"), reverse("classes:join")]


@pytest.mark.parametrize("who, times", [("student", 0), ("assistant", 0), ("teacher", 1), ("superuser", 1)])
def test_the_menu_leads_to_the_administration_who_may_enter_it(cast, who, times):
    frame = page(getattr(cast, who), "home:feedback").content.decode()

    assert frame.count(f'href="{reverse("admin:index")}"') == times


def test_a_teacher_without_a_class_is_told_to_create_one(cast):
    cast.school_class.enrollments.filter(person=cast.teacher).update(ended_at=NOW)

    assert "You teach no class yet" in words(page(cast.teacher, "home:home"))


def test_a_student_with_nothing_left_is_told_so(cast):
    cast.school_class.assignments.update(opens_at="2026-11-26T00:00Z")

    assert "Nothing to do" in words(page(cast.student, "home:home"))


def test_what_somebody_wrote_is_shown_as_typed(cast, write):
    write(cast.assignment, cast.student, text="Look <script>alert(1)</script> here")

    html = page(cast.student, "home:home").content.decode()

    assert "“Look &lt;script&gt;alert(1)&lt;/script&gt; here”" in html


def test_lessons_of_a_student_carry_their_states(cast, fill):
    cast.assignment.delete()
    fill(cast.school_class, cast.student, cast.teacher, times=1)

    rows = page(cast.student, "home:lessons").context["rows"]

    assert sorted(row.label for row in rows) == ["Draft", "Not started", "Returned", "Turned in"]


def test_lessons_that_have_not_opened_are_absent(cast):
    AssignmentFactory(school_class=cast.school_class, slug="soon", opens_at="2026-11-25T12:00:01Z")

    assert len(page(cast.student, "home:lessons").context["rows"]) == 1


def test_a_teacher_meets_own_drafts_and_what_others_published(cast):
    DraftFactory(lesson__slug="own", lesson__owner=cast.teacher, title="My rivers")
    DraftFactory(lesson__slug="secret", lesson__owner=cast.other_teacher, title="Not yours")
    theirs = published(lesson__slug="theirs", lesson__owner=cast.other_teacher, title="Glaciers")
    DraftFactory(lesson=theirs.lesson, title="Glaciers, again")

    response = page(cast.teacher, "home:lessons")

    shown = {row.slug: (row.title, row.own, bool(row.draft), row.edition) for row in response.context["lessons"]}
    assert shown["own"] == ("My rivers", True, True, "Draft not published")
    assert shown["theirs"] == ("Glaciers", False, False, "Version 1")
    assert "secret" not in shown
    html = response.content.decode()
    assert reverse("classes:publish-lesson", args=["own"]) in html
    assert reverse("classes:publish-lesson", args=["theirs"]) not in html
    assert f"{reverse('classes:assign', args=[cast.school_class.public_id])}?version={theirs.pk}" in html


def test_a_withdrawn_lesson_stays_with_its_owner_and_is_not_set(cast):
    gone = published(lesson__slug="gone", lesson__owner=cast.teacher, lesson__withdrawn_at=NOW, title="Gone")

    owner, other = page(cast.teacher, "home:lessons"), page(cast.other_teacher, "home:lessons")

    assert ("gone", "Version 1. Withdrawn", None) in [
        (row.slug, row.edition, row.published) for row in owner.context["lessons"]
    ]
    assert "gone" not in [row.slug for row in other.context["lessons"]]
    assert f"version={gone.pk}" not in owner.content.decode()


@pytest.mark.parametrize("who", ["student", "assistant", "superuser"])
def test_only_who_writes_lessons_meets_the_shelf(cast, who):
    assert ("lessons" in page(getattr(cast, who), "home:lessons").context) is (who == "superuser")


def test_feedback_is_paged_newest_first(cast, work, give_back):
    for number in range(PAGE + 1):
        assignment = AssignmentFactory(school_class=cast.school_class, slug=f"set-{number}")
        give_back(work(assignment, cast.student), cast.teacher)

    first, second = page(cast.student, "home:feedback"), page(cast.student, "home:feedback", page=2)

    assert [len(first.context["rows"]), len(second.context["rows"])] == [PAGE, 1]
    assert f"/set-{PAGE}/" in first.context["rows"][0].url
    assert "Page 2 of 2" in words(second)


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1" * 400])
def test_a_page_that_does_not_exist_is_the_nearest_one(cast, number):
    assert page(cast.student, "home:feedback", page=number).status_code == 200


def test_without_feedback_the_page_says_so(cast):
    assert "No feedback yet" in words(page(cast.student, "home:feedback"))
