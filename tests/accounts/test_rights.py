"""The site's rights: groups as the table says, staff in step, the last administrator stays."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from classroom.accounts import actions
from classroom.accounts.models import AccessLog, User
from classroom.accounts.rules import creates_classes
from classroom.accounts.site_rights import RIGHTS, codenames
from classroom.http import Refused
from tests.cast import Cast
from tests.factories import NOW, UserFactory


@pytest.mark.parametrize("name", RIGHTS)
def test_groups_hold_exactly_the_tables_permissions_and_each_exists(db: None, name: str) -> None:
    held = {
        (permission.content_type.app_label, permission.codename)
        for permission in Permission.objects.filter(group__name=name).select_related("content_type")
    }

    assert held == {(app, codename) for app, table in RIGHTS[name].items() for codename in codenames(table)}


def test_no_group_may_touch_people_in_the_admin(db: None) -> None:
    assert Permission.objects.filter(group__isnull=False, content_type__app_label__in=["accounts", "auth"]).count() == 0


def test_a_teacher_is_made_and_unmade_with_staff_in_step(db: None) -> None:
    person = UserFactory()

    actions.make_teacher(person)
    assert (person.is_staff, creates_classes(person)) == (True, True)

    actions.make_content_administrator(person)
    actions.unmake_teacher(person)
    assert (person.is_staff, creates_classes(person)) == (True, False)

    actions.unmake_content_administrator(person)
    assert (User.objects.get(pk=person.pk).is_staff, list(person.groups.all())) == (False, [])


def test_a_superuser_is_no_teacher_by_that(cast: Cast) -> None:
    assert creates_classes(cast.superuser) is False
    actions.unmake_teacher(cast.superuser)
    assert cast.superuser.is_staff is True


@pytest.mark.parametrize("change", [{"is_superuser": False}, {"is_active": False}])
def test_the_last_administrator_is_not_demoted(cast: Cast, change: dict[str, bool]) -> None:
    for name, value in change.items():
        setattr(cast.superuser, name, value)

    with pytest.raises(Refused):
        cast.superuser.save()
    with pytest.raises(ValidationError):
        cast.superuser.clean()

    assert list(User.objects.administrators()) == [cast.superuser]


def test_one_of_two_administrators_is_demoted(cast: Cast) -> None:
    other = UserFactory(is_superuser=True, is_staff=True)

    actions.unmake_superuser(cast.superuser)

    assert (list(User.objects.administrators()), cast.superuser.is_staff) == ([other], False)
    with pytest.raises(Refused):
        actions.unmake_superuser(other)


def test_administrators_are_not_deleted_alone_or_together(cast: Cast) -> None:
    UserFactory(is_superuser=True)

    with pytest.raises(ProtectedError), transaction.atomic():
        cast.superuser.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        User.objects.filter(is_superuser=True).delete()

    assert User.objects.administrators().count() == 2


def test_people_and_classes_with_a_past_are_not_deleted(cast: Cast) -> None:
    for thing in [cast.student, cast.removed, cast.teacher, cast.school_class, cast.assignment.lesson_version.lesson]:
        with pytest.raises(ProtectedError):
            thing.delete()


def test_the_access_log_is_only_added_to(cast: Cast) -> None:
    actions.log_look(cast.teacher, [cast.student, cast.teacher], what="answer 1", at=NOW, request_id="abc")

    assert list(AccessLog.objects.values_list("viewer", "subject")) == [(cast.teacher.pk, cast.student.pk)]
    row = AccessLog.objects.get()
    for change in (AccessLog.objects.all().delete, lambda: AccessLog.objects.update(what="x"), row.delete, row.save):
        with pytest.raises(TypeError):
            change()


def test_names_are_one_in_any_case_and_form(db: None) -> None:
    UserFactory(username="Straße")

    assert User.objects.signing_in_as("STRASSE") == User.objects.get(username="strasse")
    assert User.objects.get_by_natural_key("ＳＴＲＡＳＳＥ") == User.objects.get(username="strasse")
