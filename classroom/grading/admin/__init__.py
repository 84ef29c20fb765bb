"""Work and its judgement in the admin: the tables of `submissions` and of `grading`, for teachers of the class."""

from classroom.grading.admin.allocations import AllocationAdmin
from classroom.grading.admin.answers import AnswerAdmin
from classroom.grading.admin.comments import CommentAdmin
from classroom.grading.admin.excuses import ExcuseAdmin
from classroom.grading.admin.records import GradeAdmin, GradeEventAdmin, ReleaseAdmin
from classroom.grading.admin.revisions import RevisionRequestAdmin
from classroom.grading.admin.second_looks import RegradeRequestAdmin, StaffNoteAdmin
from classroom.grading.admin.works import LetterAdmin, SubmissionAdmin

__all__ = [
    "AllocationAdmin",
    "AnswerAdmin",
    "CommentAdmin",
    "ExcuseAdmin",
    "GradeAdmin",
    "GradeEventAdmin",
    "LetterAdmin",
    "RegradeRequestAdmin",
    "ReleaseAdmin",
    "RevisionRequestAdmin",
    "StaffNoteAdmin",
    "SubmissionAdmin",
]
