"""What this device keeps of an answer, in a real browser: words come back, and go to nobody else."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from classroom.classes.actions import adopt_version
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from lessons.actions import publish
from tests.factories import PASSWORD, DraftFactory
from tests.journeys.conftest import session_cookie

STATE = "#savestate"
ANSWER = "Your answer to question 1"
DRAFTS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("margin", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
  opening.onsuccess = () => {
    const asked = opening.result.transaction("drafts").objectStore("drafts").getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


@pytest.fixture
def here(live_cast):
    return reverse("submissions:answer", args=[live_cast.school_class.public_id, live_cast.assignment.slug, 1])


@pytest.fixture
def unheard(troubles):
    """`unheard(page)`: no save of that browser reaches the server until its routes are taken away again."""

    def cut(page, **reply):
        if not reply:
            troubles.allow("ERR_FAILED")
        page.context.route("**/autosave/", lambda route: route.fulfill(**reply) if reply else route.abort())

    return cut


def stored(person):
    return list(Answer.objects.filter(submission__student=person, question__position=1).values_list("text", flat=True))


def drafts(page):
    return sorted((draft["text"], draft["sent"]) for draft in page.evaluate(DRAFTS))


def wait_for_drafts(page, wanted):
    """Until what this device keeps is as `wanted` says; the test fails when it never is."""
    for _try in range(100):
        if wanted(drafts(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(drafts(page))


def typed(page, here, text, *, until="On device|Not saved"):
    page.goto(here)
    page.get_by_label(ANSWER).fill(text)
    wait_for_drafts(page, lambda kept: text in dict(kept))
    expect(page.locator(STATE)).to_contain_text(re.compile(until))
    return page


def in_next_tab(page, here):
    """The tab is gone without a farewell, as after a crash; another one opens in the same browser."""
    context = page.context
    page.close()
    context.unroute_all()
    following = context.new_page()
    following.goto(here)
    return following


def test_words_that_never_reached_the_server_come_back_and_are_saved(open_page, live_cast, here, unheard):
    page = open_page(live_cast.student)
    unheard(page)
    typed(page, here, "Written before the crash 🕊️.\n\nAll of it.")

    draft = DraftFactory(lesson=live_cast.assignment.lesson_version.lesson)
    draft.questions.update(prompt="Another wording?")
    adopt_version(live_cast.assignment, publish(draft, by=live_cast.teacher, at=timezone.now()))

    page = in_next_tab(page, here)

    expect(page.get_by_label(ANSWER)).to_have_value("Written before the crash 🕊️.\n\nAll of it.")
    expect(page.get_by_role("heading", name="Another wording?")).to_be_visible()
    said = page.get_by_role("status").filter(has_text="Your words are back.")
    expect(said).to_contain_text("The question is worded differently now. You answered: Objectives?")
    expect(page.locator(STATE)).to_contain_text("Saved")
    assert stored(live_cast.student) == ["Written before the crash 🕊️.\n\nAll of it."]


@pytest.mark.parametrize("in_time", [True, False])
def test_where_both_moved_on_both_texts_are_shown_and_both_can_be_kept(
    open_page, live_cast, here, unheard, troubles, in_time
):
    troubles.expect("409")
    page = open_page(live_cast.student)
    unheard(page)
    typed(page, here, "Typed on the train.")
    begun = actions.start(live_cast.assignment, live_cast.student, at=timezone.now())
    actions.save_answer(begun.answers.in_order()[0], text="Typed at school.", base=0, at=timezone.now())

    page = in_next_tab(page, here)
    if not in_time:  # the page is left before its script has noted that the server has both texts
        page.route("**/both-kept*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.get_by_role("button", name="Compare the two versions").click()
    expect(page.get_by_role("textbox", name="This page")).to_have_value("Typed on the train.")
    page.get_by_role("button", name="Keep both, one after the other").click()

    expect(page.get_by_label(ANSWER)).to_have_value("Typed at school.\n\nTyped on the train.")
    page.reload()
    expect(page.get_by_label(ANSWER)).to_have_value("Typed at school.\n\nTyped on the train.")
    expect(page.get_by_text("Your words are back.")).to_be_hidden()
    assert stored(live_cast.student) == ["Typed at school.\n\nTyped on the train."]


def test_of_two_tabs_that_died_the_newest_text_comes_back_and_the_other_is_in_the_history(
    open_page, live_cast, here, unheard
):
    first = open_page(live_cast.student)
    unheard(first)
    typed(first, here, "The older tab.")
    second = first.context.new_page()
    second.goto(here)
    expect(second.get_by_label(ANSWER)).to_have_value("The older tab.")  # or the newer text would be sent first
    second.get_by_label(ANSWER).fill("The newer tab.")
    wait_for_drafts(second, lambda kept: "The newer tab." in dict(kept))
    second.close()

    page = in_next_tab(first, here)

    expect(page.get_by_label(ANSWER)).to_have_value("The newer tab.")
    expect(page.get_by_text("Your words are back.")).to_be_visible()
    expect(page.get_by_text("The question is worded differently now.")).to_be_hidden()
    expect(page.locator(STATE)).to_contain_text("Saved")
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    answer = Answer.objects.get(submission__student=live_cast.student, question__position=1)
    assert answer.text == "The newer tab."
    assert list(answer.revisions.values_list("text", flat=True)) == ["The older tab.", "The newer tab."]


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to Café Wi-Fi</h1>"},
        {"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"},
        {"status": 403, "content_type": "text/html", "body": "<h1>Blocked by the filter</h1>"},
        {"status": 404, "content_type": "text/html", "body": "404 page not found"},
        {"status": 403, "headers": {"X-Request-ID": "1"}, "json": {"reason": "csrf"}},
    ],
    ids=["captive portal", "proxy", "filter", "deploy", "a token that is stale again"],
)
def test_what_is_no_acknowledgement_is_never_taken_for_saved_and_sent_again(
    open_page, live_cast, here, unheard, troubles, reply
):
    if reply["status"] != 200:
        troubles.expect(f"status of {reply['status']}")
    page = open_page(live_cast.student)
    unheard(page, **reply)
    typed(page, here, "In a café.", until="Not saved")
    assert (stored(live_cast.student), drafts(page)) == ([], [("In a café.", False)])

    page.context.unroute_all()
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(STATE)).to_contain_text("Saved")
    assert (stored(live_cast.student), drafts(page)) == (["In a café."], [("In a café.", True)])


SENT_AS_A_FORM = "(form) => { form.elements.text.value = 'Sent without script.'; form.submit(); }"


def test_nobody_saves_what_another_person_typed(open_page, live_cast, here, live_server, troubles, axe):
    for status in ("401", "403"):
        troubles.expect(status)
    page = open_page(live_cast.student)
    plain = page.context.new_page()
    plain.goto(here)
    page.goto(here)
    page.context.add_cookies([session_cookie(live_cast.classmate, live_server.url)])
    page.get_by_label(ANSWER).fill("Linh wrote this.")

    expect(page.get_by_text("Somebody else is signed in here now.")).to_be_visible()
    assert axe(page) == []
    plain.locator("#write").evaluate(SENT_AS_A_FORM)
    expect(plain.get_by_role("heading", name="Somebody else is signed in here now")).to_be_visible()
    expect(plain.get_by_role("textbox")).to_have_value("Sent without script.")
    assert axe(plain) == []
    other = page.context.new_page()
    other.goto(here)
    expect(other.get_by_label(ANSWER)).to_have_value("")
    expect(other.get_by_role("link", name="Not Tomasz?")).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    other.locator("#write").evaluate(SENT_AS_A_FORM)
    expect(other.get_by_role("heading", name="You are no longer signed in")).to_be_visible()
    expect(other.get_by_role("textbox")).to_have_value("Sent without script.")
    assert axe(other) == []
    assert stored(live_cast.classmate) == stored(live_cast.student) == []

    page.context.add_cookies([session_cookie(live_cast.student, live_server.url)])
    expect(page.locator(STATE)).to_contain_text("Saved")
    expect(page.get_by_text("Somebody else is signed in here now.")).to_be_hidden()
    assert stored(live_cast.student) == ["Linh wrote this."]


@pytest.mark.parametrize("wish", ["Keep them for Linh", "Delete them"])
def test_signing_out_asks_about_words_that_only_this_computer_has(
    open_page, live_cast, here, live_server, unheard, axe, wish
):
    page = open_page(live_cast.student)
    page.on("dialog", lambda dialog: dialog.accept())
    unheard(page)
    typed(page, here, "Three words only.")
    page.goto("/")
    page.locator("summary", has_text="account menu").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("group", name="3 words are only on this computer")).to_be_visible()
    assert axe(page) == []
    page.get_by_label(wish).check()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert drafts(page) == ([("Three words only.", False)] if wish.startswith("Keep") else [])

    page.context.add_cookies([session_cookie(live_cast.student, live_server.url)])
    page = in_next_tab(page, here)
    expect(page.get_by_label(ANSWER)).to_have_value("Three words only." if wish.startswith("Keep") else "")


def test_signing_out_deletes_what_the_server_has_as_well(open_page, live_cast, here):
    page = open_page(live_cast.student)
    typed(page, here, "Safe on the server.", until="Saved")
    assert drafts(page) == [("Safe on the server.", True)]
    page.goto("/")
    page.locator("summary", has_text="account menu").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert drafts(page) == []


def test_the_check_page_names_the_answer_that_is_not_wholly_here(open_page, live_cast, here, unheard, write):
    write(live_cast.assignment, live_cast.student)
    page = open_page(live_cast.student)
    page.on("dialog", lambda dialog: dialog.accept())
    unheard(page)
    typed(page, here, "Newer than what the server has.")
    page.goto(reverse("submissions:turn-in", args=[live_cast.school_class.public_id, live_cast.assignment.slug]))

    expect(page.get_by_text("This device has words that are not here yet.").locator("visible=true")).to_have_count(1)
    page.context.unroute_all()
    page.get_by_role("link", name="Open question 1 to send them").click()
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    assert stored(live_cast.student) == ["Newer than what the server has."]


def test_a_reload_while_offline_opens_the_draft_and_goes_on(open_page, live_cast, here):
    page = open_page(live_cast.student)
    typed(page, here, "Saved at home.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)

    page.reload()
    expect(page.get_by_text("Margin can’t be reached.")).to_be_visible()
    expect(page.get_by_role("heading", name="Objectives?")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("Saved at home.")
    page.get_by_label("Your answer").fill("Saved at home.\n\nGone on in a tunnel.")
    wait_for_drafts(page, lambda kept: ("Saved at home.\n\nGone on in a tunnel.", False) in kept)
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("Saved at home.\n\nGone on in a tunnel.")
    assert stored(live_cast.student) == ["Saved at home."]

    page.context.set_offline(False)

    expect(page.get_by_label(ANSWER)).to_have_value("Saved at home.\n\nGone on in a tunnel.")
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    assert stored(live_cast.student) == ["Saved at home.\n\nGone on in a tunnel."]


def test_who_signed_in_again_in_another_tab_is_still_known_to_the_first_one_offline(
    open_page, live_cast, here, live_server, troubles
):
    troubles.expect("403")  # the token of the old session, renewed without a reload
    page = open_page(live_cast.student)
    typed(page, here, "Before the session ended.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/sign-in/")
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    page.context.add_cookies([session_cookie(live_cast.student, live_server.url)])
    page.get_by_label(ANSWER).fill("After it began again.")
    wait_for_drafts(page, lambda kept: ("After it began again.", True) in kept)
    expect(page.locator(STATE)).to_contain_text("Saved")
    page.context.set_offline(True)

    page.reload()

    expect(page.get_by_label("Your answer")).to_have_value("After it began again.")


def test_offline_a_text_that_is_handed_in_is_not_offered_for_writing(open_page, live_cast, here):
    page = open_page(live_cast.student)
    typed(page, here, "Handed in.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    actions.turn_in(Submission.objects.get(), token=uuid.uuid4(), by=live_cast.student, at=timezone.now())
    page.goto(reverse("submissions:receipt", args=[live_cast.school_class.public_id, live_cast.assignment.slug]))
    expect(page.get_by_role("heading", name="Your answers are turned in")).to_be_visible()
    wait_for_drafts(page, lambda kept: kept == [])
    page.context.set_offline(True)

    page.goto(here)

    expect(page.get_by_text("This device keeps no words of this answer.")).to_be_visible()


def test_offline_words_that_came_too_late_are_not_offered_for_writing(open_page, live_cast, here, unheard):
    page = open_page(live_cast.student)
    typed(page, here, "In time.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    unheard(page)
    page.get_by_label(ANSWER).fill("Too late for the server.")
    wait_for_drafts(page, lambda kept: ("Too late for the server.", False) in kept)
    actions.turn_in(Submission.objects.get(), token=uuid.uuid4(), by=live_cast.student, at=timezone.now())
    page = in_next_tab(page, here)
    expect(page.get_by_role("heading", name="Words that never left this device")).to_be_visible()
    page.context.set_offline(True)

    page.goto(here)

    expect(page.get_by_text("This device keeps no words of this answer.")).to_be_visible()
    assert drafts(page) == [("Too late for the server.", False)]


def test_offline_nobody_reads_the_words_of_who_signed_out_or_sat_here_before(open_page, live_cast, here, live_server):
    page = open_page(live_cast.student)
    typed(page, here, "Linh wrote this.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.add_cookies([session_cookie(live_cast.classmate, live_server.url)])
    page.goto("/")
    page.context.set_offline(True)

    page.goto(here)

    expect(page.get_by_text("This device keeps no words of this answer.")).to_be_visible()
    assert "Linh wrote" not in page.content()


PLANT = """([person, answer, days]) => new Promise((resolve) => {
  const opening = indexedDB.open("margin", 1);
  opening.onsuccess = () => {
    const change = opening.result.transaction("drafts", "readwrite");
    for (const [tab, sent, age] of [["a", true, days[0]], ["b", true, days[1]], ["c", false, days[1]]]) {
      const at = Date.now() - age * 24 * 3600 * 1000;
      const key = `${person}/${answer}/${tab}`;
      change.objectStore("drafts").put({ key, person, text: `copy ${tab}`, base: 0, at, sent });
    }
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def test_acknowledged_copies_go_after_seven_days_and_unsent_ones_stay(open_page, live_cast, here):
    page = open_page(live_cast.student)
    typed(page, here, "Written today.", until="Saved")
    page.evaluate(PLANT, [str(live_cast.student.pk), f"{live_cast.assignment.pk}/1/q2", [6.9, 7.1]])

    page = in_next_tab(page, here)
    wait_for_drafts(page, lambda kept: "copy b" not in dict(kept))

    assert [text for text, _sent in drafts(page) if text.startswith("copy")] == ["copy a", "copy c"]


def planted(page, here, live_cast, *texts, attempt=1):
    """Opens the answer in a browser in which pages of before left these texts unsent, the oldest first."""
    page.goto("/")
    page.evaluate(DRAFTS)  # the store is made
    facts = [str(live_cast.student.pk), f"{live_cast.assignment.pk}/{attempt}/q1"]
    page.evaluate(
        """([person, answer, texts]) => new Promise((resolve) => {
          const opening = indexedDB.open("margin", 1);
          opening.onsuccess = () => {
            const change = opening.result.transaction("drafts", "readwrite");
            texts.forEach((text, number) => {
              const facts = { key: `${person}/${answer}/${number}`, person, text, base: 0, sent: false };
              change.objectStore("drafts").put({ ...facts, at: Date.now() - 1000 + number });
            });
            change.oncomplete = () => { opening.result.close(); resolve(); };
          };
        })""",
        [*facts, list(texts)],
    )


def test_a_page_that_goes_on_writing_is_not_marked_sent_by_another(open_page, live_cast, here, troubles):
    troubles.expect("ERR_FAILED")
    one = open_page(live_cast.student)
    one.route("**/autosave/", lambda route: route.abort())
    typed(one, here, "abc")
    two = one.context.new_page()
    held = []
    two.route("**/autosave/", lambda route: held.append(route))  # noqa: PLW0108  a built-in can't be called back
    two.goto(here)
    expect(two.get_by_label(ANSWER)).to_have_value("abc")
    one.get_by_label(ANSWER).fill("abc def")
    wait_for_drafts(one, lambda kept: ("abc def", False) in kept)

    held[0].continue_()
    expect(two.locator(STATE)).to_contain_text("Saved")

    assert ("abc def", False) in drafts(one)


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to Café Wi-Fi</h1>"},
        {"status": 409, "json": {"reason": "These answers are already turned in."}},
    ],
    ids=["captive portal", "turned in"],
)
def test_an_older_copy_counts_as_kept_only_when_the_server_says_that_it_holds_it(
    open_page, live_cast, here, troubles, reply
):
    if reply["status"] != 200:
        troubles.expect("409")
    page = open_page(live_cast.student)
    planted(page, here, live_cast, "the older", "the newer")
    asked = []

    def second_fails(route):
        asked.append(route)
        route.continue_() if len(asked) == 1 else route.fulfill(**reply)

    page.route("**/autosave/", second_fails)
    page.goto(here)
    wait_for_drafts(page, lambda kept: ("the newer", True) in kept)
    page.wait_for_timeout(300)

    assert (len(asked), ("the older", False) in drafts(page)) == (2, True)
    expect(page.locator(STATE)).to_contain_text("Saved")


def test_a_copy_that_came_back_does_not_come_back_over_newer_words(open_page, live_cast, here, troubles):
    troubles.expect("502")
    page = open_page(live_cast.student)
    planted(page, here, live_cast, "abc")
    page.route("**/autosave/", lambda route: route.fulfill(status=502), times=1)
    page.goto(here)
    expect(page.locator(STATE)).to_contain_text("Not saved")
    page.get_by_label(ANSWER).fill("abc def")
    expect(page.locator(STATE)).to_contain_text("Saved")
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))

    page = in_next_tab(page, here)

    expect(page.get_by_label(ANSWER)).to_have_value("abc def")
    expect(page.get_by_text("Your words are back.")).to_be_hidden()


FIRST_UNANSWERED = """() => {
  const { open } = IDBFactory.prototype;
  let asked = 0;
  IDBFactory.prototype.open = function (...names) { return asked++ ? open.apply(this, names) : {}; };
}"""


def test_a_slow_store_brings_no_old_words_over_what_was_typed_and_saved_meanwhile(open_page, live_cast, here, troubles):
    troubles.expect("409")  # by which the server says that it keeps the older text beside
    page = open_page(live_cast.student)
    planted(page, here, live_cast, "Typed yesterday.")
    page.add_init_script(f"({FIRST_UNANSWERED})()")
    page.goto(here)
    page.get_by_label(ANSWER).fill("Typed meanwhile.")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_contain_text("Saved")

    expect(page.get_by_text("This device also kept other words of this answer.")).to_be_visible()
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    expect(page.get_by_label(ANSWER)).to_have_value("Typed meanwhile.")
    assert stored(live_cast.student) == ["Typed meanwhile."]
    history = Answer.objects.get(submission__student=live_cast.student, question__position=1).revisions
    assert list(history.values_list("text", flat=True)) == ["Typed meanwhile.", "Typed yesterday."]


def test_a_date_to_retry_after_is_no_reason_to_ask_without_a_pause(open_page, live_cast, here, troubles):
    troubles.expect("503")
    page = open_page(live_cast.student)
    asked = []

    def away(route):
        asked.append(route)
        route.fulfill(status=503, headers={"Retry-After": "Wed, 25 Nov 2026 17:00:00 GMT"})

    page.route("**/autosave/", away)
    typed(page, here, "Patience.")
    page.wait_for_timeout(1200)

    assert len(asked) == 1


def test_a_store_that_never_answers_holds_up_neither_saving_nor_signing_out(open_page, live_cast, here):
    page = open_page(live_cast.student)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: { open: () => ({}) } })")
    page.goto(here)
    page.get_by_label(ANSWER).fill("Saved all the same.")
    expect(page.locator(STATE)).to_contain_text("Saved")
    page.goto("/")
    page.locator("summary", has_text="account menu").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert stored(live_cast.student) == ["Saved all the same."]


@pytest.mark.parametrize("shared", [True, False])
def test_offline_a_browser_that_was_left_shows_nobody_s_words(open_page, live_cast, here, shared):
    page = open_page()
    page.goto(reverse("account_login"))
    page.get_by_label("Login name or email").fill("linh")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Shared computer").set_checked(shared)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    typed(page, here, "Linh wrote this.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    following = page.context.new_page()
    page.close()
    if not shared:  # the session ended, and somebody else is about to sign in
        following.context.clear_cookies()
        following.goto(reverse("account_login"))
    following.context.set_offline(True)

    following.goto(here)

    expect(following.get_by_text("This device keeps no words of this answer.")).to_be_visible()


def test_the_shell_does_not_leave_words_that_it_could_not_keep(open_page, live_cast, here):
    page = open_page(live_cast.student)
    page.on("dialog", lambda dialog: dialog.dismiss())
    typed(page, here, "Saved.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') } }")
    page.get_by_label("Your answer").fill("No room for this.")
    expect(page.get_by_text("Not kept. Copy your words before you leave this page.")).to_be_visible()

    page.context.set_offline(False)
    page.wait_for_timeout(1500)

    expect(page.get_by_label("Your answer")).to_have_value("No room for this.")


def test_words_left_behind_when_writing_ended_are_shown_to_copy_or_delete(open_page, live_cast, here, work, axe):
    work(live_cast.assignment, live_cast.student)
    page = open_page(live_cast.student)
    planted(page, here, live_cast, "Typed on the phone, too late.")
    page.goto(here)

    panel = page.get_by_role("region", name="Words that never left this device")
    expect(panel.locator("[data-text]")).to_have_text("Typed on the phone, too late.")
    assert axe(page) == []
    panel.get_by_role("button", name="Delete them").click()

    expect(panel).to_be_hidden()
    assert drafts(page) == []


@pytest.mark.parametrize("died", [False, True], ids=["typing on", "in the next tab"])
def test_a_reply_that_got_lost_is_no_conflict_with_oneself(open_page, live_cast, here, unheard, troubles, died):
    troubles.expect("ERR_FAILED")
    page = open_page(live_cast.student)

    def stored_and_lost(route):
        route.fetch()
        route.abort()

    page.route("**/autosave/", stored_and_lost, times=1)
    typed(page, here, "Stored, but nobody heard.", until="Not saved")
    if died:
        unheard(page)
    page.get_by_label(ANSWER).fill("Stored, but nobody heard. And on.")
    wait_for_drafts(page, lambda kept: "Stored, but nobody heard. And on." in dict(kept))
    if died:
        page = in_next_tab(page, here)

    expect(page.get_by_label(ANSWER)).to_have_value("Stored, but nobody heard. And on.")
    expect(page.locator(STATE)).to_contain_text("Saved")
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    history = Answer.objects.get(submission__student=live_cast.student, question__position=1).revisions
    assert list(history.values_list("kind", "text")) == [
        ("saved", "Stored, but nobody heard."),
        ("saved", "Stored, but nobody heard. And on."),
    ]


def test_a_key_typed_and_deleted_leaves_no_words_that_only_this_device_has(open_page, live_cast, here):
    page = open_page(live_cast.student)
    typed(page, here, "Safe.", until="Saved")
    page.reload()
    page.get_by_label(ANSWER).press_sequentially("x")
    page.get_by_label(ANSWER).press("Backspace")
    page.wait_for_timeout(1300)

    assert set(drafts(page)) == {("Safe.", True)}


def test_a_text_taken_back_after_a_lost_reply_is_stored_again(open_page, live_cast, here, troubles):
    troubles.expect("ERR_FAILED")
    page = open_page(live_cast.student)
    typed(page, here, "First.", until="Saved")

    def stored_and_lost(route):
        route.fetch()
        route.abort()

    page.route("**/autosave/", stored_and_lost, times=1)
    page.get_by_label(ANSWER).fill("First. Second.")
    expect(page.locator(STATE)).to_contain_text("Not saved")
    page.get_by_label(ANSWER).fill("First.")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(STATE)).to_contain_text("Saved")
    assert stored(live_cast.student) == ["First."]
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))


def test_a_shorter_text_does_not_wait_behind_one_that_was_too_long(open_page, live_cast, here, troubles):
    troubles.expect("ERR_FAILED")
    troubles.expect("413")
    page = open_page(live_cast.student)
    page.route("**/autosave/", lambda route: route.abort(), times=1)
    typed(page, here, "x" * 200_001, until="Not saved")

    page.get_by_label(ANSWER).fill("Shorter.")

    expect(page.locator(STATE)).to_contain_text("Saved")
    assert stored(live_cast.student) == ["Shorter."]


def test_words_of_another_attempt_are_not_left_behind_by_this_one(open_page, live_cast, here, work):
    live_cast.assignment.attempts = 2
    live_cast.assignment.save()
    old = work(live_cast.assignment, live_cast.student)
    actions.mark_returned(old, visible_from=timezone.now())
    actions.start_next_attempt(old, at=timezone.now())
    page = open_page(live_cast.student)
    planted(page, here, live_cast, "Typed in the first attempt.", attempt=1)
    planted(page, here, live_cast, "Typed in the second.", attempt=2)
    page.goto(f"{here}?attempt=1")

    panel = page.get_by_role("region", name="Words that never left this device")
    expect(panel.locator("[data-text]")).to_have_text("Typed in the first attempt.")


def test_a_reply_lost_before_an_offline_reload_is_no_conflict_with_oneself(open_page, live_cast, here, troubles):
    troubles.expect("ERR_FAILED")
    page = open_page(live_cast.student)
    typed(page, here, "Saved at home.", until="Saved")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def stored_and_lost(route):
        route.fetch()
        route.abort()

    page.route("**/autosave/", stored_and_lost, times=1)
    page.get_by_label(ANSWER).fill("Stored, but nobody heard.")
    expect(page.locator(STATE)).to_contain_text("Not saved")
    wait_for_drafts(page, lambda kept: ("Stored, but nobody heard.", False) in kept)
    page.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_label("Your answer").fill("Stored, but nobody heard. And on.")
    wait_for_drafts(page, lambda kept: ("Stored, but nobody heard. And on.", False) in kept)

    page.context.set_offline(False)

    expect(page.get_by_label(ANSWER)).to_have_value("Stored, but nobody heard. And on.")
    expect(page.locator(STATE)).to_contain_text("Saved")
    wait_for_drafts(page, lambda kept: all(sent for _text, sent in kept))
    assert stored(live_cast.student) == ["Stored, but nobody heard. And on."]
