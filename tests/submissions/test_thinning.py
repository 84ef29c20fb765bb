"""Which texts of a history may go: told by numbers, times and lengths alone."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from classroom.submissions.thinning import Parked, Saved, expendable

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=2)


def written(*texts, start=NOON):
    """Saved texts (seconds after the start, words), numbered from 1; the key is ten times the revision."""
    return [
        Saved(10 * number, number, words, start + timedelta(seconds=seconds))
        for number, (seconds, words) in enumerate(texts, 1)
    ]


def kept(saved, parked=(), before=LATER):
    gone = expendable(saved, parked, before=before)
    return [text.revision for text in saved if text.pk not in gone]


def test_of_five_minutes_by_the_clock_the_last_text_stays():
    saved = written((0, 1), (100, 2), (299, 3), (300, 4), (301, 5), (700, 6), (701, 7))

    assert kept(saved) == [3, 5, 7]


def test_the_text_that_stands_and_whatever_is_younger_stay():
    saved = written((0, 1), (10, 2), (20, 3), (30, 4))

    assert kept(saved[:3]) == [3]
    assert kept(saved, before=NOON + timedelta(seconds=20)) == [3, 4]


@pytest.mark.parametrize(
    "words, stays",
    [
        ([200, 190, 10, 11, 12], [1, 2, 3, 5]),  # the longest, the one before the cut, the cut
        ([200, 190, 110, 111, 112], [5]),  # no large cut: less than half
        ([30, 12, 11, 11, 11], [5]),  # nor this: fewer than 20 words
        ([40, 30, 25, 15, 16, 17], [1, 3, 4, 6]),  # in small steps
        ([200, 0, 200, 199, 198], [1, 2, 5]),  # put back soon after
        ([200, 90, 40, 10, 9, 9], [1, 2, 3, 4, 6]),  # each cut is measured from the one before
        ([12, 9, 0, 1, 2], [1, 2, 3, 5]),  # to nothing, by whatever took it away: a paper does
        ([0, 0, 1, 0, 0], [3, 4, 5]),
    ],
)
def test_around_a_large_cut_the_texts_stay(words, stays):
    assert kept(written(*((number, count) for number, count in enumerate(words)))) == stays


def test_a_cut_by_a_young_text_keeps_the_old_one_before_it():
    saved = written((0, 200), (1, 201), (2, 202), (86_400 * 2 + 5, 3))

    assert kept(saved) == [3, 4]
    early = written((0, 202), (1, 201), (2, 200), (86_400 * 2 + 5, 3))
    assert kept(early) == [1, 3, 4]


def test_what_a_parked_text_started_from_and_what_it_lost_to_stay():
    saved = written((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6))

    assert kept(saved, [Parked(45, base=2)]) == [2, 4, 6]
    assert kept(saved, [Parked(5, base=77)]) == [6]  # what it started from is not there, nothing stood


def test_whatever_was_written_a_second_look_finds_nothing_and_no_text_stays_without_a_reason():
    """Random histories, thinned day after day: the same is left as when they are thinned once."""
    dice = random.Random(20261125)
    for _history in range(50):
        seconds, words, texts = 0, 0, []
        for _text in range(dice.randrange(2, 80)):
            seconds += dice.choice([1, 2, 9, 60, 400, 40_000])
            words = max(0, words + dice.choice([-150, -30, -9, -1, 0, 1, 2, 9, 30, 150]))
            texts.append((seconds, words))
        saved = written(*texts)
        parked = [Parked(10 * dice.randrange(1, 90) + 5, base=dice.randrange(90)) for _lost in range(dice.randrange(3))]
        end = NOON + timedelta(days=3 + seconds // 86_400)
        once = [text for text in saved if text.pk not in expendable(saved, parked, before=end)]

        daily, day = saved, NOON.replace(hour=0)
        while day <= end:
            daily = [text for text in daily if text.pk not in expendable(daily, parked, before=day)]
            day += timedelta(days=1)

        assert expendable(once, parked, before=end) == []
        steps = {text.at.timestamp() // 300 for text in saved}
        assert steps == {text.at.timestamp() // 300 for text in once}
        assert {text.pk for text in daily} == {text.pk for text in once}
