"""A lesson as its author wrote it: plain values, comparable, without database and without HTML."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons.models import LessonVersion, Question, Rubric


@dataclass(frozen=True)
class SectionText:
    """Prose under one heading, in Markdown."""

    key: str
    heading: str
    body: str


@dataclass(frozen=True)
class TermText:
    """A word and what it means."""

    key: str
    term: str
    definition: str


@dataclass(frozen=True)
class LevelText:
    """One step of a criterion."""

    name: str
    points: Decimal
    description: str


@dataclass(frozen=True)
class CriterionText:
    """One quality an answer is judged by, with its steps from the lowest up."""

    key: str
    name: str
    description: str
    levels: tuple[LevelText, ...]


@dataclass(frozen=True)
class QuestionText:
    """An essay prompt with all that belongs to it."""

    key: str
    short_title: str
    points: Decimal
    guide_min: int
    guide_max: int
    prompt: str
    guidance: str
    criteria: tuple[CriterionText, ...]
    model_answer: str


@dataclass(frozen=True)
class BookText:
    """Something to read further."""

    title: str
    author: str
    note: str


@dataclass(frozen=True)
class Document:
    """A whole lesson; two with equal content are equal."""

    slug: str
    title: str
    licence: str
    lede: str
    unit: str = ""
    language: str = "en"
    note: str = ""
    facts: tuple[str, ...] = ()
    sections: tuple[SectionText, ...] = ()
    fact_title: str = ""
    fact_body: str = ""
    terms: tuple[TermText, ...] = ()
    questions: tuple[QuestionText, ...] = ()
    resources: tuple[BookText, ...] = ()


def one_line(text: str) -> str:
    """Text that has no line ends of its own, with single spaces between words."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Prose with LF line ends, nothing after the last word of a line, and no blank line at either end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n").lstrip(" \t")


def document_of(version: "LessonVersion") -> Document:
    """What the author wrote of this version, with the first edition of each rubric. Cheap after `whole()`."""
    return Document(
        slug=version.lesson.slug,
        title=one_line(version.title),
        licence=one_line(version.licence),
        lede=one_line(version.lede),
        unit=one_line(version.unit),
        language=version.language,
        note=one_line(version.note),
        facts=tuple(one_line(fact.text) for fact in version.facts.all()),
        sections=tuple(SectionText(s.key, one_line(s.heading), tidy(s.body)) for s in version.sections.all()),
        fact_title=one_line(version.fact_title),
        fact_body=tidy(version.fact_body),
        terms=tuple(TermText(t.key, one_line(t.term), one_line(t.definition)) for t in version.terms.all()),
        questions=tuple(_question(question) for question in version.questions.all()),
        resources=tuple(
            BookText(one_line(book.title), one_line(book.author), one_line(book.note))
            for book in version.resources.all()
        ),
    )


def _question(question: "Question") -> QuestionText:
    rubrics = list(question.rubrics.all())  # later editions are made in classes, while they grade
    return QuestionText(
        key=question.key,
        short_title=one_line(question.short_title),
        points=question.points.normalize(),
        guide_min=question.guide_min,
        guide_max=question.guide_max,
        prompt=one_line(question.prompt),
        guidance=tidy(question.guidance),
        criteria=criteria_of(rubrics[0]) if rubrics else (),
        model_answer=tidy(question.model_answer),
    )


def criteria_of(rubric: "Rubric") -> tuple[CriterionText, ...]:
    """What an edition says, criterion by criterion. Cheap when criteria and levels were prefetched."""
    return tuple(
        CriterionText(
            criterion.key,
            one_line(criterion.name),
            one_line(criterion.description),
            tuple(
                LevelText(one_line(level.name), level.points.normalize(), one_line(level.description))
                for level in criterion.levels.all()
            ),
        )
        for criterion in rubric.criteria.all()
    )
