"""Addresses of grading."""

from django.urls import URLPattern, URLResolver, path

from .views import (
    allocation,
    answered,
    answers,
    asking,
    bank,
    changes,
    comments,
    desk,
    feedback,
    gradebook,
    gradebook_points,
    grading_file,
    grading_file_download,
    keys,
    leases,
    overview,
    own_comments,
    points,
    queues,
    reading_again,
    release,
    release_choose,
    release_undo,
    revision,
    rubric,
    second_looks,
    second_marking,
    staff_notes,
    student,
    student_acts,
    wrap_up,
)

app_name = "grading"

QUESTION = "teach/<public:class_id>/<slug:slug>/grade/<position:n>/"
ANSWER = QUESTION + "<desk:desk>/"
FEEDBACK = "c/<public:class_id>/<slug:slug>/feedback/<position:n>/"
FILE = "teach/<public:class_id>/<slug:slug>/grading-file"
STUDENT = "teach/<public:class_id>/<slug:slug>/students/<row:enrollment>/"

desk_urls: list[URLPattern | URLResolver] = [
    path("teach/keys/", keys.keys, name="keys"),
    path("teach/comments/", own_comments.listed, name="own-comments"),
    path("teach/comments/<slug:entry>/", own_comments.change, name="own-comment"),
    path("teach/<public:class_id>/<slug:slug>/reveal/", desk.reveal, name="reveal"),
    path("teach/<public:class_id>/<slug:slug>/hide/", desk.hide, name="hide"),
    path("teach/<public:class_id>/<slug:slug>/order/", queues.order, name="order"),
    path(QUESTION, desk.queue, name="queue"),
    path(QUESTION + "answers/", answers.answers, name="answers"),
    path(QUESTION + "rubric/", rubric.rubric, name="rubric"),
    path(QUESTION + "points/", points.points, name="points"),
    path(ANSWER, desk.desk, name="desk"),
    path(ANSWER + "history/", desk.history, name="history"),
    path(ANSWER + "bank/", bank.bank, name="bank"),
    path(ANSWER + "revision/", revision.of_answer, name="desk-revision"),
    path(ANSWER + "revision/withdraw/", revision.withdraw_of_answer, name="desk-revision-withdraw"),
    path(ANSWER + "comments/", comments.add, name="comment"),
    path(ANSWER + "comments/<row:comment>/edit/", comments.edit, name="comment-edit"),
    path(ANSWER + "comments/<row:comment>/delete/", comments.delete, name="comment-delete"),
]

graders_urls: list[URLPattern | URLResolver] = [
    path("teach/<public:class_id>/<slug:slug>/graders/", allocation.allocation, name="allocation"),
    path("teach/<public:class_id>/<slug:slug>/grade/which/", allocation.choose, name="choose"),
    path(ANSWER + "open/", leases.hold, name="lease"),
    path(ANSWER + "open/end/", leases.let_go, name="lease-end"),
]

fairness_urls: list[URLPattern | URLResolver] = [
    path(QUESTION + "fair/", reading_again.fair, name="fair"),
    path(ANSWER + "again/", reading_again.again, name="again"),
    path(ANSWER + "again/count/", reading_again.let_count, name="again-count"),
    path("teach/<public:class_id>/<slug:slug>/second-marks/", second_marking.second_marks, name="second-marks"),
    path(ANSWER + "second-mark/", second_marking.second_mark, name="second-mark"),
    path(ANSWER + "second-mark/settle/", second_marking.settle, name="second-mark-settle"),
]

staff_note_urls: list[URLPattern | URLResolver] = [
    path(ANSWER + "notes/", staff_notes.add, name="staff-note"),
    path(ANSWER + "notes/<row:note>/delete/", staff_notes.delete, name="staff-note-delete"),
]

second_look_urls: list[URLPattern | URLResolver] = [
    path("teach/<public:class_id>/<slug:slug>/second-looks/", second_looks.second_looks_of, name="second-looks"),
    path(ANSWER + "second-look/", second_looks.second_look, name="second-look"),
    path(ANSWER + "second-look/decide/", second_looks.decide, name="second-look-decide"),
    path(FEEDBACK + "second-look/", asking.ask, name="second-look-ask"),
    path(FEEDBACK + "second-look/withdraw/", asking.withdraw, name="second-look-withdraw"),
    path(FEEDBACK + "history/", asking.history, name="grade-history"),
]

wrap_up_urls: list[URLPattern | URLResolver] = [
    path("teach/<public:class_id>/<slug:slug>/wrap-up/", wrap_up.students, name="wrap-up"),
    path("teach/<public:class_id>/<slug:slug>/wrap-up/<row:enrollment>/", wrap_up.letter, name="letter"),
]

overview_urls: list[URLPattern | URLResolver] = [
    path("teach/<public:class_id>/<slug:slug>/", overview.overview, name="overview"),
]

gradebook_urls: list[URLPattern | URLResolver] = [  # before the overview's, where they would be a lesson
    path("teach/<public:class_id>/gradebook/", gradebook.gradebook, name="gradebook"),
    path("teach/<public:class_id>/gradebook.csv", gradebook.gradebook_csv, name="gradebook-csv"),
    path("teach/<public:class_id>/gradebook.xlsx", gradebook.gradebook_xlsx, name="gradebook-xlsx"),
    path("teach/<public:class_id>/<slug:slug>/points/", gradebook_points.gradebook_points, name="gradebook-points"),
]

file_urls: list[URLPattern | URLResolver] = [
    path(FILE + "/", grading_file.grading_file_page, name="file"),
    path(FILE + "/apply/", grading_file.apply, name="file-apply"),
    path(FILE + ".csv", grading_file_download.grading_file_csv, name="file-csv"),
    path(FILE + ".xlsx", grading_file_download.grading_file_xlsx, name="file-xlsx"),
]

student_urls: list[URLPattern | URLResolver] = [
    path(STUDENT, student.student, name="student"),
    path(STUDENT + "revision/", revision.of_student, name="revision"),
    path(STUDENT + "revision/withdraw/", revision.withdraw_of_student, name="revision-withdraw"),
    path(STUDENT + "collect/", student_acts.collect, name="collect"),
    path(STUDENT + "paper/", student_acts.paper, name="paper"),
    path(STUDENT + "undo/", student_acts.undo, name="turning-in-undo"),
    path(STUDENT + "excuse/", student_acts.excuse, name="excuse"),
    path(STUDENT + "excuse/end/", student_acts.end_excuse, name="excuse-end"),
]

release_urls: list[URLPattern | URLResolver] = [
    path("teach/<public:class_id>/<slug:slug>/release/", release.release, name="release"),
    path("teach/<public:class_id>/<slug:slug>/release/choose/", release_choose.choose, name="release-choose"),
    path("teach/<public:class_id>/<slug:slug>/release/<row:release>/undo/", release_undo.undo, name="release-undo"),
]

feedback_urls: list[URLPattern | URLResolver] = [
    path(FEEDBACK, feedback.feedback, name="feedback"),
    path(FEEDBACK + "changes/", changes.changes, name="changes"),
    path(FEEDBACK + "comments/<int:number>/", answered.answered, name="comment-answered"),
    path("c/<public:class_id>/<slug:slug>/feedback/print/", feedback.feedback_print, name="feedback-print"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *gradebook_urls,
    *overview_urls,
    *student_urls,
    *desk_urls,
    *graders_urls,
    *staff_note_urls,
    *second_look_urls,
    *fairness_urls,
    *wrap_up_urls,
    *file_urls,
    *release_urls,
    *feedback_urls,
]
