"""The modules that must agree with the server, asked in the browser itself."""

import hashlib
import json
from pathlib import Path

import pytest
from django.templatetags.static import static

from tests.faults.answers import ANSWERED

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


TWO_SAVES = """async (module, every) => {
    const form = document.createElement("form");
    form.innerHTML = '<textarea name="text"></textarea><input name="base"><input name="version"><input name="attempt">';
    Object.assign(form.dataset, { autosave: "/save", csrf: "/csrf", person: "1" });
    Object.assign(form.elements.version, { value: 7 });
    Object.assign(form.elements.attempt, { value: 2 });
    const device = { facts: {}, keep: async () => false, stored: async () => {} };
    const json = (data) => new Response(JSON.stringify(data), { headers: { "Content-Type": "application/json" } });
    const stored = async ({ text, base }) => {
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
        const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        return json({ revision: base + 1, sha256 });
    };
    const found = [];
    for (const answers of every) {
        const bodies = [];
        window.fetch = async (address, sent) => {
            if (address === "/csrf") return json({ token: "new" });
            bodies.push(JSON.parse(sent.body));
            const [status, headers, content] = answers.shift() ?? [];
            return status ? new Response(content, { status, headers }) : stored(bodies.at(-1));
        };
        form.elements.base.value = 0;
        const saver = new module.Saver(form, device, () => {});
        for (const text of ["one", "two"]) {
            form.elements.text.value = text;
            await saver.save({ now: true });
        }
        clearTimeout(saver.retry);
        found.push(bodies);
    }
    return found;
}"""


def test_the_saver_sends_again_and_goes_on_as_the_client_of_the_faults_does(call):
    found = call("saver", TWO_SAVES, [answers for answers, _sent in ANSWERED.values()])

    expected = [
        [{"text": text, "base": base, "version": 7, "attempt": 2} for text, base in sent]
        for _answers, sent in ANSWERED.values()
    ]
    assert dict(zip(ANSWERED, found, strict=True)) == dict(zip(ANSWERED, expected, strict=True))
