"""The pieces of ui/ that know no model, and the order of a field."""

import re
from types import SimpleNamespace

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from classroom import frame

pytestmark = pytest.mark.urls("tests.frame.addresses")


LATE = [("yes", "Taken"), ("no", "Not taken")]


class Joining(forms.Form):
    code = forms.CharField(label="Class code", help_text="Six characters.")
    mail = forms.EmailField(label="E-mail", required=False)
    late = forms.ChoiceField(label="Late work", choices=LATE, widget=forms.RadioSelect)

    def clean_code(self):
        raise forms.ValidationError("No class uses HKW-4RP.")


@pytest.fixture
def refused() -> str:
    return str(as_crispy_form(Joining({"code": "HKW-4RP"})))


def tags(page: str, pattern: str) -> list[str]:
    return re.findall(pattern, page)


def test_field_reads_label_hint_error_field(refused: str):
    field = refused[refused.index('id="div_id_code"') : refused.index('id="div_id_mail"')]

    assert tags(field, r'<label|"id_code_helptext"|"id_code_error"|<input') == [
        "<label",
        '"id_code_helptext"',
        '"id_code_error"',
        "<input",
    ]


def test_field_in_error_names_its_hint_and_error(refused: str):
    assert tags(refused, r'<input[^>]*name="code"[^>]*aria-invalid="(\w+)" aria-describedby="([^"]*)"') == [
        ("true", "id_code_helptext id_code_error")
    ]


def test_only_a_field_one_may_skip_is_called_optional(refused: str):
    assert tags(refused, r'>([^<]*) <span class="optional">') == ["E-mail"]


def test_summary_links_to_the_first_control_of_each_field_in_error(refused: str):
    links = tags(refused, r'<li><a href="#([^"]*)">([^<]*)</a>')

    assert links == [
        ("id_code", "Class code: No class uses HKW-4RP."),
        ("id_late_0", "Late work: This field is required."),
    ]
    assert [name for name, _ in links if f'id="{name}"' not in refused] == []


def test_form_without_errors_has_no_summary():
    assert "data-error-summary" not in as_crispy_form(Joining())


@pytest.mark.parametrize(
    "state, look, icon",
    [
        ("not-started", "idle", "not-started"),
        ("draft", "draft", "draft"),
        ("ready", "done", "ready"),
        ("turned_in", "sent", "turned-in"),
        ("turned-in", "sent", "turned-in"),
        ("graded", "marked", "graded"),
        ("returned", "done", "returned"),
        ("late", "late", "late"),
        ("missing", "late", "late"),
        ("extended", "idle", "calendar"),
        ("excused", "idle", "excused"),
        ("revising", "draft", "draft"),
    ],
)
def test_state_has_a_look_an_icon_and_its_word(state: str, look: str, icon: str):
    shown = frame.state(state, "The word")

    assert tags(shown, r'class="state state-(\w+)"') == [look]
    assert tags(shown, r'svg#([\w-]+)"') == [icon]
    assert shown.rstrip().endswith("The word</span>")


def test_levels_offer_every_level_by_points_and_word_and_not_shown():
    levels = [
        SimpleNamespace(value=7, points="1", name="Beginning", description="A list of events."),
        SimpleNamespace(value=8, points="2.5", name="Secure", description="Causes and a view."),
    ]

    shown = render_to_string("ui/levels.html", {"name": "c1", "title": "Argument", "levels": levels, "chosen": "8"})

    assert tags(shown, r'value="(\w+)"( checked)? data-key="\d" aria-label="([^"]*)"') == [
        ("7", "", "1, Beginning"),
        ("8", " checked", "2.5, Secure"),
        ("0", "", "0, Not shown"),
    ]
    assert tags(shown, r"<p [^>]*>([^<]*)</p>") == ["A list of events.", "Causes and a view."]


def test_word_meter_writes_its_geometry_with_points_whatever_the_language():
    widths = {"words": 64, "low": 150, "high": 220, "guide_x": 113.5, "guide_width": 52.9, "now_width": 48.4}

    with translation.override("de"):
        shown = render_to_string("ui/wordmeter.html", widths)

    drawn = tags(shown, r'class="(guide|now)" x="([\d.,]+)"[^>]* width="([\d.,]+)"')
    assert drawn == [("guide", "113.5", "52.9"), ("now", "0", "48.4")]
