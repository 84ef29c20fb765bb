"""Threat C1: an essay that tries to be a page stays an essay, wherever it is shown."""

from decimal import Decimal
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Enrollment
from classroom.grading import anchors
from classroom.grading.actions import comments, grades, letters, names, releases
from classroom.grading.models import Comment
from classroom.submissions import actions
from classroom.submissions.models import Answer
from lessons.models import Criterion
from tests.access_table import ROWS
from tests.access_world import place_names
from tests.factories import NOW

OWNED = "document.documentElement.dataset.owned=1"
PAYLOADS = [
    f"</textarea><script>{OWNED}</script>",
    f'<img src=x onerror="{OWNED}">',
    f"<svg onload={OWNED}><script>{OWNED}</script></svg>",
    f'"><b onmouseover="{OWNED}" onfocus="{OWNED}" autofocus tabindex=1>over</b>',
    f'<a href="javascript:{OWNED}">link</a> [link](javascript:{OWNED}) javascript:{OWNED}',
    f"</p></main><iframe srcdoc='<script>top.{OWNED}</script>'></iframe>",
    "<style>* {display: none}</style><meta http-equiv=refresh content='0;url=/away'><base href=//away>",
    "&lt;script&gt; &amp; {{ 7|add:7 }} {% csrf_token %} <!-- ${1+1} %s %(name)s",
]
ESSAY = "\n\n".join(PAYLOADS)
NOTES = "\n".join(PAYLOADS)
# What the access table opens, but what lies below work and can't know of it, and what isn't read in the browser.
BELOW_WORK, NO_PAGES = ("account", "classes:"), ("-csv", "-xlsx", ":offline", ":worker")
SEARCHED = {"grading:bank": {"q": "link"}}  # of what was said about the same answer it shows nothing by itself
SHOW_IT = {
    "teacher": [
        *("grading:own-comments", "grading:own-comment", "grading:answers", "grading:desk", "grading:bank"),
        *("grading:history", "grading:staff-note-delete", "grading:again", "grading:second-mark"),
        *("grading:second-look", "grading:letter", "grading:changes"),
    ],
    "student": [
        *("submissions:answer", "submissions:revision", "grading:feedback", "grading:feedback-print"),
    ],
}
NAME = f"<img src=x onerror={OWNED}>"


def judge(submission, teacher):
    """Full marks and a comment on hostile words for every answer, and a letter as hostile."""
    for answer in Answer.objects.filter(submission=submission):
        rubric = Criterion.objects.filter(rubric__question=answer.question)
        levels = {criterion.pk: criterion.levels.get(points=4) for criterion in rubric}
        said = {"adjustment": Decimal(0), "adjustment_reason": "", "comment": ESSAY}
        grades.save_grade(answer, by=teacher, at=NOW, base=0, levels=levels, done=True, **said)
        for number, payload in enumerate(PAYLOADS, 1):
            words = anchors.Words(paragraph=number, words=payload)
            comments.add_comment(answer, kind=Comment.Kind.QUESTION, body=payload, place=words, by=teacher, at=NOW)
    letters.save_letter(submission, body=ESSAY, base=0, by=teacher, at=NOW)


@pytest.fixture
def world(ticking_clock, transactional_db, cast, work, write):
    """The student's hostile work, graded and released; the classmate's, still a draft, with notes."""
    User.objects.filter(pk__in=[cast.student.pk, cast.classmate.pk]).update(name=NAME, known_as="")
    write(cast.assignment, cast.classmate, text=ESSAY)
    actions.save_notes(cast.assignment, cast.classmate, text=NOTES, base=0, at=NOW)
    done = work(cast.assignment, cast.student, text=ESSAY)
    judge(done, cast.teacher)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    releases.release(cast.assignment, [done], by=cast.teacher, at=NOW, visible_from=NOW)
    desk = Answer.objects.get(submission=done, question_key="q1").desk_number
    return {"set": [cast.school_class.public_id, "hanoi"], "desk": desk}


def read(page, address):
    """Open the page, hover and focus what is there; answers the texts it shows. Nothing may have run."""
    page.goto(address)
    for link in page.locator('a:text-is("link"):visible').all():
        link.hover()
    assert page.evaluate("document.documentElement.dataset.owned") is None
    assert page.url.endswith(address)
    texts = page.locator(".essay, .answer-read:not([hidden] *), textarea:not([hidden])")
    return texts.evaluate_all("texts => texts.map((each) => each.value ?? each.textContent)")


def paragraphs(shown):
    """What stands on the sheet, without the numbers of comments."""
    return [text[:-1] if text[:-1] in PAYLOADS else text for text in shown]


def test_teacher_reads_a_hostile_essay_as_typed(open_page, cast, world):
    page = open_page(cast.teacher)
    seat = Enrollment.objects.get(person=cast.student).pk
    desk = [*world["set"], 1, world["desk"]]

    shown = read(page, reverse("grading:desk", args=desk))
    assert paragraphs(shown)[: len(PAYLOADS)] == PAYLOADS
    shown = read(page, reverse("grading:letter", args=[*world["set"], seat]))
    assert paragraphs(shown) == [*PAYLOADS * 3, ESSAY]
    shown = read(page, reverse("grading:comment-edit", args=[*desk, 2]))  # 1 is the comment on the whole
    assert shown == [PAYLOADS[0], PAYLOADS[0]]
    read(page, reverse("classes:extensions", args=world["set"]))
    for name in ("classes:roster", "classes:detail"):
        read(page, reverse(name, args=world["set"][:1]))


def test_student_reads_own_hostile_essay_as_typed(open_page, cast, world):
    page = open_page(cast.student)

    shown = read(page, reverse("grading:feedback", args=[*world["set"], 1]))
    assert paragraphs(shown) == PAYLOADS
    assert paragraphs(read(page, reverse("grading:feedback-print", args=world["set"]))) == PAYLOADS * 3
    assert read(page, reverse("submissions:answer", args=[*world["set"], 1])) == [ESSAY]
    for address in ("/", "/feedback/", "/lessons/", "/account/"):
        read(page, address)


@pytest.fixture
def written_again(cast, world):
    """The first answer was asked for again, and stands with another paragraph before it; how each asks for it."""
    done = cast.assignment.submissions.get(student=cast.student)
    wish = {"questions": [done.lesson_version.questions.get(key="q1")], "due_at": cast.assignment.due_at, "words": NAME}
    actions.ask_again(done, **wish, base=None, by=cast.teacher, at=NOW)
    again = actions.start_next_attempt(done, at=NOW)
    answer = again.answers.get(question_key="q1")
    actions.save_answer(answer, text=f"At last.\n\n{ESSAY}", base=answer.revision, at=NOW)
    actions.turn_in(again, token=uuid4(), by=cast.student, at=NOW)
    return {"teacher": f"answer={answer.desk_number}&", "student": ""}


@pytest.mark.parametrize("who", ["teacher", "student"])
def test_two_hostile_essays_are_compared_as_typed(open_page, cast, world, written_again, who):
    page, address = open_page(getattr(cast, who)), reverse("grading:changes", args=[*world["set"], 1])

    for view in ("", "side", "new"):
        read(page, f"{address}?{written_again[who]}view={view}")
        words = page.locator("main").text_content()
        assert [payload for payload in PAYLOADS if payload not in words] == []


def test_writer_finds_own_hostile_words_again(open_page, cast, world):
    page = open_page(cast.classmate)

    assert read(page, reverse("submissions:answer", args=[*world["set"], 1])) == [ESSAY, NOTES]
    assert read(page, reverse("submissions:notes", args=world["set"])) == [NOTES]
    assert read(page, reverse("submissions:turn-in", args=world["set"])) == [ESSAY] * 3
    read(page, "/")


@pytest.fixture
def places(ticking_clock, transactional_db, cast):
    """The world of the access table, where every answer is hostile, and whatever is said of one."""
    User.objects.filter(pk__in=[cast.student.pk, cast.classmate.pk]).update(name=NAME, known_as="")
    return place_names(cast, text=f"From two sides.\n\n{ESSAY}", said=ESSAY)


@pytest.mark.parametrize("who", SHOW_IT)
def test_no_page_of_the_access_table_runs_what_it_shows(open_page, cast, places, who):
    page, shown = open_page(getattr(cast, who)), {}

    for row in ROWS:
        if row.get[who] == 200 and not row.name.startswith(BELOW_WORK) and not row.name.endswith(NO_PAGES):
            asked = urlencode(row.asked(places) | SEARCHED.get(row.name, {}))
            read(page, reverse(row.name, kwargs=row.kwargs(places)) + f"?{asked}" * bool(asked))
            words = page.locator("main").text_content()
            shown[row.name] = sum(payload in words for payload in PAYLOADS)

    assert {name: count for name, count in shown.items() if count} == dict.fromkeys(SHOW_IT[who], len(PAYLOADS))


@pytest.mark.parametrize("who", ["teacher", "superuser"])
def test_admin_shows_hostile_work_as_text(open_page, cast, world, who):
    page = open_page(getattr(cast, who))
    page.goto(reverse("admin:index"))
    lists = page.locator("#content-main th a").evaluate_all("links => links.map((link) => link.pathname)")

    for address in lists:
        read(page, address)
        rows = page.locator("#result_list tbody th a")
        if rows.count():
            with page.expect_navigation():
                rows.first.click()
        assert page.evaluate("document.documentElement.dataset.owned") is None
    assert {reverse("admin:submissions_submission_changelist"), reverse("admin:submissions_answer_changelist")} <= {
        *lists
    }
