"""The authors' tool: rights, order, preview, publishing, and what is published stays as it is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from classroom.accounts.models import User
from lessons import actions
from lessons.document import Document, document_of
from lessons.models import Lesson, LessonVersion, Question, Rubric, Section
from lessons.parser import parse
from tests.factories import NOW
from tests.lessons.small import SMALL
from tests.test_page_queries import MOST, cost

LISTS = ["lesson", "lessonversion", "question", "rubric"]


@pytest.fixture
def tool(client: Client) -> Callable[[User], Client]:
    """The browser of somebody signed in."""

    def signed_in(person: User) -> Client:
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def own(draft: LessonVersion, cast: Any) -> LessonVersion:
    """A draft of a lesson that the teacher owns."""
    Lesson.objects.filter(pk=draft.lesson_id).update(owner=cast.teacher)
    return LessonVersion.objects.whole().get(pk=draft.pk)


def page(name: str, *args: object) -> str:
    return reverse(f"admin:lessons_{name}", args=args)


def pages_of(version: LessonVersion) -> list[str]:
    question = version.questions.get()
    return [
        page("lesson_change", version.lesson_id),
        page("lessonversion_change", version.pk),
        page("question_change", question.pk),
        page("rubric_change", question.rubrics.get().pk),
        page("preview", version.pk),
        page("file", version.pk),
    ]


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the page's main form would send as it stands."""
    form = client.get(address).context["adminform"].form
    formsets = [inline.formset for inline in client.get(address).context["inline_admin_formsets"]]
    sent = {bound.html_name: bound.value() for bound in form}
    for formset in formsets:
        for part in [formset.management_form, *formset.forms]:
            sent |= {bound.html_name: bound.value() for bound in part}
    return {name: "" if value is None else str(value) for name, value in sent.items() if value is not False}


def test_teacher_reaches_own_lessons(tool, cast, own):
    client = tool(cast.teacher)

    assert [client.get(address).status_code for address in pages_of(own)] == [200] * 6


@pytest.mark.parametrize("persona", ["teacher", "content_admin", "superuser"])
def test_no_page_of_a_draft_costs_more_than_twelve_queries(tool, cast, own, persona):
    client = tool(getattr(cast, persona))
    before_deleting = [page("lessonversion_delete", own.pk), page("question_delete", own.questions.get().pk)]
    addresses = pages_of(own) + before_deleting

    assert {address: number for address in addresses if (number := cost(client, address)) > MOST} == {}


def test_teacher_reaches_no_lesson_of_others(tool, cast, own):
    client = tool(cast.other_teacher)
    posts = [page("publish", own.pk), page("start_draft", own.pk)]

    codes = [client.get(address).status_code for address in pages_of(own)]
    assert codes == [302, 302, 302, 302, 404, 404]
    assert [client.post(address).status_code for address in posts] == [404, 404]
    assert [client.get(page(f"{name}_changelist")).context["cl"].result_count for name in LISTS] == [0, 0, 0, 0]
    assert LessonVersion.objects.get(pk=own.pk).is_draft


@pytest.mark.parametrize("persona", ["content_admin", "superuser"])
def test_content_administrators_reach_every_lesson(tool, cast, own, persona):
    client = tool(getattr(cast, persona))

    assert [client.get(address).status_code for address in pages_of(own)] == [200] * 6


@pytest.mark.parametrize("persona", ["student", "assistant"])
def test_others_are_sent_to_the_door(tool, cast, own, persona):
    client = tool(getattr(cast, persona))

    assert [client.get(address).status_code for address in pages_of(own)] == [302] * 6


def test_looking_changes_nothing(tool, cast, own):
    client = tool(cast.teacher)
    before = list(LessonVersion.objects.values()), list(Section.objects.values())

    for address in [*pages_of(own), *(page(f"{name}_changelist") for name in LISTS)]:
        client.get(address)
    assert [client.get(page(name, own.pk)).status_code for name in ("publish", "start_draft")] == [405, 405]

    assert (list(LessonVersion.objects.values()), list(Section.objects.values())) == before


def test_parts_change_places_in_one_go(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)
    sent = form_of(client, address) | {"sections-0-position": "2", "sections-1-position": "1"}

    client.post(address, sent)

    assert [section.key for section in own.sections.order_by("position")] == ["mouths", "sources"]


def test_same_place_twice_is_an_error_in_the_form(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)

    response = client.post(address, form_of(client, address) | {"sections-0-position": "2"})

    assert response.status_code == 200
    assert [section.key for section in own.sections.order_by("position")] == ["sources", "mouths"]


def test_part_removed_and_another_put_in_its_place(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)
    changes = {"facts-0-DELETE": "on", "facts-1-position": "1", "facts-2-position": "2", "facts-2-text": "New."}

    client.post(address, form_of(client, address) | changes)

    facts = [(fact.position, fact.text) for fact in own.facts.order_by("position")]
    assert facts == [(1, "Most of them end in a sea."), (2, "New.")]


def test_new_question_brings_its_rubric(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)
    new = {"position": 2, "key": "depth", "short_title": "Depth", "prompt": "How deep?", "points": 3}
    new |= {"guide_min": 1, "guide_max": 9, "guidance": "Dive.", "model_answer": "Very."}

    client.post(address, form_of(client, address) | {f"questions-1-{name}": value for name, value in new.items()})

    assert Rubric.objects.get(question__key="depth").edition == 1


def test_rubric_is_edited_on_one_page(tool, cast, own):
    client = tool(cast.teacher)
    address = page("rubric_change", own.questions.get().rubrics.get().pk)
    second = {"position": "2", "key": "care", "name": "Care"}
    for at in range(1, 5):
        second |= {f"level{at}_name": f"L{at}", f"level{at}_points": str(at), f"level{at}_description": "x"}

    sent = form_of(client, address) | {"criteria-0-level2_points": "3", "criteria-0-level4_description": "All of it."}
    client.post(address, sent | {f"criteria-1-{name}": value for name, value in second.items()})

    criteria = document_of(LessonVersion.objects.whole().get(pk=own.pk)).questions[0].criteria
    levels = [(level.name, str(level.points), level.description) for level in criteria[0].levels]
    assert [criterion.key for criterion in criteria] == ["physics", "care"]
    assert levels[1] == ("Developing", "3", "Some.")
    assert levels[3] == ("Excellent", "1E+1", "All of it.")
    assert [level.name for level in criteria[1].levels] == ["L1", "L2", "L3", "L4"]


def test_preview_shows_the_draft_as_readers_would_see_it(tool, cast, own):
    html = tool(cast.teacher).get(page("preview", own.pk)).content.decode()

    assert html.count('<p id="sources-1">') == 1
    assert html.count('<aside class="note"><b>Source</b>Where a river begins.</aside>') == 1
    assert html.count("Publish this draft") == 1
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", html) == []


def test_preview_names_what_keeps_a_draft_from_readers(tool, cast, own):
    own.facts.all().delete()

    response = tool(cast.teacher).get(page("preview", own.pk))

    assert [str(problem) for problem in response.context["problems"]] == [
        "facts: There are 1 to 20 of these; this lesson has 0."
    ]
    assert response.content.decode().count("Publish this draft") == 0


def test_publishing_from_the_preview(tool, cast, own):
    tool(cast.teacher).post(page("publish", own.pk))

    version = LessonVersion.objects.get(pk=own.pk)
    assert (version.number, version.published_by) == (1, cast.teacher)


def test_publishing_as_a_button_saves_first(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)

    client.post(address, form_of(client, address) | {"title": "Streams", "_publish": "1"})

    version = LessonVersion.objects.get(pk=own.pk)
    assert (version.number, version.title) == (1, "Streams")


def test_save_and_preview_leads_to_the_preview(tool, cast, own):
    client = tool(cast.teacher)
    address = page("lessonversion_change", own.pk)

    response = client.post(address, form_of(client, address) | {"title": "Streams", "_preview": "1"})

    assert response.url == page("preview", own.pk)
    assert LessonVersion.objects.get(pk=own.pk).title == "Streams"


def test_publishing_as_an_action(tool, cast, own):
    chosen = {"action": "publish_drafts", "_selected_action": [own.pk]}

    tool(cast.teacher).post(page("lessonversion_changelist"), chosen)

    assert LessonVersion.objects.get(pk=own.pk).number == 1


def test_refused_publishing_says_why_and_changes_nothing(tool, cast, own):
    own.facts.all().delete()

    response = tool(cast.teacher).post(page("publish", own.pk), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "This draft can't be published yet. facts: There are 1 to 20 of these; this lesson has 0."
    ]
    assert LessonVersion.objects.get(pk=own.pk).is_draft


def test_published_version_is_read_only(tool, cast, own):
    actions.publish(own, by=None, at=NOW)
    client = tool(cast.superuser)
    addresses = pages_of(own)[1:4]

    assert [client.get(address).context["has_change_permission"] for address in addresses] == [False] * 3
    assert [client.post(address, {"title": "x", "_publish": "1"}).status_code for address in addresses] == [403] * 3
    assert client.post(page("lessonversion_delete", own.pk), {"post": "yes"}).status_code == 403
    assert "Excellent (10.00): All." in client.get(addresses[2]).content.decode()


def test_new_draft_from_a_published_version(tool, cast, own):
    actions.publish(own, by=None, at=NOW)
    client = tool(cast.teacher)

    first = client.post(page("start_draft", own.pk))
    second = client.post(page("start_draft", own.pk))

    draft = own.lesson.draft()
    assert (first.url, second.url) == (page("lessonversion_change", draft.pk), page("lessonversion_change", own.pk))


def test_drafts_are_started_withdrawn_and_offered_again_as_actions(tool, cast, own):
    actions.publish(own, by=None, at=NOW)
    client = tool(cast.teacher)

    def act(name: str) -> Lesson:
        client.post(page("lesson_changelist"), {"action": name, "_selected_action": [own.lesson_id]})
        return Lesson.objects.get(pk=own.lesson_id)

    assert [act("start_drafts").draft() is not None, act("start_drafts").versions.count() == 2] == [True, True]
    assert [act("withdraw").is_withdrawn, act("restore").is_withdrawn] == [True, False]


def test_teacher_begins_a_lesson_and_owns_it(tool, cast):
    client = tool(cast.teacher)

    client.post(page("lesson_add"), {"slug": "lakes", "owner": cast.other_teacher.pk})
    lesson = Lesson.objects.get(slug="lakes")
    client.post(
        page("lessonversion_add"),
        {"lesson": lesson.pk, "title": "Lakes", "language": "en", "licence": "CC0", "lede": "Still water."},
    )

    assert (lesson.owner, lesson.draft().title) == (cast.teacher, "Lakes")


def test_first_draft_is_only_for_own_lessons_without_one(tool, cast, own):
    free = Lesson.objects.create(slug="free", owner=cast.teacher)
    Lesson.objects.create(slug="other", owner=cast.other_teacher)

    form = tool(cast.teacher).get(page("lessonversion_add")).context["adminform"].form

    assert list(form.fields["lesson"].queryset) == [free]


def test_content_administrator_hands_a_lesson_to_another_owner(tool, cast, own):
    client = tool(cast.content_admin)
    owners = client.get(page("lesson_change", own.lesson_id)).context["adminform"].form.fields["owner"].queryset

    client.post(page("lesson_change", own.lesson_id), {"slug": "rivers", "owner": cast.other_teacher.pk})

    assert cast.student not in owners
    assert Lesson.objects.get(pk=own.lesson_id).owner == cast.other_teacher


def test_slug_of_a_published_lesson_is_read_only(tool, cast, own):
    actions.publish(own, by=None, at=NOW)

    form = tool(cast.superuser).get(page("lesson_change", own.lesson_id)).context["adminform"].form

    assert list(form.fields) == ["owner"]


def test_lesson_with_versions_can_not_be_deleted(tool, cast, own):
    empty = Lesson.objects.create(slug="empty")
    client = tool(cast.superuser)

    codes = [
        client.post(page("lesson_delete", each), {"post": "yes"}).status_code for each in (own.lesson_id, empty.pk)
    ]

    assert codes == [403, 302]
    assert list(Lesson.objects.filter(slug__in=["rivers", "empty"])) == [own.lesson]


def test_lists_speak_of_lessons_by_title_and_in_their_own_words(tool, cast, own):
    client = tool(cast.superuser)
    shown = [client.get(page(f"{name}_changelist")).content.decode() for name in LISTS]

    assert ["Empty" in each for each in shown] == [False] * 4
    assert [re.findall(r'<option value="([a-z_]+)"', each) for each in shown] == [
        ["start_drafts", "withdraw", "restore"], ["publish_drafts"], [], [],
    ]  # fmt: skip
    found = client.get(page("lesson_changelist"), {"q": "rivers"}).content.decode()
    row = re.search(r"<tr><td.*?field-title.*?</tr>", found, re.DOTALL)[0]
    cells = [strip_tags(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
    assert cells == ["", "Rivers", cast.teacher.name, "-", "begun", "-"]


def test_draft_can_be_discarded_and_says_before_what_goes_with_it(tool, cast, own):
    client = tool(cast.teacher)

    asked = client.get(page("lessonversion_delete", own.pk)).context
    client.post(page("lessonversion_delete", own.pk), {"post": "yes"})

    assert (asked["protected"], asked["perms_lacking"]) == ([], set())
    assert dict(asked["model_count"]) == {
        "versions": 1, "sections": 2, "key facts": 2, "key terms": 1, "questions": 1, "books": 1,
    }  # fmt: skip
    assert asked["deleted_objects"] == [
        "Version: Rivers (draft)",
        [
            "Section: Where they begin",
            "Section: Where they end",
            "Key fact: Rivers run downhill.",
            "Key fact: Most of them end in a sea.",
            "Key term: Source",
            "Question: Why meander?",
            "Book: Rivers of the World",
        ],
    ]
    assert not LessonVersion.objects.filter(pk=own.pk).exists()
    assert not Question.objects.filter(version_id=own.pk).exists()


def test_question_of_a_draft_goes_with_its_rubric_which_never_goes_alone(tool, cast, own):
    client, question = tool(cast.teacher), own.questions.get()
    rubric = question.rubrics.get()

    alone = [
        client.get(page("rubric_delete", rubric.pk)),
        client.post(page("rubric_delete", rubric.pk), {"post": "yes"}),
    ]
    asked = client.get(page("question_delete", question.pk)).context
    assert [response.status_code for response in alone] == [403, 403]
    assert Rubric.objects.filter(pk=rubric.pk).exists()
    client.post(page("question_delete", question.pk), {"post": "yes"})

    assert asked["deleted_objects"] == ["Question: Why meander?", ["Rubric: Why meander?, rubric edition 1"]]
    assert not Rubric.objects.filter(pk=rubric.pk).exists()


def test_version_is_downloaded_as_its_file(tool, cast, own):
    response = tool(cast.teacher).get(page("file", own.pk))

    assert response.content.decode() == SMALL
    assert response["Content-Disposition"] == 'attachment; filename="rivers.md"'


def test_draft_with_problems_is_not_written_to_a_file(tool, cast, own):
    own.facts.all().delete()

    assert tool(cast.teacher).get(page("file", own.pk)).status_code == 409


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_any_number(tool, cast, own, name, django_assert_num_queries):
    client = tool(cast.superuser)
    client.get(page(f"{name}_changelist"))
    with CaptureQueriesContext(connection) as one:
        client.get(page(f"{name}_changelist"))
    for slug in ("seas", "lakes"):
        more(slug, cast)

    with django_assert_num_queries(len(one)):
        response = client.get(page(f"{name}_changelist"))

    assert response.context["cl"].result_count >= 3
    assert len(one) <= MOST


def more(slug: str, cast: Any) -> None:
    document: Document = parse(SMALL.replace("slug: rivers", f"slug: {slug}").encode(), slug)
    version = actions.publish(actions.write_draft(document), by=cast.content_admin, at=NOW)
    Lesson.objects.filter(pk=version.lesson_id).update(owner=cast.other_teacher)


def test_change_page_costs_the_same_for_any_number_of_parts(tool, cast, own, django_assert_num_queries):
    client = tool(cast.superuser)
    addresses = [page("lessonversion_change", own.pk), page("rubric_change", own.questions.get().rubrics.get().pk)]
    costs = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as cost:
            client.get(address)
        costs.append(len(cost))
    for at in (3, 4):
        Section.objects.create(version=own, position=at, key=f"more{at}", heading="More", body="More.")
        own.facts.create(position=at, text="More.")
    rubric = Rubric.objects.get(question__in=Question.objects.filter(version=own))
    for at in (2, 3):
        rubric.criteria.create(position=at, key=f"more{at}", name="More").levels.create(
            position=1, name="Low", points=1, description="x"
        )

    for address, cost in zip(addresses, costs, strict=True):
        with django_assert_num_queries(cost):
            client.get(address)
