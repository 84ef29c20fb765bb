"""Lessons, their versions, and the parts a version is made of."""

from lessons.models.content import KeyFact, KeyTerm, Paragraph, Resource, Section
from lessons.models.lesson import Lesson, LessonVersion
from lessons.models.part import Part, PublishedError, VersionPart
from lessons.models.questions import Criterion, Level, Question, Rubric

__all__ = [
    "Criterion",
    "KeyFact",
    "KeyTerm",
    "Lesson",
    "LessonVersion",
    "Level",
    "Paragraph",
    "Part",
    "PublishedError",
    "Question",
    "Resource",
    "Rubric",
    "Section",
    "VersionPart",
]
