"""One's own account: profile, password, address, theme and token."""

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Enrollment, Invitation
from tests.cast import Cast
from tests.factories import NOW, PASSWORD

NEW_PASSWORD = "a longer new password"


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def student(client: Client, cast: Cast) -> User:
    """Linh, who signed in and has just given the password again."""
    give_password_twice(client)
    return cast.student


def give_password_twice(browser: Client) -> None:
    browser.post(reverse("account_login"), {"login": "linh", "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrf" not in line]


def mailed_link() -> str:
    found = re.search(r"https?://\S+", mail.outbox[-1].body)
    assert found is not None
    return urlsplit(found.group()).path


def test_profile_keeps_what_it_names_and_nothing_else(client: Client, student: User) -> None:
    extra = {"is_staff": "on", "is_superuser": "on", "email": "x@y.example", "username": "root", "groups": "1"}
    fields = {"name": "Linh Trần", "known_as": "Linh", "time_zone": "Asia/Ho_Chi_Minh", **extra}

    response = client.post(reverse("accounts:profile"), fields)

    before = (student.email, student.username, student.is_staff, student.is_superuser)
    student.refresh_from_db()
    assert (response.status_code, student.known_as, student.time_zone) == (302, "Linh", "Asia/Ho_Chi_Minh")
    assert (student.email, student.username, student.is_staff, student.is_superuser) == before
    assert list(student.groups.all()) == []
    assert student.reminders is False  # the box was not ticked
    client.post(reverse("accounts:profile"), {**fields, "reminders": "on"})
    student.refresh_from_db()
    assert student.reminders is True


@pytest.mark.parametrize("field, value", [("name", ""), ("time_zone", "Mars/Olympus"), ("known_as", "x" * 61)])
def test_profile_refuses_a_bad_value(client: Client, student: User, field: str, value: str) -> None:
    response = client.post(reverse("accounts:profile"), {"name": "Linh", "known_as": "", "time_zone": "", field: value})

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])


def test_profile_costs_at_most_three_queries(client: Client, student: User, django_assert_num_queries: object) -> None:
    client.get(reverse("accounts:profile"))

    with django_assert_num_queries(3):  # type: ignore[operator]  # pytest-django's
        client.get(reverse("accounts:profile"))


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client: Client, student: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(student)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    response = client.post(reverse("account_change_password"), fields)

    student.refresh_from_db()
    assert (response.status_code, response.url, student.check_password(NEW_PASSWORD)) == (
        302,
        reverse("accounts:profile"),
        True,
    )
    assert [each.get(reverse("accounts:profile")).status_code for each in (client, elsewhere)] == [200, 302]


def test_a_wrong_old_password_is_400(client: Client, student: User) -> None:
    fields = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    response = client.post(reverse("account_change_password"), fields)

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["oldpassword"])


def test_reset_answers_alike_for_known_unknown_and_unconfirmed(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.classmate, email="typo@school.example", verified=False)
    answers = []
    for email in ["linh@school.example", "nobody@school.example", "typo@school.example"]:
        response = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((response.status_code, response.redirect_chain, lines(response.content.decode())))

    assert answers == [answers[0]] * 3
    assert answers[0][:2] == (200, [(reverse("account_reset_password_done"), 302)])
    assert [(sent.to, "/password/reset/" in sent.body) for sent in mail.outbox] == [
        (["linh@school.example"], True),
        (["nobody@school.example"], False),
        (["typo@school.example"], False),
    ]


def test_the_link_in_the_mail_sets_a_new_password_once(client: Client, cast: Cast) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.student)
    client.post(reverse("account_reset_password"), {"email": "linh@school.example"})
    link = mailed_link()
    form = client.get(link, follow=True)

    done = client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    again = Client().get(link, follow=True)

    cast.student.refresh_from_db()
    assert (done.status_code, cast.student.check_password(NEW_PASSWORD)) == (200, True)
    assert again.context["token_fail"] is True
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_an_address_is_the_persons_once_it_is_confirmed_and_takes_the_places_kept_for_it(
    client: Client, cast: Cast, student: User
) -> None:
    Invitation.objects.create(school_class=cast.other_class, email="new@school.example", invited_by=cast.other_teacher)

    added = client.post(reverse("account_email"), {"email": "New@school.example", "action_add": ""})
    student.refresh_from_db()
    assert (added.status_code, student.email, mail.outbox[-1].to) == (
        302,
        "linh@school.example",
        ["new@school.example"],
    )
    assert Enrollment.objects.filter(person=student, school_class=cast.other_class).exists() is False

    link = mailed_link()
    assert client.get(link).status_code == 200
    client.post(link)

    student.refresh_from_db()
    assert (student.email, Enrollment.objects.get(person=student, school_class=cast.other_class).via) == (
        "new@school.example",
        "invitation",
    )
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("new@school.example", True, True)
    ]


def test_an_address_that_somebody_has_by_now_is_not_confirmed(client: Client, cast: Cast, student: User) -> None:
    client.post(reverse("account_email"), {"email": "marsh@school.example", "action_add": ""})
    client.post(mailed_link())

    student.refresh_from_db()
    assert student.email == "linh@school.example"


def test_adding_an_address_answers_alike_for_known_and_unknown(cast: Cast) -> None:
    answers = []
    for email in ["marsh@school.example", "nobody@school.example"]:
        cache.clear()
        browser = Client()
        give_password_twice(browser)
        response = browser.post(reverse("account_email"), {"email": email, "action_add": ""}, follow=True)
        answers.append((response.status_code, lines(response.content.decode().replace(email, "it"))))

    assert answers[0] == answers[1]
    assert [sent.to for sent in mail.outbox] == [["marsh@school.example"], ["nobody@school.example"]]


def test_changing_the_address_asks_for_the_password_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.student)

    response = client.post(reverse("account_email"), {"email": "new@school.example", "action_add": ""})

    assert urlsplit(response.url).path == reverse("account_reauthenticate")
    assert client.post(response.url, {"password": "wrong"}).status_code == 400
    assert client.post(response.url, {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "sent, kept", [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("<script>", "auto"), ("", "auto")]
)
def test_theme_is_kept_in_a_cookie(client: Client, db: None, sent: str, kept: str) -> None:
    response = client.post(reverse("accounts:theme"), {"theme": sent, "next": reverse("account_login")})

    assert (response.status_code, response.url) == (302, reverse("account_login"))
    assert (response.cookies["theme"].value, response.cookies["theme"]["samesite"]) == (kept, "Lax")


@pytest.mark.parametrize(
    "sent, kept",
    [(["tint", "sans"], "sans.tint"), ([], ""), (["large", "<script>"], ""), (["large", "large"], "large")],
)
def test_how_text_looks_is_kept_in_a_cookie_and_shown_from_then_on(
    client: Client, db: None, sent: list[str], kept: str
) -> None:
    response = client.post(reverse("accounts:text"), {"looks": sent, "next": reverse("account_login")})

    assert (response.status_code, response.url) == (302, reverse("account_login"))
    assert (response.cookies["text"].value, response.cookies["text"]["samesite"]) == (kept, "Lax")
    looks = [look for look in ("sans", "large", "wide", "tint") if look in kept]
    assert f'data-text="{" ".join(looks)}"' in client.get(response.url).content.decode()


@pytest.mark.parametrize("name", ["accounts:theme", "accounts:text"])
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "0", "account_login", "\\evil"]
)
def test_looks_go_back_to_this_host_only(client: Client, db: None, elsewhere: str, name: str) -> None:
    response = client.post(reverse(name), {"theme": "dark", "next": elsewhere})

    assert (response.status_code, response.url) == (302, reverse("home:home"))


@pytest.mark.parametrize("name", ["accounts:theme", "accounts:text"])
def test_a_script_that_keeps_the_looks_is_led_nowhere(client: Client, db: None, name: str) -> None:
    response = client.post(reverse(name), {"theme": "dark", "looks": ["tint"]}, headers={"Accept": "application/json"})

    assert (response.status_code, response.content) == (204, b"")
    assert response.cookies[name.partition(":")[2]].value == {"accounts:theme": "dark", "accounts:text": "tint"}[name]


def test_a_fresh_token_is_good_for_a_post(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)

    answer = browser.get(reverse("accounts:csrf"))
    token = answer.json()["token"]

    assert (answer.json()["signed_in"], "no-store" in answer["Cache-Control"]) == (False, True)
    sent = browser.post(reverse("accounts:theme"), {"theme": "dark"}, headers={"X-CSRFToken": token})
    assert sent.status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_reset_password",
        "accounts:theme",
        "accounts:slip",
        "accounts:profile",
    ],
)
def test_posts_without_a_token_are_403(cast: Cast, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.student)

    assert browser.post(reverse(name), {"login": "linh", "password": PASSWORD}).status_code == 403
    assert browser.get(reverse("accounts:profile")).status_code == 200


def test_a_session_ends_after_ninety_days_however_often_one_comes(client: Client, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(reverse("account_login"), {"login": "linh", "password": PASSWORD})
        statuses = []
        for _fortnight in range(7):
            clock.shift(60 * 60 * 24 * 14)
            statuses.append(client.get(reverse("accounts:profile")).status_code)

    assert statuses == [200] * 6 + [302]


def test_a_session_ends_after_four_weeks_without_a_visit(client: Client, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(reverse("account_login"), {"login": "linh", "password": PASSWORD})
        clock.shift(60 * 60 * 24 * 28 + 1)

        assert client.get(reverse("accounts:profile")).status_code == 302


@pytest.mark.parametrize("shared", [{}, {"shared": "on"}])
def test_on_a_shared_computer_a_session_is_short(client: Client, cast: Cast, shared: dict[str, str]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(reverse("account_login"), {"login": "linh", "password": PASSWORD, **shared})
        visits = []
        for seconds in (0, 60 * 60 * 4, 1):
            clock.shift(seconds)
            visits.append(
                (client.cookies["sessionid"]["max-age"] != "", client.get(reverse("accounts:profile")).status_code)
            )

    assert visits == ([(False, 200), (False, 200), (False, 302)] if shared else [(True, 200)] * 3)


def test_a_role_taken_away_holds_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    here = cast.school_class.get_absolute_url()
    before = client.get(here).status_code

    Enrollment.objects.filter(person=cast.teacher).update(ended_at=NOW)

    assert (before, client.get(here).status_code) == (200, 404)
