"""Markdown becomes the HTML of the mock-up, and nothing that is not allowed gets through (C2)."""

from html.parser import HTMLParser

import pytest

from lessons.rendering import Mark, Term, render_line, render_section, render_text

REL = 'rel="noopener noreferrer"'
TERMS = {
    "sanctions": Term("sanctions", "Sanctions", "Pressure."),
    "diplomacy": Term("diplomacy", "Diplomacy", "Talks &amp; <em>more</em>."),
}

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://example.org/x.png)",
    '[x](https://example.org "onmouseover=alert(1)")',
    "</textarea><iframe src=//example.org>",
    "<style>*{display:none}</style>",
    '[[sanctions|<b onclick="x">]]',
    ":::compare <script>alert(1)</script>\n#### A\n\n- <script>\n\n#### B\n\n- x\n\n<script>\n:::",
    ":::timeline\n- **<img src=x onerror=alert(1)>** y\n:::",
]
ALLOWED = {
    "p": {"id"}, "a": {"href", "rel", "class", "aria-label"}, "figure": {"class", "aria-label"}, "ol": {"class"},
    "li": {"class"}, "aside": {"class"},
    **{tag: set() for tag in ["b", "dfn", "div", "em", "figcaption", "h3", "strong", "ul", "blockquote", "br"]},
}  # fmt: skip


class Strays(HTMLParser):
    """Collects every tag, attribute and address that a reader's page may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [tag] if tag not in ALLOWED else []
        self.found += [f"{tag} {name}" for name, _value in attrs if name not in ALLOWED.get(tag, set())]
        self.found += [value for name, value in attrs if name == "href" and not value.startswith(("https://", "#t-"))]


def strays(html: str) -> list[str]:
    parser = Strays()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup(payload):
    found = [render_section(payload, TERMS).html, render_text(payload).html, render_line(payload)]

    assert [stray for html in found for stray in strays(html)] == []


def test_strays_are_found():
    assert strays('<img src=x><p onclick="x"><a href="javascript:x">') == [
        "img",
        "img src",
        "p onclick",
        "javascript:x",
    ]


def test_link_leads_away_without_telling_where_from():
    assert render_line("[x](https://example.org/?a=1&b=2)") == (
        f'<a href="https://example.org/?a=1&amp;b=2" {REL}>x</a>'
    )


def test_paragraph_carries_its_id_and_its_number():
    prose = render_section("One *word*.\n\n> quoted\n\nTwo.", {}, [Mark("a-1", 4), Mark("a-7", 5)])

    assert prose.paragraphs == ["One word.", "Two."]
    assert prose.html == (
        f'<p id="a-1">One <em>word</em>. <a class="para" href="#a-1" aria-label="Paragraph 4" {REL}>¶4</a></p>\n'
        "<blockquote>\n<p>quoted</p>\n</blockquote>\n"
        f'<p id="a-7">Two. <a class="para" href="#a-7" aria-label="Paragraph 5" {REL}>¶5</a></p>\n'
    )


def test_note_follows_the_paragraph_that_first_needs_its_term():
    prose = render_section("Some [[Sanctions]] and [[diplomacy|talks]].\n\nMore [[sanctions]].", TERMS)

    assert prose.html == (
        f'<p>Some <dfn><a href="#t-sanctions" {REL}>Sanctions</a></dfn> and '
        f'<dfn><a href="#t-diplomacy" {REL}>talks</a></dfn>.</p>\n'
        '<aside class="note"><b>Sanctions</b>Pressure.<b>Diplomacy</b>Talks &amp; <em>more</em>.</aside>\n'
        f'<p>More <dfn><a href="#t-sanctions" {REL}>sanctions</a></dfn>.</p>\n'
    )


def test_note_of_a_term_in_a_list_follows_the_list():
    prose = render_section("- one\n- [[sanctions]]\n\nEnd.", TERMS)

    assert prose.html == (
        f'<ul>\n<li>one</li>\n<li><dfn><a href="#t-sanctions" {REL}>sanctions</a></dfn></li>\n</ul>\n'
        '<aside class="note"><b>Sanctions</b>Pressure.</aside>\n<p>End.</p>\n'
    )


def test_term_that_is_not_explained_is_a_problem():
    assert render_section("A [[treaty]].", TERMS).problems == ["There is no key term “treaty”."]


def test_timeline_is_an_ordered_list_with_dates_and_the_moment():
    prose = render_section(":::timeline\n- **2018** First.\n- **2019** Second. {now}\n:::", {})

    assert (prose.figures, prose.problems) == (1, [])
    assert prose.html == (
        '<ol class="timeline">\n<li><b>2018</b> First.</li>\n<li class="now"><b>2019</b> Second.</li>\n</ol>\n'
    )


def test_comparison_is_a_figure_of_two_columns_and_a_caption():
    prose = render_section(":::compare “Both”\n#### A\n\n- x\n\n#### B\n\n- y\n\n**So** it is.\n:::", {})

    assert (prose.figures, prose.problems) == (1, [])
    assert prose.html == (
        '<figure class="compare" aria-label="“Both”">\n<div>\n<h3>A</h3>\n<ul>\n<li>x</li>\n</ul>\n</div>\n'
        "<div>\n<h3>B</h3>\n<ul>\n<li>y</li>\n</ul>\n</div>\n"
        "<figcaption><strong>So</strong> it is.</figcaption>\n</figure>\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        ":::timeline\nNo list.\n:::",
        ":::timeline\n- no date\n:::",
        ":::timeline\n- **a** b\n\nMore.\n:::",
        ":::compare\n#### A\n\n- x\n\n#### B\n\n- y\n\nSo.\n:::",
        ":::compare Name\n#### A\n\n- x\n\nSo.\n:::",
        ":::compare Name\n### A\n\n- x\n\n### B\n\n- y\n\nSo.\n:::",
        "#### Alone\n\nText.",
    ],
)
def test_figure_in_another_shape_is_a_problem(body):
    assert len(render_section(body, {}).problems) == 1


def test_heading_in_plain_text_is_a_problem():
    assert len(render_text("## No\n\nText.").problems) == 1


def test_words_are_counted_as_they_are_read():
    assert render_section("One [two](https://example.org/three) **three**.\n\n- four", {}).words == 4
    assert render_text("One\ntwo").words == 2
