"""The demo's texts: believable in length, quoted exactly, and no sentence used twice."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from classroom.home.demo.essays import FOLDER, Essay, Portfolio, read, read_all
from classroom.home.demo.story import STORIES
from classroom.submissions.words import count_words
from lessons.document import Document
from lessons.management.commands.load_lessons import SHIPPED
from lessons.parser import parse

HANDED_IN = [name for name, story in STORIES.items() if story.turned_in is not None and story.ending != "taken back"]


@pytest.fixture(scope="module")
def portfolios() -> list[Portfolio]:
    return read_all()


@pytest.fixture(scope="module")
def lesson() -> Document:
    file = SHIPPED / "the-2019-hanoi-summit.md"
    return parse(file.read_bytes(), str(file))


def handed_in(portfolios: list[Portfolio]) -> list[Portfolio]:
    return [one for one in portfolios if one.username in HANDED_IN]


def essays(portfolios: list[Portfolio]) -> list[Essay]:
    return [essay for one in portfolios for essay in one.essays]


def sentences(text: str) -> list[str]:
    return [part.strip().lower() for part in re.split(r"(?<=[.!?])[”\"]?\s+", text) if len(part.split()) > 2]


def test_a_file_holds_texts_levels_comments_and_letter(tmp_path):
    file = tmp_path / "student7.md"
    said = "> Question on “One”: Is it?\n> On its-use: Brief.\n> In all: Good."
    answer = f"## why\nLevels: 1 =2.5\n\nOne.\n\nTwo.\n\n{said}\n\n"
    file.write_text(f"# Ada Ek\n\nBand: weak\n\n{answer}## Letter\n\nDear Ada,\n\nbye\n", encoding="utf-8")

    portfolio = read(file)

    (essay,) = portfolio.essays
    assert (portfolio.username, portfolio.name, portfolio.letter) == ("student7", "Ada Ek", "Dear Ada,\n\nbye")
    assert (essay.key, essay.text, essay.levels, essay.in_all) == ("why", "One.\n\nTwo.", (1, Decimal("2.5")), "Good.")
    assert essay.notes == {"its-use": "Brief."}
    assert [(remark.kind, remark.quote, remark.body) for remark in essay.remarks] == [("question", "One", "Is it?")]


def test_at_least_nine_students_hand_in_three_answers_each(portfolios, lesson):
    keys = tuple(question.key for question in lesson.questions)

    work = handed_in(portfolios)

    assert len(work) >= 9
    assert {tuple(essay.key for essay in one.essays) for one in work} == {keys}


def test_each_answer_has_90_to_320_words(portfolios):
    lengths = {
        (one.username, essay.key): count_words(essay.text) for one in handed_in(portfolios) for essay in one.essays
    }

    assert {place: words for place, words in lengths.items() if not 90 <= words <= 320} == {}


def test_no_sentence_is_used_twice(portfolios):
    said = Counter()
    for one in portfolios:
        said.update(sentences(one.letter))
        for essay in one.essays:
            said.update(sentences(essay.text))
            said.update(sentences(essay.in_all))
            for remark in essay.remarks:
                said.update(sentences(remark.body))

    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_comments_quote_words_that_stand_in_the_answer_once(portfolios):
    remarks = [(essay.text, remark) for essay in essays(portfolios) for remark in essay.remarks]

    assert len(remarks) >= 12
    assert [remark.quote for text, remark in remarks if text.count(remark.quote) != 1] == []
    assert [remark.quote for _text, remark in remarks if "\n" in remark.quote] == []


def test_there_are_comments_on_whole_answers_and_two_letters(portfolios):
    assert sum(bool(essay.in_all) for essay in essays(portfolios)) >= 3
    assert sum(bool(one.letter) for one in portfolios) >= 2


def test_every_comment_in_a_file_is_read(portfolios):
    for one in portfolios:
        text = read_file(one.username)
        read_here = sum(len(essay.remarks) + len(essay.notes) + bool(essay.in_all) for essay in one.essays)
        assert len(re.findall(r"^>", text, flags=re.MULTILINE)) == read_here, one.username


def test_no_answer_repeats_eight_words_of_the_lesson(portfolios):
    lesson_text = (SHIPPED / "the-2019-hanoi-summit.md").read_text(encoding="utf-8")
    known = runs(lesson_text)

    copied = [sorted(runs(essay.text) & known) for essay in essays(portfolios)]

    assert [found for found in copied if found] == []


def runs(text: str) -> set[str]:
    words = re.findall(r"[\w’']+", text.lower())
    return {" ".join(words[start : start + 8]) for start in range(len(words) - 7)}


def read_file(username: str) -> str:
    return (FOLDER / f"{username}.md").read_text(encoding="utf-8")
