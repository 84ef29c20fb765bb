"""Writes a lesson back as a file, in the one form that reading and writing again leaves as it is."""

from collections.abc import Iterator
from decimal import Decimal

from lessons.document import CriterionText, Document, QuestionText


def to_text(document: Document) -> str:
    """The lesson file. A document with problems may not read back as it is."""
    return "\n\n".join([_head(document), *_reading(document), *_questions(document), *_books(document)]) + "\n"


def _head(document: Document) -> str:
    values = {
        "slug": document.slug,
        "title": document.title,
        "unit": document.unit,
        "language": document.language,
        "licence": document.licence,
        "note": document.note,
    }
    return "\n".join(["---", *(f"{name}: {value}" for name, value in values.items() if value), "---"])


def _reading(document: Document) -> Iterator[str]:
    yield "# Definition"
    yield document.lede
    yield "# Key facts"
    yield "\n".join(f"{number}. {fact}" for number, fact in enumerate(document.facts, start=1))
    yield "# Sections"
    for section in document.sections:
        yield f"## {section.heading} {{{section.key}}}"
        yield section.body
    if document.fact_body:
        yield "# Fun fact"
        yield f"## {document.fact_title}"
        yield document.fact_body
    if document.terms:
        yield "# Key terms"
    for term in document.terms:
        yield f"## {term.term} {{{term.key}}}"
        yield term.definition


def _questions(document: Document) -> Iterator[str]:
    yield "# Questions"
    for question in document.questions:
        yield f"## {question.short_title} {{{question.key}}}"
        yield f"- Points: {_plain(question.points)}\n- Guide range: {question.guide_min} to {question.guide_max} words"
        yield "### Question"
        yield question.prompt
        yield "### Guidance"
        yield question.guidance
        yield from _rubric(question)
        yield "### Model answer"
        yield question.model_answer


def _rubric(question: QuestionText) -> Iterator[str]:
    yield "### Rubric"
    for criterion in question.criteria:
        yield f"#### {criterion.name} {{{criterion.key}}}"
        if criterion.description:
            yield criterion.description
        yield _levels(criterion)


def _levels(criterion: CriterionText) -> str:
    return "\n".join(
        f"{number}. {level.name} ({_plain(level.points)} {'point' if level.points == 1 else 'points'}): "
        f"{level.description}"
        for number, level in enumerate(criterion.levels, start=1)
    )


def _books(document: Document) -> Iterator[str]:
    if document.resources:
        yield "# Read further"
    for book in document.resources:
        yield f"## {book.title}"
        yield f"- Author: {book.author}\n- About: {book.note}"


def _plain(points: Decimal) -> str:
    """Without exponent and without needless zeros."""
    return f"{points.normalize():f}"
