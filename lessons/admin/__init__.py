"""The authors' tool: lessons, their versions with all parts, questions with their rubrics."""

from lessons.admin.lessons import LessonAdmin
from lessons.admin.questions import QuestionAdmin, RubricAdmin
from lessons.admin.versions import LessonVersionAdmin

__all__ = ["LessonAdmin", "LessonVersionAdmin", "QuestionAdmin", "RubricAdmin"]
