"""Points by keyboard in a column of cells, and a grading file there and back."""

import pytest
from playwright.sync_api import expect

from classroom.classes.models import Assignment
from classroom.grading.models import Grade, GradeEvent
from tests.cast import turn_in_answers
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below

pytestmark = pytest.mark.usefixtures("ticking_clock")


def test_points_go_in_by_keyboard_and_come_back_in_a_file(live_cast, open_page, troubles, axe):
    troubles.expect("409")
    works = [turn_in_answers(live_cast.assignment, who) for who in (live_cast.student, live_cast.classmate)]
    first, second = sorted((answer_to(work) for work in works), key=lambda answer: answer.desk_number)
    page = open_page(live_cast.teacher)
    page.goto(below("points", works[0], 2))

    page.get_by_label(f"Points for Answer {first.desk_number}").focus()
    page.keyboard.type("9.5")
    page.keyboard.press("Enter")
    page.keyboard.type("7")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_value("9.5")
    judge(first, by=live_cast.assistant, points=1)
    page.get_by_role("button", name="Save points").click()

    expect(page.get_by_text("Sam saved 3")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Keep theirs").check()
    page.get_by_role("button", name="Save points").click()
    expect(page.get_by_text("1 grade saved.")).to_be_visible()
    assert [str(Grade.objects.get(answer=each).points) for each in (first, second)] == ["3.00", "7.00"]

    page.goto(below("file", works[0]))
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    content = (
        taken.value.path()
        .read_text(encoding="utf-8-sig")
        .replace(f"q2,{first.desk_number},3,", f"q2,{first.desk_number},4,")
    )
    file = {"name": "grades.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("Grading file").set_input_files(file)
    page.get_by_role("button", name="Look at the changes").click()
    expect(page.get_by_role("row", name=f"Answer {first.desk_number}")).to_contain_text("3 →becomes 4")
    assert axe(page) == []
    page.get_by_role("button", name="Change what is ticked").click()
    expect(page.get_by_text("1 grade changed as in the file.")).to_be_visible()
    assert GradeEvent.objects.latest("pk").new["points"] == "4.00"


def test_points_go_into_the_gradebook_itself_along_its_columns(live_cast, open_page, troubles, axe):
    troubles.expect("409")
    Assignment.objects.update(names_hidden=False)
    works = [turn_in_answers(live_cast.assignment, who) for who in (live_cast.student, live_cast.classmate)]
    upper, lower = sorted(works, key=lambda work: work.student.name)
    page = open_page(live_cast.teacher)
    page.goto(f"{below('overview', upper)}".replace(f"{live_cast.assignment.slug}/", "gradebook/?lesson=hanoi"))
    page.locator("summary", has_text="Enter points").click()
    page.get_by_role("link", name="In this table").click()

    def cell(work, n):
        return page.get_by_label(f"Points for {work.student.get_full_name()}, question {n}")

    cell(upper, 2).focus()
    for key in ("9", ".", "5", "Enter", "7", "ArrowUp"):
        page.keyboard.press(key)
    expect(cell(upper, 2)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    expect(cell(upper, 3)).to_have_value("4")
    judge(answer_to(upper), by=live_cast.assistant, points=1)
    page.get_by_role("button", name="Save points").click()

    expect(page.get_by_text("Sam saved 3")).to_be_visible()
    assert axe(page) == []
    expect(cell(upper, 2)).to_have_value("9.5")
    page.get_by_role("button", name="Save points").click()
    expect(page.get_by_text("3 grades saved.")).to_be_visible()
    found = [
        str(Grade.objects.get(answer=each).points) for each in (answer_to(upper), answer_to(lower), answer_to(upper, 3))
    ]
    assert found == ["9.50", "7.00", "4.00"]
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name="Gradebook")).to_be_visible()
