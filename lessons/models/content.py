"""What readers read: sections with their paragraphs, facts, terms and books."""

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from lessons.keys import KEY_LENGTH, validate_key, validate_section_key
from lessons.models.lesson import LessonVersion
from lessons.models.part import Part, VersionPart, unique


class Section(VersionPart):
    """A stretch of prose under one heading; its key stays the same in every version."""

    version = models.ForeignKey(LessonVersion, models.CASCADE, related_name="sections")
    key = models.CharField(_("key"), max_length=KEY_LENGTH, validators=[validate_section_key])
    heading = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"))
    html = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            unique("version", "position", name="section_position_once"),
            unique("version", "key", name="section_key_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class Paragraph(Part):
    """A paragraph of a published section that others may point at, by version and `ident`."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(help_text=_("Runs over the whole version and is shown as ¶n."))
    ident = models.CharField(
        max_length=KEY_LENGTH + 6, help_text=_("Kept by an unchanged paragraph in the next version.")
    )
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            unique("section", "ident", name="paragraph_ident_once"),
            unique("section", "number", name="paragraph_number_once"),
        ]

    def __str__(self) -> str:
        return f"¶{self.number}"

    @property
    def is_fixed(self) -> bool:
        """Whether its version is published. May run a query."""
        return self.section.is_fixed


class KeyFact(VersionPart):
    """Something every reader must know afterwards."""

    version = models.ForeignKey(LessonVersion, models.CASCADE, related_name="facts")
    text = models.TextField(_("fact"))
    html = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("key fact")
        verbose_name_plural = _("key facts")
        constraints = [unique("version", "position", name="key_fact_position_once")]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)


class KeyTerm(VersionPart):
    """A word the lesson explains, beside the paragraph that first needs it and in the list of terms."""

    version = models.ForeignKey(LessonVersion, models.CASCADE, related_name="terms")
    key = models.CharField(_("key"), max_length=KEY_LENGTH, validators=[validate_key])
    term = models.CharField(_("term"), max_length=100)
    definition = models.TextField(_("definition"))
    html = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("key term")
        verbose_name_plural = _("key terms")
        constraints = [
            unique("version", "position", name="key_term_position_once"),
            unique("version", "key", name="key_term_key_once"),
        ]

    def __str__(self) -> str:
        return self.term


class Resource(VersionPart):
    """A book to read further, with a line on what it is."""

    version = models.ForeignKey(LessonVersion, models.CASCADE, related_name="resources")
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200)
    note = models.CharField(_("what it is"), max_length=500)

    class Meta:
        ordering = ["position"]
        verbose_name = _("book")
        verbose_name_plural = _("books")
        constraints = [unique("version", "position", name="resource_position_once")]

    def __str__(self) -> str:
        return self.title
