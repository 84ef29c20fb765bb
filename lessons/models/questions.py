"""What students are asked, and how their answers are judged."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lessons.keys import KEY_LENGTH, validate_key
from lessons.models.lesson import LessonVersion
from lessons.models.part import Part, VersionPart, points_not_negative, unique


class Question(VersionPart):
    """An essay prompt; its key stays the same in every version, its model answer is for staff until it opens."""

    version = models.ForeignKey(LessonVersion, models.CASCADE, related_name="questions")
    key = models.CharField(_("key"), max_length=KEY_LENGTH, validators=[validate_key])
    short_title = models.CharField(_("short title"), max_length=80)
    prompt = models.TextField(_("question"))
    points = models.DecimalField(
        _("points"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    guide_min = models.PositiveIntegerField(_("guide range, from words"))
    guide_max = models.PositiveIntegerField(_("guide range, to words"))
    guidance = models.TextField(_("guidance"))
    guidance_html = models.TextField(blank=True, editable=False)
    model_answer = models.TextField(_("model answer"))
    model_answer_html = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            unique("version", "position", name="question_position_once"),
            unique("version", "key", name="question_key_once"),
            points_not_negative("question_points_not_negative"),
            models.CheckConstraint(condition=Q(guide_min__lte=F("guide_max")), name="question_guide_range_ordered"),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def guide(self) -> str:
        """Guide: 150 to 300 words."""
        return gettext("Guide: %(low)s to %(high)s words") % {"low": self.guide_min, "high": self.guide_max}


class Rubric(Part):
    """One edition of how a question is judged; sealed, it never changes, and a new edition says it differently."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="rubrics")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["edition"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [
            unique("question", "edition", name="rubric_edition_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="rubric_edition_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("%(question)s, rubric edition %(edition)s")) % {
            "question": self.question,
            "edition": self.edition,
        }

    @property
    def is_fixed(self) -> bool:
        """Whether this edition is sealed."""
        return self.sealed_at is not None


class Criterion(Part):
    """One quality an answer is judged by."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=KEY_LENGTH, validators=[validate_key])
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("what it looks at"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            unique("rubric", "position", name="criterion_position_once"),
            unique("rubric", "key", name="criterion_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fixed(self) -> bool:
        """Whether its rubric is sealed. May run a query."""
        return self.rubric.is_fixed


class Level(Part):
    """One step of a criterion: what an answer at this step shows, and the points it earns."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)
    points = models.DecimalField(
        _("points"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    description = models.CharField(_("what it shows"), max_length=500)

    class Meta:
        ordering = ["position"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [
            unique("criterion", "position", name="level_position_once"),
            unique("criterion", "name", name="level_name_once"),
            points_not_negative("level_points_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fixed(self) -> bool:
        """Whether its rubric is sealed. May run a query."""
        return self.criterion.is_fixed
