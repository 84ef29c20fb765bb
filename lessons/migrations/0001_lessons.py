"""The tables of lessons, versions and their parts."""

import django.core.validators
import django.db.models.deletion
import lessons.keys
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[lessons.keys.validate_key],
                        verbose_name="key",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "description",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what it looks at"
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=80, unique=True, verbose_name="slug"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson",
                "verbose_name_plural": "lessons",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="LessonVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="version"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="begun"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="For example: Unit 4, Talks and treaties",
                        max_length=120,
                        verbose_name="unit",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="A code such as en or en-US",
                        max_length=20,
                        verbose_name="language",
                    ),
                ),
                ("licence", models.CharField(max_length=200, verbose_name="licence")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what changed"
                    ),
                ),
                (
                    "lede",
                    models.TextField(
                        help_text="Opens the page and says in a few sentences what this is about.",
                        verbose_name="definition",
                    ),
                ),
                ("lede_html", models.TextField(blank=True, editable=False)),
                (
                    "fact_title",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="fun fact, heading"
                    ),
                ),
                ("fact_body", models.TextField(blank=True, verbose_name="fun fact")),
                ("fact_html", models.TextField(blank=True, editable=False)),
                (
                    "reading_minutes",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="minutes to read"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="lessons.lesson",
                        verbose_name="lesson",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_versions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["lesson", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"), name="lesson_version_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("lesson",),
                        name="lesson_one_draft_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("number__isnull", True), ("published_at__isnull", True)
                            ),
                            models.Q(
                                ("number__gte", 1),
                                ("number__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_version_numbered_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[lessons.keys.validate_key],
                        verbose_name="key",
                    ),
                ),
                ("term", models.CharField(max_length=100, verbose_name="term")),
                ("definition", models.TextField(verbose_name="definition")),
                ("html", models.TextField(blank=True, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="lessons.lessonversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "key term",
                "verbose_name_plural": "key terms",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="key_term_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("version", "key"), name="key_term_key_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("text", models.TextField(verbose_name="fact")),
                ("html", models.TextField(blank=True, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="lessons.lessonversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "key fact",
                "verbose_name_plural": "key facts",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="key_fact_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="points",
                    ),
                ),
                (
                    "description",
                    models.CharField(max_length=500, verbose_name="what it shows"),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="lessons.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "level",
                "verbose_name_plural": "levels",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criterion", "position"), name="level_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("criterion", "name"), name="level_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)),
                        name="level_points_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[lessons.keys.validate_key],
                        verbose_name="key",
                    ),
                ),
                (
                    "short_title",
                    models.CharField(max_length=80, verbose_name="short title"),
                ),
                ("prompt", models.TextField(verbose_name="question")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="points",
                    ),
                ),
                (
                    "guide_min",
                    models.PositiveIntegerField(verbose_name="guide range, from words"),
                ),
                (
                    "guide_max",
                    models.PositiveIntegerField(verbose_name="guide range, to words"),
                ),
                ("guidance", models.TextField(verbose_name="guidance")),
                ("guidance_html", models.TextField(blank=True, editable=False)),
                ("model_answer", models.TextField(verbose_name="model answer")),
                ("model_answer_html", models.TextField(blank=True, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="lessons.lessonversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="question_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("version", "key"), name="question_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)),
                        name="question_points_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("guide_min__lte", models.F("guide_max"))),
                        name="question_guide_range_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("author", models.CharField(max_length=200, verbose_name="author")),
                ("note", models.CharField(max_length=500, verbose_name="what it is")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="lessons.lessonversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "book",
                "verbose_name_plural": "books",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="resource_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(default=1, verbose_name="edition"),
                ),
                (
                    "sealed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sealed"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rubrics",
                        to="lessons.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "rubric",
                "verbose_name_plural": "rubrics",
                "ordering": ["edition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "edition"), name="rubric_edition_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("edition__gte", 1)),
                        name="rubric_edition_from_one",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="rubric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="criteria",
                to="lessons.rubric",
            ),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[lessons.keys.validate_section_key],
                        verbose_name="key",
                    ),
                ),
                ("heading", models.CharField(max_length=200, verbose_name="heading")),
                ("body", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="lessons.lessonversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="section_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("version", "key"), name="section_key_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="Runs over the whole version and is shown as ¶n."
                    ),
                ),
                (
                    "ident",
                    models.CharField(
                        help_text="Kept by an unchanged paragraph in the next version.",
                        max_length=46,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraphs",
                        to="lessons.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragraph",
                "verbose_name_plural": "paragraphs",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("section", "ident"), name="paragraph_ident_once"
                    ),
                    models.UniqueConstraint(
                        fields=("section", "number"), name="paragraph_number_once"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("rubric", "position"), name="criterion_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("rubric", "key"), name="criterion_key_once"
            ),
        ),
    ]
