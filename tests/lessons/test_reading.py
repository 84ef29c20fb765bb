"""Published parts are read once; drafts every time."""

from lessons import actions
from lessons.models import LessonVersion
from lessons.querysets import READ
from lessons.reading import article, with_parts
from tests.factories import NOW


def read(pk: int) -> list[list[object]]:
    version = with_parts(LessonVersion.objects.get(pk=pk))
    return [list(getattr(version, part).all()) for part in READ]


def test_published_parts_are_asked_for_once(draft, django_assert_num_queries):
    actions.publish(draft, by=None, at=NOW)
    asked = [list(getattr(LessonVersion.objects.get(pk=draft.pk), part).all()) for part in READ]

    with django_assert_num_queries(7):
        first = read(draft.pk)
    with django_assert_num_queries(1):
        second = read(draft.pk)

    assert (first, second) == (asked, asked)


def test_draft_is_read_as_it_stands(draft):
    read(draft.pk)
    draft.facts.filter(position=2).update(text="Changed.")

    assert [fact.text for fact in read(draft.pk)[1]] == ["Rivers run downhill.", "Changed."]


def test_versions_do_not_mix(draft):
    version = actions.publish(draft, by=None, at=NOW)
    again = actions.start_draft(version.lesson, by=None)
    again.facts.filter(position=2).update(text="Changed.")
    again = actions.publish(again, by=None, at=NOW)

    texts = [[fact.text for fact in read(each.pk)[1]] for each in (version, again, version)]

    assert texts[0] == texts[2] == ["Rivers run downhill.", "Most of them end in a sea."]
    assert texts[1] == ["Rivers run downhill.", "Changed."]


def test_a_draft_is_drawn_each_time_and_a_published_version_once(draft):
    whole = LessonVersion.objects.whole().get(pk=draft.pk)
    first = article(whole)
    draft.sections.filter(position=1).update(heading="Springs")
    second = article(LessonVersion.objects.whole().get(pk=draft.pk))

    assert ("Where they begin" in first, "Springs" in first) == (True, False)
    assert ("Where they begin" in second, "Springs" in second) == (False, True)
