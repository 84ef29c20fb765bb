"""Thirty answers graded in real Chromium by keys alone, and thirty with the mouse: what hands and server do for them.

Each gets three levels, a comment on words and one from the bank. The production server serves, and says itself how
long it worked. Exits with 1 when an answer costs more than one request for a page or more than two fetches beside it.
"""

import itertools
import os
import statistics
import sys
import tempfile
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.benchmarks.__main__ import free_port, serve
from tests.browser import ARGUMENTS, installed_browser

ANSWERS = 30
EARLIER = ["Name the fact from the lesson here.", "Say who did this.", "Which of the two is the cause?"]
TEXT = """\
The two sides wanted things in a different order, and neither of them trusted the other to go first. The United States \
asked for the weapons to be taken apart before it gave anything back, and North Korea asked for the sanctions to be \
lifted.

Behind this stood a long history of promises that were broken. If one leader had closed his main site while the \
sanctions stayed, he would have given away his strongest card. If the other had lifted them, he would have had nothing \
to show at home.

For later talks this means that a meeting between leaders is not enough. The details have to be agreed before anybody \
gets on a plane, in small steps that can be checked, so that each side gets something at every stage."""
SAYS = [  # levels, paragraph, words of it, comment
    ("324", 1, "in a different order", "The whole deadlock in one clause."),
    ("443", 2, "promises that were broken", "Which one? Name it."),
    ("202", 3, "small steps", "Give an example of one."),
    ("334", 1, "to be lifted", "All of them, or some?"),
    ("213", 2, "his strongest card", "Well put."),
]
COLUMNS = [
    "pages",
    "fetches",
    "keys",
    "letters",
    "clicks",
    "drags",
    "save, next",
    "comment",
    "bank",
    "together",
    "longest",
]
TIMED = ["POST grading:desk", "POST grading:comment", "GET grading:bank"]
FETCHES = set(TIMED[1:])
LEASE = "POST grading:lease"  # "Sam has this open": every half minute, whatever is graded


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="margin-hands-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.timed"}
        import django  # noqa: PLC0415  settings come first

        django.setup()
        from django.db import connection  # noqa: PLC0415  as above

        desks, cookies = world()
        connection.close()
        port = free_port()
        server = serve(port)
        try:
            found = graded(f"http://127.0.0.1:{port}", desks, cookies)
        finally:
            server.terminate()
            server.wait(20)
        print(
            f"\n{connection.vendor}, {ANSWERS} answers; requests, keys, clicks an answer; milliseconds of the server\n"
        )
        row("", COLUMNS)
        kept = [line(name, *counted) for name, counted in found.items()]
        return 0 if all(kept) else 1


def world() -> tuple[dict[int, list[tuple[str, int]]], list[Any]]:
    """A class that has turned in, with earlier comments: the waiting answers of two questions, and who is signed in."""
    from django.urls import reverse  # noqa: PLC0415  settings come first

    from classroom.accounts.models import User  # noqa: PLC0415  as above
    from classroom.classes.models import Assignment, Enrollment  # noqa: PLC0415  as above
    from classroom.submissions.models import Answer  # noqa: PLC0415  as above
    from tests.benchmarks import prepare  # noqa: PLC0415  as above
    from tests.cast import turn_in_answers  # noqa: PLC0415  as above
    from tests.factories import NOW  # noqa: PLC0415  as above
    from tests.grading.conftest import judge  # noqa: PLC0415  as above

    prepare.database()
    teacher = User.objects.create(username="bench-teacher", name="Bench Teacher")
    work = prepare.assignment()
    week = timedelta(days=7)
    Assignment.objects.filter(pk=work.pk).update(opens_at=NOW - week, due_at=NOW + week, closes_at=NOW + 2 * week)
    work.refresh_from_db()
    students = ANSWERS + 1 + len(EARLIER)  # after the last that is graded one more waits
    for number in range(students):
        student = User.objects.create(username=f"hands-{number}", name=f"Student {number}")
        Enrollment.objects.create(school_class=work.school_class, person=student)
        turn_in_answers(work, student, text=TEXT)
    desks = {}
    for n in (1, 2):
        answers = list(Answer.objects.filter(assignment=work, question__position=n).order_by("desk_number"))
        for answer, said in zip(answers[-len(EARLIER) :], EARLIER, strict=True):
            judge(answer, by=teacher, points=2, comment=said)
        place = [work.school_class.public_id, work.slug, n]
        numbers = [answer.desk_number for answer in answers[: -len(EARLIER)]]
        desks[n] = [(reverse("grading:desk", args=[*place, number]), number) for number in numbers]
    cookies = [pair.split("=", 1) for pair in prepare.signed_in(teacher)["Cookie"].split("; ")]
    return desks, cookies


def graded(base: str, desks: dict[int, list[tuple[str, int]]], cookies: list[Any]) -> dict[str, tuple[Any, list[Any]]]:
    """Question 1 by keys, question 2 with the mouse; what the hands did, and what each answer asked of the server."""
    from tests.journeys.hands import Hands, by_keys, by_mouse  # noqa: PLC0415  settings come first

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS)
        context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies])
        page = context.new_page()
        for name, way, n in [("by keys", by_keys, 1), ("by mouse", by_mouse, 2)]:
            hands = Hands(page)
            page.goto(desks[n][0][0], wait_until="networkidle")
            found[name] = (hands, walked(page, hands, way, [number for _url, number in desks[n]]))
        browser.close()
    return found


def walked(page: Page, hands: Any, way: Any, numbers: list[int]) -> list[Any]:
    """From answer to answer, as each save leads on."""
    from tests.journeys.hands import Judgement, listening  # noqa: PLC0415  settings come first

    found = []
    says = itertools.cycle(SAYS)
    letters = itertools.cycle("asd")
    for here, after in itertools.pairwise(numbers):
        expect(page.get_by_role("heading", name=f"Answer {here}", exact=True)).to_be_visible()
        with listening(page) as asked:
            way(hands, Judgement(*next(says), next(letters)))
            expect(page.get_by_role("heading", name=f"Answer {after}", exact=True)).to_be_visible()
        found.append(asked)
    return found


def row(name: str, cells: list[str]) -> None:
    aligned = (f"{cell:>{len(column) + 3}}" for cell, column in zip(cells, COLUMNS, strict=True))
    print(f"{name:<10}{''.join(aligned)}", flush=True)


def line(name: str, hands: Any, answers: list[Any]) -> bool:
    """What an answer cost, printed; whether it kept to one page and two fetches."""
    pages = [len(asked.pages) for asked in answers]
    fetches = [len(asked.fetches) - asked.fetches.count(LEASE) for asked in answers]
    figures = [statistics.mean(pages), statistics.mean(fetches)]
    figures += [count / len(answers) for count in (hands.keys, hands.letters, hands.clicks, hands.drags)]
    figures += [statistics.median(asked.took[request] for asked in answers) for request in TIMED]
    whole = [sum(took for request, took in asked.took.items() if request != LEASE) for asked in answers]
    row(name, [f"{figure:.1f}" for figure in [*figures, statistics.median(whole), max(whole)]])
    return (
        len(answers) == ANSWERS
        and set(pages) == {1}
        and all(set(asked.fetches) - {LEASE} == FETCHES for asked in answers)
    )


if __name__ == "__main__":
    sys.exit(main())
