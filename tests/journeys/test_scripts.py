"""The modules that must agree with the server, asked in the browser itself."""

import hashlib
import json
from pathlib import Path

import pytest
from django.templatetags.static import static

CASES = json.loads((Path(__file__).parents[1] / "submissions" / "word_cases.json").read_text(encoding="utf-8"))
TEXTS = ["", "plain", "naïve nai\u0308ve", "peace 🕊️ holds", "👩🏽‍🏫🇻🇳", "سلام 🤝 ok", "a\u2028b\tc"]


@pytest.fixture
def call(page):
    """Calls a function of one of our modules; `texts` goes to `program` beside the module."""
    page.goto("/sign-in/")

    def calling(module, program, argument):
        source = f"async ([address, argument]) => ({program})(await import(address), argument)"
        return page.evaluate(source, [static(f"js/{module}.js"), argument])

    return calling


def test_words_are_counted_as_on_the_server(call):
    counted = call("words", "(module, texts) => texts.map(module.countWords)", [text for text, _words in CASES])

    assert counted == [words for _text, words in CASES]


def test_length_is_counted_in_code_points(call):
    assert call("code-points", "(module, texts) => texts.map(module.codePoints)", TEXTS) == [
        len(text) for text in TEXTS
    ]


def test_places_in_a_paragraph_are_counted_in_code_points_of_its_own_words(call):
    program = """(module, texts) => {
        const paragraph = document.createElement("p");
        for (const text of texts) {
            const mark = paragraph.appendChild(document.createElement("mark"));
            mark.append(text);
            const number = mark.appendChild(document.createElement("a"));
            number.dataset.aside = "";
            number.append("12");
        }
        const places = [];
        for (const mark of paragraph.children) {
            const own = mark.firstChild;
            for (let at = 0; at <= own.data.length; at += 1) {
                if (/[\\uDC00-\\uDFFF]/.test(own.data[at] ?? "")) continue;
                places.push(module.offsetWithin(paragraph, own, at));
            }
        }
        return [places, module.offsetWithin(paragraph, paragraph, paragraph.childNodes.length)];
    }"""
    texts = [text for text in TEXTS if text]
    before = [sum(map(len, texts[:number])) for number in range(len(texts))]

    places, end = call("code-points", program, texts)

    assert places == [start + at for start, text in zip(before, texts, strict=True) for at in range(len(text) + 1)]
    assert end == sum(map(len, texts))


def test_texts_have_the_hash_that_the_server_gives_them_by_the_browser_and_by_our_own_reckoning(call):
    program = """(module, texts) => Promise.all(texts.map(async (text) => {
        const own = module.reckon(new TextEncoder().encode(text));
        return [await module.sha256(text), [...own].map((byte) => byte.toString(16).padStart(2, "0")).join("")];
    }))"""
    texts = [*TEXTS, *("x" * length for length in (55, 56, 63, 64, 65, 119)), "long " * 2000]

    hashes = call("sha256", program, texts)

    assert hashes == [[hashlib.sha256(text.encode()).hexdigest()] * 2 for text in texts]
