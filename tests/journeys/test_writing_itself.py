"""What only a browser shows of writing: exact text, references, looks, notes, and a phone with its keyboard open."""

import re
import unicodedata

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.submissions.models import Answer, Notes
from classroom.submissions.words import count_words
from tests.journeys.conftest import PHONE

SCRIPTS = "\n\n   Lead.\n\n\n\tשלום 🕊️ سلام (עברית)\u200f\ncafe\u0301 and café, 👩🏽‍🏫🇻🇳 𝒜\u00a0\u2028|\n\n"
WORDS = "Neither side trusted the other.  " * 4_000  # 20,000 words, each sentence with two spaces behind it
STATE = "#savestate"


@pytest.fixture
def at_address(transactional_db, live_cast):
    def address(name, *args):
        return reverse(f"submissions:{name}", args=[live_cast.school_class.public_id, live_cast.assignment.slug, *args])

    return address


def stored(number=1):
    return Answer.objects.get(question__position=number).text


@pytest.mark.parametrize("script", [True, False])
def test_every_character_comes_back_through_the_page(open_page, live_cast, at_address, script):
    text = SCRIPTS + WORDS + SCRIPTS
    assert unicodedata.normalize("NFC", text) != text != unicodedata.normalize("NFD", text)
    page = open_page(live_cast.student, script=script)
    page.goto(at_address("answer", 1))
    box = page.get_by_label("Your answer to question 1")
    box.fill(text)
    with page.expect_response(lambda response: response.request.method == "POST" and response.status in {200, 303}):
        page.get_by_role("button", name="Save now").click()
    if script:
        expect(page.locator(STATE)).to_contain_text("Saved")
    assert stored() == text

    page.goto(at_address("answer", 1))
    assert box.input_value() == text
    expect(page.get_by_role("group", name="Length")).to_contain_text(f"{count_words(text)} words")
    page.goto(at_address("turn-in"))
    assert page.locator(".answer-read").first.evaluate("box => box.textContent") == text


def test_a_reference_is_put_at_the_cursor_by_key_and_can_be_undone(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    box = page.get_by_label("Your answer to question 1")
    box.fill("They left and never met.")
    for _step in range(len(" and never met.")):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="¶2, refer to this paragraph").focus()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    with page.expect_response(lambda response: "(\u00b62)," in (response.request.post_data or "")):
        page.keyboard.type(",")

    expect(box).to_have_value("They left (¶2), and never met.")
    assert stored() == "They left (¶2), and never met."
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("They left and never met.")
    box.evaluate("box => box.setSelectionRange(0, 4)")
    page.get_by_role("button", name="¶1, refer to this paragraph").click()
    expect(box).to_have_value("They (¶1) left and never met.")


def test_on_a_phone_a_reference_comes_after_what_is_written_and_writing_goes_on(
    open_page, live_cast, at_address, write
):
    write(live_cast.assignment, live_cast.student, text="Kim refused.")
    page = open_page(live_cast.student, size=PHONE)
    page.goto(at_address("answer", 2))
    page.get_by_role("navigation", name="View").get_by_role("link", name="Lesson").click()
    page.get_by_role("button", name="¶1, refer to this paragraph").click()

    box = page.get_by_label("Your answer to question 2")
    expect(box).to_be_focused()
    expect(box).to_have_value("Kim refused. (¶1)")


def test_without_script_the_numbers_stand_there_to_be_typed(open_page, live_cast, at_address):
    page = open_page(live_cast.student, script=False)
    page.goto(at_address("answer", 1))

    numbers = page.get_by_role("region", name="Lesson text").locator(".para")
    assert numbers.all_inner_texts() == ["¶1", "¶2"]
    page.locator("#notes summary").click()
    expect(page.get_by_role("link", name="Open your notes in a new tab")).to_be_visible()
    expect(page.locator("#notes-text")).to_be_hidden()  # a second form would lose what the first holds


def test_finding_in_the_lesson_says_how_many_and_enter_goes_on(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    said = page.get_by_role("search").get_by_role("status")
    page.get_by_role("searchbox", name="Find in lesson").focus()
    for typed, key, expected in [
        ("WHAT the", None, "2 found. Enter goes to the next."),
        ("", "Enter", "1 of 2"),
        ("", "Enter", "2 of 2"),
        ("", "Enter", "1 of 2"),
        ("x", None, "Not in the lesson."),
    ]:
        page.keyboard.type(typed)
        if key:
            page.keyboard.press(key)
        expect(said).to_have_text(expected)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(said).to_have_text("")


def looks(page):
    """What the Text menu changes, as the browser draws it."""
    return page.get_by_label("Your answer to question 1").evaluate(
        """box => [getComputedStyle(box).fontFamily.split('"')[1], parseFloat(getComputedStyle(box).fontSize),
            getComputedStyle(box).letterSpacing !== "normal", getComputedStyle(document.body).backgroundColor]"""
    )


PLAIN = ["Literata Variable", 20, False, "rgb(243, 245, 247)"]
CHANGED = ["Hanken Grotesk Variable", 24, True, "rgb(244, 233, 210)"]


@pytest.mark.parametrize("script", [True, False])
def test_the_text_menu_changes_the_looks_and_the_browser_keeps_them(open_page, live_cast, at_address, axe, script):
    page = open_page(live_cast.student, script=script)
    page.goto(at_address("answer", 1))
    assert looks(page) == PLAIN
    if script:
        page.get_by_label("Your answer to question 1").fill("Unsaved words stay where they are.")
    page.get_by_text("Text", exact=True).click()
    for name in ("Sans-serif letters", "Larger", "Wider spacing"):
        page.get_by_role("checkbox", name=name).check()
    with page.expect_response("**" + reverse("accounts:text")) as kept:
        page.get_by_role("checkbox", name="Tinted page").check()
        if not script:
            page.get_by_role("button", name="Show it so").click()
    assert kept.value.status == (204 if script else 302)
    assert looks(page) == CHANGED
    if script:
        page.get_by_role("checkbox", name="Tinted page").press("Enter")  # and no page is left
        expect(page.get_by_label("Your answer to question 1")).to_have_value("Unsaved words stay where they are.")
        expect(page.locator(STATE)).to_contain_text("Saved")
        expect(page.get_by_role("checkbox", name="Tinted page")).to_be_focused()
        assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe(page, colours=True) == []
        page.emulate_media(color_scheme="light")

    page.goto(at_address("answer", 1))
    assert looks(page) == CHANGED
    page.goto(at_address("lesson"))
    page.get_by_text("Text", exact=True).click()
    expect(page.get_by_role("checkbox", name="Larger")).to_be_checked()


def test_the_page_that_is_shown_offline_looks_the_same(open_page, live_cast):
    page = open_page(live_cast.student)
    page.goto(reverse("home:home"))
    page.context.add_cookies(
        [{"name": name, "value": value, "url": page.url} for name, value in [("text", "large.tint"), ("theme", "dark")]]
    )
    page.goto(reverse("submissions:offline"))

    expect(page.locator("html")).to_have_attribute("data-text", "large tint")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def notes(page):
    page.locator("#notes summary").click()
    return page.get_by_role("textbox", name="Your notes")


SLOW_NOTES = """
    const sent = window.fetch;
    window.fetch = async (address, ...more) => {
        if (String(address).includes("/notes/")) await new Promise((resolve) => setTimeout(resolve, 600));
        return sent(address, ...more);
    };
"""


def test_notes_save_themselves_and_going_on_at_once_loses_none(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.add_init_script(SLOW_NOTES)
    page.goto(at_address("answer", 1))
    notes(page).fill("First thought.")
    page.get_by_label("Your answer to question 1").fill("An answer.")
    page.get_by_role("textbox", name="Your notes").fill("First thought. Second.")
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**" + at_address("answer", 2))

    assert (Notes.objects.get().text, stored()) == ("First thought. Second.", "An answer.")
    box = page.get_by_role("textbox", name="Your notes")
    expect(box).to_have_value("First thought. Second.")  # open, for there is something in it
    box.fill("Third.")
    page.get_by_role("link", name="3. Significance").click()
    page.wait_for_url("**" + at_address("answer", 3))
    assert Notes.objects.get().text == "Third."


SPOKEN = """() => {
    window.spoken = 0;
    const heard = new MutationObserver((changes) => { window.spoken += changes.length; });
    heard.observe(document.querySelector("[data-problem]"), { childList: true, characterData: true, subtree: true });
}"""


def test_notes_that_were_not_stored_stay_and_are_sent_again(open_page, live_cast, at_address, troubles):
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    page = open_page(live_cast.student)
    page.goto(at_address("notes"))
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Your notes").fill("Written in a tunnel.")
    page.get_by_role("button", name="Save notes").click()
    expect(page.get_by_text("Your notes are not saved yet.")).to_be_visible()
    page.evaluate(SPOKEN)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Save notes").click()
    page.get_by_role("textbox", name="Your notes").focus()
    assert page.evaluate("window.spoken") == 0  # it was said once
    page.context.set_offline(False)

    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d:\d\d$"))).to_be_visible()
    expect(page.get_by_text("Your notes are not saved yet.")).to_be_hidden()
    assert Notes.objects.get().text == "Written in a tunnel."


def test_notes_of_two_tabs_are_shown_side_by_side(open_page, live_cast, at_address, axe, troubles):
    troubles.expect("409")
    one, two = open_page(live_cast.student), open_page(live_cast.student)
    for page in (one, two):
        page.goto(at_address("answer", 1))
    notes(one).fill("The first tab.")
    one.get_by_role("button", name="Save notes").click()
    expect(one.locator("#notes").get_by_text(re.compile("^Saved "))).to_be_visible()
    notes(two).fill("The second tab.")
    two.get_by_role("button", name="Save notes").click()
    expect(two.get_by_text("Your notes were also changed somewhere else.")).to_be_visible()
    two.get_by_role("button", name="Compare the two").click()

    expect(two.get_by_role("textbox", name="This page")).to_have_value("The second tab.")
    expect(two.get_by_role("region", name="Saved from elsewhere")).to_contain_text("The first tab.")
    assert axe(two) == []
    two.get_by_role("button", name="Keep both, one after the other").click()
    expect(two.get_by_role("textbox", name="Your notes")).to_have_value("The first tab.\n\nThe second tab.")


def test_with_the_keyboard_open_the_foot_of_a_phone_is_one_line(open_page, live_cast, at_address):
    page = open_page(live_cast.student, size=PHONE)
    page.add_init_script("""
        const seen = Object.assign(new EventTarget(), {scale: 1, height: innerHeight, offsetTop: 0});
        Object.defineProperty(window, "visualViewport", {value: seen});
    """)  # as on an iPhone, whose keyboard lies over the page
    page.goto(at_address("answer", 1))
    view, bar = page.get_by_role("navigation", name="View"), page.get_by_role("region", name="Save and move on")
    box = page.get_by_label("Your answer to question 1")
    expect(view).to_be_visible()

    page.evaluate("() => { visualViewport.height -= 350; visualViewport.dispatchEvent(new Event('resize')) }")
    expect(view).to_be_hidden()
    place = bar.bounding_box()
    assert (place["height"] <= 64, place["y"] + place["height"]) == (True, PHONE["height"] - 350)
    page.evaluate("() => { visualViewport.height += 350; visualViewport.dispatchEvent(new Event('resize')) }")
    expect(view).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 420})  # elsewhere the page itself shrinks
    box.focus()
    expect(view).to_be_hidden()
    place = bar.bounding_box()
    assert (place["height"] <= 64, place["y"] + place["height"]) == (True, 420)
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    plain = open_page(live_cast.student, script=False, size={"width": 390, "height": 420})
    plain.goto(at_address("answer", 1))
    assert plain.get_by_role("region", name="Save and move on").bounding_box()["height"] <= 64
