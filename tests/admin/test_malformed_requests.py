"""Nonsense at every address of the admin, from who may do most there, is never a 500 (S3)."""

from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.admin.test_admin_access import TABLES, addresses, everything, things  # noqa: F401  a fixture

NONSENSE = ["-1", str(2**63), "9" * 400, "1 OR 1=1", "a\0b", "NaN", "٣", "0001-01-01", "x" * 3000]
FIELDS = """
    q o p all e _to_field _popup _changelist_filters _facets class assignment question state stage late kind path role
    subject viewer rights is_active__exact at__year at__month at__day at__gte due_at__year due_at__month due_at__day
    language published_at__isempty withdrawn_at__isempty lesson__owner__id__exact app_label model_name field_name term
    lesson owner slug field next
""".split()  # noqa: SIM905  a table
OF_ANY_LIST = "q o p all e _to_field _popup _changelist_filters _facets no_such_field".split()  # noqa: SIM905  a table
OF_A_FIELD = ["exact", "in", "isnull", "isempty", "gte", "year", "month", "day"]
POSTED = """
    _selected_action action index select_across base read adjustment adjustment_reason comment done body kind words
    paragraph level-evidence username name email time_zone is_active password password1 password2 usable_password role
    school_number person school_class opens_at_0 opens_at due_at due_at_0 closes_at late_policy attempts reason slug
    owner lesson title sections-TOTAL_FORMS sections-INITIAL_FORMS sections-0-id sections-0-position _popup _to_field
    _save _saveasnew next
""".split()  # noqa: SIM905  a table
FORM = "application/x-www-form-urlencoded"


def filled(fields: list[str], value: str) -> str:
    return "&".join(f"{field}={quote(value)}" for field in fields)


@pytest.fixture
def root(cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.superuser)
    return client


def faults_of(root: Client, asked: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those that were answered with a fault; whatever a request changed is undone."""
    found = []
    for method, url, body in asked:
        with transaction.atomic():
            if root.generic(method, url, body, content_type=FORM).status_code >= 500:
                found.append((method, url[:120], body[:60]))
            transaction.set_rollback(True)
    return found


def test_nonsense_in_the_address_of_a_page_is_no_fault(root, things):  # noqa: F811  the fixture
    pages = [url for url, _get, _post in addresses(things).values()]

    asked = [("GET", f"{url}?{filled(FIELDS, value)}", "") for url in pages for value in NONSENSE[::4]]
    assert faults_of(root, asked) == []


def read_by(table: str) -> list[str]:
    """What the list of that table takes from its address: that of any list, its own filters', and its days'."""
    shown = admin.site.get_model_admin(apps.get_model(*table.split("_")))
    offered = [each[0] if isinstance(each, tuple) else each for each in shown.list_filter]
    fields = [each for each in [*offered, shown.date_hierarchy] if isinstance(each, str)]
    own = [each.parameter_name for each in offered if not isinstance(each, str)]
    return OF_ANY_LIST + own + [f"{field}__{lookup}" for field in fields for lookup in OF_A_FIELD]


@pytest.mark.parametrize("value", NONSENSE[1:4:2])
def test_nonsense_for_one_filter_of_a_list_is_no_fault(root, things, value):  # noqa: F811  the fixture
    lists = {table: reverse(f"admin:{table}_changelist") for table in TABLES}

    asked = [("GET", f"{url}?{field}={quote(value)}", "") for table, url in lists.items() for field in read_by(table)]
    assert faults_of(root, asked) == []


def test_nonsense_for_a_row_is_no_fault(root, things):  # noqa: F811  the fixture
    asked = []
    for name, (url, _get, _post) in addresses(things).items():
        thing = things.get(name, things.get(name.rpartition("_")[0]))
        elsewhere = [url.replace(f"/{thing}/", f"/{quote(value)}/") for value in NONSENSE[::2]]
        if elsewhere[0] != url:  # a row is looked for before anybody asks what shall be done with it
            asked += [("POST", elsewhere[0], ""), *(("GET", other, "") for other in elsewhere)]

    assert faults_of(root, asked) == []


def test_nonsense_in_the_fields_of_a_page_is_no_fault(root, things):  # noqa: F811  the fixture
    before = everything()
    pages = [url for name, (url, _get, _post) in addresses(things).items() if name != "logout"]

    assert faults_of(root, [("POST", url, filled(POSTED, value)) for url in pages for value in NONSENSE[1::2]]) == []
    assert everything() == before


@pytest.mark.parametrize("action, table", [
    ("end_places", "classes_enrollment"), ("restore_places", "classes_enrollment"), ("make_teachers", "accounts_user"),
    ("unmake_superusers", "accounts_user"), ("withdraw", "lessons_lesson"), ("start_drafts", "lessons_lesson"),
    ("publish_drafts", "lessons_lessonversion"), ("no_such_action", "accounts_user"),
])  # fmt: skip
def test_an_action_on_nonsense_is_no_fault_and_changes_nothing(root, things, action, table):  # noqa: F811  the fixture
    before = everything()
    url = reverse(f"admin:{table}_changelist")

    for value in NONSENSE:
        body = f"action={action}&index=0&_selected_action={quote(value)}"
        assert root.generic("POST", url, body, content_type=FORM).status_code < 500, value

    assert everything() == before
