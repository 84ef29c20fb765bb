from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.http import BadValue, Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, AnswerRevision
from classroom.submissions.moments import dated_assignment
from tests.factories import NOW
from tests.submissions.rows import rows

SECOND = timedelta(seconds=1)
EXACT = "  lead\r\n\r\nשלום 🕊️ cafe\u0301 café \n"


@pytest.fixture
def answer(cast):
    return actions.start(cast.assignment, cast.student, at=NOW).answers.in_order()[0]


def test_a_save_stores_text_words_revision_and_history_together(answer):
    saved = actions.save_answer(answer, text=EXACT, base=0, at=NOW)

    stored = Answer.objects.get(pk=answer.pk)
    text = EXACT.replace("\r\n", "\n")
    assert (stored.text, stored.words, stored.revision, stored.saved_at) == (text, 4, 1, NOW)
    assert saved == stored
    assert list(stored.revisions.values_list("kind", "revision", "base", "text", "words", "at")) == [
        ("saved", 1, 0, text, 4, NOW)
    ]


def test_twenty_thousand_words_come_back_equal(answer):
    text = "\n\n".join(["word שלום 🕊️ cafe\u0301"] * 5000)

    assert actions.save_answer(answer, text=text, base=0, at=NOW).text == text


@pytest.mark.parametrize("base", [0, 1])
def test_the_same_text_again_changes_nothing(answer, base):
    actions.save_answer(answer, text="mine", base=0, at=NOW)
    before = rows()

    again = actions.save_answer(answer, text="mine", base=base, at=NOW + SECOND)

    assert (again.revision, rows()) == (1, before)


def test_a_stale_base_keeps_both_texts_and_overwrites_neither(answer):
    actions.save_answer(answer, text="first tab", base=0, at=NOW)

    with pytest.raises(Refused) as refusal:
        actions.save_answer(answer, text="second tab", base=0, at=NOW + SECOND)

    assert refusal.value.state == {"revision": 1, "text": "first tab", "saved_at": NOW.isoformat()}
    assert refusal.value.kept == "second tab"
    assert Answer.objects.get(pk=answer.pk).text == "first tab"
    assert list(answer.revisions.values_list("kind", "revision", "base", "text")) == [
        ("saved", 1, 0, "first tab"),
        ("parked", None, 0, "second tab"),
    ]


def test_a_loser_sent_again_is_parked_once(answer):
    actions.save_answer(answer, text="first tab", base=0, at=NOW)
    for _try in range(2):
        with pytest.raises(Refused):
            actions.save_answer(answer, text="second tab", base=0, at=NOW)

    assert answer.revisions.filter(kind=AnswerRevision.Kind.PARKED).count() == 1


def test_a_base_from_the_future_is_a_conflict_too(answer):
    with pytest.raises(Refused) as refusal:
        actions.save_answer(answer, text="mine", base=7, at=NOW)

    assert refusal.value.state == {"revision": 0, "text": "", "saved_at": None}


def test_no_save_is_lost_when_two_tabs_take_turns(answer):
    base = 0
    for turn in range(20):
        at = NOW + turn * SECOND
        base = actions.save_answer(answer, text=f"tab one {turn}", base=base, at=at).revision
        with pytest.raises(Refused):
            actions.save_answer(answer, text=f"tab two {turn}", base=base - 1, at=at)

    assert answer.revisions.filter(kind="saved").count() == 20
    assert answer.revisions.filter(kind="parked").count() == 20


def test_an_empty_text_over_a_long_one_keeps_the_long_one(answer):
    actions.save_answer(answer, text="long " * 100, base=0, at=NOW)

    emptied = actions.save_answer(answer, text="", base=1, at=NOW)

    assert (emptied.text, emptied.words, emptied.revision) == ("", 0, 2)
    assert [revision.text for revision in answer.revisions.all()] == ["long " * 100, ""]


@pytest.mark.parametrize("text", ["x" * 200_001, "nul\x00", "\ud800"])
def test_what_cannot_be_stored_changes_nothing(answer, text):
    before = rows()

    with pytest.raises(BadValue):
        actions.save_answer(answer, text=text, base=0, at=NOW)

    assert rows() == before


def test_work_that_is_turned_in_takes_no_save(cast, work):
    answer = work(cast.assignment, cast.student).answers.in_order()[0]
    before = rows()

    with pytest.raises(Refused, match=r"These answers are already turned in.") as refusal:
        actions.save_answer(answer, text="later", base=1, at=NOW)

    assert (refusal.value.kept, refusal.value.state, rows()) == ("later", {}, before)


@pytest.mark.parametrize(
    "policy, days, saved",
    [("accept", 2.5, True), ("accept", 3, True), ("accept", 3.01, False), ("refuse", 2, True), ("refuse", 2.01, False)],
)
def test_saving_ends_when_turning_in_ends(answer, cast, policy, days, saved):
    cast.assignment.late_policy = policy
    cast.assignment.save()
    at = NOW + timedelta(days=days)

    if saved:
        assert actions.save_answer(answer, text="mine", base=0, at=at).revision == 1
    else:
        with pytest.raises(Refused, match=r"This assignment closed on .* Your draft is kept.") as refusal:
            actions.save_answer(answer, text="mine", base=0, at=at)
        assert refusal.value.kept == "mine"


def test_a_flood_is_slowed_and_the_last_text_is_stored_afterwards(answer):
    for number in range(20):
        actions.save_answer(answer, text=f"text {number}", base=number, at=NOW)
    with pytest.raises(actions.TooFast):
        actions.save_answer(answer, text="too fast", base=20, at=NOW + SECOND)
    assert Answer.objects.get(pk=answer.pk).text == "text 19"

    slowed = actions.save_answer(answer, text="the last", base=20, at=NOW + 10 * SECOND)

    assert (slowed.text, slowed.revision) == ("the last", 21)


def test_a_flood_of_conflicts_is_slowed_too(answer):
    actions.save_answer(answer, text="stands", base=0, at=NOW)
    for number in range(19):
        with pytest.raises(Refused):
            actions.save_answer(answer, text=f"loses {number}", base=0, at=NOW)

    with pytest.raises(actions.TooFast):
        actions.save_answer(answer, text="one more", base=0, at=NOW)

    assert answer.revisions.filter(kind="parked").count() == 19


@pytest.mark.parametrize("base", [0, 20])
def test_a_flood_is_refused_without_a_query_and_the_stored_text_is_still_confirmed(answer, base):
    for number in range(20):
        actions.save_answer(answer, text=f"text {number}", base=number, at=NOW)
    answer = Answer.objects.dated().select_related("submission__student").get(pk=answer.pk)
    dated_assignment(answer)

    with CaptureQueriesContext(connection) as queries, pytest.raises(actions.TooFast):
        actions.save_answer(answer, text="too fast", base=base, at=NOW)
    again = actions.save_answer(answer, text="text 19", base=base, at=NOW)

    assert (len(queries), again.revision) == (0, 20)


def test_a_save_is_one_short_transaction_with_two_writes(answer):
    with CaptureQueriesContext(connection) as queries:
        actions.save_answer(answer, text="mine", base=0, at=NOW)

    said = [query["sql"].split()[0] for query in queries]
    assert said[said.index("SAVEPOINT") :] == ["SAVEPOINT", "UPDATE", "INSERT", "RELEASE"]


def test_a_save_that_was_stored_and_comes_again_late_is_not_kept_beside_itself(answer):
    actions.save_answer(answer, text="text 7", base=0, at=NOW)
    actions.save_answer(answer, text="text 8", base=1, at=NOW)
    before = rows()

    with pytest.raises(Refused) as refusal:
        actions.save_answer(answer, text="text 7", base=0, at=NOW + SECOND)

    assert (refusal.value.state["text"], rows()) == ("text 8", before)
