"""The lesson that comes along: everything it must hold, in words of its own.

The sources themselves are not here: `data/source-shingles.txt` holds hashes of every run of eight words in them.
"""

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from lessons import actions
from tests.factories import NOW

SHINGLES = frozenset((Path(__file__).parent / "data" / "source-shingles.txt").read_text().split())
RUN = 8
PROMPTS = [
    "What were the key objectives of the Hanoi Summit and how did they reflect changes in U.S. foreign policy?",
    (
        "Analyze why the Hanoi Summit ended without a formal agreement and discuss its implications for future "
        "diplomatic efforts."
    ),
    (
        "Evaluate the significance of the Hanoi Summit in shaping international perceptions of U.S. foreign policy "
        "and its impact on global trade relationships."
    ),
]

NAMED = re.compile(r"(?<![.?!:] )(?<!^)(?:[A-Z][\w-]+|\d+)", re.MULTILINE)  # begins no sentence, and is large
# what an answer to each question has to say, by the sources: in words of the lesson's own
POINTS = [
    [
        "to move the talks on North Korea’s nuclear weapons forward",
        "to improve relations between two states that had never made peace",
        "a new order for the Korean Peninsula",
        "Earlier governments had leaned mainly on sanctions and on keeping the North isolated",
        "Trump dealt with an adversary directly",
        "weigh the hope of peace against its own security",
    ],
    [
        "could not agree on what would be given up, and when sanctions would be lifted",
        "The United States pressed for concrete steps to take apart the North’s nuclear program",
        "North Korea wanted relief at once",
        "without binding itself to full denuclearization",
        "how complicated such a breakthrough is",
        "doubt that talks could be kept going at all",
        "Relations were in danger of slipping back",
    ],
    [
        "bargained in person with an adversary, where usual practice would have let officials prepare a deal",
        "how closely security and economic interests are tied",
        "Countries in East Asia saw that American dealings with the North might redraw trade in the region",
        "Friends and opponents alike learned that negotiations with Washington were hard to predict",
        "think twice before it opens talks about tariffs or other urgent trade questions",
    ],
]


def runs(text: str) -> dict[str, str]:
    """Every run of eight words, by its hash."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    found = [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
    return {hashlib.sha256(run.encode()).hexdigest()[:12]: run for run in found}


def shared(text: str) -> list[str]:
    return [run for key, run in runs(text).items() if key in SHINGLES]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_copied_passage_would_be_found(prompt):
    assert shared(f"Before it. {prompt} After it.") == list(runs(prompt).values())


def test_prose_is_in_words_of_its_own(shipped, hanoi):
    text = shipped.read_text(encoding="utf-8")
    for quoted in [*PROMPTS, *(book.title for book in hanoi.resources)]:
        assert text.count(quoted) == 1
        text = text.replace(quoted, "\n")

    assert shared(text) == []


def test_questions_are_asked_word_for_word(hanoi):
    assert [question.prompt for question in hanoi.questions] == PROMPTS
    assert [question.short_title for question in hanoi.questions] == ["Objectives", "Why no agreement", "Significance"]
    assert [(q.guide_min, q.guide_max) for q in hanoi.questions] == [(120, 180), (150, 220), (180, 250)]


def test_every_question_is_judged_by_three_criteria_of_four_levels(hanoi):
    steps = [("Beginning", 1), ("Developing", 2), ("Secure", 3), ("Excellent", 4)]
    described = []
    for question in hanoi.questions:
        assert question.points == Decimal(12)
        assert [criterion.name for criterion in question.criteria] == ["Understanding", "Evidence", "Argument"]
        for criterion in question.criteria:
            assert [(level.name, level.points) for level in criterion.levels] == steps
            described += [criterion.description, *(level.description for level in criterion.levels)]
    assert len(set(described)) == 3 * 3 * 5


def test_model_answers_lie_in_their_guide_range(hanoi):
    outside = [q.key for q in hanoi.questions if not q.guide_min <= len(q.model_answer.split()) <= q.guide_max]

    assert outside == []


@pytest.mark.parametrize("n", range(3))
def test_a_model_answer_makes_every_point_that_the_question_is_about(hanoi, n):
    answer = hanoi.questions[n].model_answer

    assert {point: answer.count(point) for point in POINTS[n]} == dict.fromkeys(POINTS[n], 1)


@pytest.mark.parametrize("n", range(3))
def test_a_model_answer_names_nobody_no_place_and_no_year_of_which_the_lesson_does_not_tell(hanoi, n):
    """Whoever has read the lesson could have written it."""
    assert NAMED.findall("They met in Geneva in 2021. Nobody met Kim Yong-ho.") == ["Geneva", "2021", "Kim", "Yong-ho"]
    told = " ".join([hanoi.lede, *hanoi.facts, *(section.body for section in hanoi.sections)])

    named = set(NAMED.findall(hanoi.questions[n].model_answer))

    assert named - set(re.findall(r"[\w-]+", told)) == set()


def test_all_parts_are_there(hanoi):
    assert [section.key for section in hanoi.sections] == [
        "background", "expectations", "key-moments", "aftermath", "reactions", "later-relations",
    ]  # fmt: skip
    assert (len(hanoi.facts), hanoi.fact_title) == (5, "Why Hanoi?")
    assert [term.term for term in hanoi.terms] == ["Denuclearization", "Sanctions", "Diplomacy"]
    assert [(book.title, book.author) for book in hanoi.resources] == [
        ("The Impossible State: North Korea, Past and Future", "Victor Cha"),
        ("Korea: The Impossible Country", "Daniel Tudor"),
    ]


@pytest.mark.parametrize(
    "fact",
    [
        "February 27 and 28, 2019",
        "in Singapore on June 12, 2018, the two leaders signed a joint statement",
        "closed with nothing signed",
        "A lunch had been laid and a signing ceremony planned. Neither took place.",
        "Trump said that the North wanted the sanctions lifted “in their entirety.”",
        "Ri Yong-ho, said that his side had asked for part of them: the five resolutions",
        "**June 30, 2019, Panmunjom**",
        "**October 2019, Stockholm**",
        "A portrait of South Korea",
    ],
)
def test_what_the_sources_leave_loose_is_said_right(shipped, fact):
    assert shipped.read_text(encoding="utf-8").count(fact) == 1


def test_terms_are_explained_where_they_are_first_needed(db, hanoi):
    version = actions.publish(actions.write_draft(hanoi), by=None, at=NOW)

    notes = {
        section.key: re.findall(r'<aside class="note"><b>(.+?)</b>', section.html) for section in version.sections.all()
    }

    assert notes == {
        "background": ["Denuclearization"],
        "expectations": ["Sanctions"],
        "key-moments": [],
        "aftermath": ["Diplomacy"],
        "reactions": [],
        "later-relations": [],
    }
    assert version.reading_minutes == 8
