"""Threat C1: an essay that tries to be a page stays an essay, wherever it is shown."""

from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Enrollment
from classroom.grading import anchors
from classroom.grading.actions import comments, grades, letters, names, releases
from classroom.grading.models import Comment
from classroom.submissions.actions import save_notes
from classroom.submissions.models import Answer
from lessons.models import Criterion
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
    save_notes(cast.assignment, cast.classmate, text=NOTES, base=0, at=NOW)
    done = work(cast.assignment, cast.student, text=ESSAY)
    judge(done, cast.teacher)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    releases.release(cast.assignment, [done], by=cast.teacher, at=NOW, visible_from=NOW)
    desk = Answer.objects.get(submission=done, question_key="q1").desk_number
    return {"set": [cast.school_class.public_id, "hanoi"], "desk": desk}


def read(page, address):
    """Open the page, hover and focus what is there; answers the texts it shows. Nothing may have run."""
    page.goto(address)
    for link in page.get_by_role("link", name="link").all():
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
    for name in ("grading:overview", "grading:wrap-up", "grading:release", "classes:extensions"):
        read(page, reverse(name, args=world["set"]))
    for name in ("grading:history", "grading:desk"):
        read(page, reverse(name, args=desk))
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


def test_writer_finds_own_hostile_words_again(open_page, cast, world):
    page = open_page(cast.classmate)

    assert read(page, reverse("submissions:answer", args=[*world["set"], 1])) == [ESSAY, NOTES]
    assert read(page, reverse("submissions:notes", args=world["set"])) == [NOTES]
    assert read(page, reverse("submissions:turn-in", args=world["set"])) == [ESSAY] * 3
    read(page, "/")


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
