"""The parts of a draft as rows: what an author wrote, put in place of what stood there."""

from lessons.document import CriterionText, Document, QuestionText
from lessons.models import (
    Criterion,
    KeyFact,
    KeyTerm,
    LessonVersion,
    Level,
    Question,
    Resource,
    Rubric,
    Section,
)


def fill(version: LessonVersion, document: Document) -> None:
    """Save the document as the draft's whole content; every earlier part of the draft goes."""
    for name in ("title", "unit", "language", "licence", "note", "lede", "fact_title", "fact_body"):
        setattr(version, name, getattr(document, name))
    version.save()
    for parts in (version.sections, version.facts, version.terms, version.resources, version.questions):
        parts.all().delete()
    _fill_reading(version, document)
    for at, question in enumerate(document.questions, start=1):
        _ask(version, at, question)


def _fill_reading(version: LessonVersion, document: Document) -> None:
    Section.objects.bulk_create(
        Section(version=version, position=at, key=section.key, heading=section.heading, body=section.body)
        for at, section in enumerate(document.sections, start=1)
    )
    KeyFact.objects.bulk_create(
        KeyFact(version=version, position=at, text=fact) for at, fact in enumerate(document.facts, start=1)
    )
    KeyTerm.objects.bulk_create(
        KeyTerm(version=version, position=at, key=term.key, term=term.term, definition=term.definition)
        for at, term in enumerate(document.terms, start=1)
    )
    Resource.objects.bulk_create(
        Resource(version=version, position=at, title=book.title, author=book.author, note=book.note)
        for at, book in enumerate(document.resources, start=1)
    )


def _ask(version: LessonVersion, position: int, asked: QuestionText) -> None:
    question = Question.objects.create(
        version=version,
        position=position,
        key=asked.key,
        short_title=asked.short_title,
        prompt=asked.prompt,
        points=asked.points,
        guide_min=asked.guide_min,
        guide_max=asked.guide_max,
        guidance=asked.guidance,
        model_answer=asked.model_answer,
    )
    write_rubric(Rubric.objects.create(question=question), asked.criteria)


def write_rubric(rubric: Rubric, criteria: tuple[CriterionText, ...]) -> None:
    """The criteria and levels of an edition that is not sealed and has none yet."""
    for at, criterion in enumerate(criteria, start=1):
        _judge(rubric, at, criterion)


def _judge(rubric: Rubric, position: int, judged: CriterionText) -> None:
    criterion = Criterion.objects.create(
        rubric=rubric, position=position, key=judged.key, name=judged.name, description=judged.description
    )
    Level.objects.bulk_create(
        Level(criterion=criterion, position=at, name=level.name, points=level.points, description=level.description)
        for at, level in enumerate(judged.levels, start=1)
    )
