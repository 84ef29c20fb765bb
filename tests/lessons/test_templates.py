"""The pieces that reading pages include."""

from django.template.loader import render_to_string

from lessons import actions
from lessons.models import LessonVersion
from tests.factories import NOW


def render(name: str, draft: LessonVersion, **context: object) -> str:
    actions.publish(draft, by=None, at=NOW)
    version = LessonVersion.objects.for_reading().get(pk=draft.pk)
    return render_to_string(f"lessons/{name}.html", {"version": version, **context})


def order(html: str, pieces: list[str]) -> list[str]:
    return sorted(pieces, key=html.index)


def test_sections_show_all_parts_in_order(draft):
    html = render("_sections", draft)

    pieces = [
        "Key facts",
        "Rivers run downhill.",
        "Where they begin",
        'id="sources-1"',
        "Where they end",
        '<figure class="compare"',
        "The longest",
        "The Nile, or the Amazon.",
        "Key terms",
        'id="t-source"',
        "Read further",
        "Rivers of the World",
        "A picture book.",
    ]
    assert order(html, pieces) == pieces
    assert html.count('class="sect"') == 5


def test_sections_read_are_marked(draft):
    html = render("_sections", draft, read={"mouths", "terms"})

    assert html.count('class="sect is-read"') == 2
    assert '<section class="sect is-read" id="mouths"' in html


def test_contents_lead_to_every_section(draft):
    html = render("_toc", draft, read=["sources"])

    assert [html.count(f'href="#{key}"') for key in ("sources", "mouths", "terms", "more")] == [2, 2, 2, 2]
    assert html.count('class="is-read"') == 1


def test_model_answer_is_not_among_what_readers_read(draft):
    assert "The outer bank wears away." not in render("_sections", draft)


def test_lesson_without_fact_terms_and_books_shows_no_empty_parts(draft):
    draft.terms.all().delete()
    draft.resources.all().delete()
    draft.sections.filter(key="sources").update(body="Plain.")
    LessonVersion.objects.filter(pk=draft.pk).update(fact_title="", fact_body="")

    html = render("_sections", draft)

    assert [html.count(words) for words in ("Key terms", "Read further", "aside-fact")] == [0, 0, 0]
    version = LessonVersion.objects.for_reading().get(pk=draft.pk)
    assert [render_to_string("lessons/_toc.html", {"version": version}).count(key) for key in ("#terms", "#more")] == [
        0,
        0,
    ]
