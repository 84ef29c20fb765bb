import html
import re
from datetime import timedelta

import pytest
import time_machine

from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.submissions import actions, difference
from classroom.submissions.models import Answer, AnswerRevision
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")

ATTACK = "</ins></p><script>alert(1)</script><svg onload=alert(2)>"
EXACT = "\n\n  lead 🕊️ שלום\u200f cafe\u0301 café\n\n👩‍👩‍👧 tail\n\n\n"
LONG = "The two sides wanted different things. " * 30


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.student)


@pytest.fixture
def saved(client, at_address):
    """`saved(*texts)`: each saved over the one before, in the answer to question 1; says what is kept, oldest first."""

    def save(*texts):
        for text in texts:
            base = client.get(at_address("answer", 1)).context["base"]
            assert client.post(at_address("answer", 1), {"text": text, "base": base, "go": "save"}).status_code == 303
        return list(AnswerRevision.objects.filter(answer__question__position=1).order_by("pk"))

    return save


def shown_texts(response):
    """Both texts as the marked difference tells them: the one that stands, and the one looked at."""
    marked = re.search(r'<p class="essay">(.*?)</p></div>', response.content.decode(), re.DOTALL)[1]
    marked = re.sub(r'<span class="visually-hidden">.*?</span>', "", marked)
    now = re.sub(r"<ins[^>]*>.*?</ins>", "", marked, flags=re.DOTALL)
    then = re.sub(r"<del[^>]*>.*?</del>", "", marked, flags=re.DOTALL)
    return [html.unescape(re.sub(r"</?(?:ins|del)[^>]*>", "", text)) for text in (now, then)]


def words_of(response):
    """The page as a reader has it: no markup, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def times(response):
    return re.findall(r'<time datetime="[^"]*">([^<]*)</time>', response.content.decode())


def put_back(client, at_address, kept, base, **more):
    return client.post(at_address("restore", 1, kept.pk), {"base": base, **more})


# The list


def test_an_answer_that_was_never_saved_has_an_empty_history(client, at_address):
    response = client.get(at_address("history", 1))

    assert (response.status_code, response.context["entries"]) == (200, [])
    assert "Nothing has been saved yet." in words_of(response)
    assert f'href="{at_address("answer", 1)}"' in response.content.decode()


def test_the_list_says_when_how_long_and_what_kind(client, at_address, saved):
    saved("one two", LONG, "short")
    client.post(at_address("answer", 1), {"text": "from another tab", "base": 2, "go": "save"})

    page = words_of(client.get(at_address("history", 1)))

    assert page.partition("Wednesday 25 November ")[2] == (
        "12:00:00 , 3 words 177 words shorter Kept from another tab or device "
        "12:00:00 , 1 word 179 words shorter This is your text now "
        "12:00:00 , 180 words 178 words longer Saved 12:00:00 , 2 words 2 words longer Saved"
    )


def test_a_large_cut_is_marked(client, at_address, saved):
    saved(LONG, "short", "a little longer")

    page = client.get(at_address("history", 1)).content.decode()

    assert len(re.findall(r'<strong class="cut">.*?179 words shorter</strong>', page)) == 1
    assert page.count('class="cut"') == 1


def test_what_was_turned_in_says_so(client, cast, at_address, work):
    work(cast.assignment, cast.student)

    page = words_of(client.get(at_address("history", 1)))

    assert "13 words longer This is your text now Turned in" in page


def test_days_stand_apart_in_the_time_of_the_class_which_is_named_to_whoever_lives_elsewhere(
    client, cast, at_address, saved
):
    SchoolClass.objects.update(time_zone="Asia/Ho_Chi_Minh")
    cast.student.time_zone = "Europe/London"
    cast.student.save()
    saved("today")
    with time_machine.travel(NOW + timedelta(hours=6), tick=False):  # one in the morning there
        saved("tomorrow")

        response = client.get(at_address("history", 1))

    page = words_of(response)
    assert times(response) == ["01:00:00", "19:00:00"]
    assert page.index("Thursday 26 November") < page.index("01:00:00") < page.index("Wednesday 25 November")
    assert "Times are in Asia/Ho_Chi_Minh." in page


@pytest.mark.parametrize("zone", ["", "Europe/London"])
def test_a_reader_in_the_class_s_own_zone_is_told_no_zone(client, cast, at_address, saved, zone):
    cast.student.time_zone = zone
    cast.student.save()
    saved("today")

    assert "Times are in" not in words_of(client.get(at_address("history", 1)))


def test_a_long_history_comes_in_pages(client, at_address, saved):
    answer = saved("first")[0].answer
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=answer, revision=number, base=number - 1, text="x", words=number, at=NOW)
        for number in range(2, 33)
    )

    first, second = (client.get(at_address("history", 1), {"page": page}) for page in (1, 2))

    assert [len(page.context["entries"]) for page in (first, second)] == [30, 2]
    assert [entry.revision.revision for entry in second.context["entries"]] == [2, 1]
    assert 'rel="next" href="?page=2"' in first.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, at_address, saved, count, django_assert_num_queries):
    saved(*[f"text {number}" for number in range(count)])

    with django_assert_num_queries(6):  # session, user, places, answers; how many, which
        response = client.get(at_address("history", 1))

    assert [entry.revision.revision for entry in response.context["entries"]] == list(range(count, 0, -1))


def test_one_text_costs_few_queries(client, at_address, saved, django_assert_max_num_queries):
    kept = saved("one", "two")[0]

    with django_assert_max_num_queries(12):
        client.get(at_address("revision", 1, kept.pk))


# One text


@pytest.mark.parametrize("then, now", [(EXACT, TEXT), (TEXT, EXACT), (EXACT, ""), (ATTACK, LONG), (LONG, LONG + EXACT)])
def test_both_texts_stand_in_the_difference_exactly(client, at_address, saved, then, now):
    kept = saved(then, now)[0]

    response = client.get(at_address("revision", 1, kept.pk))

    assert shown_texts(response) == [now, then]
    assert "<script>alert" not in response.content.decode()


def test_the_difference_is_said_to_whoever_hears_it(client, at_address, saved):
    kept = saved("Kim wanted sanctions lifted.", "Kim wanted sites lifted.\n\n")[0]

    page = client.get(at_address("revision", 1, kept.pk)).content.decode()

    assert re.search(r'<p class="essay">(.*?)</p></div>', page, re.DOTALL)[1] == (
        'Kim wanted <del><span class="visually-hidden">removed: </span>sites</del>'
        '<ins><span class="visually-hidden">added: </span>sanctions</ins> lifted.'
        '<del class="is-break"><span class="visually-hidden">removed: line break </span>\n\n</del>'
    )


@pytest.mark.parametrize("text", [EXACT, ATTACK])
def test_the_whole_text_stands_there_without_marks(client, at_address, saved, text):
    kept = saved(text, "")[0]

    page = client.get(at_address("revision", 1, kept.pk)).content.decode()

    assert f'<div class="answer-read" dir="auto">{html.escape(text)}</div>' in page


@pytest.mark.parametrize(
    "which, said", [(2, "This is your text as it is now."), (0, "Your text is the same again now.")]
)
def test_the_text_that_stands_has_nothing_to_restore(client, at_address, saved, which, said):
    kept = saved("mine", "other", "mine")[which]

    response = client.get(at_address("revision", 1, kept.pk))

    assert said in words_of(response)
    assert "<button" not in response.content.decode().split("<main")[1]


def test_texts_too_long_to_compare_both_stand_whole(client, at_address, saved, monkeypatch):
    monkeypatch.setattr(difference, "MOST", 3)
    kept = saved("one two", "three four")[0]

    response = client.get(at_address("revision", 1, kept.pk))

    assert "too long to be compared word by word" in words_of(response)
    assert re.findall(r'<div class="answer-read" dir="auto">(.*?)</div>', response.content.decode()) == [
        "one two",
        "three four",
    ]
    assert at_address("restore", 1, kept.pk) in response.content.decode()


def test_the_longest_texts_are_answered(client, at_address, saved):
    kept = saved("ab " * 66_666, "b\n" * 100_000)[0]

    assert client.get(at_address("revision", 1, kept.pk)).status_code == 200


def test_only_the_own_texts_of_this_question_are_found(client, cast, at_address, saved, write):
    mine = saved("mine")[0]
    write(cast.assignment, cast.classmate)
    theirs = AnswerRevision.objects.filter(answer__submission__student=cast.classmate).first()

    statuses = [
        client.get(at_address("revision", number, pk)).status_code
        for number, pk in [(1, mine.pk), (2, mine.pk), (9, mine.pk), (1, theirs.pk), (1, 10**6), (1, 2**70)]
    ]

    assert statuses == [200, 404, 404, 404, 404, 404]


@pytest.mark.parametrize("reader, status", [("teacher", 403), ("assistant", 403), ("other_teacher", 404)])
def test_staff_read_no_history_even_of_what_is_turned_in(cast, at_address, signed_in, work, reader, status):
    work(cast.assignment, cast.student)
    kept = AnswerRevision.objects.filter(answer__submission__student=cast.student).first()
    browser = signed_in(getattr(cast, reader))

    pages = [browser.get(at_address("history", 1)), browser.get(at_address("revision", 1, kept.pk))]

    assert [page.status_code for page in pages] == [status, status]


def test_a_removed_student_reads_the_own_history_and_restores_nothing(client, cast, at_address, saved):
    kept = saved("one", "two")[0]
    Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)
    before = rows()

    pages = [client.get(at_address("history", 1)), client.get(at_address("revision", 1, kept.pk))]

    assert [page.status_code for page in pages] == [200, 200]
    assert at_address("restore", 1, kept.pk) not in pages[1].content.decode()
    assert (put_back(client, at_address, kept, 2).status_code, rows()) == (403, before)


def test_an_older_attempt_has_its_own_history_that_can_only_be_read(client, cast, at_address, work):
    Assignment.objects.filter(pk=cast.assignment.pk).update(attempts=2)
    cast.assignment.refresh_from_db()
    old = work(cast.assignment, cast.student, text="first attempt")
    kept = AnswerRevision.objects.get(answer__submission=old, answer__question__position=1)
    actions.mark_returned(old, visible_from=NOW)
    actions.start_next_attempt(old, at=NOW)

    listed = client.get(at_address("history", 1), {"attempt": 1})
    page = client.get(at_address("revision", 1, kept.pk), {"attempt": 1})
    restoring = client.post(at_address("restore", 1, kept.pk) + "?attempt=1", {"base": 1})

    assert [entry.revision for entry in listed.context["entries"]] == [kept]
    assert at_address("revision", 1, kept.pk) + "?attempt=1" in listed.content.decode()
    assert (page.status_code, page.context["may_restore"]) == (200, False)
    assert client.get(at_address("revision", 1, kept.pk)).status_code == 404
    assert (restoring.status_code, "This is an older attempt." in words_of(restoring)) == (409, True)


@pytest.mark.parametrize("name", ["history", "revision"])
def test_looking_changes_nothing(client, at_address, saved, name):
    kept = saved("one", "two")[0]
    before = rows()

    client.get(at_address(name, 1, *([kept.pk] if name == "revision" else [])))

    assert rows() == before


@pytest.mark.parametrize("name", ["history", "revision"])
def test_before_opening_time_the_page_says_when(client, cast, at_address, name):
    Assignment.objects.filter(pk=cast.assignment.pk).update(opens_at=NOW + timedelta(hours=1))

    response = client.get(at_address(name, 1, *([1] if name == "revision" else [])))

    assert (response.status_code, "This assignment opens on" in words_of(response)) == (409, True)


def test_the_read_only_answer_leads_to_its_history(client, cast, at_address, work):
    work(cast.assignment, cast.student)

    assert f'href="{at_address("history", 1)}"' in client.get(at_address("answer", 1)).content.decode()


# Restoring


@pytest.mark.parametrize("cut", ["", TEXT[:8]])
def test_a_text_that_was_emptied_or_cut_comes_back_and_what_stood_is_kept(client, at_address, saved, cut):
    kept = saved(EXACT + LONG, cut)[0]

    response = put_back(client, at_address, kept, 2)

    answer = Answer.objects.get(question__position=1)
    assert (response.status_code, response["Location"]) == (303, at_address("answer", 1))
    assert (answer.text, answer.revision) == (kept.text, 3)
    assert list(answer.revisions.order_by("pk").values_list("revision", "text")) == [
        (1, kept.text),
        (2, cut),
        (3, kept.text),
    ]
    assert "Restored the text of 12:00. The one that stood is in the history." in words_of(
        client.get(at_address("answer", 1))
    )


def test_a_text_that_lost_a_race_can_be_restored(client, at_address, saved):
    saved("first")
    client.post(at_address("answer", 1), {"text": "second", "base": 0, "go": "save"})
    parked = AnswerRevision.objects.get(kind="parked")

    put_back(client, at_address, parked, 1)

    assert Answer.objects.get(question__position=1).text == "second"


def test_an_empty_text_can_be_restored(client, at_address, saved):
    kept = saved("", "words")[0]

    assert "This text is empty." in words_of(client.get(at_address("revision", 1, kept.pk)))
    put_back(client, at_address, kept, 2)

    assert Answer.objects.get(question__position=1).text == ""


def test_restoring_twice_is_restoring_once(client, at_address, saved):
    kept = saved("one", "two")[0]

    responses = [put_back(client, at_address, kept, 2) for _press in range(2)]

    assert [response.status_code for response in responses] == [303, 303]
    assert Answer.objects.get(question__position=1).revision == 3


def test_when_the_text_moved_on_both_are_shown_and_neither_is_lost(client, at_address, saved):
    kept = saved("one\n\n🕊️", "two", "three, from the other tab")[0]

    response = put_back(client, at_address, kept, 2)

    page = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (409, "submissions/two_versions.html")
    assert (response.context["mine"], response.context["theirs"]["text"]) == (kept.text, "three, from the other tab")
    assert f'action="{at_address("answer", 1)}"' in page
    assert Answer.objects.get(question__position=1).text == "three, from the other tab"


def test_what_is_turned_in_is_not_replaced(client, cast, at_address, work):
    work(cast.assignment, cast.student)
    kept = AnswerRevision.objects.get(answer__question__position=1)
    before = rows()

    response = put_back(client, at_address, kept, 1)

    assert (response.status_code, rows()) == (409, before)
    assert "These answers are already turned in." in words_of(response)
    assert at_address("restore", 1, kept.pk) not in client.get(at_address("revision", 1, kept.pk)).content.decode()


def test_after_closing_nothing_is_replaced(client, cast, at_address, saved):
    kept = saved("one", "two")[0]
    Assignment.objects.filter(pk=cast.assignment.pk).update(closes_at=NOW, due_at=NOW)
    before = rows()

    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        response = put_back(client, at_address, kept, 2)
        page = client.get(at_address("revision", 1, kept.pk))

    assert (response.status_code, rows()) == (409, before)
    assert "This assignment closed on Wednesday 25 November at 12:00. Your draft is kept." in words_of(response)
    assert (page.status_code, at_address("restore", 1, kept.pk) in page.content.decode()) == (200, False)


@pytest.mark.parametrize("base", ["", "-1", "1 OR 1=1", 2**63])
def test_a_form_that_names_no_revision_changes_nothing(client, at_address, saved, base):
    kept = saved("one", "two")[0]
    before = rows()

    response = put_back(client, at_address, kept, base)

    assert (response.status_code, rows()) == (400, before)
    assert "Nothing was restored." in words_of(response)


def test_a_flood_is_429_and_says_to_wait(client, at_address, saved):
    kept = saved(*[f"text {number}" for number in range(20)])[0]

    response = put_back(client, at_address, kept, 20)

    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert "Nothing was restored yet. Wait ten seconds, then try again." in words_of(response)
    assert Answer.objects.get(question__position=1).text == "text 19"


@pytest.mark.parametrize("text", ["forged", ""])
def test_extra_fields_are_ignored(client, at_address, saved, text):
    kept = saved("one", "two")[0]

    put_back(client, at_address, kept, 2, text=text, revision=2)

    assert Answer.objects.get(question__position=1).text == "one"


@pytest.mark.parametrize("whose", ["classmate", "second question"])
def test_nobody_restores_what_is_not_the_own_text_of_this_question(client, cast, at_address, saved, write, whose):
    saved("mine")
    write(cast.assignment, cast.classmate)
    client.post(at_address("answer", 2), {"text": "elsewhere", "base": 0, "go": "save"})
    texts = AnswerRevision.objects.exclude(answer__submission__student=cast.student, answer__question__position=1)
    owner = cast.classmate if whose == "classmate" else cast.student
    foreign = texts.filter(answer__submission__student=owner).first()
    before = rows()

    assert (put_back(client, at_address, foreign, 1).status_code, rows()) == (404, before)
