"""A filter for a moment that has come or not, in the words of the model."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import EmptyFieldListFilter
from django.utils.functional import Promise


def has_come(no: Promise, yes: Promise) -> type[EmptyFieldListFilter]:
    """A filter for a field that is empty until something happens: `no` names the rows before, `yes` those after."""
    words = {"1": no, "0": yes}

    class HasCome(EmptyFieldListFilter):
        def choices(self, changelist: Any) -> Iterator[Any]:
            for choice, value in zip(super().choices(changelist), [None, *words], strict=True):
                yield choice | {"display": words[value]} if value else choice

    return HasCome
