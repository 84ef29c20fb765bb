"""Addresses of classes, grouped by what they are about. One verb, one address."""

from django.urls import path

from .views import assignments, classes, extensions, groups, joining, requests, roster, standing

app_name = "classes"

CLASS = "classes/<public:class_id>/"
GROUP = f"{CLASS}groups/<row:group>/"
PERSON = f"{CLASS}roster/<row:enrollment>/"
ASSIGNMENT = f"{CLASS}assignments/<slug:slug>/"
EXTENSIONS = "teach/<public:class_id>/<slug:slug>/extensions/"
REQUEST = f"{EXTENSIONS}requests/<row:asked>/"

joining_urls = [
    path("join/", joining.join, name="join"),
    path("join/invitation/<str:token>/", joining.invitation, name="invitation"),
    path("join/invitation/<str:token>/accept/", joining.accept, name="invitation-accept"),
    path("join/invitation/<str:token>/account/", joining.accept_with_account, name="invitation-account"),
    path("join/<str:code>/", joining.join_code, name="join-code"),
    path("join/<str:code>/account/", joining.join_with_account, name="join-account"),
]

class_urls = [
    path("classes/", classes.class_list, name="list"),
    path("classes/new/", classes.new, name="new"),
    path("classes/lessons/<slug:slug>/publish/", assignments.publish_lesson, name="publish-lesson"),
    path(CLASS, classes.detail, name="detail"),
    path(f"{CLASS}change/", classes.change, name="change"),
    path(f"{CLASS}code/pause/", classes.pause_code, name="code-pause"),
    path(f"{CLASS}code/resume/", classes.resume_code, name="code-resume"),
    path(f"{CLASS}code/renew/", classes.renew_code, name="code-renew"),
    path(f"{CLASS}code/expiry/", classes.expire_code, name="code-expiry"),
    path(f"{CLASS}joined-today/remove/", classes.remove_joined_today, name="joined-today-remove"),
]

group_urls = [
    path(f"{CLASS}groups/", groups.groups, name="groups"),
    path(f"{CLASS}groups/new/", groups.new, name="group-new"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}rename/", groups.rename, name="group-rename"),
    path(f"{GROUP}remove/", groups.remove, name="group-remove"),
]

roster_urls = [
    path(f"{CLASS}roster/", roster.roster, name="roster"),
    path(f"{CLASS}roster/invite/", roster.invite, name="invite"),
    path(f"{CLASS}roster/add/", roster.add_pupil, name="add-pupil"),
    path(f"{CLASS}invitations/<row:invitation>/withdraw/", roster.withdraw, name="invitation-withdraw"),
    path(f"{PERSON}change/", roster.change_place, name="place-change"),
    path(f"{PERSON}slip/", roster.slip, name="slip"),
    path(f"{PERSON}end/", roster.end, name="end"),
    path(f"{PERSON}restore/", roster.restore, name="restore"),
    path(f"{PERSON}more-time/", standing.standing, name="standing"),
    path(f"{PERSON}more-time/end/", standing.end_standing, name="standing-end"),
]

assignment_urls = [
    path(f"{CLASS}assignments/new/", assignments.assign, name="assign"),
    path(ASSIGNMENT, assignments.assignment, name="assignment"),
    path(f"{ASSIGNMENT}adopt/", assignments.adopt, name="adopt"),
    path(EXTENSIONS, extensions.extensions, name="extensions"),
    path(f"{EXTENSIONS}<row:enrollment>/", extensions.extension, name="extension"),
    path(f"{EXTENSIONS}<row:enrollment>/remove/", extensions.remove_extension, name="extension-remove"),
    path(REQUEST, requests.asked, name="extension-request"),
    path(f"{REQUEST}give/", requests.give, name="extension-request-give"),
    path(f"{REQUEST}decline/", requests.decline, name="extension-request-decline"),
]

urlpatterns = [*joining_urls, *class_urls, *group_urls, *roster_urls, *assignment_urls]
