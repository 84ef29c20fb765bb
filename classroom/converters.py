"""What may stand in an address. Anything else is a 404 before a view or a query sees it."""

from django.urls import register_converter


class Position:
    """A question's position: 1 to 99."""

    regex = "[1-9][0-9]?"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Desk(Position):
    """The random desk number of an answer, 1 to 9,999,999; names nobody."""

    regex = "[1-9][0-9]{0,6}"


class RowId(Position):
    """A row's number, at most fifteen digits, so that it fits every database."""

    regex = "[1-9][0-9]{0,14}"


class PublicId:
    """The random public id of a class: ten letters and digits."""

    regex = "[0-9a-z]{10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Position, "position")
register_converter(Desk, "desk")
register_converter(RowId, "row")
register_converter(PublicId, "public")
