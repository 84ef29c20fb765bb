"""Two graders before one answer: each sees that the other has it open, and that they have left."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from classroom.grading.models import Lease
from tests.grading.desk import answer_to, below, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"  # as when the tab is brought to the front


def wait_until_let_go(holder, *, page):
    for _try in range(200):
        if Lease.objects.get(holder=holder).until <= timezone.now():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the answer is still held")


def test_a_colleague_is_seen_to_come_and_to_go(cast, work, open_page, axe):
    first, second = [answer_to(work(cast.assignment, who)) for who in (cast.student, cast.classmate)]
    teacher, sam = open_page(cast.teacher), open_page(cast.assistant)
    with teacher.expect_response(f"**{url('lease', first)}"):
        teacher.goto(url("desk", first))

    with sam.expect_response(f"**{url('lease', first)}"):
        sam.goto(url("desk", first))
    expect(sam.get_by_role("status").filter(has_text="Ms Marsh has this open.")).to_be_visible()
    assert axe(sam) == []
    with teacher.expect_response(f"**{url('lease', first)}"):
        teacher.evaluate(COME_BACK)
    expect(teacher.locator("#open-by")).to_have_text("Sam has this open.")

    teacher.goto(below("overview", first.submission))  # the page that is left lets go, and nobody waits for the reply
    wait_until_let_go(cast.teacher, page=teacher)
    with sam.expect_response(f"**{url('lease', first)}"):
        sam.evaluate(COME_BACK)
    expect(sam.locator("#open-by")).to_have_text("")

    for name in ("Understanding", "Evidence", "Argument"):
        sam.get_by_role("group", name=name, exact=True).get_by_label("3, Secure").check()
    sam.get_by_role("button", name="Save, next answer").click()
    sam.wait_for_url(f"**{url('desk', second)}")
    assert Lease.objects.get(holder=cast.assistant).answer == second  # came with the reply to the save
