"""Addresses of submissions: reading, writing and handing in, all below one assignment of one class."""

from django.urls import URLPattern, URLResolver, include, path

from .views import answer, autosave, history, lesson, more_time, notes, offline, turning_in

app_name = "submissions"

below_assignment = [
    path("", lesson.lesson, name="lesson"),
    path("print/", lesson.print_lesson, name="print"),
    path("answer/<position:n>/", answer.answer, name="answer"),
    path("answer/<position:n>/autosave/", autosave.autosave, name="autosave"),
    path("answer/<position:n>/history/", history.history, name="history"),
    path("answer/<position:n>/history/<int:revision>/", history.revision, name="revision"),
    path("answer/<position:n>/history/<int:revision>/restore/", history.restore, name="restore"),
    path("notes/", notes.notes, name="notes"),
    path("notes/autosave/", notes.autosave, name="notes-autosave"),
    path("turn-in/", turning_in.turn_in, name="turn-in"),
    path("take-back/", turning_in.take_back, name="take-back"),
    path("receipt/", turning_in.receipt, name="receipt"),
    path("more-time/", more_time.more_time, name="more-time"),
    path("more-time/withdraw/", more_time.withdraw, name="more-time-withdraw"),
    path("attempts/new/", turning_in.new_attempt, name="new-attempt"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<public:class_id>/<slug:slug>/", include(below_assignment)),
    path("offline/answer/", offline.shell, name="offline"),
    path("offline.js", offline.worker, name="worker"),  # at the root: a service worker watches what lies below it
]
