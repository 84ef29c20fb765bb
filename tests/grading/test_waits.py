"""How long students wait, and how each criterion went: for whom names are hidden, too."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.grading.actions import names, releases
from classroom.grading.criterion_results import criteria
from classroom.grading.waits import said, waits
from classroom.submissions.models import TurnIn
from tests.cast import person, place
from tests.factories import NOW

DAY = timedelta(days=1)


@pytest.fixture
def join(cast):
    return lambda name: place(person(name.lower(), name), cast.school_class, "student")


def turned_in(work, days):
    TurnIn.objects.filter(pk=work.turn_in.pk).update(at=NOW - days * DAY)


def test_waits_are_counted_in_days_of_the_class(cast, work, graded, join):
    for name, days in [("A", 7), ("B", 3), ("C", 1), ("D", 0)]:
        turned_in(work(cast.assignment, join(name)), days)
    turned_in(graded(join("E")), 9)  # graded: it waits for its release alone
    back = [graded(join("F")), graded(join("G")), graded(join("H"))]
    for each, days in zip(back, (2, 4, 5), strict=True):
        turned_in(each, days)
    releases.release(cast.assignment, back[:2], by=cast.teacher, at=NOW, visible_from=NOW)
    releases.release(cast.assignment, back[2:], by=cast.teacher, at=NOW, visible_from=NOW + DAY)

    found = waits(cast.assignment, NOW)

    assert (dict(found.waiting), dict(found.came_back)) == ({7: 1, 3: 1, 1: 1, 0: 1}, {2: 1, 4: 1})
    assert (found.oldest, found.median, found.to_feedback) == ("7 days", "2 days", "3 days")
    tomorrow = NOW + timedelta(hours=13)
    assert dict(waits(cast.assignment, tomorrow).waiting) == {8: 1, 4: 1, 2: 1, 1: 1}
    cast.assignment.school_class.time_zone = "America/New_York"  # where it is still today
    assert dict(waits(cast.assignment, tomorrow).waiting) == {7: 1, 3: 1, 1: 1, 0: 1}
    assert [said(number) for number in (0, 1, Decimal("1.5"))] == ["less than a day", "1 day", "1.5 days"]


def test_nothing_waits_where_nobody_turned_in(cast, write):
    write(cast.assignment, cast.student)

    found = waits(cast.assignment, NOW)

    assert (found.oldest, found.median, found.to_feedback) == ("", "", "")


def test_each_criterion_counts_by_points_and_says_so_aloud(cast, graded, join):
    back = graded(cast.student, points=3)
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW)
    for name, points in [("A", 3), ("B", 4), ("C", 0)]:
        graded(join(name), points=points)

    shown, hidden = (criteria(cast.assignment, names=open_)["q1"] for open_ in (True, False))

    assert [each.name for each in shown] == ["Understanding", "Evidence", "Argument"]
    held = {(Decimal(3), True): 1, (Decimal(4), True): 1, (Decimal(0), True): 1}
    assert shown[0].counts == {(Decimal(3), False): 1} | held
    assert (shown[0].highest, shown[0].median) == (Decimal(4), Decimal(3))
    assert shown[0].spoken == ("Understanding: 4 marks, median 3 of 4. 0 points: 1, 3 points: 2, 4 points: 1.")
    assert hidden[0].counts == held  # the one that is returned stands alone beside a named state
    assert [len(each.plot.dots) for each in hidden] == [3, 3, 3]


@pytest.mark.usefixtures("stopped_clock")
def test_overview_shows_waits_in_days_and_criteria_that_say_nobody_s(client, cast, work, graded):
    turned_in(work(cast.assignment, cast.classmate), 3)
    graded(cast.student)
    client.force_login(cast.teacher)
    address = reverse("grading:overview", args=[cast.school_class.public_id, "hanoi"])

    hidden = client.get(address).content.decode()
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = client.get(address).content.decode()

    assert [page.count("waits 3 days") for page in (hidden, shown)] == [1, 1]
    assert [page.count("waits less than a day") for page in (hidden, shown)] == [1, 1]
    assert [page.count("no marks shown") for page in (hidden, shown)] == [9, 0]
    assert [page.count("1 mark, median 3 of 4") for page in (hidden, shown)] == [0, 9]
    assert "12:00" not in hidden.split("Students</h2>")[1].split("</tbody>")[0]
