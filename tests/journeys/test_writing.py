"""Writing in a real browser: what counts as saved, what happens when it isn't, and that no word is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from classroom.submissions.models import Answer, Submission, TurnIn
from tests.journeys.conftest import session_cookie

STATE = "#savestate"


@pytest.fixture
def at_address(transactional_db, live_cast):
    def address(name, *args):
        return reverse(f"submissions:{name}", args=[live_cast.school_class.public_id, live_cast.assignment.slug, *args])

    return address


def stored(number=1):
    return Answer.objects.get(question__position=number).text


def test_typing_is_saved_by_itself_and_says_so(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    page.get_by_label("Your answer to question 1").fill("Neither side trusted the other 🕊️.\nNeither moved first.")

    expect(page.locator(STATE)).to_contain_text("Saved", timeout=5000)

    assert stored() == "Neither side trusted the other 🕊️.\nNeither moved first."
    expect(page.get_by_role("group", name="Length")).to_contain_text("8 words, in the guide range")
    expect(page.get_by_role("link", name="1. Objectives")).to_contain_text("Ready, 8 words")


def test_leaving_by_a_link_at_once_loses_no_word(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    page.get_by_label("Your answer to question 1").fill("Typed and left.")
    page.get_by_role("link", name="3. Significance").click()
    page.wait_for_url("**" + at_address("answer", 3))

    assert stored() == "Typed and left."


def test_two_tabs_are_asked_and_both_texts_are_kept(open_page, live_cast, at_address, axe, troubles):
    troubles.expect("409")
    one, two = open_page(live_cast.student), open_page(live_cast.student)
    for page in (one, two):
        page.goto(at_address("answer", 1))
    one.get_by_label("Your answer").fill("The first tab.")
    expect(one.locator(STATE)).to_contain_text("Saved", timeout=5000)

    two.get_by_label("Your answer").fill("The second tab.")
    two.get_by_role("button", name="Compare the two versions").click()

    expect(two.get_by_role("heading", name="Two versions of question 1")).to_be_visible()
    expect(two.get_by_role("textbox", name="This page")).to_have_value("The second tab.")
    expect(two.get_by_role("region", name="Saved from elsewhere")).to_contain_text("The first tab.")
    assert axe(two) == []
    two.get_by_role("button", name="Keep this one").click()
    expect(two.get_by_label("Your answer")).to_have_value("The second tab.")
    assert stored() == "The second tab."
    assert Answer.objects.get(question__position=1).revisions.filter(text="The first tab.").exists()


def test_offline_it_says_not_saved_and_stores_once_back(open_page, live_cast, at_address, troubles):
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    page.evaluate(
        "navigator.serviceWorker.ready.then(() => true)"
    )  # cut off while it is fetched, the browser complains
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill("Written in a tunnel.")
    expect(page.locator(STATE)).to_contain_text("On device", timeout=5000)
    expect(page.get_by_text("You are offline. Keep writing.")).to_be_visible()

    page.context.set_offline(False)

    expect(page.locator(STATE)).to_contain_text("Saved", timeout=8000)
    assert stored() == "Written in a tunnel."


def test_signed_out_while_typing_keeps_the_text_until_it_is_stored(open_page, live_cast, at_address, troubles):
    troubles.expect("401")
    troubles.expect("403")  # the token of the old session, renewed without a reload
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Your answer").fill("Still here.")
    expect(page.get_by_text("Sign in again to save.")).to_be_visible(timeout=5000)

    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])

    expect(page.locator(STATE)).to_contain_text("Saved", timeout=8000)
    expect(page.get_by_text("Sign in again to save.")).to_be_hidden()
    assert stored() == "Still here."


def test_the_keys_save_and_go_on(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("answer", 1))
    page.get_by_label("Your answer").fill("By key.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**" + at_address("answer", 2))

    assert stored() == "By key."


@pytest.mark.parametrize("script", [True, False])
def test_reading_writing_and_turning_in(open_page, live_cast, at_address, script):
    page = open_page(live_cast.student, script=script)
    page.goto(at_address("lesson"))
    page.get_by_role("link", name="Start question 1").click()
    for number in (1, 2, 3):
        page.get_by_label(f"Your answer to question {number}").fill(f"My answer to question {number} is this.")
        page.locator('button[value="next"]').click()
    page.wait_for_url("**" + at_address("turn-in"))
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Turn in three answers").click()

    expect(page.get_by_role("heading", name="Your answers are turned in")).to_be_visible()
    act = TurnIn.objects.get()
    expect(page.locator("[data-receipt]")).to_have_text(act.receipt)
    assert [text.revision.text for text in act.handed_in()] == [
        f"My answer to question {n} is this." for n in (1, 2, 3)
    ]
    page.get_by_role("link", name="Take back your answers").click()
    page.get_by_role("button", name="Take back answers").click()
    page.wait_for_url("**" + at_address("answer", 1))
    expect(page.get_by_text("Your answers are drafts again.")).to_be_in_viewport()
    assert Submission.objects.get().state == "draft"


def test_turning_in_unheard_says_so_and_another_try_is_the_same_act(
    open_page, live_cast, live_server, at_address, write, troubles
):
    for trouble in ("ERR_INTERNET_DISCONNECTED", "401", "403"):  # the last: a token of the session that ended
        troubles.expect(trouble)
    write(live_cast.assignment, live_cast.student)
    page = open_page(live_cast.student)
    page.goto(at_address("turn-in"))
    page.get_by_role("checkbox").check()
    button = page.get_by_role("button", name="Turn in three answers")
    not_heard = page.get_by_role("alert").filter(has_text="Not turned in yet. We have not heard from the server.")

    page.route("**/turn-in/", lambda route: route.fulfill(content_type="text/html", body="Welcome to Café Wi-Fi"))
    button.click()
    expect(not_heard).to_be_visible()
    page.unroute_all()
    page.context.set_offline(True)
    button.click()
    expect(page.locator("[data-turn-in] button")).not_to_have_attribute("aria-disabled", "true")
    expect(not_heard).to_be_visible()
    page.context.set_offline(False)
    page.context.clear_cookies()
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("Sign in in a new tab, then turn in here.")
    expect(not_heard).to_be_hidden()
    assert TurnIn.objects.count() == 0

    page.context.add_cookies([session_cookie(live_cast.student, live_server.url)])
    button.click()
    expect(page.get_by_role("heading", name="Your answers are turned in")).to_be_visible()
    assert TurnIn.objects.count() == 1


def test_a_jump_to_the_questions_reads_nothing(open_page, live_cast, at_address):
    page = open_page(live_cast.student, size={"width": 1440, "height": 200})
    page.emulate_media(reduced_motion="no-preference")  # where the page glides past every section
    page.goto(at_address("lesson"))
    page.get_by_role("link", name="Review questions").click()
    expect(page.locator("#questions")).to_be_in_viewport()
    page.wait_for_timeout(1500)
    expect(page.get_by_text("0 of 2 sections read")).to_be_visible()


def test_sections_that_were_read_are_remembered_in_this_browser(open_page, live_cast, at_address):
    page = open_page(live_cast.student)
    page.goto(at_address("lesson"))
    page.locator("#aftermath > :last-child").scroll_into_view_if_needed()
    expect(page.get_by_text("2 of 2 sections read")).to_be_visible()
    page.reload()

    expect(page.get_by_text("2 of 2 sections read")).to_be_visible()
    expect(page.get_by_role("link", name="Aftermath (read)")).to_be_visible()
